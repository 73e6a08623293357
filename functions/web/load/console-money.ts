import type { Deps } from '../../../shared/deps.ts';
import { choicesOpen } from '../../../shared/domain/directives.ts';
import type { MoneyView, PaymentView } from '../../../shared/http/pages/console/money.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import {
  AwardRecord,
  DirectiveRecord,
  DisbursementRecord,
  RecoveryReceiptRecord,
} from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { loadAwards, loadPlans } from '../../../shared/store/lists.ts';
import { loadDisbursements, reconcileRound } from '../../../shared/store/reconciliation.ts';
import type { RoundFacts } from './console.ts';
import { loadPeople } from './console-tasks.ts';

/** A page shows no more payments than somebody would look through. */
const MOST_PAYMENTS = 500;

export async function loadMoney({ table }: Deps, roundId: string): Promise<MoneyView> {
  const [reconciliation, payments, awards, plans] = await Promise.all([
    reconcileRound(table, roundId),
    loadDisbursements(table, roundId),
    loadAwards(table, roundId),
    loadPlans(table, roundId),
  ]);
  const isOpen = ({ status, state }: DisbursementRecord) => status === 'issued' || state !== undefined;
  const ordered = payments.toSorted(
    (a, b) => Number(isOpen(b)) - Number(isOpen(a)) || (a.disbursementId < b.disbursementId ? -1 : 1),
  );
  return {
    reconciliation,
    payments: ordered.slice(0, MOST_PAYMENTS),
    all: payments.length,
    plans,
    awards: new Map(awards.map((award) => [award.awardId, award])),
  };
}

/** One payment of the round with all that was said about it. @throws HttpProblem for one that is none */
export async function loadPayment(
  deps: Deps,
  { round, policy }: RoundFacts,
  disbursementId: string,
): Promise<Omit<PaymentView, 'csrf' | 'state'>> {
  const { table } = deps;
  const { roundId } = round;
  const payment = await table.get(keys.disbursement(roundId, disbursementId), DisbursementRecord);
  if (payment === null) throw new HttpProblem('page.not-found');
  const [award, directives, receipts, people] = await Promise.all([
    table.get(keys.award(roundId, payment.awardId), AwardRecord),
    table.all(keys.directivesPk(roundId), DirectiveRecord, `${disbursementId}#`),
    table.all(keys.recoveryReceiptsPk(roundId), RecoveryReceiptRecord, `${disbursementId}.d`),
    loadPeople(deps, round),
  ]);
  const naming = { ...people, policy, firms: new Map() };
  return { payment, award, directives, receipts, choices: choicesOpen(payment), naming };
}
