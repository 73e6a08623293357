/**
 * What may happen, as commands that shrink well: each says what it does in plain words, and finds whom it means by small
 * numbers, modulo who there is. Where there is nobody, it is left out.
 */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Action } from './actions.ts';
import { act } from './model.ts';
import { differences, pictureOf } from './picture.ts';
import type { Driven } from './real.ts';
import type { Model } from './state.ts';
import { wordsOf } from './words.ts';

/** What it means to do now; nothing where it does not apply. */
export type Resolve = (model: Model) => Action[];

/** The model with what was done so far, in plain words: what a failure prints. */
export interface Played {
  model: Model;
  told: string[];
}

export class Command implements fc.AsyncCommand<Played, Driven, true> {
  readonly #name: string;
  readonly #resolve: Resolve;

  constructor(name: string, resolve: Resolve) {
    this.#name = name;
    this.#resolve = resolve;
  }

  check = async ({ model }: Readonly<Played>): Promise<boolean> => this.#resolve(model).length > 0;

  async run({ model, told }: Played, real: Driven): Promise<void> {
    const actions = this.#resolve(model);
    for (const action of actions) await doBoth(model, told, real, action);
    await compare(model, told, real);
  }

  toString = (): string => this.#name;
}

/** Does one thing in both, and holds what was said against each other. */
export async function doBoth(model: Model, told: string[], real: Driven, action: Action): Promise<void> {
  told.push(wordsOf(model, action));
  const expected = act(model, action);
  const said = await real.act(action);
  if (said !== expected) fail(told, [`by the rules the answer is ${expected}, in fact it was ${said}`]);
}

export async function compare(model: Model, told: string[], real: Driven): Promise<void> {
  const found = differences(pictureOf(model), await real.picture());
  if (found.length > 0) fail(told, found);
}

const fail = (told: string[], found: string[]): never =>
  assert.fail(['', ...told, ...found.map((line) => `  ${line}`)].join('\n'));

export const pick = <T>(all: readonly T[], n: number): T[] => {
  const one = all[n % Math.max(1, all.length)];
  return one === undefined ? [] : [one];
};

/** Small numbers: which of those that there are. */
export const which = fc.nat(11);

export const command = (name: string, resolve: (n: number, m: number) => Resolve): fc.Arbitrary<Command> =>
  fc.tuple(which, which).map(([n, m]) => new Command(`${name}(${n}, ${m})`, resolve(n, m)));
