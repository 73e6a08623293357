import type { Context, Hono } from 'hono';
import { nowUtc } from '../../../shared/clock.ts';
import { sameToken } from '../../../shared/csrf.ts';
import { isToDo } from '../../../shared/domain/worklist.ts';
import { readForm } from '../../../shared/http/form.ts';
import { taskPolicyFor } from '../../../shared/http/headers.ts';
import { saidErrors } from '../../../shared/http/messages.ts';
import { endedTaskPage, taskPage } from '../../../shared/http/pages/task.ts';
import { workPath, workTaskPath } from '../../../shared/http/pages/worklist.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import { formObject, isDecidable } from '../../../shared/schemas/decisions.ts';
import { isScanName } from '../../../shared/store/scans.ts';
import { decideTask } from '../../../shared/tasks/decide.ts';
import type { WebDeps } from '../deps.ts';
import { loadDecidedPaper } from '../load/decided.ts';
import { loadTaskView } from '../load/task.ts';
import { loadTaskForm, type TaskVisit } from '../load/task-form.ts';
import { loadWorkBeside, loadWorklist } from '../load/worklist.ts';
import { evidenceOrigin } from '../papers.ts';
import { needTask, TASK_PATHS, type TaskVisitor } from '../visitor.ts';

/** The task's page with its form, or what became of the task. @throws HttpProblem */
export async function showTask(
  c: Context,
  deps: WebDeps,
  visit: TaskVisit,
  status: 200 | 409 | 422 | 503 = 200,
): Promise<Response> {
  const visitor = await needTask(c, deps);
  const { task, worklist } = visitor;
  const work = worklist === null ? null : await loadWorkBeside(deps, worklist, c.req.query('done'), task);
  if (task.status !== 'open') return c.html(endedTaskPage(task, work, await loadDecidedPaper(deps, task, nowUtc())));
  const { kind } = task;
  if (!isDecidable(kind)) throw new HttpProblem('task.not-found');
  const [view, form] = await Promise.all([loadTaskView(deps, task, kind), loadTaskForm(deps, visitor, visit)]);
  const script = deps.assets.taskScript;
  if (script !== null) c.header('Content-Security-Policy', taskPolicyFor(await evidenceOrigin(deps)));
  return c.html(taskPage(view, { ...form, script, work }, nowUtc()), status);
}

/** Where somebody who works through a list goes on: the next one, or the list that says that all is done. */
async function afterwards(deps: WebDeps, { task, path, worklist }: TaskVisitor, button: string | undefined) {
  if (worklist === null || button !== 'next') return path;
  const next = (await loadWorklist(deps, worklist, nowUtc())).find((one) => isToDo(one) && one.taskId !== task.taskId);
  const done = `?done=${encodeURIComponent(task.taskId)}`;
  return `${next === undefined ? workPath(worklist.roundId) : workTaskPath(worklist.roundId, next.taskId)}${done}`;
}

async function decide(c: Context, deps: WebDeps): Promise<Response> {
  const visitor = await needTask(c, deps);
  const { task, session } = visitor;
  const { csrf = '', revision: _saved, then, ...values } = await readForm(c);
  if (!sameToken(csrf, csrfToken(session.token, task.taskId))) throw new HttpProblem('form.stale');
  const form = formObject(Object.entries(values));
  const result = await decideTask(deps, { taskId: task.taskId, personId: session.link.assigneeId, form });
  switch (result.status) {
    case 'decided':
    case 'moved':
      return c.redirect(await afterwards(deps, visitor, then), 303);
    case 'already':
      if (result.task.endedFor === 'conflict') throw new HttpProblem('task.conflict');
      // A second click meets the first one's confirmation, or goes on as the first one did.
      return c.redirect(result.task.status === 'decided' ? await afterwards(deps, visitor, then) : visitor.path, 303);
    case 'invalid':
      return showTask(c, deps, { state: { values, errors: saidErrors(result.errors) } }, result.later ? 503 : 422);
    case 'not-found':
      // Given to somebody else in the same moment, by this person's first click: then it says so.
      await needTask(c, deps);
      throw new HttpProblem('task.not-found');
    default:
      return result satisfies never;
  }
}

/** The scan that was just uploaded stands in the form that sends it in. */
function scanned(c: Context): TaskVisit['state'] {
  const scan = c.req.query('scan') ?? '';
  return isScanName(scan) ? { values: { scan }, errors: [] } : null;
}

export function taskRoutes(app: Hono, deps: WebDeps): void {
  for (const path of TASK_PATHS) {
    app.get(path, (c) => showTask(c, deps, { state: scanned(c) }));
    app.post(path, (c) => decide(c, deps));
  }
}
