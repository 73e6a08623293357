import { NoSuchKey } from '@aws-sdk/client-s3';
import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { sha256Hex } from '../../../shared/canonical.ts';
import { sameToken } from '../../../shared/csrf.ts';
import type { Text } from '../../../shared/http/english/texts.ts';
import { type FormState, freshForm } from '../../../shared/http/fields.ts';
import { readForm } from '../../../shared/http/form.ts';
import { t } from '../../../shared/http/language.ts';
import { importPage } from '../../../shared/http/pages/register-import.ts';
import { saidOfFile } from '../../../shared/http/pages/register-words.ts';
import { registerPage, registersPage } from '../../../shared/http/pages/registers.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import type { Places } from '../../../shared/registers/column.ts';
import { isRegisterKind } from '../../../shared/registers/columns.ts';
import { applyImport, type Preview, previewImport } from '../../../shared/registers/import.ts';
import { MAX_PAGE_FILE_BYTES, MAX_PAGE_ROWS } from '../../../shared/registers/limits.ts';
import { registerOfficer } from '../../../shared/registers/officer.ts';
import { placesOf } from '../../../shared/registers/places.ts';
import { registerWorkbook, templateWorkbook } from '../../../shared/registers/write.ts';
import { Sha256, Text as TextSchema } from '../../../shared/schemas/basics.ts';
import type { RegisterImportRecord } from '../../../shared/schemas/records.ts';
import type { RegisterKind } from '../../../shared/schemas/registers.ts';
import {
  currentImport,
  currentImports,
  importedRows,
  keepRegisterFile,
  registerFileKey,
  registerHistory,
} from '../../../shared/store/register-versions.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';
import type { WebDeps } from '../deps.ts';
import { readFileForm } from '../file-form.ts';
import { needSession, type Session } from '../session.ts';

/** The session of an officer who still may import. @throws HttpProblem */
async function needOfficer(c: Context, deps: WebDeps): Promise<Session> {
  const session = await needSession(c, deps, { kind: 'registers' });
  const { assigneeId, roundId } = session.link;
  if ((await registerOfficer(deps.table, assigneeId, roundId)) === null) throw new HttpProblem('registers.no-officer');
  return session;
}

function needKind(c: Context): RegisterKind {
  const kind = c.req.param('kind') ?? '';
  if (!isRegisterKind(kind)) throw new HttpProblem('page.not-found');
  return kind;
}

/** By which names people write districts and industries: those of the round that the officer is of. */
async function placesFor({ table, evidence }: WebDeps, { link }: Session): Promise<Places> {
  if (link.roundId === undefined) return placesOf();
  return placesOf((await loadPinned(table, evidence, link.roundId)).policy);
}

/** Bound to what is acted on: the register, or the one file that was compared with it. */
const csrfFor = ({ token }: Session, ...of: string[]): string => csrfToken(token, ['registers', ...of].join('|'));

async function showRegister(c: Context, deps: WebDeps, state: FormState, status: 200 | 422): Promise<Response> {
  const session = await needOfficer(c, deps);
  const kind = needKind(c);
  const history = await registerHistory(deps.table, kind);
  return c.html(registerPage({ kind, history, csrf: csrfFor(session, kind), state }), status);
}

const faulty = (...messages: string[]): FormState => ({
  values: {},
  errors: messages.map((message) => ({ field: 'file', message })),
});

/** Keeps a file that can be read under its hash and leads to its comparison; what is wrong with another is said at once. */
async function upload(c: Context, deps: WebDeps): Promise<Response> {
  const session = await needOfficer(c, deps);
  const kind = needKind(c);
  const { csrf, bytes } = await readFileForm(c, MAX_PAGE_FILE_BYTES, 'registers.file-too-large');
  if (!sameToken(csrf, csrfFor(session, kind))) throw new HttpProblem('form.stale');
  if (bytes.length === 0) return showRegister(c, deps, faulty(t('请先选择文件，再上传。')), 422);
  const read = await previewImport(deps, kind, bytes, await placesFor(deps, session));
  if (!read.ok) return showRegister(c, deps, faulty(...read.faults.map(({ message }) => saidOfFile(message))), 422);
  if (read.preview.rows.length > MAX_PAGE_ROWS) {
    const tooMany = t('本页最多导入 {rows} 行，请系统管理人员用命令行导入。', { rows: MAX_PAGE_ROWS });
    return showRegister(c, deps, faulty(tooMany), 422);
  }
  await keepRegisterFile(deps.evidence, read.preview.fileSha256, bytes);
  return c.redirect(`/registers/${kind}/${read.preview.fileSha256}`, 303);
}

interface Looked {
  session: Session;
  places: Places;
  bytes: Uint8Array;
  preview: Preview;
}

/** The kept file that the address names, compared with what is current now. @throws HttpProblem */
async function lookAt(c: Context, deps: WebDeps): Promise<Looked> {
  const session = await needOfficer(c, deps);
  const kind = needKind(c);
  const bytes = await deps.evidence.read(registerFileKey(c.req.param('file') ?? '')).catch((error: unknown) => {
    throw error instanceof NoSuchKey ? new HttpProblem('registers.file-missing') : error;
  });
  if (sha256Hex(bytes) !== c.req.param('file')) throw new HttpProblem('registers.file-missing');
  const places = await placesFor(deps, session);
  const read = await previewImport(deps, kind, bytes, places);
  // Files that cannot be read are not kept; as another register it may well be one.
  if (!read.ok) throw new HttpProblem('registers.file-missing');
  return { session, places, bytes, preview: read.preview };
}

function showImport(
  c: Context,
  { session, places, preview }: Looked,
  state: FormState,
  status: 200 | 409 | 422,
  overtaken: RegisterImportRecord | null = null,
): Response | Promise<Response> {
  const csrf = csrfFor(session, preview.kind, preview.fileSha256);
  return c.html(importPage({ preview, places, csrf, state, overtaken }), status);
}

const ApplyForm = z.object({
  version: Sha256,
  expected: z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number),
  refused: z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number),
  reason: TextSchema(500).min(1),
});

const wrong = (field: string, text: Text): FormState['errors'] => [{ field, message: t(text) }];
const notSkipped = () => wrong('skipRefused', '有未能读出的行：请改正文件重新上传，或勾选不导入这些行。');

/** The second step: what was looked at becomes the new version, if it still is what was looked at. */
async function apply(c: Context, deps: WebDeps): Promise<Response> {
  const looked = await lookAt(c, deps);
  const { session, preview, bytes } = looked;
  const { csrf = '', ...values } = await readForm(c);
  if (!sameToken(csrf, csrfFor(session, preview.kind, preview.fileSha256))) throw new HttpProblem('form.stale');
  const form = ApplyForm.safeParse(values);
  if (!form.success) {
    const own = form.error.issues.every(({ path }) => path[0] === 'reason');
    if (!own) throw new HttpProblem('form.stale');
    return showImport(c, looked, { values, errors: wrong('reason', '请填写理由（不超过 500 字）。') }, 422);
  }
  const { reason, expected, refused, version } = form.data;
  if (refused > 0 && values['skipRefused'] !== 'yes')
    return showImport(c, looked, { values, errors: notSkipped() }, 422);
  // The rows are not the ones that the page showed: it was made by another policy or an earlier reader.
  if (version !== preview.version) {
    const errors = wrong('reason', '比较的结果与刚才显示的不同，没有导入。请重新核对下面的内容。');
    return showImport(c, looked, { values, errors }, 409);
  }
  const order = { by: session.link.assigneeId, via: 'page', reason, skip: refused, expected } as const;
  const outcome = await applyImport(deps, preview, bytes, order);
  switch (outcome.status) {
    case 'applied':
    case 'unchanged':
      // A second click meets the register as the first one left it.
      return c.redirect(`/registers/${preview.kind}`, 303);
    case 'refused':
      return showImport(c, looked, { values, errors: notSkipped() }, 422);
    case 'stale':
      return showImport(c, await lookAt(c, deps), { values, errors: [] }, 409, outcome.current);
    default:
      return outcome satisfies never;
  }
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const asFile = (c: Context, name: string, bytes: Buffer) =>
  c.body(new Uint8Array(bytes), 200, {
    'Content-Type': XLSX,
    'Content-Disposition': `attachment; filename="${name}.xlsx"`,
  });

/** 台账: what is current, what was before, and the import in two steps. */
export function registerRoutes(app: Hono, deps: WebDeps): void {
  app.get('/registers', async (c) => {
    await needOfficer(c, deps);
    return c.html(registersPage(await currentImports(deps.table)));
  });
  app.get('/registers/:kind', (c) => showRegister(c, deps, freshForm, 200));
  app.post('/registers/:kind', (c) => upload(c, deps));
  app.get('/registers/:kind/template.xlsx', async (c) => {
    const session = await needOfficer(c, deps);
    const kind = needKind(c);
    return asFile(c, `${kind}-template`, await templateWorkbook(kind, await placesFor(deps, session)));
  });
  app.get('/registers/:kind/export.xlsx', async (c) => {
    const session = await needOfficer(c, deps);
    const kind = needKind(c);
    const current = await currentImport(deps.table, kind);
    const rows = await importedRows(deps.table, kind, current?.version ?? null);
    const name = `${kind}-${current?.no ?? 0}`;
    return asFile(c, name, await registerWorkbook(kind, rows, await placesFor(deps, session)));
  });
  app.get('/registers/:kind/:file{[0-9a-f]{64}}', async (c) => showImport(c, await lookAt(c, deps), freshForm, 200));
  app.post('/registers/:kind/:file{[0-9a-f]{64}}', (c) => apply(c, deps));
}
