import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Every file runs in a process of its own, and many start others: what one has compiled, the next need not compile again.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '.local', 'compile-cache');

/** Tests of pure code: they change nothing that another file could see, so they share a worker and load what they test once. */
const PURE = ['test/unit/**/*.test.ts', 'test/infra/**/*.test.ts', 'test/workflow/machines/**/*.test.ts'];

export default defineConfig({
  test: {
    // Rounds, state machines and browsers take their time on a small machine; nothing here asserts one.
    testTimeout: 400_000,
    hookTimeout: 400_000,
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
      { extends: true, test: { name: 'running', include: ['test/**/*.test.ts'], exclude: PURE } },
    ],
  },
});
