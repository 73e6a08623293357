import type { Context, Hono } from 'hono';
import { nowUtc } from '../../../shared/clock.ts';
import { sameToken } from '../../../shared/csrf.ts';
import { readForm } from '../../../shared/http/form.ts';
import { saidErrors } from '../../../shared/http/messages.ts';
import { scoreSummaryPage } from '../../../shared/http/pages/score-summary.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import { formObject } from '../../../shared/schemas/decisions.ts';
import type { TaskKind } from '../../../shared/schemas/records.ts';
import { checkDecision } from '../../../shared/tasks/decide.ts';
import { declareNoConflict } from '../../../shared/tasks/declare.ts';
import type { WebDeps } from '../deps.ts';
import { loadTaskView } from '../load/task.ts';
import { needTask, TASK_PATHS, type TaskVisitor } from '../visitor.ts';
import { showTask } from './tasks.ts';

/** What an expert sends from its task's page. @throws HttpProblem */
async function needExpert(
  c: Context,
  deps: WebDeps,
  kinds: readonly TaskKind[],
): Promise<TaskVisitor & { values: Record<string, string> }> {
  const visitor = await needTask(c, deps);
  const { task, session } = visitor;
  const { csrf = '', revision: _saved, then: _button, ...values } = await readForm(c);
  if (!sameToken(csrf, csrfToken(session.token, task.taskId))) throw new HttpProblem('form.stale');
  if (!kinds.includes(task.kind)) throw new HttpProblem('task.not-found');
  return { ...visitor, values };
}

/** 回避: that nothing ties the expert to the applicant; then the application is shown. */
async function declare(c: Context, deps: WebDeps): Promise<Response> {
  const { task, path, values } = await needExpert(c, deps, ['score']);
  if (values['noConflict'] !== 'yes') {
    const errors = saidErrors([{ field: 'noConflict', message: '' }]);
    return showTask(c, deps, { state: { values, errors } }, 422);
  }
  await declareNoConflict(deps.table, task, nowUtc());
  return c.redirect(path, 303);
}

/** The sheet as it would be handed in, to be looked at once more. Nothing is decided by it. */
async function summarise(c: Context, deps: WebDeps): Promise<Response> {
  const { task, session, path, worklist, values } = await needExpert(c, deps, ['score', 'second-look']);
  const form = formObject(Object.entries(values));
  const result = await checkDecision(deps, { taskId: task.taskId, personId: session.link.assigneeId, form });
  if (result.status === 'invalid')
    return showTask(c, deps, { state: { values, errors: saidErrors(result.errors) } }, 422);
  if (result.status !== 'ok') return c.redirect(path, 303);
  const view =
    task.kind === 'second-look'
      ? await loadTaskView(deps, task, 'second-look')
      : await loadTaskView(deps, task, 'score');
  const csrf = csrfToken(session.token, task.taskId);
  return c.html(scoreSummaryPage({ view, values, action: path, csrf, next: worklist !== null, now: nowUtc() }));
}

export function scoringRoutes(app: Hono, deps: WebDeps): void {
  for (const path of TASK_PATHS) {
    app.post(`${path}/declare`, (c) => declare(c, deps));
    app.post(`${path}/summary`, (c) => summarise(c, deps));
  }
}
