/** Bundles all functions in one go: one esbuild call is several times faster than one per function. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, type Plugin, transform } from 'esbuild';
import { LANGUAGES, type Language, readBy } from '../shared/http/language.ts';
import { verifierPage } from '../shared/http/pages/verifier.ts';
import { STYLE, styleAddress } from '../shared/http/style.ts';

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

/** Loaded when it is first asked for, from a file of its own beside the function, so that the function starts without it. */
const apart: Plugin = {
  name: 'apart',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/docx\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './docx.mjs', external: true } : undefined,
    );
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

/**
 * Bundles every `functions/<name>/index.ts` to `<outdir>/<name>/index.mjs`, and the pages' scripts beside their function.
 * `mainFields`: the ES module builds of the SDK are half the size of its CommonJS builds, and size is cold start.
 * Equal sources give equal bytes.
 * @throws the build's errors, each with file and line; a folder without `index.ts` is one
 */
export async function bundleFunctions(outdir: string): Promise<void> {
  const folders = readdirSync(functionsDir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  await build({
    entryPoints: [
      ...folders.map(({ name }) => ({ in: join(functionsDir, name, 'index.ts'), out: join(name, 'index') })),
      { in: join(functionsDir, 'web', 'docx.ts'), out: join('web', 'docx') },
    ],
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
    plugins: [stylesheet, apart],
    logLevel: 'warning',
  });
  await bundleBrowser(join(outdir, 'web', 'browser'));
}
