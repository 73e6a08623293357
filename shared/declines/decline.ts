import type { Deps } from '../deps.ts';
import { LOG_FACTS } from '../domain/decision-log.ts';
import { mayDecline } from '../domain/declines.ts';
import { AwardRecord, type PlanRecord } from '../schemas/records.ts';
import { type Logged, transactLogged } from '../store/decision-log.ts';
import { leaveAction, passIfDone } from '../store/gates.ts';
import { keys } from '../store/keys.ts';
import { endHeldActions } from '../store/ledger.ts';
import { loadPlan } from '../store/lists.ts';
import { wakeLists } from '../store/places.ts';
import { loadPinned } from '../store/rounds.ts';
import { bureauOfficer } from '../store/staff.ts';
import { type Action, ConditionFailed, type Table } from '../store/table.ts';
import { settleAction } from '../store/waits.ts';
import { endTask, openTaskAction } from '../tasks/open.ts';

const DAY_MS = 86_400_000;

interface Decline {
  award: AwardRecord;
  reason: string;
  /** UTC. */
  at: string;
}

/** The bureau's task about the place of an award that was declined. */
const fillTaskId = ({ roundId, awardId }: Pick<AwardRecord, 'roundId' | 'awardId'>): string =>
  `${roundId}~fill-place.${awardId.slice(roundId.length + 1)}`;

export const loadPlanOf = async (table: Table, { roundId, planNo }: AwardRecord): Promise<PlanRecord | null> =>
  planNo === null ? null : loadPlan(table, roundId, planNo);

/**
 * What a decline (放弃) does, all or nothing, as long as the award is as it was looked at: it ends unpaid, its place is free, the
 * bureau is asked what becomes of that, and a plan that waits for approval goes back, to be made without it. Who approves that plan in
 * the same moment, or comes first with anything else about the award, makes the actions fail.
 * @returns null where it may not be declined any more
 */
export async function declineActions(deps: Deps, { award, reason, at }: Decline): Promise<Action[] | null> {
  const { roundId, awardId, category, status, attempt, planNo, listNo, payeeRef } = award;
  const plan = status === 'planned' ? await loadPlanOf(deps.table, award) : null;
  if (!mayDecline(award, plan)) return null;
  const { policy, registers } = await loadPinned(deps.table, deps.evidence, roundId);
  const officer = await bureauOfficer(deps.table, registers.staff, 'panel');
  const task = {
    taskId: fillTaskId(award),
    kind: 'fill-place' as const,
    roundId,
    applicationId: awardId,
    waitId: null,
    assignee: { role: 'bureau' as const, id: officer.staffId },
    deadline: new Date(Date.parse(at) + policy.bureauTask.value.days * DAY_MS).toISOString(),
    subject: { listNo },
  };
  return [
    {
      update: keys.award(roundId, awardId),
      change: {
        set: { status: 'declined', payeeRef: null, declined: { at, reason, filled: null } },
        when: { status, attempt, planNo },
      },
    },
    {
      update: keys.place(roundId, category, awardId),
      change: { set: { state: 'declined' }, when: { state: 'confirmed' } },
    },
    ...(await endHeldActions(deps.table, award.uscc, awardId)),
    // An account that was given is not needed any more.
    ...(payeeRef === null ? [] : [{ delete: keys.payee(payeeRef) }]),
    leaveAction(roundId, `payee-${listNo}`, awardId),
    openTaskAction(task, at),
    ...(plan?.status === 'proposed' ? backToThePlan(plan, at) : []),
  ];
}

/** In the chain of decisions. */
const logged = (awardId: string, reason: string, at: string): Logged => ({
  ...{ owner: awardId, about: 'decline', decision: 'declined', at, by: awardId },
  facts: LOG_FACTS.decline({ reason }),
});

const planWaitId = ({ roundId, planNo }: PlanRecord): string => `${roundId}~plan.${planNo}`;

/** The plan is made anew without the award. Nobody rejected it, so it says no name. */
const backToThePlan = (plan: PlanRecord, at: string): Action[] => [
  {
    update: keys.plan(plan.roundId, plan.planNo),
    change: { set: { status: 'rejected', decidedAt: at }, when: { status: 'proposed' } },
  },
  settleAction(planWaitId(plan), { decision: 'rejected' }),
];

/** Something else about the award comes between: it is looked at anew. */
const TRIES = 4;

/**
 * Declines an award whose account was given already; before that the winner does it on the task that asks for the account.
 * Twice is once. `closed`: there is nothing to decline any more.
 */
export async function declineAward(
  deps: Deps,
  { roundId, awardId, reason, at }: { roundId: string; awardId: string; reason: string; at: string },
  tries = TRIES,
): Promise<'declined' | 'closed'> {
  const award = await deps.table.get(keys.award(roundId, awardId), AwardRecord);
  if (award?.status === 'declined') return 'declined';
  const actions = award === null ? null : await declineActions(deps, { award, reason, at });
  if (award === null || actions === null) return 'closed';
  try {
    await transactLogged(deps.table, roundId, [logged(awardId, reason, at)], actions);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    return tries > 1 ? declineAward(deps, { roundId, awardId, reason, at }, tries - 1) : 'closed';
  }
  await endTask(deps.table, `${awardId}~payee.${award.attempt}`, 'superseded');
  if (award.planNo !== null) await endTask(deps.table, `${roundId}~plan.${award.planNo}`, 'superseded');
  await passIfDone(deps.table, roundId, `payee-${award.listNo}`, at);
  await wakeLists(deps.table, roundId);
  return 'declined';
}
