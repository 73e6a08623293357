/** Bundles all functions in one go: one esbuild call is several times faster than one per function. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const functionsDir = join(import.meta.dirname, '..', 'functions');

/** Some dependencies are CommonJS inside and call `require`, which an ES module does not have. */
const banner = `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);`;

/**
 * Bundles every `functions/<name>/index.ts` to `<outdir>/<name>/index.mjs`.
 * `mainFields`: the ES module builds of the SDK are half the size of its CommonJS builds, and size is cold start.
 * Equal sources give equal bytes.
 * @throws the build's errors, each with file and line; a folder without `index.ts` is one
 */
export async function bundleFunctions(outdir: string): Promise<void> {
  const folders = readdirSync(functionsDir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  await build({
    entryPoints: folders.map(({ name }) => ({ in: join(functionsDir, name, 'index.ts'), out: join(name, 'index') })),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    // Errors name themselves (`override name`), so identifiers may be shortened.
    minify: true,
    legalComments: 'none',
    banner: { js: banner },
    logLevel: 'warning',
  });
}
