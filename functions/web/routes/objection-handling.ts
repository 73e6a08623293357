import type { Context, Hono } from 'hono';
import { sameToken } from '../../../shared/csrf.ts';
import { readForm } from '../../../shared/http/form.ts';
import { saidErrors } from '../../../shared/http/messages.ts';
import { STEP_FIELDS } from '../../../shared/http/pages/objections/handling.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import { takeStep } from '../../../shared/objections/handle.ts';
import { loadObjected } from '../../../shared/objections/objector.ts';
import type { WebDeps } from '../deps.ts';
import { addressOf } from '../papers.ts';
import { needTask, TASK_PATHS, type TaskVisitor } from '../visitor.ts';
import { showTask } from './tasks.ts';

/** The handler of an objection. @throws HttpProblem for anybody else */
async function needHandler(c: Context, deps: WebDeps): Promise<TaskVisitor> {
  const visitor = await needTask(c, deps);
  if (visitor.task.kind !== 'objection-ruling') throw new HttpProblem('task.not-found');
  return visitor;
}

const isStep = (step: string): step is keyof typeof STEP_FIELDS => Object.hasOwn(STEP_FIELDS, step);

async function handle(c: Context, deps: WebDeps): Promise<Response> {
  const { task, session, path } = await needHandler(c, deps);
  const { csrf = '', step = '', ...values } = await readForm(c);
  if (!sameToken(csrf, csrfToken(session.token, task.taskId))) throw new HttpProblem('form.stale');
  if (!isStep(step)) throw new HttpProblem('form.unreadable');
  if (task.status !== 'open') return c.redirect(path, 303);
  const field = STEP_FIELDS[step];
  const handled = await takeStep(deps, task, field === null ? { step } : { step, text: values[field] });
  if (handled.status !== 'invalid') return c.redirect(path, 303);
  const errors = handled.errors.map((error) => ({ ...error, field: field ?? error.field }));
  return showTask(c, deps, { state: { values, errors: saidErrors(errors) } }, 422);
}

/** A file that the objector handed in, for the handler only. */
async function openFile(c: Context, deps: WebDeps): Promise<Response> {
  const { task } = await needHandler(c, deps);
  const objected = await loadObjected(deps.table, task.roundId, String(task.subject['objectionId']));
  const file = objected?.objector.files[Number(c.req.param('n'))];
  if (file === undefined) throw new HttpProblem('attachment.not-found');
  return c.redirect(await addressOf(deps, file.key, { ...file, path: file.name }), 303);
}

/** 五(四): what is done with an objection before it is ruled on. */
export function objectionHandlingRoutes(app: Hono, deps: WebDeps): void {
  for (const path of TASK_PATHS) {
    app.post(`${path}/objection`, (c) => handle(c, deps));
    app.get(`${path}/objection-files/:n{[0-9]{1,3}}`, (c) => openFile(c, deps));
  }
}
