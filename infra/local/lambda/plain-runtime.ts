import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';

const SOURCE = new URL('./runtime.ts', import.meta.url);

/**
 * Writes the workers' runtime as plain JavaScript, line for line, and returns its file. Node would run the TypeScript
 * itself, but with a compiler in each thread that takes 10 MB and half as long again to start.
 */
export function writePlainRuntime(dir: string): string {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, 'runtime.mjs');
  writeFileSync(
    file,
    withoutWarnings(() => stripTypeScriptTypes(readFileSync(SOURCE, 'utf8'))),
  );
  return file;
}

/** Node calls the function experimental, though it does by it what it does to every file of ours. */
function withoutWarnings<T>(work: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return work();
  } finally {
    process.emitWarning = emitWarning;
  }
}
