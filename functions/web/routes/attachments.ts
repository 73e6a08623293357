import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Hono } from 'hono';
import { html } from '../../../shared/http/html.ts';
import { page } from '../../../shared/http/layout.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { normalizedPath } from '../../../shared/package/names.ts';
import { cached } from '../../../shared/package/source.ts';
import { openZip } from '../../../shared/package/zip.ts';
import type { TaskKind, VersionRecord } from '../../../shared/schemas/records.ts';
import type { Bucket } from '../../../shared/store/buckets.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';
import type { WebDeps } from '../deps.ts';
import { loadVersion, needApplication } from '../load/application.ts';
import { needTask } from './tasks.ts';

/** Whose work needs the applicant's papers. */
const REVIEWS: ReadonlySet<TaskKind> = new Set(['district-review', 'refusal-review', 'score']);
/** What fits into a function's answer once it is encoded. */
const MAX_BYTES = 4.5 * 1024 * 1024;
const DOWNLOAD_SECONDS = 300;
/** What browsers show by themselves without running anything of it. All else is only handed over as a file. */
const SHOWN = new Set(['application/pdf', 'image/png', 'image/jpeg']);

type File = VersionRecord['files'][number];

async function unpacked(evidence: Bucket, version: VersionRecord, file: File, limits: Parameters<typeof openZip>[1]) {
  const source = cached({
    size: version.size,
    read: (start, length) => evidence.read(version.key, { start, length }),
  });
  const zip = await openZip(source, limits);
  if (!('entries' in zip)) throw new HttpProblem('attachment.unreadable');
  const path = normalizedPath(file.path);
  const entry =
    zip.entries.find(({ name }) => name === path) ?? zip.entries.find(({ otherName }) => otherName === path);
  if (entry?.readable !== true) throw new HttpProblem('attachment.unreadable');
  const chunks: Uint8Array[] = [];
  const problem = await zip.unpack(entry, (chunk) => chunks.push(chunk));
  if (problem !== null) throw new HttpProblem('attachment.unreadable');
  return Buffer.concat(chunks);
}

/** RFC 5987: the name in Chinese for browsers, a plain one for the rest. */
function disposition(file: File): string {
  const name = file.path.split('/').at(-1) ?? 'attachment';
  const how = SHOWN.has(file.contentType) ? 'inline' : 'attachment';
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename="attachment${/\.[a-z0-9]{1,5}$/i.exec(name)?.[0] ?? ''}"; filename*=UTF-8''${encoded}`;
}

function headersOf(file: File): Record<string, string> {
  return {
    'Content-Type': file.contentType,
    'Content-Disposition': disposition(file),
    // Browsers refuse to show a PDF in a sandbox; their viewers run nothing of ours in it either way.
    'Content-Security-Policy':
      file.contentType === 'application/pdf' ? "frame-ancestors 'none'" : "sandbox; default-src 'none'; img-src 'self'",
  };
}

/** The papers of the application under review, one by one, out of the package as it was uploaded. */
export function attachmentRoutes(app: Hono, deps: WebDeps): void {
  app.get('/tasks/:taskId/attachments/:n{[0-9]{1,3}}', async (c) => {
    const { task } = await needTask(c, deps);
    if (!REVIEWS.has(task.kind)) throw new HttpProblem('attachment.not-found');
    const { applicationId, version: current, roundId } = await needApplication(deps, task.applicationId);
    const version = await loadVersion(deps, applicationId, current);
    const file = version?.files[Number(c.req.param('n'))];
    if (version === null || file === undefined) throw new HttpProblem('attachment.not-found');
    if (file.size > MAX_BYTES) return c.html(await tooLarge(deps, version), 413);
    const { policy } = await loadPinned(deps.table, deps.evidence, roundId);
    return c.body(await unpacked(deps.evidence, version, file, policy.intake.value), 200, headersOf(file));
  });
}

/** A single large file does not fit into an answer; the package as a whole comes from the bucket by a short-lived address. */
async function tooLarge({ s3, evidence }: WebDeps, version: VersionRecord) {
  const command = new GetObjectCommand({
    Bucket: evidence.name,
    Key: version.key,
    ResponseContentDisposition: 'attachment; filename="package.zip"',
  });
  const url = await getSignedUrl(s3, command, { expiresIn: DOWNLOAD_SECONDS });
  const body = html`<p>这份材料超过 4.5 MB，不能在线打开。</p>
<p><a href="${url}">下载整个申报材料包</a>（zip 文件，链接 5 分钟内有效），解压后查看。</p>
<p class="hint">错误代码：<code>attachment.too-large</code></p>`;
  return page({ title: '材料过大', body });
}
