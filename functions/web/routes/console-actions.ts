import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { nowUtc } from '../../../shared/clock.ts';
import { sameToken } from '../../../shared/csrf.ts';
import { holders, urgencyOf } from '../../../shared/domain/diagnostics.ts';
import { type FormState, freshForm } from '../../../shared/http/fields.ts';
import { readForm } from '../../../shared/http/form.ts';
import { t } from '../../../shared/http/language.ts';
import { handOverPage, lookedAt, remindPage } from '../../../shared/http/pages/console/acting.ts';
import { consolePath } from '../../../shared/http/pages/console/frame.ts';
import type { Naming } from '../../../shared/http/pages/console/people.ts';
import {
  handable,
  holderKey,
  MOST_REMINDED,
  type OpenTaskView,
  remindable,
  tasksPage,
} from '../../../shared/http/pages/console/tasks.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import { TaskId, Text } from '../../../shared/schemas/basics.ts';
import type { TaskRecord } from '../../../shared/schemas/records.ts';
import type { StaffRow } from '../../../shared/schemas/registers.ts';
import { forEachId } from '../../../shared/store/roster.ts';
import { handOver, remindByHand } from '../../../shared/tasks/by-hand.ts';
import type { WebDeps } from '../deps.ts';
import { loadNames, loadOpenTasks, loadPeople, loadTask } from '../load/console-tasks.ts';
import { type Desk, needDesk } from './console.ts';

const csrfFor = ({ session, console }: Desk, what: string): string =>
  csrfToken(session.token, ['console', console.roundId, what].join('|'));

async function namingFor(deps: WebDeps, { facts }: Desk, tasks: OpenTaskView[]): Promise<Naming> {
  const ids = tasks.flatMap(({ applicationId }) => applicationId ?? []);
  const [people, firms] = await Promise.all([loadPeople(deps, facts.round), loadNames(deps, ids)]);
  return { ...people, policy: facts.policy, firms };
}

async function showTasks(
  c: Context,
  deps: WebDeps,
  desk: Desk,
  state: FormState,
  status: 200 | 422,
): Promise<Response> {
  const now = nowUtc();
  const { tasks } = await loadOpenTasks(deps, desk.facts, now);
  const people = await loadPeople(deps, desk.facts.round);
  const known: Naming = { ...people, policy: desk.facts.policy, firms: new Map() };
  const { role, who: key } = c.req.query();
  const who = holders(tasks).find((one) => one.role === role && holderKey(one, known) === key) ?? null;
  const named = tasks.filter(
    ({ assignee }) => assignee.role === 'applicant' || (assignee.role === who?.role && assignee.id === who.id),
  );
  const firms = await loadNames(
    deps,
    named.flatMap(({ applicationId }) => applicationId ?? []),
  );
  const view = { tasks, naming: { ...known, firms }, who, now, csrf: csrfFor(desk, 'remind'), state };
  return c.html(tasksPage(desk.console, view), status);
}

const viewOf = (task: TaskRecord, now: string): OpenTaskView => ({ ...task, urgency: urgencyOf(task, null, now) });

/** Those of these tasks that can be reminded of now. */
async function remindables(deps: WebDeps, { console }: Desk, taskIds: string[]): Promise<TaskRecord[]> {
  const now = nowUtc();
  const found = await forEachId(taskIds, (id) => loadTask(deps, console.roundId, id));
  return found.flatMap((task) =>
    task?.status === 'open' && task.handedIn === undefined && remindable(task, now) ? [task] : [],
  );
}

async function previewReminders(
  c: Context,
  deps: WebDeps,
  desk: Desk,
  asked: { ids: string[]; state: FormState },
): Promise<Response> {
  const ids = [...new Set(asked.ids)];
  const state = (message: string): FormState => ({ values: {}, errors: [{ field: 'pick.0', message }] });
  if (ids.length > MOST_REMINDED)
    return showTasks(c, deps, desk, state(t('一次最多催办 {n} 项任务，请分次办理。', { n: MOST_REMINDED })), 422);
  const tasks = (await remindables(deps, desk, ids)).map((task) => viewOf(task, nowUtc()));
  if (tasks.length === 0) return showTasks(c, deps, desk, state(t('请至少选择一项可以催办的任务。')), 422);
  const naming = await namingFor(deps, desk, tasks);
  const view = { tasks, gone: ids.length - tasks.length, naming, csrf: csrfFor(desk, 'remind'), state: asked.state };
  return c.html(remindPage(desk.console, view), asked.state.errors.length > 0 ? 422 : 200);
}

const Reason = Text(2000).min(1);
const NO_REASON = () => ({ field: 'reason', message: t('请填写理由（不超过 2000 字）。') });

/** One task as a page showed it: its id, and how often it had been reminded of. */
const Looked = z.string().regex(/^\S+ \d{1,6}$/);
const Chosen = z.array(z.string()).transform((ids) => ids.filter((id) => TaskId.safeParse(id).success));

/** First what was chosen is shown, with its count; then, confirmed and with a reason, it is done. */
async function remind(c: Context, deps: WebDeps): Promise<Response> {
  const desk = await needDesk(c, deps);
  const { csrf = '', confirmed, tasks = '', ...values } = await readForm(c);
  if (!sameToken(csrf, csrfFor(desk, 'remind'))) throw new HttpProblem('form.stale');
  if (confirmed !== 'yes') {
    const picked = Object.entries(values).flatMap(([name, value]) => (name.startsWith('pick.') ? [value] : []));
    return previewReminders(c, deps, desk, { ids: Chosen.parse(picked), state: freshForm });
  }
  const looked = z.array(Looked).max(MOST_REMINDED).safeParse(tasks.split('\n'));
  if (!looked.success) throw new HttpProblem('form.stale');
  const ids = Chosen.parse(looked.data.map((line) => line.split(' ')[0] ?? ''));
  const reason = Reason.safeParse(values['reason'] ?? '');
  if (!reason.success) return previewReminders(c, deps, desk, { ids, state: { values, errors: [NO_REASON()] } });
  const order = { by: desk.session.link.assigneeId, reason: reason.data, at: nowUtc() };
  // What was reminded of, handed over or decided since it was shown is left as it is: a second click sends nothing.
  const same = (await remindables(deps, desk, ids)).filter((task) => looked.data.includes(lookedAt(task)));
  const byId = new Map(same.map((task) => [task.taskId, task]));
  const sent = await forEachId([...byId.keys()], async (id) => {
    const task = byId.get(id);
    return task === undefined ? false : remindByHand(deps.table, task, order);
  });
  const said = `&sent=${sent.filter((done) => done).length}&asked=${ids.length}`;
  return c.redirect(`${consolePath(desk.console.roundId)}/audit?of=actions${said}`, 303);
}

interface Handed {
  desk: Desk;
  task: TaskRecord;
  officers: StaffRow[];
}

/** The review that the address names, if it can be handed over now, and to whom. @throws HttpProblem */
async function needHandable(c: Context, deps: WebDeps): Promise<Handed> {
  const desk = await needDesk(c, deps);
  const taskId = TaskId.safeParse(c.req.param('taskId'));
  const task = taskId.success ? await loadTask(deps, desk.console.roundId, taskId.data) : null;
  if (task === null || task.status !== 'open' || !handable(task, nowUtc())) throw new HttpProblem('task.not-found');
  const [{ staff }, names] = await Promise.all([
    loadPeople(deps, desk.facts.round),
    loadNames(deps, task.applicationId === null ? [] : [task.applicationId]),
  ]);
  const district = names.get(task.applicationId ?? '')?.district ?? null;
  const officers = staff.filter(
    (row) =>
      row.staffId !== task.assignee.id &&
      // Nobody signs an opinion of his own.
      row.staffId !== task.proposal?.by &&
      (row.role === 'bureau' || (row.role === 'district' && district !== null && row.district === district)),
  );
  return { desk, task, officers };
}

async function showHandOver(c: Context, deps: WebDeps, handed: Handed, state: FormState): Promise<Response> {
  const { desk, task, officers } = handed;
  const view = viewOf(task, nowUtc());
  const naming = await namingFor(deps, desk, [view]);
  const firm = naming.firms.get(task.applicationId ?? '')?.name ?? '';
  const csrf = csrfFor(desk, task.taskId);
  const status = state.errors.length > 0 ? 422 : 200;
  return c.html(handOverPage(desk.console, { task: view, firm, officers, naming, csrf, state }), status);
}

async function handItOver(c: Context, deps: WebDeps): Promise<Response> {
  const handed = await needHandable(c, deps);
  const { desk, task, officers } = handed;
  const { csrf = '', looked, ...values } = await readForm(c);
  if (!sameToken(csrf, csrfFor(desk, task.taskId))) throw new HttpProblem('form.stale');
  const done = `${consolePath(desk.console.roundId)}/audit?of=actions`;
  if (looked !== lookedAt(task)) {
    // A second click meets what the first one did.
    if (values['to'] === task.assignee.id) return c.redirect(done, 303);
    const changed = { field: 'to', message: t('任务刚刚有变动，请重新核对后再转交。') };
    return showHandOver(c, deps, handed, { values, errors: [changed] });
  }
  const to = officers.find(({ staffId }) => staffId === values['to']);
  const reason = Reason.safeParse(values['reason'] ?? '');
  if (to === undefined || to.role === 'finance' || !reason.success) {
    const errors = [
      ...(to === undefined ? [{ field: 'to', message: t('请选择转交给谁。') }] : []),
      ...(reason.success ? [] : [NO_REASON()]),
    ];
    return showHandOver(c, deps, handed, { values, errors });
  }
  const order = { by: desk.session.link.assigneeId, reason: reason.data, at: nowUtc() };
  await handOver(deps.table, task, { role: to.role, id: to.staffId }, order);
  return c.redirect(done, 303);
}

/** What the bureau does about tasks of others: each with a reason and on record, and shown before it is done. */
export function consoleActionRoutes(app: Hono, deps: WebDeps): void {
  app.get('/console/:roundId/tasks', async (c) => showTasks(c, deps, await needDesk(c, deps), freshForm, 200));
  app.post('/console/:roundId/remind', (c) => remind(c, deps));
  app.get('/console/:roundId/hand-over/:taskId', async (c) =>
    showHandOver(c, deps, await needHandable(c, deps), freshForm),
  );
  app.post('/console/:roundId/hand-over/:taskId', (c) => handItOver(c, deps));
}
