import { defineConfig } from 'vitest/config';

/** Tests of pure code: they change nothing that another file could see, so they share a worker and load what they test once. */
const PURE = ['test/unit/**/*.test.ts', 'test/infra/**/*.test.ts', 'test/workflow/machines/**/*.test.ts'];

export default defineConfig({
  test: {
    // Rounds, state machines and browsers take their time on a small machine; nothing here asserts one.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
      { extends: true, test: { name: 'running', include: ['test/**/*.test.ts'], exclude: PURE } },
    ],
  },
});
