import { type AwardRule, type Policy, policyCategories } from '../policy/schema.ts';
import type { Category } from '../schemas/basics.ts';
import type { OwnAward } from '../schemas/ledger-records.ts';
import type { SubsidyRow } from '../schemas/registers.ts';
import { isNamedIn } from './ledger.ts';
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
const OWN_KINDS: Record<OwnAward['kind'], string> = { share: '奖补', fixed: '定额奖励' };

interface AwardFacts {
  /** As verified at acceptance, 分; null where no register has it, and then a share is nothing. */
  investmentFen: number | null;
  /** The applicant's own rows of the register. */
  pastSubsidies: SubsidyRow[];
  /** What this system awarded it in this and other rounds, as its ledger stood. */
  ownAwards?: readonly OwnAward[];
}

/**
 * 四: what one award is worth, in 分. Never over the share of verified investment, never over the cumulative cap with the
 * counted past subsidies and the city's own awards, whatever their order.
 * @throws RangeError for an investment or a past payment that is negative or no whole 分
 */
export function awardAmount(policy: Policy, category: Category, facts: AwardFacts): AwardAmount {
  const rule = policy.categories[category].award.value;
  if (rule.kind === 'fixed') {
    const steps = [{ text: `定额奖励 ${yuan(rule.amountFen)}`, fen: rule.amountFen }];
    return { amountFen: rule.amountFen, steps, otherReadingFen: rule.amountFen };
  }
  const { investmentFen } = facts;
  for (const { amountFen } of [...facts.pastSubsidies, ...(facts.ownAwards ?? [])]) wholeFen(amountFen);
  if (investmentFen === null) {
    return { amountFen: 0, steps: [{ text: '验收台账无投入数额，无从计算', fen: 0 }], otherReadingFen: 0 };
  }
  wholeFen(investmentFen);
  const past = pastPayments(rule, facts.pastSubsidies, facts.ownAwards ?? []);
  const other = rule.reading === 'remaining-cap' ? 'total-half' : 'remaining-cap';
  const own = underReading(rule, rule.reading, investmentFen, past.counted);
  return {
    amountFen: own.amountFen,
    steps: [{ text: `验收认定的实施期内投入 ${yuan(investmentFen)}`, fen: investmentFen }, ...past.steps, ...own.steps],
    otherReadingFen: underReading(rule, other, investmentFen, past.counted).amountFen,
  };
}

function wholeFen(fen: number): void {
  if (!Number.isSafeInteger(fen) || fen < 0) throw new RangeError(`${fen} is no sum of whole 分`);
}

interface Payment extends Step {
  /** What the cap counts of it. */
  countedFen: number;
  order: string;
}

/** Every past payment by date, counted or not, and the sum of those that the cap counts. */
function pastPayments(
  rule: ShareRule,
  rows: SubsidyRow[],
  own: readonly OwnAward[],
): { counted: bigint; steps: Step[] } {
  const payments = [...rows.map((row) => registered(rule, row, own)), ...own.map((award) => awarded(rule, award))].sort(
    (a, b) => (a.order < b.order ? -1 : 1),
  );
  const counted = payments.reduce((total, { countedFen }) => total + BigInt(countedFen), 0n);
  const steps = payments.map(({ text, fen }) => ({ text, fen }));
  return { counted, steps: [...steps, { text: `计入累计的已奖补 ${yuan(counted)}`, fen: Number(counted) }] };
}

const said = (counts: boolean): string => (counts ? '，计入累计' : '，不计入累计');

/** A row of the register. One that names an award of the ledger is that very payment: the ledger knows better what is left of it. */
function registered(rule: ShareRule, row: SubsidyRow, own: readonly OwnAward[]): Payment {
  const { paidOn, kind, amountFen, document } = row;
  const twice = own.some(({ awardId }) => isNamedIn(document, awardId));
  const counts = !twice && rule.countedSubsidyKinds.includes(kind);
  return {
    text: `${paidOn} ${KINDS[kind]} ${yuan(amountFen)}（${document}）${twice ? '，即本系统的奖补，不重复计入' : said(counts)}`,
    fen: amountFen,
    countedFen: counts ? amountFen : 0,
    order: `${paidOn} ${document} ${kind} ${amountFen}`,
  };
}

/** An award of the ledger. A share is what the cap is about; a fixed reward counts where the policy counts other subsidies. */
function awarded(rule: ShareRule, { awardId, kind, boundOn, amountFen }: OwnAward): Payment {
  const counts = kind === 'share' || rule.countedSubsidyKinds.includes('other');
  return {
    text: `${boundOn} 本系统${OWN_KINDS[kind]} ${yuan(amountFen)}（${awardId}）${said(counts)}`,
    fen: amountFen,
    countedFen: counts ? amountFen : 0,
    order: `${boundOn} ${awardId}`,
  };
}

/** What the cap counts of all that was paid before or is promised, 分: rows of the register and own awards, none twice. */
export const countedPast = (rule: ShareRule, rows: SubsidyRow[], own: readonly OwnAward[]): bigint =>
  pastPayments(rule, rows, own).counted;

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
