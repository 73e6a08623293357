import type { Context, Hono } from 'hono';
import { HttpProblem } from '../../../shared/http/problems.ts';
import type { TaskKind } from '../../../shared/schemas/records.ts';
import { fileKey } from '../../../shared/store/evidence.ts';
import type { WebDeps } from '../deps.ts';
import { findApplication, loadVersion, needApplication } from '../load/application.ts';
import { needSlot } from '../need-slot.ts';
import { addressOf } from '../papers.ts';
import { needTask, TASK_PATHS } from '../visitor.ts';

/** Whose work needs the applicant's papers. */
const REVIEWS: ReadonlySet<TaskKind> = new Set(['district-review', 'refusal-review', 'score', 'second-look']);

/**
 * The papers of the application under review, one by one, as they were verified and kept: from the storage itself, which is
 * another origin than the pages', whatever is in them.
 */
export function attachmentRoutes(app: Hono, deps: WebDeps): void {
  for (const path of TASK_PATHS) app.get(`${path}/attachments/:n{[0-9]{1,3}}`, (c) => openPaper(c, deps));
}

async function openPaper(c: Context, deps: WebDeps): Promise<Response> {
  const { task } = await needTask(c, deps);
  // 回避 comes before the first look.
  const undeclared = task.kind === 'score' && task.declaredAt === undefined;
  if (!REVIEWS.has(task.kind) || undeclared) throw new HttpProblem('attachment.not-found');
  const { applicationId, version: current, roundId } = await needApplication(deps, task.applicationId);
  const version = await loadVersion(deps, applicationId, current);
  const file = version?.files[Number(c.req.param('n'))];
  if (version === null || file === undefined) throw new HttpProblem('attachment.not-found');
  return c.redirect(await addressOf(deps, fileKey(roundId, applicationId, file.sha256), file), 303);
}

/** A piece of a file that fits into an answer. */
const PIECE_BYTES = 4 * 1024 * 1024;

/**
 * 补正: files that go along with a correction as they are, for the page's script, which packs them again: a piece from
 * `from` on. Only what lies in the application's version under review or in the one that was returned.
 */
export function submittedFileRoutes(app: Hono, deps: WebDeps): void {
  app.get('/slots/:applicationId/files/:sha256{[0-9a-f]{64}}', async (c) => {
    const { slot } = await needSlot(c, deps);
    const { applicationId, roundId } = slot;
    const application = await findApplication(deps, applicationId);
    const versions = application?.correction === undefined ? [] : [application.version, application.correction.version];
    const sha256 = c.req.param('sha256');
    const known = await Promise.all([...new Set(versions)].map((one) => loadVersion(deps, applicationId, one)));
    const file = known.flatMap((version) => version?.files ?? []).find((one) => one.sha256 === sha256);
    const start = Number(c.req.query('from') ?? 0);
    if (file === undefined || file.kind === 'manifest' || !Number.isInteger(start) || start < 0 || start >= file.size)
      throw new HttpProblem('attachment.not-found');
    const length = Math.min(PIECE_BYTES, file.size - start);
    const piece = await deps.evidence.read(fileKey(roundId, applicationId, sha256), { start, length });
    return c.body(Buffer.from(piece), 200, { 'Content-Type': 'application/octet-stream' });
  });
}
