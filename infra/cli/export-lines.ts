import { closeSync, openSync, readSync } from 'node:fs';
import type { Line } from '../../shared/export/lines/kinds.ts';
import { drawLines, type Ended, figureLines, readLines } from '../../shared/export/lines/read.ts';
import { CliError } from './errors.ts';

const CHUNK = 1 << 20;
const BEGINNING = '{"export":';

/** Whether a file is an export in lines, by its name or by how it begins. @throws CliError cli.file-missing */
export function isLines(path: string): boolean {
  if (path.endsWith('.ndjson')) return true;
  for (const chunk of chunksOf(path)) return chunk.toString('latin1', 0, BEGINNING.length) === BEGINNING;
  return false;
}

/** The lines of an export, read as they are asked for. @throws CliError cli.file-missing, BadLine */
export const linesOfFile = (path: string): Generator<Line, Ended> => readLines(chunksOf(path));

/** Those that policy and draw are looked at by, and all others read as well; see `drawLines`. @throws CliError cli.file-missing, BadLine */
export const drawLinesOfFile = (path: string): Generator<Line, Ended> => drawLines(chunksOf(path));

/** Those that figures follow from; see `figureLines`. @throws CliError cli.file-missing */
export const figureLinesOfFile = (path: string): Generator<Line, void> => figureLines(chunksOf(path));

/** The bytes of a file; a chunk is written over when the next one is asked for. */
function* chunksOf(path: string): Generator<Buffer> {
  const buffer = Buffer.allocUnsafe(CHUNK);
  const file = opened(path);
  try {
    for (;;) {
      const length = readSync(file, buffer, 0, CHUNK, null);
      if (length === 0) return;
      yield buffer.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

function opened(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new CliError('cli.file-missing', `无法读取文件 ${path}（${code}）。`, { cause: error });
  }
}
