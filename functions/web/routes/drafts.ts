import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { sha256Hex } from '../../../shared/canonical.ts';
import { sameToken } from '../../../shared/csrf.ts';
import { fieldId } from '../../../shared/http/fields.ts';
import { scriptPolicyFor } from '../../../shared/http/headers.ts';
import { t } from '../../../shared/http/language.ts';
import { applicationFormPage } from '../../../shared/http/pages/application-form.ts';
import { askedTitles } from '../../../shared/http/pages/correction.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import { attachmentProblem } from '../../../shared/package/attachment-problems.ts';
import { lockedValues, unaskedChanges, unaskedPoints } from '../../../shared/package/correction.ts';
import { type DraftValues, knownValues, readDraft, withoutRow } from '../../../shared/package/draft.ts';
import { AttachmentEntry } from '../../../shared/schemas/package.ts';
import { draftFits, saveOrSettle, slotDraft } from '../../../shared/store/drafts.ts';
import type { WebDeps } from '../deps.ts';
import { readJson, refusal } from '../json.ts';
import { loadFormView, type OpenForm, openForm, openValues, problemsOf, type Visit } from '../load/form.ts';
import { needSlot } from '../need-slot.ts';
import type { Session } from '../session.ts';
import { bucketOrigin } from '../transfer.ts';

const Revision = z.int().min(0).max(1_000_000_000);
const DraftMessage = z.object({
  csrf: z.string(),
  revision: Revision,
  values: z.record(z.string().max(120), z.string().max(100_000)),
  keep: z.enum(['mine', 'theirs']).optional(),
});
const ManifestMessage = z.object({
  csrf: z.string(),
  revision: Revision,
  attachments: z.array(AttachmentEntry).max(200),
});

type Status = 200 | 409 | 413 | 422;

async function show(
  c: Context,
  deps: WebDeps,
  form: OpenForm,
  session: Session,
  visit: Visit,
  status: Status = 200,
): Promise<Response> {
  c.header('Content-Security-Policy', scriptPolicyFor(await bucketOrigin(deps)));
  return c.html(applicationFormPage(await loadFormView(deps, form, session, visit)), status);
}

/** `served:3` asks for three rows of a table. */
function rowsAsked(c: Context): Record<string, number> {
  const [, table, count] = /^([\w.]{1,60}):(\d{1,3})$/.exec(c.req.query('rows') ?? '') ?? [];
  return table === undefined ? {} : { [table]: Number(count) };
}

/** How many rows of a table the page had, empty ones too. */
const rowsShown = (sent: URLSearchParams, table: string): number =>
  [...sent.keys()].reduce((rows, name) => {
    const row = name.startsWith(`${table}[`) ? Number.parseInt(name.slice(table.length + 1), 10) : Number.NaN;
    return row >= rows ? row + 1 : rows;
  }, 0);

/** Where the page goes on once what was posted is saved, and what of it that is: a button may take a row out. */
function pressed(then: string, sent: URLSearchParams, values: DraftValues): { values: DraftValues; after: string } {
  const [, verb, table = '', row] = /^(add|remove):([\w.]{1,60})(?:\[(\d{1,3})\])?$/.exec(then) ?? [];
  if (verb === 'add') return { values, after: `?rows=${table}:${rowsShown(sent, table) + 1}#${fieldId(table)}` };
  if (verb === 'remove') return { values: withoutRow(values, table, Number(row)), after: `?saved=1#${fieldId(table)}` };
  return { values, after: then === 'check' ? '?check=1' : '?saved=1' };
}

const save = (
  deps: WebDeps,
  { slot, draft, other }: OpenForm,
  from: number,
  sent: DraftValues,
  keep: string | undefined,
) => saveOrSettle(deps.table, slotDraft(slot), { from, sent, keep, draft, other });

const lockedPoints = ({ fields, returned }: OpenForm, sent: DraftValues): string[] =>
  returned === null ? [] : unaskedPoints(fields, returned, sent);

/** Titles of what was sent other than it was returned, though nobody asked for it: a page from before the return. */
function lockedTitles(form: OpenForm, sent: DraftValues): string[] {
  const points = lockedPoints(form, sent);
  return points.length === 0 ? [] : askedTitles(form.slot.category, form.policy, points);
}

/** What was sent, over what stays as it was returned. */
const kept = ({ fields, returned }: OpenForm, sent: DraftValues): DraftValues =>
  returned === null ? sent : lockedValues(fields, returned, sent);

/** The pairs of a posted form, several of one name among them. @throws HttpProblem for a body that is no form */
async function pairsOf(c: Context): Promise<URLSearchParams> {
  if (!(c.req.header('content-type') ?? '').startsWith('application/x-www-form-urlencoded'))
    throw new HttpProblem('form.unreadable');
  return new URLSearchParams(await c.req.text());
}

/** Saves what was posted. A window that knows only an older draft is asked which of the two is meant. */
async function postForm(c: Context, deps: WebDeps): Promise<Response> {
  const { slot, session } = await needSlot(c, deps);
  const pairs = await pairsOf(c);
  if (!sameToken(pairs.get('csrf') ?? '', csrfToken(session.token, slot.applicationId)))
    throw new HttpProblem('form.stale');
  const form = await openForm(deps, slot);
  const then = pairs.get('then') ?? 'save';
  const from = Revision.safeParse(Number(pairs.get('revision'))).data ?? 0;
  const sent = knownValues(form.fields, pairs);
  if (!draftFits(sent)) return show(c, deps, form, session, { values: sent, tooLarge: true }, 413);
  const locked = lockedTitles(form, sent);
  if (locked.length > 0) return show(c, deps, form, session, { values: kept(form, sent), locked }, 422);
  const { values, after } = pressed(then, pairs, sent);
  const saved = await save(deps, form, from, kept(form, values), then);
  if (saved === null) {
    const visit = { values: kept(form, sent), conflict: true };
    return show(c, deps, await openForm(deps, slot), session, visit, 409);
  }
  return c.redirect(`${c.req.path}${after}`, 303);
}

/** The same for the page's script, which saves while the person writes. */
async function postDraft(c: Context, deps: WebDeps): Promise<Response> {
  const { slot, session } = await needSlot(c, deps);
  const { revision, values: sent, keep } = await readJson(c, DraftMessage, session, slot.applicationId);
  const form = await openForm(deps, slot);
  const values = knownValues(form.fields, Object.entries(sent));
  if (!draftFits(values)) return refusal(c, 413, 'draft.too-large', t('内容过多，没有保存。请缩短文字或减少行数。'));
  const locked = lockedTitles(form, values);
  if (locked.length > 0) {
    const points = locked.join('”“');
    const message = t(
      '申报已退回补正，“{points}”不在要求补正的内容之列，没有保存。请刷新本页，只修改要求补正的内容。',
      { points },
    );
    return refusal(c, 422, 'draft.locked', message, { points: lockedPoints(form, values) });
  }
  const saved = await save(deps, form, revision, kept(form, values), keep);
  if (saved === null) {
    const { draft } = await openForm(deps, slot);
    const theirs = openValues(form, draft?.values ?? {});
    const now = { revision: draft?.revision ?? 0, savedAt: draft?.savedAt ?? null, values: theirs };
    return refusal(c, 409, 'draft.conflict', t('另一个窗口已经保存了不同的内容。'), now);
  }
  return c.json({ revision: saved.revision, savedAt: saved.savedAt, problems: problemsOf(form, saved.values) });
}

/** What the page itself can mend: its files, not a list in a file that nobody sees. */
const missing = (kind: Parameters<typeof attachmentProblem.kindMissing>[0]) => ({
  ...attachmentProblem.kindMissing(kind),
  mend: '请在“证明材料”中加入。',
  mendEn: 'Add it under “Attachments”.',
});

/** The saved draft with its files as the package's `application.json`, or everything that is still wrong with it. */
async function postManifest(c: Context, deps: WebDeps): Promise<Response> {
  const { slot, session } = await needSlot(c, deps);
  const { revision, attachments } = await readJson(c, ManifestMessage, session, slot.applicationId);
  const form = await openForm(deps, slot);
  if (form.draft?.revision !== revision)
    return refusal(c, 409, 'draft.conflict', t('另一个窗口已经保存了不同的内容，请刷新本页后再提交。'));
  const { manifest, problems } = readDraft(
    form.draft.values,
    form.fields,
    { ...slot, policy: form.policy },
    attachments,
  );
  const kinds = new Set(attachments.map(({ kind }) => kind));
  const lacking = form.policy.categories[slot.category].attachments.value.filter((kind) => !kinds.has(kind));
  const unasked =
    form.returned === null ? [] : unaskedChanges(form.fields, form.returned, { ...manifest, attachments });
  const all = [...problems.filter(({ where }) => where !== 'attachments'), ...lacking.map(missing), ...unasked];
  if (all.length > 0) return refusal(c, 422, 'package.incomplete', t('还不能提交。'), { problems: all });
  const text = JSON.stringify(manifest, null, 1);
  return c.json({ manifest: text, uploadId: `form-${sha256Hex(text).slice(0, 40)}` });
}

export function draftRoutes(app: Hono, deps: WebDeps): void {
  app.get('/slots/:applicationId/form', async (c) => {
    const { slot, session } = await needSlot(c, deps);
    const visit = { rows: rowsAsked(c), check: c.req.query('check') === '1' };
    return show(c, deps, await openForm(deps, slot), session, visit);
  });
  app.post('/slots/:applicationId/form', (c) => postForm(c, deps));
  app.post('/slots/:applicationId/draft.json', (c) => postDraft(c, deps));
  app.post('/slots/:applicationId/manifest.json', (c) => postManifest(c, deps));
}
