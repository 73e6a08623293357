import { describe, expect, it, test } from 'vitest';
import {
  answerDueAt,
  askedOfObjector,
  hearingOf,
  isDecisionBefore,
  leastInvolved,
  mayTake,
  rulingDueAt,
  seenOf,
  upheldEffect,
} from '../../../shared/domain/objections.ts';
import type { Category } from '../../../shared/schemas/basics.ts';
import type { ObjectionRecord, ObjectionStep } from '../../../shared/schemas/objections.ts';
import { policy } from './fixtures.ts';

const ID = 'round-1.b.0123456789abcdef';
const NOON = '2026-01-05T04:00:00.000Z';
const DUE = '2026-01-19T15:59:59.999Z';
const LATER = '2026-01-20T04:00:00.000Z';

type Step = [kind: ObjectionStep['kind'], until?: string];
const objection = (...steps: Step[]): ObjectionRecord => ({
  ...{ entity: 'Objection', roundId: 'round-1', objectionId: '0'.repeat(16), applicationId: ID, status: 'open' },
  ...{ filedAt: NOON, dueAt: DUE, taskId: 'round-1~objection.x', handlerDecided: 0, revision: steps.length + 1 },
  steps: [
    { kind: 'filed', at: NOON, by: 'objector' },
    ...steps.map(([kind, until]) => ({ kind, at: NOON, by: 'b', ...(until === undefined ? {} : { until }) })),
  ],
});

describe('objections (五(四))', () => {
  it('are ruled on within ten working days after filing', () => {
    expect(rulingDueAt(policy, '2026-01-05T01:00:00.000Z')).toBe('2026-01-19T15:59:59.999Z');
    expect(rulingDueAt(policy, '2026-02-10T01:00:00.000Z')).toBe('2026-03-02T15:59:59.999Z');
  });

  const place = (
    applicationId: string,
    state: string,
    category: Category = 'solution-product',
    uscc = applicationId,
  ) => ({
    ...{ applicationId, category, state, uscc },
  });
  const own = [place('a', 'shortlisted'), place('b', 'shortlisted'), place('d', 'reserve'), place('e', 'reserve')];
  const once = { providerMayWinInSeveral: { ...policy.providerMayWinInSeveral, value: false } };
  const several = { providerMayWinInSeveral: { ...policy.providerMayWinInSeveral, value: true } };

  it('upheld, take one out and let the first of the reserve in', () => {
    expect(upheldEffect(once, own, 'b')).toEqual({ out: 'b', in: 'd' });
  });

  it('let nobody in when the reserve is empty', () => {
    expect(upheldEffect(once, own.slice(0, 2), 'a')).toEqual({ out: 'a', in: null });
  });

  it.each(['reserve', 'removed', 'confirmed', 'declined'])('do nothing to a place that is %s by now', (state) => {
    expect(upheldEffect(once, [...own, place('f', state)], 'f')).toBeNull();
    expect(upheldEffect(once, own, 'nobody')).toBeNull();
  });

  it('let in nobody of another category, nor whoever has a place as a provider already', () => {
    const winner = place('x', 'shortlisted', 'chain-case', 'd');
    const waiting = place('w', 'reserve', 'service-provider');
    expect(upheldEffect(once, [waiting, winner, ...own], 'a')).toEqual({ out: 'a', in: 'e' });
    expect(upheldEffect(several, [waiting, winner, ...own], 'a')).toEqual({ out: 'a', in: 'd' });
  });
});

test.each([
  // five working days after the day of asking; weekends do not count, and the ruling's day is the last
  ['2026-01-05T04:00:00.000Z', '2026-01-12T15:59:59.999Z'],
  ['2026-01-09T16:00:00.000Z', '2026-01-16T15:59:59.999Z'],
  ['2026-01-14T04:00:00.000Z', DUE],
  ['2026-01-19T15:00:00.000Z', DUE],
])('asked at %s, objector and applicant have until %s', (asked, until) => {
  expect(answerDueAt(policy, 'supplement-asked', asked, DUE)).toBe(until);
  expect(answerDueAt(policy, 'hearing-asked', asked, DUE)).toBe(until);
});

describe('a step that the handler takes', () => {
  const accepted: Step = ['accepted'];
  test.each<[string, Parameters<typeof mayTake>[1], ObjectionRecord, string, boolean]>([
    ['taking it on', 'accept', objection(), NOON, true],
    ['taking it on twice', 'accept', objection(accepted), NOON, false],
    ['asking before it is taken on', 'ask', objection(), NOON, true],
    ['asking while an answer is waited for', 'ask', objection(['supplement-asked', DUE]), NOON, false],
    ['asking again after the answer', 'ask', objection(['supplement-asked', DUE], ['supplemented']), NOON, true],
    ['asking again after its days', 'ask', objection(['supplement-asked', NOON]), '2026-01-06T04:00:00.000Z', true],
    ['asking after the ruling was due', 'ask', objection(), LATER, false],
    ['hearing before it is taken on', 'hear', objection(), NOON, false],
    ['hearing', 'hear', objection(accepted), NOON, true],
    ['hearing twice', 'hear', objection(accepted, ['hearing-asked', DUE]), NOON, false],
    ['hearing after the ruling was due', 'hear', objection(accepted), LATER, false],
    ['going on by itself', 'ex-officio', objection(), LATER, true],
    ['going on by itself, twice', 'ex-officio', objection(['ex-officio']), NOON, false],
    ['anything after the end', 'accept', { ...objection(), status: 'withdrawn' }, NOON, false],
  ])('%s', (_what, step, record, now, may) => {
    expect(mayTake(record, step, now)).toBe(may);
  });
});

test('what is waited for is the last thing that was asked', () => {
  expect(askedOfObjector(objection())).toBeNull();
  expect(askedOfObjector(objection(['supplement-asked', DUE]))).toMatchObject({ until: DUE });
  expect(askedOfObjector(objection(['supplement-asked', DUE], ['supplemented']))).toBeNull();
  expect(hearingOf(objection(['accepted']))).toBeNull();
  expect(hearingOf(objection(['hearing-asked', DUE]))).toMatchObject({ answer: null });
  expect(hearingOf(objection(['hearing-asked', DUE], ['heard']))?.answer).toMatchObject({ kind: 'heard' });
});

describe('who handles it', () => {
  const decided = (kind: Parameters<typeof isDecisionBefore>[0]['kind'], applicationId: string | null = ID) =>
    isDecisionBefore({ kind, status: 'decided', applicationId }, ID);

  test('is held apart from decisions about the application and about the whole round', () => {
    expect(decided('deliberate', null)).toBe(true);
    expect(decided('refusal-review')).toBe(true);
    expect(decided('refusal-review', `${ID.slice(0, -1)}0`)).toBe(false);
    expect(decided('objection-ruling')).toBe(false);
    expect(isDecisionBefore({ kind: 'deliberate', status: 'open', applicationId: null }, ID)).toBe(false);
  });

  test.each([
    [['a', 'b', 'c'], [], { staffId: 'a', decided: 0 }],
    [['a', 'b', 'c'], ['a', 'x'], { staffId: 'b', decided: 0 }],
    [['a', 'b'], ['a', 'b', 'a'], { staffId: 'b', decided: 1 }],
    [['a'], ['a', 'a'], { staffId: 'a', decided: 2 }],
    [[], ['a'], null],
  ])('of %j, where %j decided', (officers, before, handler) => {
    expect(leastInvolved(officers, before)).toEqual(handler);
  });
});

test('a page that is filled in is told from one after the next step, or after the list changed', () => {
  const effect = { out: ID, in: 'round-1.b.fedcba9876543210' };
  const seen = [
    seenOf({ revision: 1 }, effect),
    seenOf({ revision: 2 }, effect),
    seenOf({ revision: 1 }, { ...effect, in: null }),
    seenOf({ revision: 1 }, null),
  ];
  expect(new Set(seen).size).toBe(4);
  expect(Math.max(...seen.map((one) => one.length))).toBeLessThanOrEqual(60);
});
