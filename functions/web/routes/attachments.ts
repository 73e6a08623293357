import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Hono } from 'hono';
import { HttpProblem } from '../../../shared/http/problems.ts';
import type { TaskKind, VersionRecord } from '../../../shared/schemas/records.ts';
import { fileKey } from '../../../shared/store/evidence.ts';
import type { WebDeps } from '../deps.ts';
import { findApplication, loadVersion, needApplication } from '../load/application.ts';
import { needSlot } from '../need-slot.ts';
import { needTask } from './tasks.ts';

/** Whose work needs the applicant's papers. */
const REVIEWS: ReadonlySet<TaskKind> = new Set(['district-review', 'refusal-review', 'score']);
/** What fits into a function's answer once it is encoded. */
const MAX_BYTES = 4.5 * 1024 * 1024;
const DOWNLOAD_SECONDS = 300;
/** What browsers show by themselves without running anything of it. All else is only handed over as a file. */
const SHOWN = new Set(['application/pdf', 'image/png', 'image/jpeg']);

type File = VersionRecord['files'][number];

/** RFC 5987: the name in Chinese for browsers, a plain one for the rest. */
function disposition(file: File, how: 'inline' | 'attachment'): string {
  const name = file.path.split('/').at(-1) ?? 'attachment';
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename="attachment${/\.[a-z0-9]{1,5}$/i.exec(name)?.[0] ?? ''}"; filename*=UTF-8''${encoded}`;
}

function headersOf(file: File): Record<string, string> {
  return {
    'Content-Type': file.contentType,
    'Content-Disposition': disposition(file, SHOWN.has(file.contentType) ? 'inline' : 'attachment'),
    // Browsers refuse to show a PDF in a sandbox; their viewers run nothing of ours in it either way.
    'Content-Security-Policy':
      file.contentType === 'application/pdf' ? "frame-ancestors 'none'" : "sandbox; default-src 'none'; img-src 'self'",
  };
}

/** The papers of the application under review, one by one, as they were verified and kept. */
export function attachmentRoutes(app: Hono, deps: WebDeps): void {
  app.get('/tasks/:taskId/attachments/:n{[0-9]{1,3}}', async (c) => {
    const { task } = await needTask(c, deps);
    if (!REVIEWS.has(task.kind)) throw new HttpProblem('attachment.not-found');
    const { applicationId, version: current, roundId } = await needApplication(deps, task.applicationId);
    const version = await loadVersion(deps, applicationId, current);
    const file = version?.files[Number(c.req.param('n'))];
    if (version === null || file === undefined) throw new HttpProblem('attachment.not-found');
    const key = fileKey(roundId, applicationId, file.sha256);
    if (file.size > MAX_BYTES) return c.redirect(await download(deps, key, file), 303);
    return c.body(Buffer.from(await deps.evidence.read(key)), 200, headersOf(file));
  });
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

/** What does not fit into an answer comes from the bucket itself, by a short-lived address, and only as a file: that is no page of ours. */
function download({ s3, evidence }: WebDeps, Key: string, file: File): Promise<string> {
  const ResponseContentDisposition = disposition(file, 'attachment');
  const command = new GetObjectCommand({ Bucket: evidence.name, Key, ResponseContentDisposition });
  return getSignedUrl(s3, command, { expiresIn: DOWNLOAD_SECONDS });
}
