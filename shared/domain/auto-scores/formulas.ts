import type { FormulaParams } from '../../policy/formulas.ts';
import { SCENARIOS } from '../../schemas/basics.ts';
import type { ParticipationRow, PilotRow } from '../../schemas/registers.ts';
import { scenariosAt } from '../digital-level.ts';
import { yuan } from '../money.ts';
import { add, compare, format, mul, type Rational, rational, toFixedHalfUp, ZERO } from '../rational.ts';

/** What a formula gives: points, exactly, and the arithmetic in Chinese. */
export interface Scored {
  points: Rational;
  working: string;
}

/** 三(一)1. Score/100 × `scoreTenths` + scenarios graded `minGrade` or above /16 × `scenarioTenths`. */
export function digitalLevel(pilot: PilotRow, params: FormulaParams<'digital-level'>): Scored {
  const count = scenariosAt(pilot.grades, params.minGrade);
  const [forScore, forScenarios] = [tenths(params.scoreTenths), tenths(params.scenarioTenths)];
  const byScore = mul(rational(pilot.pointsScore, 1000), forScore);
  const byScenarios = mul(rational(count, SCENARIOS.length), forScenarios);
  const points = add(byScore, byScenarios);
  const working =
    `验收评分 ${shown(tenths(pilot.pointsScore))} ÷ 100 × ${shown(forScore)} ＝ ${shown(byScore)}；` +
    `${params.minGrade} 级及以上场景 ${count} 个 ÷ ${SCENARIOS.length} × ${shown(forScenarios)} ＝ ${shown(byScenarios)}；` +
    `合计 ${shown(points)} 分`;
  return { points, working };
}

/** 三(一)2. Points of the highest of `bands` whose `fromFen` the verified investment reaches; 0 below the first. */
export function investmentBands(pilot: PilotRow, { bands }: FormulaParams<'investment-bands'>): Scored {
  const band = bands.findLast(({ fromFen }) => pilot.investmentFen >= fromFen);
  const points = tenths(band?.tenths ?? 0);
  const place = band === undefined ? '未达最低档' : `达到 ${yuan(band.fromFen)}档`;
  return { points, working: `验收认定投入 ${yuan(pilot.investmentFen)}，${place}，得 ${shown(points)} 分` };
}

/** 三(一)4. Points of the highest of `steps` whose `gain` the level at acceptance is above the level before; 0 below the first. */
export function levelGain(pilot: PilotRow, { steps }: FormulaParams<'level-gain'>): Scored {
  const gain = pilot.level - pilot.levelBefore;
  const points = tenths(steps.findLast((step) => gain >= step.gain)?.tenths ?? 0);
  const change = gain > 0 ? `提升 ${gain} 级` : '没有提升';
  const working = `改造前 ${pilot.levelBefore} 级，验收认定 ${pilot.level} 级，${change}，得 ${shown(points)} 分`;
  return { points, working };
}

/** 三(一)5. `byBatchTenths` for the first batches, `laterTenths` after them; 0 for who did not pass. */
export function acceptanceBatch(pilot: PilotRow, params: FormulaParams<'acceptance-batch'>): Scored {
  if (!pilot.passed) return { points: ZERO, working: '未通过验收，得 0 分' };
  const points = tenths(params.byBatchTenths[pilot.batch - 1] ?? params.laterTenths);
  return { points, working: `第 ${pilot.batch} 批（${pilot.acceptedOn}）通过验收，得 ${shown(points)} 分` };
}

/** 三(一)5. Activities attended / held × the item's points. No params. */
export const activityShare = (row: ParticipationRow, itemPoints: number): Scored =>
  share('参加活动', row.activitiesAttended, '组织', row.activitiesHeld, '次', itemPoints);

/** 三(一)5. Materials delivered / asked for × the item's points. No params. */
export const materialShare = (row: ParticipationRow, itemPoints: number): Scored =>
  share('提供材料', row.materialsDelivered, '要求', row.materialsAsked, '份', itemPoints);

/**
 * 三(二)1. Enterprises served that passed: `baseTenths` from `from` on, `eachMoreTenths` for each one more, never above
 * the item's points; 0 below `from`.
 * @param accepted served pilots with an acceptance that counts, passed or not
 */
export function servedPoints(accepted: PilotRow[], params: FormulaParams<'served-count'>, itemPoints: number): Scored {
  const count = accepted.filter(({ passed }) => passed).length;
  const said = `实施期内所服务企业通过验收 ${count} 家`;
  if (count < params.from) return { points: ZERO, working: `${said}，不足 ${params.from} 家，得 0 分` };
  const more = mul(rational(count - params.from), tenths(params.eachMoreTenths));
  const points = least(add(tenths(params.baseTenths), more), rational(itemPoints));
  const working =
    `${said}：${params.from} 家 ${shown(tenths(params.baseTenths))} 分，` +
    `其余 ${count - params.from} 家 × ${shown(tenths(params.eachMoreTenths))} ＝ ${shown(more)}，` +
    `上限 ${itemPoints} 分，得 ${shown(points)} 分`;
  return { points, working };
}

/**
 * 三(二)1. Passed / accepted or failed × the item's points. No params.
 * @param accepted served pilots with an acceptance that counts, passed or not; at least one
 */
export function passRate(accepted: PilotRow[], itemPoints: number): Scored {
  const passed = accepted.filter((pilot) => pilot.passed).length;
  return share('实施期内所服务企业通过验收', passed, '参加验收', accepted.length, '家', itemPoints);
}

function share(name: string, part: number, ofName: string, whole: number, unit: string, itemPoints: number): Scored {
  const points = mul(least(rational(part, whole), rational(1)), rational(itemPoints));
  const working = `${name} ${part} ${unit} ÷ ${ofName} ${whole} ${unit} × ${itemPoints} ＝ ${shown(points)} 分`;
  return { points, working };
}

const tenths = (value: number): Rational => rational(value, 10);
const least = (a: Rational, b: Rational): Rational => (compare(a, b) < 0 ? a : b);

/** Exactly: as a decimal of up to four places, else as a fraction with its rounding beside it. */
function shown(points: Rational): string {
  const exact = 10_000n % BigInt(points.d) === 0n;
  if (!exact) return `${format(points)}（约 ${toFixedHalfUp(points, 2)}）`;
  return toFixedHalfUp(points, 4).replace(/\.?0+$/, '');
}
