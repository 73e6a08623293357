import type { Context, Hono } from 'hono';
import { nowUtc } from '../../../shared/clock.ts';
import { sameToken } from '../../../shared/csrf.ts';
import { MAX_SCAN_BYTES } from '../../../shared/http/form.ts';
import { t } from '../../../shared/http/language.ts';
import { districtSheetPage } from '../../../shared/http/pages/district-sheet.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import type { TaskRecord } from '../../../shared/schemas/records.ts';
import { contentTypeOf, isScanName, keepScan, scanKey, scanName } from '../../../shared/store/scans.ts';
import type { WebDeps } from '../deps.ts';
import { readFileForm } from '../file-form.ts';
import { loadDistrictSheet } from '../load/district-sheet.ts';
import { addressOf } from '../papers.ts';
import { needTask, TASK_PATHS, type TaskVisitor } from '../visitor.ts';
import { needDesk } from './console.ts';
import { showTask } from './tasks.ts';

const districtOf = ({ subject }: TaskRecord) => String(subject['district'] ?? '');

/** The task of a district's signed sheet. @throws HttpProblem for any other */
async function needSheetTask(c: Context, deps: WebDeps): Promise<TaskVisitor> {
  const visitor = await needTask(c, deps);
  if (visitor.task.kind !== 'district-sheet') throw new HttpProblem('task.not-found');
  return visitor;
}

async function showSheet(c: Context, deps: WebDeps): Promise<Response> {
  const { task, path } = await needSheetTask(c, deps);
  const view = await loadDistrictSheet(deps, { roundId: task.roundId, id: task.assignee.id });
  if (view === null) throw new HttpProblem('page.not-found');
  return c.html(districtSheetPage({ ...view, back: path }, nowUtc()));
}

/** Keeps a scan and leads to where it is looked at once more; nothing is decided by it. */
async function upload(c: Context, deps: WebDeps): Promise<Response> {
  const { task, path, session } = await needSheetTask(c, deps);
  const { csrf, bytes } = await readFileForm(c, MAX_SCAN_BYTES, 'scan.too-large');
  if (!sameToken(csrf, csrfToken(session.token, task.taskId))) throw new HttpProblem('form.stale');
  if (task.status !== 'open') return c.redirect(path, 303);
  const faulty = (message: string) =>
    showTask(c, deps, { state: { values: {}, errors: [{ field: 'file', message }] } }, 422);
  if (bytes.length === 0) return faulty(t('请先选择文件，再上传。'));
  const name = await scanName(bytes);
  if (name === null)
    return faulty(t('这个文件不是可以打开的 PDF、JPEG 或 PNG，或者带有脚本、密码。请重新扫描后上传。'));
  await keepScan(deps.evidence, scanKey(task.roundId, districtOf(task), name), bytes);
  return c.redirect(`${path}?scan=${name}`, 303);
}

/** A scan from the storage, which is another origin than the pages', under a name that says what it is. */
async function openScan(deps: WebDeps, task: TaskRecord, name: string): Promise<string> {
  if (!isScanName(name)) throw new HttpProblem('attachment.not-found');
  const key = scanKey(task.roundId, districtOf(task), name);
  const found = await deps.evidence.head(key);
  if (found === null) throw new HttpProblem('attachment.not-found');
  const file = {
    kind: 'scan',
    path: `推荐汇总表-${districtOf(task)}.${name.split('.')[1]}`,
    size: found.size,
    sha256: name.slice(0, 64),
  };
  return addressOf(deps, key, { ...file, contentType: contentTypeOf(name) });
}

/** What a district sent in, for the bureau. */
async function openSent(c: Context, deps: WebDeps): Promise<Response> {
  const { facts } = await needDesk(c, deps);
  const task = facts.tasks.find((one) => one.kind === 'district-sheet' && districtOf(one) === c.req.param('district'));
  if (task?.decision === undefined) throw new HttpProblem('attachment.not-found');
  return c.redirect(await openScan(deps, task, String(task.decision['scan'])), 303);
}

/** 五(二): the 推荐汇总表 of a district to print, and its scan. */
export function sheetScanRoutes(app: Hono, deps: WebDeps): void {
  for (const path of TASK_PATHS) {
    app.get(`${path}/sheet`, (c) => showSheet(c, deps));
    app.post(`${path}/scan`, (c) => upload(c, deps));
    app.get(`${path}/scan/:name{[0-9a-f]{64}\\.(?:pdf|jpg|png)}`, async (c) => {
      const { task } = await needSheetTask(c, deps);
      return c.redirect(await openScan(deps, task, c.req.param('name') ?? ''), 303);
    });
  }
  app.get('/console/:roundId/sheets/:district{[0-9]{1,12}}', (c) => openSent(c, deps));
}
