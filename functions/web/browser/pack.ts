import { sha256 } from '@noble/hashes/sha2.js';
import { Zip, ZipPassThrough } from 'fflate';

const CHUNK_BYTES = 1024 * 1024;

/** A file's bytes a piece at a time: a telephone need not hold a scan in memory. */
async function* pieces(blob: Blob): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < blob.size; at += CHUNK_BYTES)
    yield new Uint8Array(await blob.slice(at, at + CHUNK_BYTES).arrayBuffer());
}

/** SHA-256 in hex. */
export async function hashOf(blob: Blob): Promise<string> {
  const hash = sha256.create();
  for await (const piece of pieces(blob)) hash.update(piece);
  return Array.from(hash.digest(), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export interface Packed {
  path: string;
  blob: Blob;
}

/** The same files give the same bytes, so that an upload goes on where it was interrupted. */
const ANY_TIME = new Date(2025, 0, 1);

/**
 * A zip of the files, stored as they are: PDFs and photographs do not shrink. Of each file it refers to the file itself
 * instead of holding its bytes, so that packages of any size fit into any memory.
 */
export async function packed(files: readonly Packed[]): Promise<Blob> {
  const parts: (Blob | Uint8Array<ArrayBuffer>)[] = [];
  let passing: { blob: Blob; piece: Uint8Array; placed: boolean } | null = null;
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    if (chunk !== passing?.piece) return parts.push(new Uint8Array(chunk));
    // The file itself stands for all of its pieces, after its header, which comes with the first.
    if (!passing.placed) parts.push(passing.blob);
    passing.placed = true;
  });
  for (const { path, blob } of files) {
    const entry = new ZipPassThrough(path);
    entry.mtime = ANY_TIME;
    zip.add(entry);
    let placed = false;
    for await (const piece of pieces(blob)) {
      passing = { blob, piece, placed };
      entry.push(piece);
      placed = passing.placed;
    }
    passing = null;
    entry.push(new Uint8Array(), true);
  }
  zip.end();
  return new Blob(parts, { type: 'application/zip' });
}
