import { describe, expect, test } from 'vitest';
import { releaseOf, resultOf, standingsOf } from '../../../shared/domain/results.ts';
import type { PlaceRecord } from '../../../shared/schemas/records.ts';

const place = (applicationId: string, order: number, state: PlaceRecord['state']) => ({
  ...{ applicationId, order, rank: order, state, shown: `${90 - order}.00` },
});
const award = (awardId: string, amountFen: number, status: 'announced' | 'declined' = 'announced') => ({
  ...{ awardId, amountFen, status },
});
const PLACES = [
  place('h', 8, 'below-pass'),
  place('a', 1, 'confirmed'),
  place('b', 2, 'declined'),
  place('c', 3, 'removed'),
  place('d', 4, 'confirmed'),
  place('e', 5, 'excluded'),
  place('f', 6, 'reserve'),
  place('g', 7, 'reserve'),
];
const AWARDS = [award('a', 100), award('b', 100, 'declined'), award('d', 0)];

test('who is told what, and by which letter', () => {
  const told = standingsOf(PLACES, AWARDS).map(({ applicationId, kind, position, ownLetter }) => [
    ...[applicationId, kind, position, ownLetter],
  ]);
  expect(told).toEqual([
    // The request for the account says it.
    ['a', 'awarded', null, false],
    ['b', null, null, false],
    ['c', 'not-awarded', null, true],
    ['d', 'awarded', null, true],
    ['e', 'not-awarded', null, true],
    ['f', 'reserve', 1, true],
    ['g', 'reserve', 2, true],
    ['h', 'not-awarded', null, true],
  ]);
});

test('what is open is told to nobody: a place under notice, and a list that is being announced', () => {
  const open = standingsOf([place('a', 1, 'shortlisted'), place('b', 2, 'confirmed')], []);
  expect(open.map(({ kind, ownLetter }) => [kind, ownLetter])).toEqual([
    [null, false],
    [null, false],
  ]);
});

test('one’s own points, rounded half up, and nothing else', () => {
  const [standing] = standingsOf([place('a', 3, 'below-pass')], []);
  if (standing === undefined) throw new Error('no standing');
  expect(resultOf(standing, 'not-awarded', { byIndicator: { x: '25/2', y: '1/3', z: '2/3' } })).toEqual({
    ...{ kind: 'not-awarded', why: 'below-pass', rank: 3, position: null, shown: '87.00' },
    byIndicator: { x: '12.50', y: '0.33', z: '0.67' },
  });
});

describe('when the letters of a category may go', () => {
  const open = standingsOf([place('a', 1, 'shortlisted'), place('b', 2, 'reserve')], []);
  test.each([
    ['nothing is open', standingsOf(PLACES, AWARDS), 0, true, 'done'],
    ['nobody won, and nobody can', standingsOf([place('a', 1, 'below-pass')], []), 0, false, 'done'],
    ['a place is frozen after the first list', open, 0, true, 'some'],
    ['somebody may move up', standingsOf(PLACES, AWARDS), 1, true, 'some'],
    ['no list is announced', open, 0, false, 'early'],
  ] as const)('%s', (_what, standings, fills, listed, says) => expect(releaseOf(standings, fills, listed)).toBe(says));
});
