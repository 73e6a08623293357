import { statSync } from 'node:fs';
import { UPLOAD_VERDICTS } from '../../../shared/http/labels.ts';
import { beijing } from '../../../shared/http/time.ts';
import type { SlotStatus } from '../../../shared/schemas/slot-status.ts';
import { CliError } from '../errors.ts';
import type { Said } from '../round.ts';
import { fileHash, isFolder, problemTable } from './check.ts';
import { postFile } from './post.ts';
import { enter, type SlotSite } from './site.ts';

type Upload = SlotStatus['uploads'][number];

const TRIES = 3;
const POLL_MS = 500;
/** Under this size the upload is over before anybody wonders. */
const SHOWN_FROM = 4 * 1024 * 1024;

export interface SubmitOptions {
  /** Seconds to wait for the verdict. */
  wait: number;
  json: boolean;
  /** Where progress is shown. */
  note: (text: string) => void;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Named after the content: the same file again is the same upload, whoever repeats it and when. */
const uploadIdOf = (sha256: string): string => `cli-${sha256.slice(0, 40)}`;

/** What became of a package, with what proves it. */
export interface Receipt {
  applicationId: string;
  upload: Upload;
  /** Of the file. */
  sha256: string;
  /** The file was submitted before. */
  known: boolean;
}

/**
 * Uploads a package through its slot's link and waits for the verdict. A file that was submitted before is recognised,
 * and its verdict told again.
 * @throws CliError where the link, the file or the network does not serve
 */
export async function submit(path: string, link: string, { wait, note }: SubmitOptions): Promise<Receipt> {
  if (isFolder(path)) throw new CliError('cli.not-a-zip', `${path} 是文件夹，请先用 package build 打包。`);
  const sha256 = await fileHash(path);
  const uploadId = uploadIdOf(sha256);
  const site = await enter(link);
  const { applicationId } = site;
  const before = find(await site.status(), uploadId);
  if (before !== undefined) return { applicationId, upload: before, sha256, known: true };
  await upload(site, path, uploadId, note);
  return { applicationId, upload: await awaited(site, uploadId, wait), sha256, known: false };
}

/** `package submit` of one file. @throws CliError */
export async function submitPackage(path: string, link: string, options: SubmitOptions): Promise<Said> {
  const receipt = await submit(path, link, options);
  return { text: options.json ? `${JSON.stringify(bare(receipt), null, 2)}\n` : told(receipt), good: isGood(receipt) };
}

export const isGood = ({ upload }: Receipt): boolean => ['accepted', 'duplicate'].includes(upload.verdict);

/** For programs. */
export function bare(receipt: Receipt): Record<string, unknown> {
  const { applicationId, sha256: file, upload } = receipt;
  const { uploadId, receivedAt, verdict, version, sha256: content, problems } = upload;
  return { ok: isGood(receipt), applicationId, uploadId, receivedAt, verdict, version, file, content, problems };
}

const find = ({ uploads }: SlotStatus, uploadId: string): Upload | undefined =>
  uploads.find((one) => one.uploadId === uploadId);

async function upload(site: SlotSite, path: string, uploadId: string, note: (text: string) => void): Promise<void> {
  const { size } = statSync(path);
  for (let attempt = 1; ; attempt += 1) {
    const form = await site.form(uploadId);
    if (form === null) throw new CliError('upload.closed', '现在不接收上传：已过截止时间，或申报已作出决定。');
    if (size > form.maxBytes)
      throw new CliError('upload.too-large', `文件为 ${mebibytes(size)}，超过上限 ${mebibytes(form.maxBytes)}。`);
    try {
      const status = await postFile(form, path, size < SHOWN_FROM ? () => undefined : progressOf(size, note));
      if (status === 201) return;
      if (status < 500 || attempt === TRIES) throw new CliError('upload.refused', `存储服务未接收文件（${status}）。`);
    } catch (error) {
      if (!(error instanceof CliError) || error.code !== 'cli.unreachable' || attempt === TRIES) throw error;
      note(`\n上传中断，第 ${attempt + 1} 次尝试。\n`);
    }
    await pause(1000 * attempt);
  }
}

const mebibytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** A line that is written over, at each further hundredth. */
function progressOf(size: number, note: (text: string) => void): (sent: number) => void {
  let shown = -1;
  return (sent) => {
    const percent = Math.floor((sent * 100) / size);
    if (percent === shown) return;
    shown = percent;
    note(`\r已上传 ${percent}%（${mebibytes(sent)}／${mebibytes(size)}）${percent === 100 ? '\n' : ''}`);
  };
}

async function awaited(site: SlotSite, uploadId: string, wait: number): Promise<Upload> {
  const until = Date.now() + wait * 1000;
  for (;;) {
    const found = find(await site.status(), uploadId);
    if (found !== undefined) return found;
    if (Date.now() >= until)
      throw new CliError('upload.pending', '文件已经上传完成，仍在核验。稍后重复同一命令即可看到结果，不会重复上传。');
    await pause(POLL_MS);
  }
}

function told({ applicationId, upload, sha256, known }: Receipt): string {
  const { uploadId, receivedAt, verdict, version, problems, sha256: content } = upload;
  const { text, says } = UPLOAD_VERDICTS[verdict];
  const lines = [
    ...(known ? ['这个文件之前已经上传，结果如下。'] : []),
    `${text}：${says}`,
    `申报 ${applicationId}`,
    `上传编号 ${uploadId}${version === null ? '' : `，第 ${version} 版`}`,
    `收到时间 ${beijing(receivedAt)}`,
    `文件 SHA-256 ${sha256}`,
    ...(content === null ? [] : [`材料 SHA-256 ${content}`]),
  ];
  return `${lines.join('\n')}\n${problems.length === 0 ? '' : `\n${problemTable(problems)}`}`;
}
