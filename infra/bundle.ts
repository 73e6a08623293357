import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { LANGUAGES, type Language, readBy } from '../shared/http/language.ts';
import { verifierPage } from '../shared/http/pages/verifier.ts';
import { BUDGETS, type Bundle, bundleOf, checkBudgets } from './budgets.ts';
import { BROWSERS, functionPlugins, smallStyle } from './bundle-plugins.ts';

const functionsDir = join(import.meta.dirname, '..', 'functions');

/** Some dependencies are CommonJS inside and call `require`, which an ES module does not have. */
const banner = `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);`;

/**
 * Modules of ours only define: a page's script takes of them what it uses, and not the schemas beside it. Whoever wants a
 * module for what it does when it is loaded must not be bundled by this.
 */
const onlyDefine: Plugin = {
  name: 'only-define',
  setup: ({ onResolve, resolve }) => {
    onResolve({ filter: /^\.{1,2}\// }, async ({ path, kind, resolveDir, importer, pluginData }) => {
      if (pluginData === onlyDefine || importer === '' || importer.includes('node_modules')) return undefined;
      const found = await resolve(path, { kind, resolveDir, importer, pluginData: onlyDefine });
      return { ...found, sideEffects: false };
    });
  },
};

/** The pages' English stands beside who may need it. */
const ENGLISH = join(import.meta.dirname, '..', 'shared', 'http', 'english', 'texts.ts');

/** Of the storage's client there is one: what signs uploads brings its own otherwise. */
const oneOfEach = { '@aws-sdk/client-s3': join(import.meta.dirname, '..', 'node_modules', '@aws-sdk', 'client-s3') };

const browserDir = join(functionsDir, 'web', 'browser');

const forBrowsers = {
  bundle: true,
  platform: 'browser',
  target: BROWSERS,
  minify: true,
  legalComments: 'none',
  // What hashes on the server hashes there, too.
  alias: { 'node:crypto': join(browserDir, 'node-crypto.ts') },
  plugins: [onlyDefine],
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * Bundles the pages' scripts, `form.ts` and `task.ts` of `functions/web/browser`, to `<outdir>/<name>-<hash>.js`, and makes
 * the page that checks proofs, `<outdir>/verify.<language>.html`.
 * @throws the build's errors
 */
export async function bundleBrowser(outdir: string): Promise<void> {
  await build({
    ...forBrowsers,
    entryPoints: ['form.ts', 'task.ts'].map((name) => join(browserDir, name)),
    entryNames: '[name]-[hash]',
    outdir,
    format: 'esm',
  });
  mkdirSync(outdir, { recursive: true });
  for (const [language, page] of await verifierPages()) writeFileSync(join(outdir, `verify.${language}.html`), page);
}

const sourceHash = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** The page that checks proofs, in each language: everything that it needs is in it. */
export async function verifierPages(): Promise<Map<Language, string>> {
  const entryPoints = [join(browserDir, 'verify.ts')];
  const { outputFiles } = await build({ ...forBrowsers, entryPoints, format: 'iife', write: false });
  const script = outputFiles.map(({ text }) => text).join('');
  const style = await smallStyle();
  const parts = { style, script, hashes: { style: sourceHash(style), script: sourceHash(script) } };
  const pages = LANGUAGES.map(async (language) => {
    const page = await readBy({ language }, async () => String(await verifierPage(parts)));
    return [language, page] as const;
  });
  return new Map(await Promise.all(pages));
}

/** How whatever runs on Lambda is bundled; a benchmark bundles its yardstick the same way. */
export const forLambda = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  charset: 'utf8',
  // Errors name themselves (`override name`), so identifiers may be shortened.
  minify: true,
  legalComments: 'none',
  banner: { js: banner },
  plugins: functionPlugins,
  alias: oneOfEach,
  metafile: true,
  logLevel: 'warning',
} as const satisfies BuildOptions;

const entryOf = (name: string) => join(functionsDir, name, 'index.ts');

/** Those that load parts of themselves when they need them: each in files of its own, beside what it starts with. */
const IN_PARTS = ['web', 'notify'];

async function bundleInParts(name: string, outdir: string): Promise<Bundle> {
  const { metafile } = await build({
    ...forLambda,
    splitting: true,
    chunkNames: '[name]-[hash]',
    entryPoints: [
      { in: entryOf(name), out: 'index' },
      // Unlike other parts it is loaded in the middle of a text.
      { in: ENGLISH, out: 'english' },
    ],
    outdir: join(outdir, name),
  });
  return bundleOf(name, metafile);
}

/** All in one go: several times faster than one after the other. */
async function bundleWhole(names: readonly string[], outdir: string): Promise<Bundle[]> {
  const entryPoints = names.map((name) => ({ in: entryOf(name), out: join(name, 'index') }));
  const { metafile } = await build({ ...forLambda, entryPoints, outdir });
  return names.map((name) => bundleOf(name, metafile));
}

/**
 * Bundles every `functions/<name>/index.ts` to `<outdir>/<name>/index.mjs`, its parts and the pages' scripts beside it.
 * `mainFields`: the ES module builds of the SDK are half the size of its CommonJS builds, and size is cold start.
 * Equal sources give equal bytes.
 * @param budgets KiB by function, where it is not the usual
 * @throws the build's errors, each with file and line; a folder without `index.ts` is one
 * @throws BundleTooLarge
 */
export async function bundleFunctions(outdir: string, budgets = BUDGETS): Promise<void> {
  const folders = readdirSync(functionsDir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const whole = folders.map(({ name }) => name).filter((name) => !IN_PARTS.includes(name));
  const parted = IN_PARTS.map((name) => bundleInParts(name, outdir));
  checkBudgets([...(await bundleWhole(whole, outdir)), ...(await Promise.all(parted))], budgets);
  await bundleBrowser(join(outdir, 'web', 'browser'));
}
