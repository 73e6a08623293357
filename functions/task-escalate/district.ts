import { nowMs, nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { LOG_FACTS } from '../../shared/domain/decision-log.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import { refuseActions } from '../../shared/refusal.ts';
import { ApplicationRecord, TaskRecord } from '../../shared/schemas/records.ts';
import type { AwaitedOf } from '../../shared/schemas/workflow.ts';
import { type Logged, transactLogged } from '../../shared/store/decision-log.ts';
import { loadGate } from '../../shared/store/gates.ts';
import { keys } from '../../shared/store/keys.ts';
import { loadPinnedDays } from '../../shared/store/rounds.ts';
import { bureauOfficer } from '../../shared/store/staff.ts';
import { ConditionFailed, type Table } from '../../shared/store/table.ts';
import { moveWait, settleAction } from '../../shared/store/waits.ts';
import { endTask, openTask, remindOverdue } from '../../shared/tasks/open.ts';
import { type Escalated, inDays, waitUntil } from './answers.ts';

type Request = AwaitedOf<'district-review'>;
const DAY_MS = 86_400_000;

/**
 * A district has not decided in time. The stage may have been extended; else the officer is reminded and the bureau
 * decides once per district: extend, review itself, or let the applications lapse.
 */
export async function escalateDistrict(deps: Deps, request: Request): Promise<Escalated> {
  const { table } = deps;
  const { roundId, waitId, applicationId } = request;
  const { policy, registers } = await loadPinnedDays(table, deps.evidence, roundId);
  const gate = await loadGate(table, roundId, 'district');
  if (gate !== null && gate.deadline > nowUtc()) return waitOn(table, request, gate.deadline);

  const application = await table.get(keys.application(applicationId), ApplicationRecord);
  if (application === null || application.waitId !== waitId) return waitUntil(nowUtc());
  const days = policy.review.value.escalationDays;
  const answer = await bureausAnswer(table, roundId, application.district ?? 'none', policy);
  if (answer.decision === 'extend') return waitOn(table, request, answer.until);
  if (answer.decision === 'lapse') return lapse(deps, request, policy, answer);
  if (answer.decision === 'take-over') {
    const officer = await bureauOfficer(table, registers.staff, 'panel');
    return takeOver(table, request, officer.staffId, inDays(days));
  }
  const asked = lateTask(roundId, application.district ?? 'none', answer.next);
  const answerBy = inDays(policy.bureauTask.value.days);
  await openTask(
    table,
    {
      ...asked,
      deadline: answerBy,
      assignee: { role: 'bureau', id: (await bureauOfficer(table, registers.staff, 'panel')).staffId },
    },
    nowUtc(),
  );
  await remindOverdue(table, asked.taskId, answerBy, nowUtc());
  return waitOn(table, request, inDays(days));
}

/**
 * Reminds whoever has the task and lets the wait go on until then. The wait moves last: done again after a crash in between, it
 * finds whom it has reminded by the deadline that was set, and nobody is reminded twice or not at all.
 */
async function waitOn(table: Table, { waitId }: Request, deadline: string): Promise<Escalated> {
  let until = deadline;
  for (const taskId of [waitId, `${waitId}.bureau`])
    until = (await remindOverdue(table, taskId, deadline, nowUtc())) ?? until;
  await moveWait(table, waitId, until);
  return waitUntil(until);
}

const lateTaskId = (roundId: string, district: string, no: number) => `${roundId}~late.${district}.${no}`;
const lateTask = (roundId: string, district: string, no: number) => ({
  taskId: lateTaskId(roundId, district, no),
  kind: 'district-late' as const,
  roundId,
  applicationId: null,
  waitId: null,
  subject: { district, no },
});

type Answer =
  | { decision: 'extend'; until: string }
  | { decision: 'take-over' }
  | { decision: 'lapse'; by: string; reason: string }
  | { decision: 'none'; next: number };

/** The bureau's last word on this district. An extension that has run out is none any more: the question is put again. */
async function bureausAnswer(table: Table, roundId: string, district: string, policy: Policy): Promise<Answer> {
  for (let no = 1; ; no += 1) {
    const task = await table.get(keys.task(lateTaskId(roundId, district, no)), TaskRecord);
    if (task === null || task.status === 'open') return { decision: 'none', next: no };
    const decision = task.decision?.decision;
    if (decision === 'take-over') return { decision };
    if (decision === 'lapse')
      return { decision, by: task.assignee.id, reason: String(task.decision?.['reason'] ?? '') };
    const until = new Date(Date.parse(task.decidedAt ?? task.deadline) + policy.review.value.districtDays * DAY_MS);
    if (until.getTime() > nowMs()) return { decision: 'extend', until: until.toISOString() };
  }
}

/** The bureau reviews itself: the officer's link ends, the bureau gets a task on the same wait. */
async function takeOver(table: Table, request: Request, staffId: string, deadline: string): Promise<Escalated> {
  const { roundId, applicationId, waitId, version, attempt } = request;
  await endTask(table, waitId, 'reassigned');
  const task = {
    taskId: `${waitId}.bureau`,
    kind: 'district-review' as const,
    roundId,
    applicationId,
    waitId,
    deadline,
    subject: { version, attempt, unanswered: 0 },
  };
  await openTask(table, { ...task, assignee: { role: 'bureau', id: staffId } }, nowUtc());
  return waitOn(table, request, deadline);
}

/** The bureau let it lapse: a person's decision, carried out for this application. A review of it may be asked for, as of a refusal. */
async function lapse(
  { table }: Deps,
  { applicationId, waitId }: Request,
  policy: Policy,
  { by, reason }: { by: string; reason: string },
): Promise<Escalated> {
  const at = nowUtc();
  const application = await table.get(keys.application(applicationId), ApplicationRecord);
  if (application === null) return waitUntil(at);
  const refusal = { status: 'lapsed', opinion: reason, by, at } as const;
  const { actions, outcome } = refuseActions(policy, application, refusal, { status: 'in-review', waitId });
  try {
    await transactLogged(
      table,
      application.roundId,
      [lapsed(applicationId, refusal)],
      [...actions, settleAction(waitId, outcome)],
    );
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    return waitUntil(at);
  }
  await endTask(table, waitId, 'expired');
  return outcome;
}

/** The bureau's word is about a whole district; this is what it comes to for one application. */
const lapsed = (owner: string, { opinion, by, at }: { opinion: string; by: string; at: string }): Logged => ({
  ...{ owner, about: 'lapse', decision: 'lapsed', at, by, facts: LOG_FACTS.lapse(opinion) },
});
