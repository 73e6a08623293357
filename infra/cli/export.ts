import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { sha256Stream } from '../../shared/canonical.ts';
import { exportRound } from '../../shared/export/export.ts';
import { streamRound } from '../../shared/export/stream.ts';
import { exportText } from '../../shared/export/text.ts';
import { CliError } from './errors.ts';
import type { Place } from './place.ts';

/** A round of more applications is never one document: nobody could open it, and it would have to be held as a whole. */
const MOST_IN_ONE = 5000;
const LINES = '.ndjson';

/**
 * Writes a round's export: one document, or lines where the file is named `.ndjson` or the round is large. The file is there when
 * it is whole, not before. @throws CliError cli.file-not-written
 */
export async function writeExport(place: Place, roundId: string, out: string): Promise<string> {
  const { applications, lines } = await streamRound(place.table, place.evidence, roundId);
  if (out.endsWith(LINES)) return write(out, lines());
  if (applications <= MOST_IN_ONE) return write(out, document(place, roundId));
  const path = `${out.replace(/\.json$/, '')}${LINES}`;
  const said = await write(path, lines());
  return `申报超过 ${MOST_IN_ONE} 件，按逐行格式导出。\n${said}`;
}

async function* document({ table, evidence }: Place, roundId: string): AsyncGenerator<string> {
  yield exportText(await exportRound(table, evidence, roundId));
}

async function write(path: string, texts: AsyncIterable<string>): Promise<string> {
  const part = `${path}.part`;
  const hash = sha256Stream();
  let size = 0;
  try {
    const file = trying(path, () => openSync(part, 'w'));
    try {
      for await (const text of texts) {
        const bytes = Buffer.from(text);
        hash.add(bytes);
        size += bytes.length;
        trying(path, () => writeAll(file, bytes));
      }
    } finally {
      closeSync(file);
    }
    trying(path, () => renameSync(part, path));
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
  return `已导出 ${path}\n${size} 字节，SHA-256 ${hash.hex()}\n`;
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

function trying<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError('cli.file-not-written', `无法写入 ${path}：${why}`, { cause: error });
  }
}
