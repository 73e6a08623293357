/**
 * What may happen, as commands: each finds whom it means by small numbers, modulo who there is. Where there is nobody it
 * does nothing.
 */
import * as fc from 'fast-check';
import type { Action } from './actions.ts';
import type { Model } from './state.ts';

/** What it means to do now; nothing where it does not apply. */
export type Command = (model: Model) => Action[];

/** One of them, where there is one. */
export const pick = <T>(all: readonly T[], n: number): T[] => {
  const one = all[n % Math.max(1, all.length)];
  return one === undefined ? [] : [one];
};

const which = fc.nat(11);

export const command = (resolve: (n: number, m: number) => Command): fc.Arbitrary<Command> =>
  fc.tuple(which, which).map(([n, m]) => resolve(n, m));
