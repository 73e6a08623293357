import { expect, test } from 'vitest';
import { bundlesOf, checkBudgets } from '../../infra/budgets.ts';

const KIB = 1024;
const metafile = (bytes: number) => ({
  inputs: {},
  outputs: {
    '../out/mail-man/index.mjs': {
      ...{ bytes, imports: [], exports: [] },
      inputs: {
        'node_modules/@big/library/dist/a.js': { bytesInOutput: 300 * KIB },
        'node_modules/@big/library/node_modules/small/b.js': { bytesInOutput: 20 * KIB },
        'node_modules/@big/library/dist/c.js': { bytesInOutput: 100 * KIB },
        'functions/mail-man/index.ts': { bytesInOutput: 2 * KIB },
      },
    },
    // What is loaded later does not count.
    '../out/mail-man/part.mjs': { bytes: 9000 * KIB, imports: [], exports: [], inputs: {} },
  },
});

test('a bundle that is larger than it may be is refused, with what it is made of', () => {
  const bundles = bundlesOf(metafile(700 * KIB + 1));
  expect(() => checkBudgets(bundles)).toThrow(
    'mail-man: 701 KiB, at most 700. The most of it: @big/library 400, small 20, functions/mail-man/index.ts 2',
  );
  expect(() => checkBudgets(bundles, { 'mail-man': 701 })).not.toThrow();
  expect(() => checkBudgets(bundlesOf(metafile(10 * KIB)), { 'mail-man': 9 })).toThrow('mail-man: 10 KiB, at most 9');
});

test('a bundle may be as large as its budget', () => {
  expect(() => checkBudgets(bundlesOf(metafile(700 * KIB)))).not.toThrow();
});
