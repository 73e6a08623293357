/** What is left out of the functions' bundles, or put in small: what a function loads before it can answer is cold start. */
import { readFile } from 'node:fs/promises';
import { type Plugin, transform } from 'esbuild';
import { STYLE, styleAddress } from '../shared/http/style.ts';

/** Browsers of the last four years, those inside messaging apps among them. */
export const BROWSERS = ['chrome96', 'safari15.4', 'firefox100'];

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

/** An array that a module of the SDK's shapes defines, up to its end. */
const SHAPE = /^((?:export )?(?:var|const) [\w$]+) = (\[[\s\S]*?\]);$/gm;

/**
 * The shapes of a service are arrays, of which a function needs those of its calls. They have computed keys, so the bundler
 * cannot see that nothing happens when they are made, and keeps them all: here it is told.
 */
const shapes: Plugin = {
  name: 'shapes',
  setup: ({ onLoad }) => {
    onLoad(
      { filter: /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ },
      async ({ path }) => {
        const text = await readFile(path, 'utf8');
        return { contents: text.replaceAll(SHAPE, '$1 = /* @__PURE__ */ (() => $2)();'), loader: 'js' };
      },
    );
  },
};

/** A constant of a module, up to its end: the formatter lets nothing else begin a line at its start. */
const CONSTANT = /^((?:export )?const [\w$]+(?:: [^=\n]*)?) = ((?:[^;]|;(?!\n))*);\n(?=[^\s)}\]]|$)/gm;
/** What makes nothing before it is called, and what cannot be made within a function. */
const AS_IT_IS = /^(?:async )?(?:\(|<|[\w$]+ =>|function)|\bawait\b/;

/**
 * Schemas are calls, so the bundler keeps all that stand in a module of which a function uses one; and to make them is a quarter
 * of what a start takes. Modules with schemas only define: here the bundler is told, and what nobody uses is left out.
 */
const schemas: Plugin = {
  name: 'schemas',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]shared[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes("from 'zod'")) return undefined;
      const contents = text.replace(CONSTANT, (all, head: string, made: string) =>
        AS_IT_IS.test(made) || !made.includes('(') ? all : `${head} = /* @__PURE__ */ (() => (${made}))();\n`,
      );
      return { contents, loader: 'ts' };
    });
  },
};

/** What the SDK would load for browsers, and for operations that answer with a stream of events: no function has any. */
const unused: Plugin = {
  name: 'unused',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^(?:bowser|@smithy\/core\/event-streams)$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};

/** What every bundle of a function is made with. */
export const functionPlugins = [stylesheet, credentials, english, shapes, schemas, unused];
