import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, rmSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createDigest } from './checksums.ts';
import type { Database } from './database.ts';
import { S3Error } from './errors.ts';
import type { Segment } from './types.ts';

const READ_CHUNK = 256 * 1024;

/** Bytes that came in and lie in a temporary file: `keep` makes them permanent, `discard` forgets them. */
export interface Received extends Segment {
  md5: Buffer;
  checksums: Map<string, Buffer>;
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await file.write(bytes, at)).bytesWritten;
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows has no way to sync a folder, and needs none.
  if (process.platform === 'win32') return;
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * Immutable files named by chance. Only the index says which object a blob belongs to, so a crash at any moment leaves
 * either a complete object or none.
 */
export class Blobs {
  readonly #database: Database;
  readonly #temporary: string;
  readonly #permanent: string;
  /** How many reads are under way per blob: a file is not removed under a reader. */
  readonly #readers = new Map<string, number>();
  readonly #doomed = new Set<string>();

  constructor(dir: string, database: Database) {
    this.#database = database;
    this.#temporary = join(dir, 'incoming');
    this.#permanent = join(dir, 'blobs');
    rmSync(this.#temporary, { recursive: true, force: true });
    mkdirSync(this.#temporary, { recursive: true });
    mkdirSync(this.#permanent, { recursive: true });
  }

  #path(blob: string): string {
    return join(this.#permanent, blob);
  }

  /** Streams to a temporary file; on any failure nothing is left. `maximum` in bytes. */
  async receive(source: AsyncIterable<Buffer>, algorithms: string[], maximum = Infinity): Promise<Received> {
    const blob = randomUUID();
    const md5 = createHash('md5');
    const digests = algorithms.map((name) => ({ name, digest: createDigest(name) }));
    const path = join(this.#temporary, blob);
    const file = await open(path, 'wx');
    let size = 0;
    try {
      for await (const chunk of source) {
        size += chunk.length;
        if (size > maximum)
          throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
        md5.update(chunk);
        for (const { digest } of digests) digest.update(chunk);
        await writeAll(file, chunk);
      }
      await file.datasync();
      await file.close();
    } catch (error) {
      await file.close();
      await rm(path, { force: true });
      throw error;
    }
    const checksums = new Map(digests.map(({ name, digest }) => [name, digest.value()]));
    return { blob, size, md5: md5.digest(), checksums };
  }

  async discard(received: Received): Promise<void> {
    await rm(join(this.#temporary, received.blob), { force: true });
    await rm(this.#path(received.blob), { force: true });
  }

  async keep(received: Received): Promise<void> {
    await rename(join(this.#temporary, received.blob), this.#path(received.blob));
    await syncFolder(this.#permanent);
  }

  /** Marks blobs as unreferenced; to be called in the transaction that drops the last reference. */
  markGarbage(segments: readonly Segment[]): void {
    const insert = this.#database.sql.prepare('INSERT OR IGNORE INTO garbage (blob) VALUES (?)');
    for (const { blob } of segments) insert.run(blob);
  }

  /** Removes unreferenced files that nobody reads any more. */
  async collectGarbage(): Promise<void> {
    const rows = this.#database.sql.prepare('SELECT blob FROM garbage').all();
    for (const row of rows) {
      const blob = String(row.blob);
      if (this.#readers.has(blob) || this.#doomed.has(blob)) continue;
      this.#doomed.add(blob);
      try {
        await rm(this.#path(blob), { force: true });
        this.#database.sql.prepare('DELETE FROM garbage WHERE blob = ?').run(blob);
      } finally {
        this.#doomed.delete(blob);
      }
    }
  }

  /**
   * The bytes from `start` to `end` (both inclusive) of concatenated segments. Call it in the same turn in which the
   * segments were looked up: from then on they are safe from removal until the generator ends or `release` is called.
   */
  lease(segments: readonly Segment[]): { read(start: number, end: number): AsyncGenerator<Buffer>; release(): void } {
    for (const { blob } of segments) this.#readers.set(blob, (this.#readers.get(blob) ?? 0) + 1);
    return {
      read: (start, end) => this.#read(segments, start, end),
      release: () => {
        for (const { blob } of segments) {
          const left = (this.#readers.get(blob) ?? 1) - 1;
          if (left > 0) this.#readers.set(blob, left);
          else this.#readers.delete(blob);
        }
      },
    };
  }

  async *#read(segments: readonly Segment[], start: number, end: number): AsyncGenerator<Buffer> {
    let offset = 0;
    for (const { blob, size } of segments) {
      const from = Math.max(start - offset, 0);
      const to = Math.min(end - offset, size - 1);
      offset += size;
      if (from <= to) yield* createReadStream(this.#path(blob), { start: from, end: to, highWaterMark: READ_CHUNK });
    }
  }
}
