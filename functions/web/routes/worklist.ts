import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { nowUtc } from '../../../shared/clock.ts';
import { sameToken } from '../../../shared/csrf.ts';
import { checklistOf } from '../../../shared/domain/checklist.ts';
import { filterWork, isToDo, WORK_STATES, type WorkEntry } from '../../../shared/domain/worklist.ts';
import type { Text } from '../../../shared/http/english/texts.ts';
import type { FormState } from '../../../shared/http/fields.ts';
import { readForm } from '../../../shared/http/form.ts';
import { taskPolicyFor } from '../../../shared/http/headers.ts';
import { t } from '../../../shared/http/language.ts';
import { saidErrors } from '../../../shared/http/messages.ts';
import { districtSheetPage } from '../../../shared/http/pages/district-sheet.ts';
import { bulkDonePage, bulkPage, worklistPage, workPath } from '../../../shared/http/pages/worklist.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import { Category } from '../../../shared/schemas/basics.ts';
import { DECISIONS } from '../../../shared/schemas/decisions.ts';
import { ApplicationRecord } from '../../../shared/schemas/records.ts';
import { loadFlags } from '../../../shared/store/flags.ts';
import { keys } from '../../../shared/store/keys.ts';
import { forEachId } from '../../../shared/store/roster.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';
import { decideTask } from '../../../shared/tasks/decide.ts';
import { fieldError } from '../../../shared/tasks/kind.ts';
import type { WebDeps } from '../deps.ts';
import { loadDistrictSheet } from '../load/district-sheet.ts';
import { loadWorklist, type Worker } from '../load/worklist.ts';
import type { Session } from '../session.ts';
import { needWorker } from '../visitor.ts';

const PAGE = 50;
/** As many as a person can be said to have looked at. */
const MOST_AT_ONCE = 50;

interface Desk {
  session: Session;
  worker: Worker;
  policy: Policy;
  entries: WorkEntry[];
  csrf: string;
}

async function needDesk(c: Context, deps: WebDeps): Promise<Desk> {
  const { session, worker } = await needWorker(c, deps);
  const [{ policy }, entries] = await Promise.all([
    loadPinned(deps.table, deps.evidence, worker.roundId),
    loadWorklist(deps, worker, nowUtc()),
  ]);
  return { session, worker, policy, entries, csrf: csrfToken(session.token, `work:${worker.roundId}`) };
}

/** What no page of ours asks for is as if it had not been asked for. */
const Asked = z.object({
  state: z.enum(['todo', ...WORK_STATES, 'all']).catch('todo'),
  category: Category.nullable().catch(null),
  q: z.string().max(100).catch(''),
  page: z.coerce.number().int().min(1).max(1000).catch(1),
  done: z.string().max(300).optional().catch(undefined),
});

async function showList(c: Context, deps: WebDeps): Promise<Response> {
  const { worker, policy, entries, csrf } = await needDesk(c, deps);
  const asked = Asked.parse(c.req.query());
  const filter = { state: asked.state, category: asked.category, wanted: asked.q };
  const found = filterWork(entries, filter);
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  const page = Math.min(asked.page, pages);
  const script = deps.assets.taskScript;
  if (script !== null) c.header('Content-Security-Policy', taskPolicyFor("'self'"));
  return c.html(
    worklistPage({
      ...{ roundId: worker.roundId, policy, all: entries, filter, page, pages, script },
      shown: found.slice((page - 1) * PAGE, page * PAGE),
      bulk: worker.role === 'district' ? { csrf } : null,
      done: entries.find(({ taskId, state }) => taskId === asked.done && state === 'done') ?? null,
    }),
  );
}

/** Why an application is looked at by itself; null where it may be recommended with others. */
async function objection({ table }: WebDeps, entry: WorkEntry): Promise<Text | null> {
  const { taskId, applicationId } = entry;
  if (applicationId === null || !isToDo(entry)) return '材料有新版本或任务已失效';
  const [application, flags] = await Promise.all([
    table.get(keys.application(applicationId), ApplicationRecord),
    loadFlags(table, applicationId),
  ]);
  if (application?.status !== 'in-review' || application.waitId !== taskId) return '材料有新版本或任务已失效';
  if (application.findings.some(({ outcome }) => outcome !== 'pass')) return '有不符合或需人工核对的事项';
  return flags.some(({ gone }) => gone === null) ? '有与其他申报的关联提示' : null;
}

async function sorted(deps: WebDeps, entries: WorkEntry[]) {
  const byId = new Map(entries.map((entry) => [entry.taskId, entry]));
  const looked = await forEachId([...byId.keys()], async (id) => {
    const entry = byId.get(id);
    return entry === undefined ? [] : [{ entry, why: await objection(deps, entry) }];
  });
  return {
    picked: looked.flat().flatMap(({ entry, why }) => (why === null ? [entry] : [])),
    left: looked.flat().flatMap(({ entry, why }) => (why === null ? [] : [{ entry, why }])),
  };
}

/** Shows what was chosen with ids and count; confirmed, recommends each by itself: one that changed meanwhile holds no other up. */
async function recommend(c: Context, deps: WebDeps): Promise<Response> {
  const { session, worker, policy, entries, csrf: token } = await needDesk(c, deps);
  if (worker.role !== 'district') throw new HttpProblem('task.not-found');
  const { csrf = '', confirm, ...values } = await readForm(c);
  if (!sameToken(csrf, token)) throw new HttpProblem('form.stale');
  const picks = new Set(Object.entries(values).flatMap(([name, id]) => (name.startsWith('pick.') ? [id] : [])));
  const chosen = entries.filter(({ taskId, kind }) => kind === 'district-review' && picks.has(taskId));
  const { roundId } = worker;
  const show = (state: FormState, picked: WorkEntry[], left: { entry: WorkEntry; why: Text }[], status: 200 | 422) =>
    c.html(bulkPage({ roundId, policy, picked, left, csrf: token, state }), status);
  const wrong = (message: string) => show({ values, errors: [{ field: 'pick', message }] }, [], [], 422);
  if (chosen.length === 0) return wrong(t('请先选择申报。'));
  if (chosen.length > MOST_AT_ONCE) return wrong(t('一次最多办理 {n} 件，请分次办理。', { n: MOST_AT_ONCE }));
  const { picked, left } = await sorted(deps, chosen);
  if (confirm !== 'yes') return show({ values, errors: [] }, picked, left, 200);
  const form = { decision: 'recommend', opinion: values['opinion'] ?? '' };
  const parsed = DECISIONS['district-review'].safeParse(form);
  const unchecked = values['checked'] === 'yes' ? [] : [fieldError('checked', '请确认已逐件完成核对清单。')];
  if (!parsed.success || unchecked.length > 0) {
    const issues = parsed.success ? [] : parsed.error.issues;
    const errors = [...issues.map(({ path, message }) => ({ field: path.join('.'), message })), ...unchecked];
    return show({ values, errors: saidErrors(errors) }, picked, left, 422);
  }
  const done = await recommendAll(deps, session.link.assigneeId, picked, (entry) => ({
    ...form,
    checks: checked(policy, entry),
  }));
  return c.html(bulkDonePage({ roundId, policy, done, not: chosen.filter((entry) => !done.includes(entry)) }));
}

/** Every point of the checklist, as the officer has said of each of them. */
const checked = (policy: Policy, { category }: WorkEntry): Record<string, string> =>
  Object.fromEntries((category === null ? [] : checklistOf(policy, category)).map(({ code }) => [code, 'yes']));

/** Each by itself: those that were decided. */
async function recommendAll(
  deps: WebDeps,
  personId: string,
  entries: WorkEntry[],
  formOf: (entry: WorkEntry) => Record<string, unknown>,
) {
  const byId = new Map(entries.map((entry) => [entry.taskId, entry]));
  const decided = await forEachId(
    entries.map(({ taskId }) => taskId),
    async (taskId) => {
      const entry = byId.get(taskId);
      if (entry === undefined) return [];
      const result = await decideTask(deps, { taskId, personId, form: formOf(entry) });
      return result.status === 'decided' || result.status === 'moved' ? [taskId] : [];
    },
  );
  const ids = new Set(decided.flat());
  return entries.filter(({ taskId }) => ids.has(taskId));
}

/** 推荐汇总表 of the officer's district. */
async function showSheet(c: Context, deps: WebDeps): Promise<Response> {
  const { worker } = await needWorker(c, deps);
  const view = worker.role === 'district' ? await loadDistrictSheet(deps, worker) : null;
  if (view === null) throw new HttpProblem('page.not-found');
  return c.html(districtSheetPage({ ...view, back: workPath(worker.roundId) }, nowUtc()));
}

export function worklistRoutes(app: Hono, deps: WebDeps): void {
  app.get('/work/:roundId/sheet', (c) => showSheet(c, deps));
  app.get('/work/:roundId', (c) => showList(c, deps));
  app.post('/work/:roundId/recommend', (c) => recommend(c, deps));
}
