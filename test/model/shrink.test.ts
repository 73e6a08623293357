/**
 * What a failure looks like, and that one is found at all: a wrong rule is planted into the model, and a model with the
 * right rules stands in for the real round.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Facts, factsOf, ROUND, type Rules, smallCity } from './facts.ts';
import { Differs } from './game.ts';
import { act } from './model.ts';
import { pictureOf } from './picture.ts';
import { play, replay, sequences } from './play.ts';
import type { Driven } from './real.ts';
import { shrink } from './shrink.ts';
import { newModel } from './state.ts';

const facts = factsOf(smallCity(ROUND), Date.parse('2025-11-03T01:00:00.000Z'));

function rightOne(): Driven {
  const model = newModel(facts);
  return { act: async (action) => act(model, action), picture: async () => pictureOf(model) };
}

const PLANTED: [string, Partial<Rules>][] = [
  ['a correction may be asked for twice', { corrections: 2 }],
  ['a correction has four working days', { correctionWorkingDays: 4 }],
  ['a refusal is final after four working days', { refusalWorkingDays: 4 }],
  ['a review has nine working days', { reviewWorkingDays: 9 }],
  ['nothing is taken after the closing time', { graceMs: 0 }],
  ['the bureau asks again after four days', { escalationDays: 4 }],
  ['one sheet is enough', { minimumSheets: 1 }],
  ['a seat is given away twice', { replacements: 2 }],
  ['half of the points pass', { passMark: 50 }],
  ['a second look has four days', { lookDays: 4 }],
  ['nobody looks again', { lookDays: null }],
  ['two solutions win', { quota: { ...facts.rules.quota, 'solution-product': 2 } }],
  ['a notice lasts four working days', { noticeWorkingDays: 4 }],
  ['a ruling has nine working days', { rulingWorkingDays: 9 }],
  ['the cap is lower', { capFen: 40_000_000 }],
  ['a winner has ten days for the account', { payeeDays: 10 }],
];

const failureOf = (played: Promise<void>): Promise<Differs | null> =>
  played.then(
    () => null,
    (error: unknown) => {
      if (error instanceof Differs) return error;
      throw error;
    },
  );

/** A sequence that tells the wrong rules from the right ones, made short. */
async function counterexample(wrong: Facts, seed: number): Promise<Differs> {
  const property = fc.asyncProperty(sequences(200), (sequence) => play(wrong, rightOne(), sequence));
  const { errorInstance } = await fc.check(property, { numRuns: 300, seed, endOnFailure: true });
  if (!(errorInstance instanceof Differs)) throw new Error('nothing was noticed');
  return shrink(errorInstance, (trace) => failureOf(replay(wrong, rightOne(), trace)));
}

test.each(PLANTED)('that %s is noticed, and told in a few lines', async (_, change) => {
  const wrong = { ...facts, rules: { ...facts.rules, ...change } };
  const all = await Promise.all([1, 2, 3].map((seed) => counterexample(wrong, seed)));
  const [best, , worst] = all.map(({ told }) => told.length).toSorted((a, b) => a - b);
  expect(best).toBeLessThanOrEqual(10);
  expect(worst).toBeLessThanOrEqual(30);
  for (const { found } of all) expect(found).not.toEqual([]);
});
