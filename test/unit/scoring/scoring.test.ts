import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autoScores, sheetItems } from '../../../shared/domain/auto-scores.ts';
import { compare, format, parse, rational, sum } from '../../../shared/domain/rational.ts';
import { aggregate, checkSheet, type SheetItems, scorer } from '../../../shared/domain/scoring.ts';
import { Policy } from '../../../shared/policy/schema.ts';
import otherCityJson from '../policy/other-city.json' with { type: 'json' };
import { pilot, qingdao } from './pilots.ts';

const otherCity = Policy.parse(otherCityJson);

/** The made-up city's chain cases have one item of 100 points: its tenths are the sheet's total. */
const sheets = (...totals: number[]) => totals.map((tenths, i) => ({ seat: i + 1, items: { idea: tenths } }));
const withRules = (value: Partial<Policy['scoring']['value']>): Policy => ({
  ...otherCity,
  scoring: { ...otherCity.scoring, value: { ...otherCity.scoring.value, ...value } },
});
const ofCase = (policy: Policy, ...totals: number[]) => aggregate(policy, 'chain-case', [], sheets(...totals));

describe('a score sheet', () => {
  const auto = autoScores(qingdao, 'benchmark-enterprise', { pilot: pilot(), participation: null, servedPilots: [] });
  const full = Object.fromEntries(
    sheetItems(qingdao, 'benchmark-enterprise', auto).map((item) => [item.code, item.points * 10]),
  );
  const faults = (items: SheetItems) =>
    checkSheet(qingdao, 'benchmark-enterprise', auto, items).map(({ item, code }) => `${code} ${item}`);

  it('is complete with every item within its bounds', () => {
    expect(faults(full)).toEqual([]);
    expect(faults({ ...full, planning: 0, quality: 55 })).toEqual([]);
  });

  it.each([
    [{ planning: -5 }, 'sheet.out-of-range planning'],
    [{ planning: 55 }, 'sheet.out-of-range planning'],
    [{ planning: 42 }, 'sheet.off-step planning'],
    [{ planning: 4.5 }, 'sheet.not-a-number planning'],
    [{ planning: Number.NaN }, 'sheet.not-a-number planning'],
    [{ 'digital-level': 200 }, 'sheet.item-unknown digital-level'],
    [{ charm: 10 }, 'sheet.item-unknown charm'],
  ])('with %j is refused', (own, fault) => {
    expect(faults({ ...full, ...own })).toEqual([fault]);
  });

  it('gets every fault in one answer, in Chinese', () => {
    const { planning: _, ...rest } = full;
    const all = checkSheet(qingdao, 'benchmark-enterprise', auto, { ...rest, quality: 1000, charm: 1 });
    expect(all.map(({ code }) => code)).toEqual(['sheet.item-missing', 'sheet.out-of-range', 'sheet.item-unknown']);
    expect(all[0]?.message).toBe('“规划、团队与资金保障”尚未打分');
    expect(all[1]?.message).toBe('“产品质量”应在 0 至 6 分之间');
    expect(all[2]?.message).toBe('评分表中没有 charm 这一项');
    const [off] = checkSheet(qingdao, 'benchmark-enterprise', auto, { ...full, planning: 42 });
    expect(off?.message).toBe('“规划、团队与资金保障”应以 0.5 分为单位');
  });
});

describe('the total', () => {
  it.each([
    ['one sheet', [800], '80', [false]],
    ['four sheets: the plain mean', [900, 800, 700, 610], '301/4', [false, false, false, false]],
    ['five: without the highest and the lowest', [1000, 700, 800, 900, 0], '80', [true, false, false, false, true]],
    ['six: without one of each', [1000, 1000, 700, 800, 0, 0], '125/2', [false, true, false, false, true, false]],
    ['five equal ones', [700, 700, 700, 700, 700], '70', [true, false, false, false, true]],
    ['a third', [700, 700, 710], '211/3', [false, false, false]],
  ])('of %s', (_name, totals, total, dropped) => {
    const result = ofCase(otherCity, ...totals);
    expect(result.total).toBe(total);
    expect(result.sheetTotals.map((sheet) => sheet.dropped)).toEqual(dropped);
  });

  it('is shown half up and compared unrounded', () => {
    expect(ofCase(otherCity, 700, 700, 710)).toMatchObject({ total: '211/3', shown: '70.33' });
    expect(ofCase(withRules({ passMarkTenths: 600 }), 600)).toMatchObject({ shown: '60.00', passed: true });
    const auto = [{ code: 'count', points: '9999/200' }];
    const items = { 'take-part': 100, work: 0 };
    const policy = withRules({ passMarkTenths: 600 });
    const below = aggregate(policy, 'service-provider', auto, [{ seat: 1, items }]);
    expect(below).toMatchObject({ total: '11999/200', shown: '60.00', passed: false });
  });

  it('is flagged when the sheets lie further apart than the policy allows, dropped ones included', () => {
    expect(ofCase(otherCity, 900, 700)).toMatchObject({ spread: '20', spreadFlag: false });
    expect(ofCase(otherCity, 910, 700)).toMatchObject({ spread: '21', spreadFlag: true });
    expect(ofCase(otherCity, 1000, 700, 700, 700, 700)).toMatchObject({ spread: '30', spreadFlag: true });
  });

  it('adds what the formulas gave, indicator by indicator', () => {
    const auto = autoScores(qingdao, 'benchmark-enterprise', { pilot: pilot(), participation: null, servedPilots: [] });
    const asked = sheetItems(qingdao, 'benchmark-enterprise', auto);
    const items = (share: number) => Object.fromEntries(asked.map(({ code, points }) => [code, points * share]));
    const result = aggregate(qingdao, 'benchmark-enterprise', auto, [
      { seat: 2, items: items(5) },
      { seat: 1, items: items(10) },
    ]);
    expect(result.byIndicator).toEqual({
      'digital-level': '853/40',
      'digital-investment': '12',
      foundation: '15',
      results: '95/4',
      participation: '17/2',
    });
    expect(result).toMatchObject({ total: '3223/40', shown: '80.58', spread: '51/2', spreadFlag: true, passed: true });
    expect(result.sheetTotals).toEqual([
      { seat: 1, points: '3733/40', dropped: false },
      { seat: 2, points: '2713/40', dropped: false },
    ]);
  });

  it('is refused without sheets, with two of one seat and with an unfit one', () => {
    expect(() => ofCase(otherCity)).toThrow(RangeError);
    expect(() => aggregate(otherCity, 'chain-case', [], [...sheets(700), ...sheets(800)])).toThrow('one seat');
    expect(() => ofCase(otherCity, 705)).toThrow('sheet.off-step idea');
    const unfit = [...sheets(700), { seat: 2, items: { charm: 1 } }];
    expect(() => aggregate(otherCity, 'chain-case', [], unfit)).toThrow(
      'score sheet of seat 2: sheet.item-missing idea, sheet.item-unknown charm',
    );
    expect(() => aggregate(otherCity, 'chain-case', [], [{ seat: 1, items: {} }])).toThrow('sheet.item-missing idea');
  });
});

it('applications whose registers gave other items are each held against their own rubric', () => {
  const score = scorer(qingdao, 'benchmark-enterprise');
  const given = ['activities', 'materials'].map((code) => [{ code, points: '1' }]);
  for (const auto of [...given, ...given]) {
    const asked = sheetItems(qingdao, 'benchmark-enterprise', auto);
    const items = Object.fromEntries(asked.map(({ code }, i) => [code, i % 2 === 0 ? 10 : 0]));
    const sheet = [{ seat: 1, items }];
    expect(score(auto, sheet)).toEqual(aggregate(qingdao, 'benchmark-enterprise', auto, sheet));
  }
});

describe('always', () => {
  const asked = sheetItems(qingdao, 'solution-product', []);
  const filled = fc
    .tuple(...asked.map((item) => fc.integer({ min: 0, max: item.points * 2 }).map((halves) => halves * 5)))
    .map((tenths) => Object.fromEntries(asked.map(({ code }, i) => [code, tenths[i] ?? 0])));
  const panels = fc
    .array(filled, { minLength: 1, maxLength: 9 })
    .map((list) => list.map((items, i) => ({ seat: i + 1, items })));

  it('is the sum of its indicators, lies between its sheets, and does not depend on their order', () => {
    fc.assert(
      fc.property(panels, (panel) => {
        const result = aggregate(qingdao, 'solution-product', [], panel);
        expect(format(sum(Object.values(result.byIndicator).map(parse)))).toBe(result.total);
        const totals = result.sheetTotals.map(({ points }) => parse(points)).toSorted(compare);
        expect(compare(parse(result.total), totals[0] ?? rational(1000))).toBeGreaterThanOrEqual(0);
        expect(compare(parse(result.total), totals.at(-1) ?? rational(-1))).toBeLessThanOrEqual(0);
        expect(result.sheetTotals.filter(({ dropped }) => dropped)).toHaveLength(panel.length >= 5 ? 2 : 0);
        expect(aggregate(qingdao, 'solution-product', [], panel.toReversed())).toEqual(result);
      }),
    );
  });

  it('never falls when one expert gives more', () => {
    fc.assert(
      fc.property(panels, fc.nat(), fc.constantFrom(...asked), (panel, n, item) => {
        const chosen = n % panel.length;
        const more = panel.map((sheet, i) =>
          i === chosen ? { ...sheet, items: { ...sheet.items, [item.code]: item.points * 10 } } : sheet,
        );
        const [before, after] = [panel, more].map((each) => aggregate(qingdao, 'solution-product', [], each).total);
        expect(compare(parse(after ?? ''), parse(before ?? ''))).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
