import { expect, test } from 'vitest';
import { type Bundle, bundleOf, checkBudgets } from '../../infra/budgets.ts';

const KIB = 1024;
type File = Parameters<typeof bundleOf>[1]['outputs'][string];
const file = (
  kib: number,
  imports: Record<string, 'import-statement' | 'dynamic-import'>,
  entryPoint?: string,
): File => ({
  bytes: kib * KIB,
  imports: Object.entries(imports).map(([path, kind]) => ({ path, kind, external: path.startsWith('node:') })),
  exports: [],
  inputs: {},
  ...(entryPoint === undefined ? {} : { entryPoint }),
});

/** Starts with 600 KiB in two files; `later` has 50 of its own and 200 that `last` has, too. */
const outputs: Record<string, File> = {
  '../out/mail-man/index.mjs': {
    ...file(
      422,
      {
        '../out/mail-man/chunk-a.mjs': 'import-statement',
        'node:fs': 'import-statement',
        '../out/mail-man/later.mjs': 'dynamic-import',
      },
      'functions/mail-man/index.ts',
    ),
    inputs: {
      'node_modules/@big/library/dist/a.js': { bytesInOutput: 300 * KIB },
      'node_modules/@big/library/node_modules/small/b.js': { bytesInOutput: 20 * KIB },
      'node_modules/@big/library/dist/c.js': { bytesInOutput: 100 * KIB },
      'functions/mail-man/index.ts': { bytesInOutput: 2 * KIB },
    },
  },
  '../out/mail-man/chunk-a.mjs': file(178, {}),
  '../out/mail-man/chunk-b.mjs': file(200, { '../out/mail-man/chunk-a.mjs': 'import-statement' }),
  '../out/mail-man/later.mjs': file(
    50,
    { '../out/mail-man/chunk-b.mjs': 'import-statement', '../out/mail-man/last.mjs': 'dynamic-import' },
    'functions/mail-man/later.ts',
  ),
  '../out/mail-man/last.mjs': file(
    9,
    { '../out/mail-man/chunk-b.mjs': 'import-statement' },
    'node_modules/last/index.js',
  ),
};
const bundle = bundleOf('mail-man', { inputs: {}, outputs });
const sizes = ({ name, bytes, parts }: Bundle) => [
  [name, bytes / KIB],
  ...parts.map((part) => [part.name, part.bytes / KIB]),
];

test('what is loaded at the start counts, in however many files; a part counts for what it adds', () => {
  expect(sizes(bundle)).toEqual([
    ['mail-man', 600],
    ['mail-man, functions/mail-man/later.ts', 250],
    ['mail-man, last', 209],
  ]);
});

test('a bundle that is larger than it may be is refused, with what it is made of', () => {
  expect(() => checkBudgets([bundle], {}, 599)).toThrow(
    'mail-man: 600 KiB, at most 599. The most of it: @big/library 400, small 20, functions/mail-man/index.ts 2',
  );
  expect(() => checkBudgets([bundle], { 'mail-man': 600 }, 599)).not.toThrow();
  expect(() => checkBudgets([bundle], { 'mail-man': 9 })).toThrow('mail-man: 600 KiB, at most 9');
});

test('a bundle and a part may be as large as their budgets', () => {
  expect(() => checkBudgets([bundle], {}, 600, 250)).not.toThrow();
  expect(() => checkBudgets([bundle], {}, 600, 249)).toThrow(
    'mail-man, functions/mail-man/later.ts: 250 KiB, at most 249',
  );
});

test('what no function starts with is a mistake', () => {
  expect(() => bundleOf('mail-man', { inputs: {}, outputs: {} })).toThrow('mail-man has no index.mjs');
});
