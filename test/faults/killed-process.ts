import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as z from 'zod';

const COMPILED = join(import.meta.dirname, '..', '..', '.local', 'compiled');
/** In memory where there is such a folder: two hundred rounds write a lot. */
const SHARED_MEMORY = '/dev/shm';
const LAST_WORDS = 4000;

/** A folder for what dies and is started again. */
export const folderOf = (name: string): string =>
  mkdtempSync(join(existsSync(SHARED_MEMORY) ? SHARED_MEMORY : tmpdir(), `${name}-`));

/** A file of JSON lines, which a process may not have come to write. */
export function linesOf<S extends z.ZodType>(file: string, schema: S): z.output<S>[] {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  return lines.map((line) => schema.parse(JSON.parse(line)));
}

/** Runs a process until it ends, however it does: its code or signal, and what it said last. Each start after the first finds our code compiled. */
export function runToEnd(program: string, order: unknown): Promise<{ ended: string; said: string }> {
  const child = spawn(process.execPath, [program, JSON.stringify(order)], {
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-LAST_WORDS);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    // Not its exit alone: what it said last is still on its way then.
    child.once('close', (code, signal) => resolve({ ended: signal ?? String(code), said }));
  });
}
