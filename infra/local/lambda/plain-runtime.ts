import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/**
 * Writes the workers' runtime as one file of plain JavaScript and returns its name. Node would run the TypeScript
 * itself, but with a compiler in each thread that takes 10 MB and half as long again to start.
 */
export function writePlainRuntime(dir: string): string {
  mkdirSync(dir, { recursive: true });
  const outfile = join(dir, 'runtime.mjs');
  const entryPoints = [join(import.meta.dirname, 'runtime.ts')];
  buildSync({ entryPoints, outfile, bundle: true, platform: 'node', target: 'node24', format: 'esm' });
  return outfile;
}
