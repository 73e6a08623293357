import { hashOf } from './pack.ts';
import { online, type Place, pause, stopIfAsked } from './page.ts';
import { say } from './say.ts';
import type { KeptFile } from './store.ts';
import { UploadEnded } from './upload.ts';

/** A file of the application: on this machine, or, without a blob, on the server from the version that was submitted last. */
export type ListedFile = Omit<KeptFile, 'blob'> & { blob: Blob | null };

const TRIES = 6;
const broken = () => new UploadEnded(say('已提交的文件没有取回，请检查网络后再次点“检查并提交”。'));

async function piece(address: string, signal: AbortSignal): Promise<Blob> {
  for (let attempt = 1; ; attempt += 1) {
    stopIfAsked(signal);
    const response = await fetch(address, { signal }).catch(() => null);
    const got = response?.ok === true ? await response.blob().catch(() => null) : null;
    if (got !== null && got.size > 0) return got;
    if (attempt >= TRIES || (response !== null && !response.ok && response.status < 500 && response.status !== 429))
      throw broken();
    await pause(500 * 2 ** attempt);
    await online();
  }
}

/** Fetches a file that is to go along as it was, a piece at a time. @throws UploadEnded with words for the person */
export async function fetched(
  { home }: Place,
  { sha256, size }: { sha256: string; size: number },
  signal: AbortSignal,
): Promise<Blob> {
  const pieces: Blob[] = [];
  for (let at = 0; at < size; at += pieces.at(-1)?.size ?? size)
    pieces.push(await piece(`${home}/files/${sha256}?from=${at}`, signal));
  const blob = new Blob(pieces);
  if ((await hashOf(blob)) !== sha256) throw broken();
  return blob;
}
