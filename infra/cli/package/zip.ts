import { closeSync, createReadStream, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

export interface Packed {
  /** Path inside the zip. */
  name: string;
  from: { bytes: Uint8Array } | { path: string };
}

/** The same for every entry: equal content gives equal bytes. In local time, as the library reads it. */
const MADE = new Date(2025, 0, 1);

/**
 * Writes a zip file by file, never whole in memory; it appears under its name when it is complete. Attachments are of
 * compressed formats and are stored; texts are deflated.
 */
export async function writeZipFile(path: string, files: readonly Packed[]): Promise<void> {
  const part = `${path}.part`;
  const target = openSync(part, 'w');
  try {
    let failed: Error | null = null;
    const zip = new Zip((error, chunk) => {
      if (error) failed = error;
      else writeSync(target, chunk);
    });
    for (const { name, from } of files) {
      const entry = 'bytes' in from ? new ZipDeflate(name) : new ZipPassThrough(name);
      entry.mtime = MADE;
      zip.add(entry);
      if ('bytes' in from) entry.push(from.bytes, true);
      else {
        for await (const chunk of createReadStream(from.path) as AsyncIterable<Buffer>) entry.push(chunk);
        entry.push(new Uint8Array(), true);
      }
    }
    zip.end();
    if (failed !== null) throw failed;
    closeSync(target);
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}
