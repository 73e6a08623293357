import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AutoInput, autoScores, servedCount, sheetItems } from '../../../shared/domain/auto-scores.ts';
import { compare, parse, rational } from '../../../shared/domain/rational.ts';
import { CATEGORIES, SCENARIOS } from '../../../shared/schemas/basics.ts';
import type { ParticipationRow, PilotRow } from '../../../shared/schemas/registers.ts';
import { grades, pilot, qingdao } from './pilots.ts';

const nobody: AutoInput = { pilot: null, participation: null, servedPilots: [] };
const takingPart = (own: Partial<ParticipationRow> = {}): ParticipationRow => ({
  uscc: '91370211MA3F0017X0',
  activitiesHeld: 8,
  activitiesAttended: 6,
  materialsAsked: 3,
  materialsDelivered: 1,
  ...own,
});

const enterprise = (input: Partial<AutoInput>) => autoScores(qingdao, 'benchmark-enterprise', { ...nobody, ...input });
const pointsOf = (code: string, own: Partial<PilotRow>) =>
  enterprise({ pilot: pilot(own) }).find((item) => item.code === code)?.points;
const provider = (passed: number, failed: number, own: Partial<PilotRow> = {}) => {
  const of = (n: number, result: boolean) => Array.from({ length: n }, () => pilot({ passed: result, ...own }));
  const items = autoScores(qingdao, 'service-provider', {
    ...nobody,
    servedPilots: [...of(passed, true), ...of(failed, false)],
  });
  return Object.fromEntries(items.map(({ code, points }) => [code, points]));
};

describe('benchmark enterprise', () => {
  it.each([
    [755, grades(2), '853/40'],
    [0, grades(0), '0'],
    [1000, grades(4), '25'],
    [400, grades(1, { quality: 2, finance: 4 }), '29/4'],
  ])('digital score %i tenths with such grades gives %s', (pointsScore, own, points) => {
    expect(pointsOf('digital-level', { pointsScore, grades: own })).toBe(points);
  });

  it.each([
    [1_000_000_00, '15'],
    [999_999_99, '12'],
    [500_000_00, '12'],
    [499_999_99, '9'],
    [200_000_00, '9'],
    [199_999_99, '6'],
    [100_000_00, '6'],
    [99_999_99, '3'],
    [0, '3'],
  ])('an investment of %i fen gives %s', (investmentFen, points) => {
    expect(pointsOf('verified-investment', { investmentFen })).toBe(points);
  });

  it.each([
    [2, 2, '0'],
    [3, 2, '0'],
    [1, 2, '3'],
    [1, 3, '5'],
    [0, 4, '5'],
  ])('level %i to %i gives %s', (levelBefore, level, points) => {
    expect(pointsOf('level-gain', { levelBefore, level })).toBe(points);
  });

  it.each([
    [1, true, '4'],
    [2, true, '3'],
    [3, true, '2'],
    [9, true, '2'],
    [1, false, '0'],
  ])('batch %i, passed %s, gives %s', (batch, passed, points) => {
    expect(pointsOf('acceptance-batch', { batch, passed })).toBe(points);
  });

  it('takes shares from the participation register', () => {
    const items = enterprise({ pilot: pilot(), participation: takingPart() });
    expect(items.slice(-2)).toEqual([
      expect.objectContaining({ code: 'activities', points: '9/4', register: 'participation' }),
      expect.objectContaining({ code: 'materials', points: '1', register: 'participation' }),
    ]);
  });

  it('never gives more than the item for more than was held', () => {
    const items = enterprise({ participation: takingPart({ activitiesAttended: 30 }) });
    expect(items).toContainEqual(expect.objectContaining({ code: 'activities', points: '3' }));
  });

  it('shows its arithmetic', () => {
    const items = enterprise({ pilot: pilot(), participation: takingPart({ activitiesHeld: 7 }) });
    expect(items.map(({ working }) => working)).toEqual([
      '验收评分 75.5 ÷ 100 × 15 ＝ 11.325；2 级及以上场景 16 个 ÷ 16 × 10 ＝ 10；合计 21.325 分',
      '验收认定投入 600,000 元，达到 500,000 元档，得 12 分',
      '改造前 1 级，验收认定 3 级，提升 2 级，得 5 分',
      '第 1 批（2025-06-20）通过验收，得 4 分',
      '参加活动 6 次 ÷ 组织 7 次 × 3 ＝ 18/7（约 2.57） 分',
      '提供材料 1 份 ÷ 要求 3 份 × 3 ＝ 1 分',
    ]);
  });
});

describe('service provider', () => {
  it.each([
    [4, 0, '0', '15'],
    [5, 0, '6', '15'],
    [6, 0, '33/5', '15'],
    [9, 3, '42/5', '45/4'],
    [20, 0, '15', '15'],
    [21, 0, '15', '15'],
    [5, 2, '6', '75/7'],
    [0, 3, '0', '0'],
  ])('%i passed and %i failed give %s and %s', (passed, failed, count, rate) => {
    expect(provider(passed, failed)).toEqual({ 'served-count': count, 'pass-rate': rate });
  });

  it('counts only what was accepted within the implementation period', () => {
    expect(provider(9, 0, { acceptedOn: '2023-12-28' })).toEqual({ 'served-count': '0', 'pass-rate': '0' });
    expect(provider(5, 0, { acceptedOn: '2023-12-29' })).toMatchObject({ 'served-count': '6' });
    const served = [pilot(), pilot({ passed: false }), pilot({ acceptedOn: '2026-01-01' })];
    expect(servedCount(qingdao, served)).toBe(1);
  });
});

describe('where a register has no row', () => {
  it('is zero, or left to the experts, as the policy says', () => {
    expect(enterprise({}).map(({ code, points }) => [code, points])).toEqual([
      ['digital-level', '0'],
      ['verified-investment', '0'],
      ['level-gain', '0'],
      ['acceptance-batch', '0'],
    ]);
  });

  it('asks experts for what no register decided', () => {
    const codes = (input: Partial<AutoInput>) =>
      sheetItems(qingdao, 'benchmark-enterprise', enterprise(input)).map(({ code }) => code);
    const own = ['planning', 'key-processes', 'data-exchange', 'new-technology', 'promotion-honours'];
    const results = ['economic', 'quality', 'cost', 'efficiency'];
    expect(codes({ pilot: pilot(), participation: takingPart() })).toEqual([...own, ...results]);
    expect(codes({ pilot: pilot() })).toEqual([...own, ...results, 'activities', 'materials']);
  });

  it('leaves solutions and cases to the experts altogether', () => {
    for (const category of ['solution-product', 'chain-case'] as const) {
      expect(autoScores(qingdao, category, nobody)).toEqual([]);
      const points = sheetItems(qingdao, category, []).map((item) => item.points);
      expect(points.reduce((a, b) => a + b)).toBe(100);
    }
  });
});

describe('always', () => {
  const someGrades = fc
    .array(fc.integer({ min: 0, max: 4 }), { minLength: 16, maxLength: 16 })
    .map((list) => grades(0, Object.fromEntries(SCENARIOS.map((scenario, i) => [scenario, list[i]]))));
  const pilots = fc
    .record({
      passed: fc.boolean(),
      level: fc.integer({ min: 0, max: 4 }),
      levelBefore: fc.integer({ min: 0, max: 4 }),
      pointsScore: fc.nat(1000),
      grades: someGrades,
      investmentFen: fc.nat(10 ** 10),
      batch: fc.integer({ min: 1, max: 9 }),
    })
    .map(pilot);
  const inputs = fc.record({
    pilot: fc.option(pilots),
    participation: fc.option(
      fc
        .record({ activitiesAttended: fc.nat(20), activitiesHeld: fc.integer({ min: 1, max: 9 }) })
        .map((own) => takingPart(own)),
    ),
    servedPilots: fc.array(pilots, { maxLength: 40 }),
  });

  it('stays between zero and the item, and every item is scored exactly once: by a register or by experts', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CATEGORIES), inputs, (category, input) => {
        const items = qingdao.categories[category].indicators.flatMap((indicator) => indicator.items);
        const auto = autoScores(qingdao, category, input);
        for (const { code, points } of auto) {
          const most = items.find((item) => item.code === code)?.points ?? -1;
          expect(compare(parse(points), rational(0))).toBeGreaterThanOrEqual(0);
          expect(compare(parse(points), rational(most))).toBeLessThanOrEqual(0);
        }
        const scored = [...auto, ...sheetItems(qingdao, category, auto)].map(({ code }) => code);
        expect(scored.toSorted()).toEqual(items.map(({ code }) => code).toSorted());
      }),
    );
  });
});
