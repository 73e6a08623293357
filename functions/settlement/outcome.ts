import { BadInput } from '../../shared/bad-input.ts';
import { nowMs, nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { revocationActions } from '../../shared/finance/direct.ts';
import type { DisbursementSettled } from '../../shared/schemas/events.ts';
import { AwardRecord, DirectiveRecord, type DisbursementRecord } from '../../shared/schemas/records.ts';
import { leaveAction } from '../../shared/store/gates.ts';
import { keys } from '../../shared/store/keys.ts';
import { endHeldActions } from '../../shared/store/ledger.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import { ABSENT, type Action } from '../../shared/store/table.ts';
import { openTaskAction } from '../../shared/tasks/open.ts';

const DAY_MS = 86_400_000;

/** What follows from finance's answer beside itself, and how the instruction stands then. */
export interface Following {
  actions: Action[];
  /** New number and state of an instruction about which something more was said with it. */
  said?: { directives: number; state: 'revoking' };
}

/**
 * What an answer means. Paid: the award is settled; if it was to be called off, the answer came too late, and a second officer is
 * asked whether the award is revoked. Not paid (退票, or called off): the winner's account is asked for again, which makes a new
 * attempt, unless the award was to end. @throws BadInput for a cancellation that nobody asked for
 */
export async function follows(
  deps: Deps,
  record: DisbursementRecord,
  outcome: DisbursementSettled['outcome'],
): Promise<Following> {
  const cancellation = record.state === 'cancelling' ? await cancellationOf(deps, record) : null;
  if (outcome === 'cancelled' && cancellation === null)
    throw new BadInput('settlement.not-asked', `nobody asked to cancel ${record.disbursementId}`);
  if (outcome === 'paid')
    return cancellation === null ? { actions: paid(record) } : tooLate(deps, record, cancellation);
  const answered = cancellation === null ? [] : [answer(cancellation, outcome)];
  if (cancellation?.next === 'end') return { actions: [...answered, ...(await ended(deps, record))] };
  return { actions: [...answered, ...(await again(deps, record))] };
}

/** The last thing that was said about it: nothing is said after a cancellation. */
async function cancellationOf({ table }: Deps, record: DisbursementRecord): Promise<DirectiveRecord> {
  const { roundId, disbursementId, directives = 0 } = record;
  const directive = await table.get(keys.directive(roundId, disbursementId, directives), DirectiveRecord);
  if (directive?.kind !== 'cancel') throw new Error(`${disbursementId} is to be cancelled, and no record says so`);
  return directive;
}

const answer = ({ roundId, disbursementId, no }: DirectiveRecord, said: DirectiveRecord['answer']): Action => ({
  update: keys.directive(roundId, disbursementId, no),
  change: { set: { answer: said, answeredAt: nowUtc() }, when: { answer: ABSENT } },
});

const paid = ({ roundId, awardId, attempt }: DisbursementRecord): Action[] => [
  { update: keys.award(roundId, awardId), change: { set: { status: 'paid' }, when: { status: 'issued', attempt } } },
  leaveAction(roundId, 'settlement', awardId),
];

/** The award is over, and what it held of its payee's cap is free for another round. */
const ended = async ({ table }: Deps, record: DisbursementRecord): Promise<Action[]> => {
  const { roundId, awardId, attempt, payeeUscc } = record;
  return [
    {
      update: keys.award(roundId, awardId),
      change: { set: { status: 'cancelled' }, when: { status: 'issued', attempt } },
    },
    leaveAction(roundId, 'settlement', awardId),
    ...(await endHeldActions(table, payeeUscc, awardId)),
  ];
};

/** Whoever wanted it called off is taken to propose that it be asked back. */
async function tooLate(deps: Deps, record: DisbursementRecord, cancellation: DirectiveRecord): Promise<Following> {
  const directives = cancellation.no + 1;
  const { by, reason } = cancellation;
  const proposal = await revocationActions(deps, record, directives, { by, reason, at: nowUtc() });
  const actions = [answer(cancellation, 'too-late'), ...paid(record)];
  // With nobody else there to decide, it stays paid, and the console says so.
  if (proposal === null) return { actions };
  return { actions: [...actions, ...proposal], said: { directives, state: 'revoking' } };
}

/** 退票, or called off to be corrected: the account is asked for again. */
async function again(deps: Deps, { roundId, awardId, attempt }: DisbursementRecord): Promise<Action[]> {
  const { policy } = await loadPinned(deps.table, deps.evidence, roundId);
  const award = await deps.table.get(keys.award(roundId, awardId), AwardRecord);
  const task = {
    taskId: `${awardId}~payee.${attempt + 1}`,
    kind: 'payee' as const,
    roundId,
    applicationId: awardId,
    waitId: null,
    assignee: { role: 'applicant' as const, id: awardId },
    deadline: new Date(nowMs() + policy.payee.value.days * DAY_MS).toISOString(),
    subject: { listNo: award?.listNo ?? 0, attempt: attempt + 1 },
  };
  return [
    {
      update: keys.award(roundId, awardId),
      change: {
        set: { status: 'announced', attempt: attempt + 1, payeeRef: null, planNo: null },
        when: { status: 'issued', attempt },
      },
    },
    openTaskAction(task, nowUtc()),
  ];
}
