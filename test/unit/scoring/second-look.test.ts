import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { sheetItems } from '../../../shared/domain/auto-scores.ts';
import { aggregate } from '../../../shared/domain/scoring.ts';
import {
  firstOf,
  panelSummary,
  revise,
  SUMMARY_FROM,
  samePoints,
  seatsAskedAgain,
} from '../../../shared/domain/second-look.ts';
import { Policy } from '../../../shared/policy/schema.ts';
import type { SheetContent } from '../../../shared/schemas/records.ts';
import { SheetRecord } from '../../../shared/schemas/records.ts';
import otherCityJson from '../policy/other-city.json' with { type: 'json' };
import { qingdao } from './pilots.ts';

const withLook = (spreadFlagTenths: number, asks = true): Policy => {
  const policy = Policy.parse(otherCityJson);
  policy.scoring.value.spreadFlagTenths = spreadFlagTenths;
  if (asks) policy.scoring.value.secondLook = { days: 3, show: 'summary' };
  else delete policy.scoring.value.secondLook;
  return policy;
};
/** The made-up city's chain cases have one item of 100 points: its tenths are the sheet's total. */
const asked = (policy: Policy, ...totals: number[]) =>
  seatsAskedAgain(
    policy,
    aggregate(
      policy,
      'chain-case',
      [],
      totals.map((tenths, i) => ({ seat: totals.length - i, items: { idea: tenths } })),
    ),
  );

describe('who is asked once more', () => {
  it.each([
    ['nobody of one', withLook(150), [800], []],
    ['nobody where the sheets lie exactly as far apart as they may', withLook(150), [700, 850], []],
    ['everybody half a step beyond it', withLook(150), [700, 860], [1, 2]],
    ['everybody, and not only the odd one', withLook(150), [700, 700, 700, 950], [1, 2, 3, 4]],
    ['also where the odd ones are dropped', withLook(150), [0, 700, 700, 700, 1000], [1, 2, 3, 4, 5]],
    ['nobody where the policy asks for no second look', withLook(150, false), [0, 1000], []],
  ])('%s', (_name, policy, totals, seats) => {
    expect(asked(policy, ...totals)).toEqual(seats);
  });
});

describe('what an expert sees of its panel', () => {
  const panel = (...points: number[]) => points.map((idea) => ({ idea, craft: 100 - idea }));

  it.each([
    ['nothing of nobody', [], null],
    ['nothing of two: the other one’s sheet could be read off', [10, 20], null],
    ['nothing of three, either', [10, 20, 30], null],
    ['of four the mean of the middle two', [40, 10, 25, 30], { lowest: 10, median: 27.5, highest: 40 }],
    ['of five the middle one', [50, 10, 20, 40, 30], { lowest: 10, median: 30, highest: 50 }],
  ])('%s', (_name, points, idea) => {
    const summary = panelSummary(panel(...points));
    expect(summary?.find(({ code }) => code === 'idea') ?? null).toEqual(
      idea === null ? null : { code: 'idea', ...idea },
    );
  });

  it('is made of each item by itself: no row of figures is one expert’s', () => {
    const lows = panelSummary(panel(0, 100, 50, 50))?.map(({ lowest }) => lowest);
    expect(lows).toEqual([0, 0]);
  });

  it('does not tell in which order the sheets stand', () => {
    const sheets = fc.array(fc.record({ idea: fc.nat(100), craft: fc.nat(100) }), {
      minLength: SUMMARY_FROM,
      maxLength: 9,
    });
    fc.assert(
      fc.property(sheets, fc.nat(), (all, n) => {
        const turned = [...all.slice(n % all.length), ...all.slice(0, n % all.length)];
        expect(panelSummary(turned)).toEqual(panelSummary(all));
      }),
    );
  });
});

describe('a revised sheet', () => {
  const items = sheetItems(qingdao, 'solution-product', []);
  const content = (submittedAt: string) =>
    fc.tuple(...items.map((item) => fc.integer({ min: 0, max: item.points * 2 }).map((halves) => halves * 5))).map(
      (tenths): SheetContent => ({
        pointsByItem: Object.fromEntries(items.map(({ code }, i) => [code, tenths[i] ?? 0])),
        ...{ comment: submittedAt, comments: {}, submittedAt },
      }),
    );
  const panels = fc.array(
    fc.record({ first: content('2025-12-01T02:00:00.000Z'), revised: fc.option(content('2025-12-05T02:00:00.000Z')) }),
    { minLength: 1, maxLength: 7 },
  );
  const recordOf = (seat: number, first: SheetContent): SheetRecord =>
    SheetRecord.parse({
      ...{ entity: 'Sheet', applicationId: 'qingdao-2025.s.0123456789abcdef', roundId: 'qingdao-2025' },
      ...{ seat, expertId: `expert ${seat}`, ...first },
    });
  const totalOf = (sheets: SheetRecord[]) =>
    aggregate(
      qingdao,
      'solution-product',
      [],
      sheets.map(({ seat, pointsByItem }) => ({ seat, items: pointsByItem })),
    );

  test('counts, and the first one stays with it; who says nothing stands by the first', () => {
    fc.assert(
      fc.property(panels, (panel) => {
        const before = panel.map(({ first }, i) => recordOf(i + 1, first));
        const after = panel.map(({ revised }, i) => {
          const sheet =
            before[i] ??
            recordOf(0, panel[0]?.first ?? { pointsByItem: {}, comment: '', comments: {}, submittedAt: '' });
          return revised === null ? sheet : revise(sheet, revised);
        });
        for (const [i, { first, revised }] of panel.entries()) {
          expect(firstOf(SheetRecord.parse(after[i]))).toEqual(first);
          expect(after[i]?.pointsByItem).toEqual((revised ?? first).pointsByItem);
        }
        expect(totalOf(after)).toEqual(
          totalOf(panel.map(({ first, revised }, i) => recordOf(i + 1, revised ?? first))),
        );
      }),
    );
  });

  test('comes in any order: the total is the same', () => {
    fc.assert(
      fc.property(panels, fc.nat(), (panel, n) => {
        const seats = panel.map((_, i) => i);
        const answered = (order: number[]) => {
          const sheets = panel.map(({ first }, i) => recordOf(i + 1, first));
          for (const i of order) {
            const [sheet, revised] = [sheets[i], panel[i]?.revised ?? null];
            if (sheet !== undefined && revised !== null) sheets[i] = revise(sheet, revised);
          }
          return totalOf(sheets);
        };
        const turned = [...seats.slice(n % seats.length), ...seats.slice(0, n % seats.length)];
        expect(answered(turned.toReversed())).toEqual(answered(seats));
      }),
    );
  });

  test('never loses the first, however often it is made', () => {
    fc.assert(
      fc.property(content('a'), content('b'), content('c'), (first, second, third) => {
        const sheet = { ...first };
        expect(firstOf(revise(revise(sheet, second), third))).toEqual(first);
      }),
    );
  });
});

test.each([
  ['the same points', { a: 5, b: 10 }, { b: 10, a: 5 }, true],
  ['another figure', { a: 5, b: 10 }, { a: 5, b: 15 }, false],
  ['one more item', { a: 5 }, { a: 5, b: 0 }, false],
  ['another item', { a: 5 }, { b: 5 }, false],
])('%s are told apart: %j', (_name, a, b, same) => {
  expect([samePoints(a, b), samePoints(b, a)]).toEqual([same, same]);
});
