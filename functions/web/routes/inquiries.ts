import type { Context, Hono } from 'hono';
import { nowUtc } from '../../../shared/clock.ts';
import { sameToken } from '../../../shared/csrf.ts';
import { readForm } from '../../../shared/http/form.ts';
import { saidErrors } from '../../../shared/http/messages.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import { InquiryForm, type InquiryRecord } from '../../../shared/schemas/inquiries.ts';
import { keys } from '../../../shared/store/keys.ts';
import { ConditionFailed } from '../../../shared/store/table.ts';
import type { WebDeps } from '../deps.ts';
import { needTask, TASK_PATHS } from '../visitor.ts';
import { showTask } from './tasks.ts';

/** 核实: writes down whom the reviewer asked and what came back. Two clicks write one row: its id comes with the form. */
async function note(c: Context, deps: WebDeps): Promise<Response> {
  const { task, session, path } = await needTask(c, deps);
  const { csrf = '', ...values } = await readForm(c);
  if (!sameToken(csrf, csrfToken(session.token, task.taskId))) throw new HttpProblem('form.stale');
  if (task.kind !== 'district-review' && task.kind !== 'refusal-review') throw new HttpProblem('task.not-found');
  if (task.status !== 'open' || task.applicationId === null) return c.redirect(path, 303);
  const parsed = InquiryForm.safeParse(values);
  if (!parsed.success) {
    const errors = parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), message: '' }));
    return showTask(c, deps, { state: null, inquiry: { values, errors: saidErrors(errors) } }, 422);
  }
  const { answeredOn, ...rest } = parsed.data;
  const { applicationId, roundId } = task;
  const record: InquiryRecord = {
    entity: 'Inquiry',
    ...{ applicationId, roundId, by: session.link.assigneeId, at: nowUtc(), ...rest },
    answeredOn: answeredOn === '' ? null : answeredOn,
  };
  try {
    await deps.table.put(keys.inquiry(applicationId, record.inquiryId), record);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
  return c.redirect(`${path}#inquiries`, 303);
}

export function inquiryRoutes(app: Hono, deps: WebDeps): void {
  for (const path of TASK_PATHS) app.post(`${path}/inquiries`, (c) => note(c, deps));
}
