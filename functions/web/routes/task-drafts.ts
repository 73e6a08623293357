import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { sameToken } from '../../../shared/csrf.ts';
import { formValues, readForm } from '../../../shared/http/form.ts';
import { t } from '../../../shared/http/language.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import type { TaskRecord } from '../../../shared/schemas/records.ts';
import { draftFits, loadTaskDrafts, saveOrSettle, taskDraft } from '../../../shared/store/drafts.ts';
import type { WebDeps } from '../deps.ts';
import { readJson, refusal } from '../json.ts';
import { isDrafted } from '../load/task-form.ts';
import { needTask, TASK_PATHS } from '../visitor.ts';
import { showTask } from './tasks.ts';

const Revision = z.int().min(0).max(1_000_000_000);
const DraftMessage = z.object({
  csrf: z.string(),
  revision: Revision,
  values: z.record(z.string().max(160), z.string().max(20_000)),
  keep: z.enum(['mine', 'theirs']).optional(),
});

const mayBeSaved = (task: TaskRecord): boolean => task.status === 'open' && isDrafted(task.kind);

/** Saves what is sent; null where another window saved meanwhile. */
async function save(deps: WebDeps, task: TaskRecord, from: number, sent: Record<string, string>, keep?: string) {
  const { draft, other } = await loadTaskDrafts(deps.table, task);
  return saveOrSettle(deps.table, taskDraft(task), { from, sent, keep, draft, other });
}

/** By the page's script, while the person writes. Who may see the task may save; nothing is decided by it. */
async function postDraft(c: Context, deps: WebDeps): Promise<Response> {
  const { task, session } = await needTask(c, deps);
  const { revision, values, keep } = await readJson(c, DraftMessage, session, task.taskId);
  if (!mayBeSaved(task)) return refusal(c, 410, 'draft.closed', t('这项任务已不能办理，内容没有保存。请刷新本页。'));
  const sent = formValues(Object.entries(values));
  if (!draftFits(sent)) return refusal(c, 413, 'draft.too-large', t('内容过多，没有保存。请缩短文字。'));
  const saved = await save(deps, task, revision, sent, keep);
  if (saved !== null) return c.json({ revision: saved.revision, savedAt: saved.savedAt });
  const { draft } = await loadTaskDrafts(deps.table, task);
  return refusal(c, 409, 'draft.conflict', t('另一个窗口已经保存了不同的内容。'), {
    revision: draft?.revision ?? 0,
    savedAt: draft?.savedAt ?? null,
    values: draft?.values ?? {},
  });
}

/** By the page's button, without a script. */
async function postForm(c: Context, deps: WebDeps): Promise<Response> {
  const { task, session, path } = await needTask(c, deps);
  const { csrf = '', revision = '', then, ...sent } = await readForm(c);
  if (!sameToken(csrf, csrfToken(session.token, task.taskId))) throw new HttpProblem('form.stale');
  if (!mayBeSaved(task)) return c.redirect(path, 303);
  const from = Revision.safeParse(Number(revision)).data ?? 0;
  const saved = await save(deps, task, from, sent, then);
  if (saved === null) return showTask(c, deps, { state: { values: sent, errors: [] }, conflict: true }, 409);
  return c.redirect(`${path}#decide`, 303);
}

export function taskDraftRoutes(app: Hono, deps: WebDeps): void {
  for (const path of TASK_PATHS) {
    app.post(`${path}/draft`, (c) => postForm(c, deps));
    app.post(`${path}/draft.json`, (c) => postDraft(c, deps));
  }
}
