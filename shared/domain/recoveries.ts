import { yuan } from './money.ts';

/** What is asked back of a payment, and what came back of it so far. */
export interface Recovery {
  awardId: string;
  disbursementId: string;
  amountFen: number;
  recoveredFen: number;
}

/** 追回: of what was paid, once, and never more than that. What is still to come back is no difference: it has a row of its own. */
export function recoveryFaults(
  recoveries: Recovery[],
  paid: { disbursementId: string; awardId: string; amountFen: number }[],
): string[] {
  const payments = new Map(paid.map((one) => [one.disbursementId, one]));
  const seen = new Set<string>();
  return recoveries.flatMap(({ awardId, disbursementId, amountFen, recoveredFen }) => {
    const payment = payments.get(disbursementId);
    const again = seen.has(disbursementId);
    seen.add(disbursementId);
    if (payment === undefined || payment.awardId !== awardId) return [`拨付 ${disbursementId} 要求追回，没有支付`];
    return [
      ...(again ? [`拨付 ${disbursementId} 要求追回不止一次`] : []),
      ...(amountFen === payment.amountFen
        ? []
        : [`拨付 ${disbursementId} 支付 ${yuan(payment.amountFen)}，要求追回 ${yuan(amountFen)}`]),
      ...(recoveredFen > amountFen
        ? [`拨付 ${disbursementId} 应追回 ${yuan(amountFen)}，已追回 ${yuan(recoveredFen)}`]
        : []),
    ];
  });
}
