import type { PackageFile } from '../../shared/package/check.ts';
import { normalizedPath } from '../../shared/package/names.ts';
import type { Blocks } from '../../shared/package/source.ts';
import { type OpenZip, openZip, type ZipEntry, type ZipLimits } from '../../shared/package/zip.ts';
import { ObjectChanged } from '../../shared/store/buckets.ts';
import { fileKey, filesPrefix } from '../../shared/store/evidence.ts';
import type { Arrival, IntakeDeps } from './arrival.ts';

/** Files up to this size are written some at a time; larger ones flow through one by one. */
const SMALL_BYTES = 1024 * 1024;
const AT_ONCE = 4;

/** A package that passed, and where it is read again. */
export interface Verified {
  blocks: Blocks;
  files: PackageFile[];
  limits: ZipLimits;
}

/**
 * Copies the files of a verified package to the evidence bucket, each under its hash, reading the package a second time as a
 * stream. The storage compares each with its hash; what is there already (from another version, or from a try that
 * broke off) is not written again. Nothing refers to any of it before the version is written.
 * @throws ObjectChanged if the object is not the verified one any more
 */
export async function keepFiles(
  deps: IntakeDeps,
  arrival: Arrival,
  { blocks, files, limits }: Verified,
): Promise<void> {
  const { roundId, applicationId } = arrival.slot;
  const there = new Set<string>();
  for await (const { key } of deps.evidence.list(filesPrefix(roundId, applicationId))) there.add(key);
  const missing = new Map(files.map((file) => [fileKey(roundId, applicationId, file.sha256), file]));
  for (const key of there) missing.delete(key);
  if (missing.size === 0) return;
  const zip = await openZip(blocks, limits);
  if (!('entries' in zip)) throw new ObjectChanged(arrival.key);
  await writeAll(deps, zip, placed(zip, missing, arrival.key));
}

interface Task {
  key: string;
  file: PackageFile;
  entry: ZipEntry;
}

/** The entries that hold these files, in the order in which they lie in the zip. */
function placed(zip: OpenZip, missing: Map<string, PackageFile>, object: string): Task[] {
  const tasks = [...missing].map(([key, file]) => {
    const path = normalizedPath(file.path);
    const entry =
      zip.entries.find(({ name }) => name === path) ?? zip.entries.find(({ otherName }) => otherName === path);
    if (entry === undefined) throw new ObjectChanged(object);
    return { key, file, entry };
  });
  return tasks.sort((a, b) => a.entry.raw.offset - b.entry.raw.offset);
}

async function writeAll({ evidence }: IntakeDeps, zip: OpenZip, tasks: Task[]): Promise<void> {
  const batch: (() => Promise<void>)[] = [];
  for (const { key, file, entry } of tasks) {
    if (file.size > SMALL_BYTES) {
      await evidence.writeVerified(key, copies(zip.unpack(entry)), file);
      continue;
    }
    const bytes = Buffer.concat(await Array.fromAsync(copies(zip.unpack(entry))));
    batch.push(() => evidence.writeVerified(key, bytes, file));
    if (batch.length === AT_ONCE) await together(batch.splice(0));
  }
  await together(batch);
}

/** Waits for all, also where one failed: none may go on behind the function's back. */
async function together(writes: (() => Promise<void>)[]): Promise<void> {
  for (const result of await Promise.allSettled(writes.map((write) => write()))) {
    if (result.status === 'rejected') throw result.reason;
  }
}

/** The reader uses its memory again; whoever sends may still be holding the last chunk. */
async function* copies(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += SMALL_BYTES / 4)
      yield Buffer.from(chunk.subarray(at, at + SMALL_BYTES / 4));
  }
}
