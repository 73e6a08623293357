import { endedOf, type Reconciliation, reconcile } from '../domain/settlement.ts';
import type { RoundExport } from './schema.ts';

/** 五(五): list, plan, events, received and settled against each other, from the exported records. An award of nothing needs no payment. */
export function settlementOf({
  awards,
  plans,
  disbursements,
  directives,
}: Pick<RoundExport, 'awards' | 'plans' | 'disbursements' | 'directives'>): Reconciliation {
  const amounts = new Map(awards.map((award) => [award.awardId, award.amountFen]));
  // An award whose first payment came back stands in two plans and counts once.
  const planned = new Set(plans.filter(({ status }) => status === 'issued').flatMap((plan) => plan.awardIds));
  return reconcile({
    list: awards.filter(({ amountFen }) => amountFen > 0),
    declined: awards.filter(({ status }) => status === 'declined'),
    plan: [...planned].map((awardId) => ({ awardId, amountFen: amounts.get(awardId) ?? 0 })),
    events: disbursements,
    received: disbursements.filter(({ receivedAt }) => receivedAt !== null),
    settled: disbursements.flatMap((one) => (one.status === 'issued' ? [] : [{ ...one, outcome: one.status }])),
    ended: endedOf(awards, disbursements),
    recoveries: directives.filter((one) => one.kind === 'recover' && one.confirmedAt !== null),
  });
}
