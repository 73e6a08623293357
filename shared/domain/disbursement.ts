import { type AwardRule, type Policy, policyCategories } from '../policy/schema.ts';
import type { Category } from '../schemas/basics.ts';
import type { SubsidyRow } from '../schemas/registers.ts';
import { yuan } from './money.ts';

type ShareRule = Extract<AwardRule, { kind: 'share-of-investment' }>;

/** One line of the trace: what was taken, in Chinese, and the sum it gives (分). */
interface Step {
  text: string;
  fen: number;
}

export interface AwardAmount {
  amountFen: number;
  steps: Step[];
  /** What the other reading of the cumulative cap would give; the same where the award is fixed. */
  otherReadingFen: number;
}

const KINDS: Record<SubsidyRow['kind'], string> = { 'level-2-or-above': '二级及以上改造奖补', other: '其他奖补' };

/**
 * 四: what one award is worth, in 分. Never over the share of verified investment, never over the cumulative cap with the
 * counted past subsidies, whatever their order.
 * @param facts `investmentFen` as verified at acceptance, null where no register has it (then a share is nothing);
 *   `pastSubsidies` the applicant's own rows.
 */
export function awardAmount(
  policy: Policy,
  category: Category,
  facts: { investmentFen: number | null; pastSubsidies: SubsidyRow[] },
): AwardAmount {
  const rule = policy.categories[category].award.value;
  if (rule.kind === 'fixed') {
    const steps = [{ text: `定额奖励 ${yuan(rule.amountFen)}`, fen: rule.amountFen }];
    return { amountFen: rule.amountFen, steps, otherReadingFen: rule.amountFen };
  }
  const { investmentFen } = facts;
  if (investmentFen === null) {
    return { amountFen: 0, steps: [{ text: '验收台账无投入数额，无从计算', fen: 0 }], otherReadingFen: 0 };
  }
  const past = pastPayments(rule, facts.pastSubsidies);
  const other = rule.reading === 'remaining-cap' ? 'total-half' : 'remaining-cap';
  const own = underReading(rule, rule.reading, investmentFen, past.counted);
  return {
    amountFen: own.amountFen,
    steps: [{ text: `验收认定的实施期内投入 ${yuan(investmentFen)}`, fen: investmentFen }, ...past.steps, ...own.steps],
    otherReadingFen: underReading(rule, other, investmentFen, past.counted).amountFen,
  };
}

/** Every past payment by date, counted or not, and the sum of those that the cap counts. */
function pastPayments(rule: ShareRule, rows: SubsidyRow[]): { counted: bigint; steps: Step[] } {
  const key = (r: SubsidyRow) => `${r.paidOn} ${r.document} ${r.kind} ${r.amountFen}`;
  const sorted = [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const counts = (r: SubsidyRow) => rule.countedSubsidyKinds.includes(r.kind);
  const steps = sorted.map((r) => ({
    text: `${r.paidOn} ${KINDS[r.kind]} ${yuan(r.amountFen)}（${r.document}）${counts(r) ? '，计入累计' : '，不计入累计'}`,
    fen: r.amountFen,
  }));
  const counted = sorted.filter(counts).reduce((total, r) => total + BigInt(r.amountFen), 0n);
  return { counted, steps: [...steps, { text: `计入累计的已奖补 ${yuan(counted)}`, fen: Number(counted) }] };
}

/**
 * The two readings of “每家企业累计奖补最高50万元（含……已奖补资金）”, I = investment, P = counted past subsidies:
 * `remaining-cap` min(share·I, cap − P); `total-half` min(share·I, cap) − P. Never below nothing, rounded down.
 */
function underReading(
  rule: ShareRule,
  reading: ShareRule['reading'],
  investmentFen: number,
  past: bigint,
): { amountFen: number; steps: Step[] } {
  const steps: Step[] = [];
  const step = (text: string, fen: bigint) => {
    steps.push({ text: `${text}：${yuan(fen)}`, fen: Number(fen) });
    return fen;
  };
  const cap = BigInt(rule.capFen);
  // A fraction of a 分 is dropped here already: all that follows is whole, so it could not come back.
  const share = step(`投入的 ${rule.sharePercent}%`, (BigInt(investmentFen) * BigInt(rule.sharePercent)) / 100n);
  const exact =
    reading === 'remaining-cap'
      ? lesser(share, step(`累计上限 ${yuan(rule.capFen)}减去已奖补的余额`, notNegative(cap - past)))
      : notNegative(step(`与累计上限 ${yuan(rule.capFen)}取低`, lesser(share, cap)) - past);
  step(reading === 'remaining-cap' ? '两者取低' : '再减去已奖补', exact);
  const amount = step(
    `向下取整到 ${yuan(rule.roundDownToFen)}，本次奖补`,
    exact - (exact % BigInt(rule.roundDownToFen)),
  );
  return { amountFen: Number(amount), steps };
}

const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const notNegative = (a: bigint): bigint => (a < 0n ? 0n : a);

/** 四: the most the whole plan can cost, 分: every place taken at its highest award. */
export function planMaximumFen(policy: Policy): number {
  return policyCategories(policy).reduce((total, [, { quota, award }]) => {
    const each = award.value.kind === 'fixed' ? award.value.amountFen : award.value.capFen;
    return total + quota.value * each;
  }, 0);
}
