import { randomBytes } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { CliError } from '../errors.ts';
import type { UploadForm } from './site.ts';

/** Nothing sent or heard for so long ends an attempt. */
const SILENCE_MS = 120_000;

function partsOf(fields: Record<string, string>): { type: string; before: Buffer; after: Buffer } {
  const boundary = `awards-${randomBytes(16).toString('hex')}`;
  const field = ([name, value]: [string, string]) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const file = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="package.zip"\r\nContent-Type: application/zip\r\n\r\n`;
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    before: Buffer.from(`${Object.entries(fields).map(field).join('')}${file}`),
    after: Buffer.from(`\r\n--${boundary}--\r\n`),
  };
}

/**
 * Posts a file through the form, streaming it from the disk. Returns the bucket's status.
 * @param progress is told how many bytes of the file went out
 * @throws CliError cli.unreachable
 */
export async function postFile(
  { url, fields }: Pick<UploadForm, 'url' | 'fields'>,
  path: string,
  progress: (sent: number) => void,
): Promise<number> {
  const { type, before, after } = partsOf(fields);
  const { size } = statSync(path);
  const target = new URL(url);
  const begin = target.protocol === 'https:' ? secureRequest : plainRequest;
  const headers = { 'Content-Type': type, 'Content-Length': before.length + size + after.length };
  return new Promise<number>((resolve, reject) => {
    const failed = () => reject(new CliError('cli.unreachable', `上传中断（${target.host}），请检查网络后再试。`));
    const request = begin(target, { method: 'POST', headers, timeout: SILENCE_MS }, (response) => {
      response.resume();
      response.once('error', failed);
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
    request.once('error', failed);
    request.once('timeout', () => request.destroy(new Error('silence')));
    send(request, [before, createReadStream(path), after], progress).catch(() => request.destroy(new Error('unsent')));
  });
}

type Sent = Buffer | AsyncIterable<Buffer>;

async function send(
  request: ReturnType<typeof plainRequest>,
  parts: Sent[],
  progress: (sent: number) => void,
): Promise<void> {
  let sent = 0;
  for (const part of parts) {
    if (Buffer.isBuffer(part)) {
      request.write(part);
      continue;
    }
    for await (const chunk of part) {
      if (request.destroyed) return;
      if (!request.write(chunk)) await drained(request);
      sent += chunk.length;
      progress(sent);
    }
  }
  request.end();
}

/** Until more can be written, or nothing can any more. */
const drained = (request: ReturnType<typeof plainRequest>): Promise<void> =>
  new Promise((resolve) => {
    const go = () => {
      request.off('drain', go).off('close', go).off('error', go);
      resolve();
    };
    request.on('drain', go).on('close', go).on('error', go);
  });
