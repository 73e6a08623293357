/** Bundles all functions in one go: one esbuild call is several times faster than one per function. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, type Plugin, transform } from 'esbuild';
import { LANGUAGES, type Language, readBy } from '../shared/http/language.ts';
import { verifierPage } from '../shared/http/pages/verifier.ts';
import { STYLE, styleAddress } from '../shared/http/style.ts';
import { BUDGETS, bundlesOf, checkBudgets } from './budgets.ts';

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

/** Browsers of the last four years, those inside messaging apps among them. */
const BROWSERS = ['chrome96', 'safari15.4', 'firefox100'];

/** The stylesheet as pages are served it. */
export async function smallStyle(): Promise<string> {
  const options = { loader: 'css', minify: true, target: BROWSERS, legalComments: 'inline' } as const;
  return (await transform(STYLE, options)).code;
}

/** The pages' stylesheet is put together and made small here: functions have what comes of it, and read no file. */
const stylesheet: Plugin = {
  name: 'stylesheet',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]shared[\\/]http[\\/]style\.ts$/ }, async () => {
      const style = await smallStyle();
      const values = { STYLE: style, STYLE_PATH: styleAddress(style) };
      const contents = Object.entries(values).map(
        ([name, value]) => `export const ${name} = ${JSON.stringify(value)};`,
      );
      return { contents: contents.join('\n'), loader: 'js' };
    });
  },
};

/** Parts that are loaded when they are first asked for, each from a file of its own beside its function. */
const PARTS: { in: string; out: string }[] = [
  { in: join('functions', 'web', 'docx.ts'), out: join('web', 'docx') },
  { in: join('shared', 'http', 'english', 'texts.ts'), out: join('web', 'english') },
  { in: join('shared', 'http', 'english', 'texts.ts'), out: join('notify', 'english') },
];

const LAZY_ENGLISH = `
const load = () => (loaded ??= require('./english.mjs').ENGLISH);
let loaded;
export const ENGLISH = new Proxy({}, {
  get: (_, text) => load()[text],
  getOwnPropertyDescriptor: (_, text) => Object.getOwnPropertyDescriptor(load(), text),
});`;

/** The pages' English, a quarter of a megabyte: loaded with the first text that is asked for in English. */
const english: Plugin = {
  name: 'english',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /\/english\/texts\.ts$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: 'texts', namespace: 'english', sideEffects: false },
    );
    onResolve({ filter: /^\.\/english\.mjs$/ }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: 'english' }, () => ({ contents: LAZY_ENGLISH, loader: 'js' }));
  },
};

/** Of the storage's client there is one: what signs uploads brings its own otherwise. */
const oneOfEach = { '@aws-sdk/client-s3': join(import.meta.dirname, '..', 'node_modules', '@aws-sdk', 'client-s3') };

/** What writes documents. */
const apart: Plugin = {
  name: 'apart',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/docx\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './docx.mjs', external: true } : undefined,
    );
  },
};

/**
 * On Lambda credentials are in the environment. The SDK's own chain brings what else there is on other machines (profiles,
 * sign-in, web identity, other hosts), a hundred kilobytes that no function ever runs.
 */
const credentials: Plugin = {
  name: 'credentials',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ resolveDir }) => ({
      path: 'environment',
      namespace: 'credentials',
      pluginData: resolveDir,
    }));
    onLoad({ filter: /.*/, namespace: 'credentials' }, ({ pluginData }: { pluginData: string }) => ({
      contents: `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
      resolveDir: pluginData,
    }));
  },
};

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
  // Errors name themselves (`override name`), so identifiers may be shortened.
  minify: true,
  legalComments: 'none',
  banner: { js: banner },
  plugins: [stylesheet, apart, credentials, english],
  alias: oneOfEach,
  metafile: true,
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * Bundles every `functions/<name>/index.ts` to `<outdir>/<name>/index.mjs`, and the pages' scripts beside their function.
 * `mainFields`: the ES module builds of the SDK are half the size of its CommonJS builds, and size is cold start.
 * Equal sources give equal bytes.
 * @param budgets KiB by function, where it is not the usual
 * @throws the build's errors, each with file and line; a folder without `index.ts` is one
 * @throws BundleTooLarge
 */
export async function bundleFunctions(outdir: string, budgets = BUDGETS): Promise<void> {
  const folders = readdirSync(functionsDir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const { metafile } = await build({
    ...forLambda,
    entryPoints: [
      ...folders.map(({ name }) => ({ in: join(functionsDir, name, 'index.ts'), out: join(name, 'index') })),
      ...PARTS.map((part) => ({ ...part, in: join(import.meta.dirname, '..', part.in) })),
    ],
    outdir,
  });
  checkBudgets(bundlesOf(metafile), budgets);
  await bundleBrowser(join(outdir, 'web', 'browser'));
}
