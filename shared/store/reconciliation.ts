import { endedOf, type Reconciliation, reconcile } from '../domain/settlement.ts';
import { DirectiveRecord, DisbursementRecord } from '../schemas/records.ts';
import { keys } from './keys.ts';
import { loadAwards, loadPlans } from './lists.ts';
import type { Table } from './table.ts';

/** Everything that was said about a round's instructions. */
export const loadDirectives = (table: Table, roundId: string) => table.all(keys.directivesPk(roundId), DirectiveRecord);
export const loadDisbursements = (table: Table, roundId: string) =>
  table.all(keys.disbursementsPk(roundId), DisbursementRecord);

/** List, plan, events, received and settled of a round against each other, from the records as they are now. */
export async function reconcileRound(table: Table, roundId: string): Promise<Reconciliation> {
  const [awards, plans, disbursements, directives] = await Promise.all([
    loadAwards(table, roundId),
    loadPlans(table, roundId),
    loadDisbursements(table, roundId),
    loadDirectives(table, roundId),
  ]);
  const amounts = new Map(awards.map((award) => [award.awardId, award.amountFen]));
  // An award that failed once stands in two plans and counts once.
  const planned = new Set(plans.filter((plan) => plan.status === 'issued').flatMap((plan) => plan.awardIds));
  return reconcile({
    // An award of nothing (the cap is used up) is an honour; no payment belongs to it.
    list: awards.filter((award) => award.amountFen > 0),
    declined: awards.filter(({ status }) => status === 'declined'),
    plan: [...planned].map((awardId) => ({ awardId, amountFen: amounts.get(awardId) ?? 0 })),
    events: disbursements,
    received: disbursements.filter((one) => one.receivedAt !== undefined),
    settled: disbursements.flatMap((one) => (one.status === 'issued' ? [] : [{ ...one, outcome: one.status }])),
    ended: endedOf(awards, disbursements),
    recoveries: directives.filter((one) => one.kind === 'recover' && one.confirmedAt !== undefined),
  });
}
