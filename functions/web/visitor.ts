import type { Context } from 'hono';
import { ofWorker } from '../../shared/domain/worklist.ts';
import { workTaskPath } from '../../shared/http/pages/worklist.ts';
import { HttpProblem } from '../../shared/http/problems.ts';
import { TaskRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import type { WebDeps } from './deps.ts';
import type { Worker } from './load/worklist.ts';
import { needSession, pathOf, type Session } from './session.ts';

/** Whose worklist the session's link opens. @throws HttpProblem */
export async function needWorker(c: Context, deps: WebDeps): Promise<{ session: Session; worker: Worker }> {
  const roundId = c.req.param('roundId') ?? '';
  const session = await needSession(c, deps, { kind: 'work', roundId, role: 'district' });
  const { opens, assigneeId } = session.link;
  if (opens.kind !== 'work') throw new HttpProblem('session.missing');
  return { session, worker: { roundId, role: opens.role, id: assigneeId } };
}

export interface TaskVisitor {
  task: TaskRecord;
  session: Session;
  /** Address of the task's page for this person; everything else of the task lies below it. */
  path: string;
  /** The person's worklist, where the task was opened from it. */
  worklist: Worker | null;
}

/** A task's own link opens one task, a worklist's link all of one person in its round. */
export const TASK_PATHS = ['/tasks/:taskId', '/work/:roundId/tasks/:taskId'] as const;

/** The task that the session's link opens, if it is still this person's. @throws HttpProblem */
export async function needTask(c: Context, deps: WebDeps): Promise<TaskVisitor> {
  const taskId = c.req.param('taskId') ?? '';
  if (c.req.param('roundId') !== undefined) return needWorkTask(c, deps, taskId);
  const session = await needSession(c, deps, { kind: 'task', taskId });
  const task = await deps.table.get(keys.task(taskId), TaskRecord);
  checkStillTheirs(c, task, session.link.assigneeId);
  if (task === null || task.assignee.id !== session.link.assigneeId) throw new HttpProblem('task.not-found');
  return { task, session, path: pathOf(session.link.opens), worklist: null };
}

/** 联签, 两人审批: what this person wrote waits for somebody else, and cannot be sent once more. @throws HttpProblem */
function checkStillTheirs(c: Context, task: TaskRecord | null, personId: string): void {
  if (task?.status !== 'open' || task.assignee.id === personId) return;
  if (task.proposal?.by === personId) throw new HttpProblem('task.moved');
  if (task.approval?.by === personId)
    throw new HttpProblem(c.req.method === 'POST' ? 'plan.approved-once' : 'plan.first-approval');
}

async function needWorkTask(c: Context, deps: WebDeps, taskId: string): Promise<TaskVisitor> {
  const { session, worker } = await needWorker(c, deps);
  const task = await deps.table.get(keys.task(taskId), TaskRecord);
  checkStillTheirs(c, task, worker.id);
  if (task === null || !ofWorker(task, worker)) throw new HttpProblem('task.not-found');
  return { task, session, path: workTaskPath(worker.roundId, taskId), worklist: worker };
}
