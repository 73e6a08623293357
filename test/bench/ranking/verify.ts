import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { watchProcesses } from '../processes.ts';

/** What `awards verify` took in a fresh process with nothing but the file: all its threads, its own start included. */
export interface VerifiedFile {
  seconds: number;
  processor: number;
  /** Most resident memory, bytes, as sampled. */
  peak: number;
  code: number | null;
  said: string;
}

const PROGRAM = join(import.meta.dirname, '../../../infra/cli/awards.ts');

export async function verifyFile(path: string): Promise<VerifiedFile> {
  const started = performance.now();
  const child = spawn(process.execPath, [PROGRAM, 'verify', path], { stdio: ['ignore', 'pipe', 'inherit'], env: {} });
  const usage = watchProcesses(child.pid ?? 0);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [said, code] = await Promise.all([text(child.stdout), ended]);
  const seconds = (performance.now() - started) / 1000;
  const { peakBytes = Number.NaN, processor } = usage();
  return { seconds, processor: processor.reduce((sum, [, own]) => sum + own, 0), peak: peakBytes, code, said };
}

/** A folder for a file of a gigabyte, taken away afterwards. */
export async function inFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'awards-bench-'));
  try {
    return await work(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}
