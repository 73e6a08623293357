import type { Policy } from '../../policy/schema.ts';
import type { Finding } from '../../schemas/findings.ts';
import type { PilotRow } from '../../schemas/registers.ts';
import { levelFor, scenariosAt } from '../digital-level.ts';
import { yuan } from '../money.ts';
import { acceptedInPeriod, finding, type InputOf, periodText, withoutRow } from './finding.ts';

type Input = InputOf<'benchmark-enterprise'>;

/** 二(一): a pilot enterprise. */
export function isPilot(input: Input): Finding {
  const rule = { rule: 'enterprise.pilot', clause: '二(一)', title: '属于试点企业', register: 'pilots' } as const;
  if (input.pilot === null) return finding(input, rule, 'fail', `${input.manifest.uscc} 不在其中`);
  return finding(input, rule, 'pass', `登记名称为${input.pilot.name}`);
}

/** 二(一): passed acceptance. */
export function passedAcceptance(input: Input): Finding {
  const rule = { rule: 'enterprise.accepted', clause: '二(一)', title: '通过评测验收', register: 'pilots' } as const;
  const { pilot } = input;
  if (pilot === null) return withoutRow(input, rule);
  const when = `${pilot.acceptedOn} 第 ${pilot.batch} 批验收`;
  return pilot.passed ? finding(input, rule, 'pass', `${when}通过`) : finding(input, rule, 'fail', `${when}未通过`);
}

const leastLevel = (policy: Policy): number =>
  policy.categories['benchmark-enterprise'].eligibility.value.minLevel ?? 0;

/** 二(一): what the register alone says of a pilot enterprise: accepted, within the period, at the level or above. */
export const mayApplyAsPilot = (policy: Policy, pilot: PilotRow | null): boolean =>
  pilot?.passed === true && pilot.level >= leastLevel(policy) && acceptedInPeriod({ policy }, pilot);

/** 二(一): digital level at least the policy's, as acceptance found it. The score alone does not make a level. */
export function reachedLevel(input: Input): Finding {
  const least = leastLevel(input.policy);
  const rule = {
    rule: 'enterprise.level',
    clause: '二(一)',
    title: `数字化水平等级达 ${least} 级及以上`,
    register: 'pilots',
  } as const;
  const { pilot } = input;
  if (pilot === null) return withoutRow(input, rule);
  const found = `验收认定 ${pilot.level} 级（改造前 ${pilot.levelBefore} 级）`;
  return finding(input, rule, pilot.level >= least ? 'pass' : 'fail', found);
}

/** 二(一): accepted within the implementation period. */
export function withinPeriod(input: Input): Finding {
  const rule = {
    rule: 'enterprise.period',
    clause: '二(一)',
    title: '在试点实施期内验收',
    register: 'pilots',
  } as const;
  const { pilot } = input;
  if (pilot === null) return withoutRow(input, rule);
  const evidence = `验收日期 ${pilot.acceptedOn}，实施期 ${periodText(input)}`;
  return finding(input, rule, acceptedInPeriod(input, pilot) ? 'pass' : 'fail', evidence);
}

/** 三(一)1: the level counts as acceptance found it; another one declared is shown to a person. */
export function declaredLevel(input: Input): Finding {
  const rule = {
    rule: 'enterprise.declared-level',
    clause: '三(一)1',
    title: '申报等级与验收认定一致',
    register: 'pilots',
  } as const;
  const { pilot, manifest } = input;
  if (pilot === null) return withoutRow(input, rule);
  const evidence = `申报 ${manifest.declaredLevel} 级，验收认定 ${pilot.level} 级`;
  if (manifest.declaredLevel === pilot.level) return finding(input, rule, 'pass', evidence);
  return finding(input, rule, 'needs-person', `${evidence}，以验收认定为准`);
}

/** 三(一)2: the investment counts as acceptance verified it; another one declared is shown to a person. */
export function declaredInvestment(input: Input): Finding {
  const rule = {
    rule: 'enterprise.declared-investment',
    clause: '三(一)2',
    title: '申报投入与验收认定一致',
    register: 'pilots',
  } as const;
  const { pilot, manifest } = input;
  if (pilot === null) return withoutRow(input, rule);
  const evidence = `申报 ${yuan(manifest.declaredInvestmentFen)}，验收认定 ${yuan(pilot.investmentFen)}`;
  if (manifest.declaredInvestmentFen === pilot.investmentFen) return finding(input, rule, 'pass', evidence);
  const gap = manifest.declaredInvestmentFen - pilot.investmentFen;
  const direction = gap > 0 ? '多' : '少';
  return finding(input, rule, 'needs-person', `${evidence}，申报${direction} ${yuan(Math.abs(gap))}，以验收认定为准`);
}

/**
 * 三(一)1: the level that acceptance stated against the one that its own score and grades add up to. A difference is for a
 * person to see and never a refusal: the policy's thresholds are second-hand, and what acceptance found counts.
 */
export function computedLevel(input: Input): Finding {
  const rule = {
    rule: 'enterprise.computed-level',
    clause: '三(一)1',
    title: '验收认定等级与评分、场景等级相符',
    register: 'pilots',
  } as const;
  const { pilot, policy } = input;
  if (pilot === null) return withoutRow(input, rule);
  const computed = levelFor(policy, pilot.pointsScore, pilot.grades);
  const { mandatoryScenarios } = policy.digitalLevels.value;
  const at = Math.max(1, pilot.level);
  const scenes = `${at} 级及以上场景 ${scenariosAt(pilot.grades, at)} 个（必选 ${scenariosAt(pilot.grades, at, mandatoryScenarios)} 个）`;
  const evidence = `评分 ${pilot.pointsScore / 10} 分，${scenes}，按方案所列门槛为 ${computed} 级，验收认定 ${pilot.level} 级`;
  if (computed === pilot.level) return finding(input, rule, 'pass', evidence);
  return finding(input, rule, 'needs-person', `${evidence}；门槛系转引，以验收认定为准`);
}
