import type { FormulaName } from '../policy/formulas.ts';
import type { AutoSubItem, Policy, SubItem } from '../policy/schema.ts';
import type { Category } from '../schemas/basics.ts';
import type { ParticipationRow, PilotRow } from '../schemas/registers.ts';
import * as formulas from './auto-scores/formulas.ts';
import { format } from './rational.ts';

/** What the registers pinned by the round hold about one applicant. */
export interface AutoInput {
  /** The applicant's own row among the pilots; null for providers. */
  pilot: PilotRow | null;
  participation: ParticipationRow | null;
  /** Pilots whose provider is the applicant by the register, passed or not. */
  servedPilots: PilotRow[];
}

/** A sub-item scored by formula. */
export interface AutoItem {
  code: string;
  /** Exact rational (`n/d`), in points. */
  points: string;
  /** The arithmetic in Chinese, for people to recompute. */
  working: string;
  register: 'pilots' | 'participation';
}

const REGISTER_OF: Record<FormulaName, AutoItem['register']> = {
  'digital-level': 'pilots',
  'investment-bands': 'pilots',
  'level-gain': 'pilots',
  'acceptance-batch': 'pilots',
  'activity-share': 'participation',
  'material-share': 'participation',
  'served-count': 'pilots',
  'acceptance-pass-rate': 'pilots',
};

/**
 * 三: the sub-items that a register decides, in the rubric's order. An item whose register has no row for the applicant
 * is zero, or is left out for the experts, as the policy says (`missing`).
 */
export const autoScores = (policy: Policy, category: Category, input: AutoInput): AutoItem[] =>
  autoScorer(policy, category)(input);

/** The same for many applications of a category. */
export function autoScorer(policy: Policy, category: Category): (input: AutoInput) => AutoItem[] {
  const items = subItems(policy, category).flatMap((item) => (item.by === 'auto' ? [item] : []));
  return (input) => items.flatMap((item) => autoItem(policy, item, input));
}

function autoItem(policy: Policy, item: AutoSubItem, input: AutoInput): AutoItem[] {
  const [code, register] = [item.code, REGISTER_OF[item.formula]];
  const scored = score(policy, item, input);
  if (scored !== null) return [{ code, points: format(scored.points), working: scored.working, register }];
  return item.missing === 'expert' ? [] : [{ code, points: '0', working: '台账中没有记录，得 0 分', register }];
}

/** What experts must score: their own items, and those no register decided for this applicant. In the rubric's order. */
export function sheetItems(policy: Policy, category: Category, autoItems: readonly { code: string }[]): SubItem[] {
  const decided = new Set(autoItems.map(({ code }) => code));
  return subItems(policy, category).filter(
    (item) => item.by === 'expert' || (item.missing === 'expert' && !decided.has(item.code)),
  );
}

/** 二(二), 三(二)1: served pilots that passed acceptance within the implementation period, the number that counts everywhere. */
export const servedCount = (policy: Policy, servedPilots: readonly PilotRow[]): number =>
  acceptedInPeriod(policy, servedPilots).filter(({ passed }) => passed).length;

function acceptedInPeriod(policy: Policy, servedPilots: readonly PilotRow[]): PilotRow[] {
  const { from, to } = policy.implementationPeriod.value;
  return servedPilots.filter(({ acceptedOn }) => from <= acceptedOn && acceptedOn <= to);
}

const subItems = (policy: Policy, category: Category): SubItem[] =>
  policy.categories[category].indicators.flatMap(({ items }) => items);

/** Null where the register has no row for the applicant. */
function score(policy: Policy, item: AutoSubItem, input: AutoInput): formulas.Scored | null {
  const { pilot, participation } = input;
  switch (item.formula) {
    case 'digital-level':
      return pilot && formulas.digitalLevel(pilot, item.params);
    case 'investment-bands':
      return pilot && formulas.investmentBands(pilot, item.params);
    case 'level-gain':
      return pilot && formulas.levelGain(pilot, item.params);
    case 'acceptance-batch':
      return pilot && formulas.acceptanceBatch(pilot, item.params);
    case 'activity-share':
      return participation && formulas.activityShare(participation, item.points);
    case 'material-share':
      return participation && formulas.materialShare(participation, item.points);
    case 'served-count':
    case 'acceptance-pass-rate': {
      const accepted = acceptedInPeriod(policy, input.servedPilots);
      if (accepted.length === 0) return null;
      return item.formula === 'served-count'
        ? formulas.servedPoints(accepted, item.params, item.points)
        : formulas.passRate(accepted, item.points);
    }
  }
}
