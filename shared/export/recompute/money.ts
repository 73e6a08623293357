import type { RoundExport } from '../schema.ts';
import { settlementOf } from '../settlement.ts';
import { differ, index } from './differ.ts';

type Paid = Pick<RoundExport, 'round' | 'plans' | 'awards' | 'disbursements' | 'directives'>;

/**
 * 五(五): the sums of the plans, each instruction against its award, and, once the round is closed, list, plan,
 * instructions, receipts and settlements against each other. Before that payments are still under way.
 */
export function checkMoney(exported: Paid): string[] {
  const { round, plans, disbursements } = exported;
  const awards = index(exported.awards, ({ awardId }) => awardId);
  const ofPlans = plans.flatMap(({ planNo, awardIds, totalFen }) =>
    differ(
      `第 ${planNo} 号拨付方案的总额（分）`,
      totalFen,
      awardIds.reduce((sum, awardId) => sum + (awards.get(awardId)?.amountFen ?? 0), 0),
    ),
  );
  const ofDisbursements = disbursements.flatMap((one) => {
    const award = awards.get(one.awardId);
    const plan = plans.find(({ planNo }) => planNo === one.planNo);
    return [
      ...differ(`拨付 ${one.disbursementId} 的金额（分）`, one.amountFen, award?.amountFen ?? null),
      ...differ(`拨付 ${one.disbursementId} 的收款单位`, one.payeeUscc, award?.uscc ?? null),
      ...differ(`拨付 ${one.disbursementId} 的类别`, one.category, award?.category ?? null),
      ...differ(`拨付 ${one.disbursementId} 的编号`, one.disbursementId, idOf(one)),
      ...(plan?.awardIds.includes(one.awardId) === true && plan.status !== 'rejected'
        ? []
        : [`拨付 ${one.disbursementId} 不在所记的拨付方案中`]),
    ];
  });
  return [
    ...ofPlans,
    ...ofDisbursements,
    ...checkAttempts(disbursements),
    ...(round.stage === 'closed' ? checkClosing(exported) : []),
  ];
}

/** Whatever is paid anew is planned anew: a later attempt is in a later plan. */
const checkAttempts = (disbursements: Paid['disbursements']): string[] =>
  [...Map.groupBy(disbursements, ({ awardId }) => awardId).values()].flatMap((own) => {
    const inOrder = own.toSorted((a, b) => a.attempt - b.attempt);
    return inOrder.flatMap(({ disbursementId, planNo }, i) =>
      planNo > (inOrder[i - 1]?.planNo ?? 0) ? [] : [`拨付 ${disbursementId} 的方案不晚于前一次拨付`],
    );
  });

/** An instruction is named by what it pays, so that none can be given twice. */
const idOf = ({ awardId, instalment, attempt }: RoundExport['disbursements'][number]): string =>
  `${awardId}.${instalment}.${attempt}`;

/** What a person signed stays as it was signed; everything else must agree. */
function checkClosing(exported: Paid): string[] {
  const { settlement } = exported.round;
  const { agrees, differences } = settlementOf(exported);
  if (settlement === null) return ['批次已办结，没有对账记录'];
  return settlement.signed ? [] : [...differ('对账是否一致', settlement.agrees, agrees), ...differences];
}
