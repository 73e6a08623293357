import { defineConfig } from 'vitest/config';

/** The unit tests and properties of ranking, scoring and award rules: what a changed line of them has to fail. */
export default defineConfig({
  test: {
    include: [
      'test/unit/scoring/**/*.test.ts',
      'test/unit/domain/{ranking,ranking-places,ranking-properties,certificate,disbursement,settlement,notice,objections}.test.ts',
    ],
  },
});
