import { nowMs, nowUtc } from '../../shared/clock.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import { countMetric } from '../../shared/runtime/handler.ts';
import { TaskRecord } from '../../shared/schemas/records.ts';
import { loadGate } from '../../shared/store/gates.ts';
import { keys } from '../../shared/store/keys.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import { bureauOfficer } from '../../shared/store/staff.ts';
import { loadWait, moveWait } from '../../shared/store/waits.ts';
import { endTask, openTask, remindOverdue } from '../../shared/tasks/open.ts';
import type { Run } from './run.ts';
import { daysMore, mustBureauKnow } from './verdict.ts';

const DAY_MS = 86_400_000;

/**
 * A task whose deadline has passed, and nobody said anything: whoever has it is reminded, with days more by the policy;
 * the second time, or when the bureau's own days have passed too, the bureau is told. One that nobody waits for is ended.
 * @param alive whether an execution that waits for it lives; one that was just started looks at its deadline itself
 */
export async function careFor(run: Run, task: TaskRecord, alive: boolean): Promise<void> {
  if (task.status !== 'open' || (task.deadline > run.until && task.kind !== 'overdue')) return;
  const { table, evidence } = run.deps;
  const { taskId, roundId, waitId, deadline: since } = task;
  const mending = { roundId, kind: 'tasks', id: taskId, since } as const;
  if (await isMoot(run, task))
    return run.mend({ ...mending, found: 'nobody-waits', done: 'ended' }, () => endTask(table, taskId, 'superseded'));
  if ((waitId !== null && !alive) || since > run.until) return;
  // These days are not prolonged: the execution makes the refusal final, or lets the first sheet count; and the handler of an
  // objection rules without an answer to it.
  if (task.kind === 'refusal' || task.kind === 'second-look' || task.kind === 'objection-hearing') return;
  countMetric('TasksOverdue');
  const { policy } = await loadPinned(table, evidence, roundId);
  const tell = mustBureauKnow(task, policy, nowMs());
  await run.mend({ ...mending, found: 'overdue', done: tell ? 'escalated' : 'reminded' }, async () => {
    if (tell) await tellBureau(run, task, policy);
    const deadline = new Date(nowMs() + daysMore(task, policy) * DAY_MS).toISOString();
    if (waitId !== null) await moveWait(table, waitId, deadline);
    await remindOverdue(table, taskId, deadline, nowUtc());
  });
}

/** Whether what it was about is settled: something newer came, the districts are done, the overdue task was done after all. */
async function isMoot({ deps: { table } }: Run, { kind, roundId, waitId, subject }: TaskRecord): Promise<boolean> {
  if (kind === 'overdue') return (await table.get(keys.task(String(subject['taskId'])), TaskRecord))?.status !== 'open';
  if (kind === 'district-late') return (await loadGate(table, roundId, 'district'))?.passedAt !== undefined;
  return waitId !== null && (await loadWait(table, waitId))?.outcome !== undefined;
}

/** A task of the bureau's own, among the round's: to see to it that the other is done. Asked for once. */
async function tellBureau({ deps }: Run, task: TaskRecord, policy: Policy): Promise<void> {
  const { registers } = await loadPinned(deps.table, deps.evidence, task.roundId);
  const officer = await bureauOfficer(deps.table, registers.staff, task.kind === 'payee' ? 'money' : 'panel');
  const { taskId, roundId, applicationId, deadline } = task;
  const overdue = {
    taskId: `${roundId}~overdue.${taskId.replace('~', '.')}`,
    kind: 'overdue' as const,
    roundId,
    applicationId,
    waitId: null,
    assignee: { role: 'bureau' as const, id: officer.staffId },
    deadline: new Date(nowMs() + policy.bureauTask.value.days * DAY_MS).toISOString(),
    subject: { taskId, since: deadline },
  };
  await openTask(deps.table, overdue, nowUtc());
}
