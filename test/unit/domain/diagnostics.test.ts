import { describe, expect, test } from 'vitest';
import {
  cutLine,
  type Entry,
  funnel,
  holders,
  type StageFacts,
  stageSpans,
  urgencyOf,
} from '../../../shared/domain/diagnostics.ts';
import { distribution, middle, strictness } from '../../../shared/domain/diagnostics-scores.ts';

const entry = (changes: Partial<Entry>): Entry => ({
  applicationId: 'r.b.0',
  category: 'benchmark-enterprise',
  district: null,
  received: false,
  status: null,
  scored: false,
  shortlisted: false,
  awarded: false,
  paid: false,
  ...changes,
});

describe('the funnel', () => {
  test('counts how many came how far', () => {
    const entries = [
      entry({}),
      entry({ received: true }),
      entry({ received: true, status: 'not-recommended' }),
      entry({ received: true, status: 'recommended', scored: true, shortlisted: true, awarded: true, paid: true }),
    ];
    expect(funnel(entries)).toEqual({
      ...{ invited: 4, received: 3, accepted: 2, recommended: 1 },
      ...{ scored: 1, shortlisted: 1, awarded: 1, paid: 1 },
    });
  });

  test('says nothing of what was not looked at', () => {
    expect(funnel([entry({ received: null }), entry({ received: true })])).toMatchObject({
      invited: 2,
      received: null,
    });
  });
});

describe('the stages', () => {
  const at = (day: string) => `2025-${day}T09:00:00.000Z`;
  const facts: StageFacts = {
    round: { stage: 'intake', openedAt: at('11-03') },
    gates: [
      { stage: 'intake', deadline: at('11-28'), extensions: [] },
      { stage: 'district', deadline: at('12-12'), extensions: [] },
    ],
    draw: null,
    notice: null,
    lists: [],
  };
  const states = (some: Partial<StageFacts>) =>
    stageSpans({ ...facts, ...some }).map(({ stage, state }) => `${stage} ${state}`);

  test('run side by side while packages come in', () => {
    expect(states({}).slice(0, 4)).toEqual(['call done', 'intake current', 'district current', 'experts next']);
  });

  test('end when their gates are passed, or when the next began', () => {
    const round = { stage: 'notice' as const, openedAt: at('11-03') };
    const gates = [
      { stage: 'intake', deadline: at('11-28'), passedAt: at('11-28'), extensions: [] },
      { stage: 'district', deadline: at('12-12'), passedAt: at('12-10'), extensions: [] },
      { stage: 'experts', deadline: at('12-24'), passedAt: at('12-20'), extensions: [] },
    ];
    const notice = { publishedAt: at('12-22'), endsAt: at('12-29'), earlier: [] };
    const spans = stageSpans({ ...facts, round, gates, draw: { drawnAt: at('12-11') }, notice });
    expect(spans.map(({ state }) => state)).toEqual([
      ...['done', 'done', 'done', 'done', 'done', 'current', 'next', 'next', 'next'],
    ]);
    expect(spans[4]).toMatchObject({ from: at('12-20'), until: at('12-22') });
    const closed = { stage: 'closed' as const, openedAt: at('11-03'), closedAt: at('12-31') };
    expect(states({ round: closed, gates, notice }).at(-1)).toBe('closed current');
  });
});

test('a task is late when its time or its stage’s time is over', () => {
  const now = '2025-12-10T00:00:00.000Z';
  const task = (deadline: string) => ({ deadline: `2025-${deadline}T00:00:00.000Z` });
  expect(urgencyOf(task('12-09'), null, now)).toBe('late');
  expect(urgencyOf(task('12-20'), '2025-12-09T00:00:00.000Z', now)).toBe('late');
  expect(urgencyOf(task('12-13'), null, now)).toBe('soon');
  expect(urgencyOf(task('12-20'), null, now)).toBe('open');
});

test('who is late with most comes first', () => {
  const task = (id: string, urgency: 'late' | 'soon' | 'open', deadline = 'b') => ({
    ...{ assignee: { role: 'district' as const, id }, deadline, reminders: 1, urgency },
  });
  const found = holders([task('x', 'open'), task('y', 'late'), task('x', 'late', 'a'), task('y', 'late')]);
  expect(found.map(({ id, open, late, earliest, reminders }) => [id, open, late, earliest, reminders])).toEqual([
    ['y', 2, 2, 'b', 2],
    ['x', 2, 1, 'a', 2],
  ]);
});

test('the cut line has its neighbours on both sides', () => {
  const states = ['shortlisted', 'removed', 'shortlisted', 'reserve', 'below-pass'] as const;
  const places = states.map((state, i) => ({ order: i + 1, state })).toReversed();
  const { above, below } = cutLine(places, 2);
  expect([above, below].map((side) => side.map(({ order }) => order))).toEqual([
    [2, 3],
    [4, 5],
  ]);
  expect(cutLine([{ order: 1, state: 'reserve' as const }], 2)).toMatchObject({ above: [], below: [{ order: 1 }] });
});

describe('scores', () => {
  test('fall into bins, full marks into the last', () => {
    const bins = distribution(['100', '95', '284/3', '0', '5'], 5);
    expect(bins.filter(({ count }) => count > 0)).toEqual([
      { from: 0, to: 5, count: 1 },
      { from: 5, to: 10, count: 1 },
      { from: 90, to: 95, count: 1 },
      { from: 95, to: 100, count: 2 },
    ]);
  });

  test('have a middle', () => {
    expect(middle([])).toBeNull();
    expect(middle(['90', '80', '85', '70'])).toEqual({
      ...{ count: 4, least: '70.00', median: '82.50', mean: '81.25', most: '90.00' },
    });
    expect(middle(['80', '90', '70'])?.median).toBe('80.00');
  });

  test('tell the strict from the lenient, exactly, and nothing by panels of one', () => {
    const panels = [
      [
        { expert: 'a', points: '80' },
        { expert: 'b', points: '90' },
        { expert: 'c', points: '91' },
      ],
      [
        { expert: 'a', points: '70' },
        { expert: 'b', points: '80' },
      ],
      [{ expert: 'd', points: '10' }],
    ];
    expect(strictness(panels)).toEqual([
      { expert: 'a', sheets: 2, mean: '-6.00', least: '-7.00', most: '-5.00' },
      { expert: 'b', sheets: 2, mean: '4.00', least: '3.00', most: '5.00' },
      { expert: 'c', sheets: 1, mean: '4.00', least: '4.00', most: '4.00' },
    ]);
  });
});
