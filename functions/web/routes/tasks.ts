import type { Context, Hono } from 'hono';
import { nowUtc } from '../../../shared/clock.ts';
import { readForm, sameText } from '../../../shared/http/form.ts';
import { taskPolicyFor } from '../../../shared/http/headers.ts';
import { chineseErrors } from '../../../shared/http/messages.ts';
import { endedTaskPage, taskPage } from '../../../shared/http/pages/task.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import { formObject, isDecidable } from '../../../shared/schemas/decisions.ts';
import { TaskRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { decideTask } from '../../../shared/tasks/decide.ts';
import type { WebDeps } from '../deps.ts';
import { loadTaskView } from '../load/task.ts';
import { loadTaskForm, type TaskVisit } from '../load/task-form.ts';
import { evidenceOrigin } from '../papers.ts';
import { needSession, pathOf, type Session } from '../session.ts';

/** The task that the session's link opens, if it is still this person's. @throws HttpProblem */
export async function needTask(c: Context, { table }: WebDeps): Promise<{ task: TaskRecord; session: Session }> {
  const taskId = c.req.param('taskId') ?? '';
  const session = await needSession(c, table, { kind: 'task', taskId });
  const task = await table.get(keys.task(taskId), TaskRecord);
  if (task === null || task.assignee.id !== session.link.assigneeId) throw new HttpProblem('task.not-found');
  return { task, session };
}

/** The task's page with its form, or what became of the task. @throws HttpProblem */
export async function showTask(
  c: Context,
  deps: WebDeps,
  visit: TaskVisit,
  status: 200 | 409 | 422 = 200,
): Promise<Response> {
  const { task, session } = await needTask(c, deps);
  if (task.status !== 'open') return c.html(endedTaskPage(task));
  const { kind } = task;
  if (!isDecidable(kind)) throw new HttpProblem('task.not-found');
  const [view, form] = await Promise.all([
    loadTaskView(deps, task, kind),
    loadTaskForm(deps, { ...task, kind }, session, visit),
  ]);
  const script = deps.assets.taskScript;
  if (script !== null) c.header('Content-Security-Policy', taskPolicyFor(await evidenceOrigin(deps)));
  return c.html(taskPage(view, { ...form, script }, nowUtc()), status);
}

export function taskRoutes(app: Hono, deps: WebDeps): void {
  app.get('/tasks/:taskId', (c) => showTask(c, deps, { state: null }));

  app.post('/tasks/:taskId', async (c) => {
    const taskId = c.req.param('taskId');
    const { token, link } = await needSession(c, deps.table, { kind: 'task', taskId });
    const { csrf = '', revision: _saved, then: _button, ...values } = await readForm(c);
    if (!sameText(csrf, csrfToken(token, taskId))) throw new HttpProblem('form.stale');
    const form = formObject(Object.entries(values));
    const result = await decideTask(deps, { taskId, personId: link.assigneeId, form });
    switch (result.status) {
      case 'decided':
      case 'already':
        // The page says which: a second click meets the first one's confirmation.
        return c.redirect(pathOf(link.opens), 303);
      case 'invalid':
        return showTask(c, deps, { state: { values, errors: chineseErrors(result.errors) } }, 422);
      case 'not-found':
        throw new HttpProblem('task.not-found');
      default:
        return result satisfies never;
    }
  });
}
