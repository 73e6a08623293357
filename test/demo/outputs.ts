import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { awardListCsv, disbursementLines } from '../../shared/export/files.ts';
import type { RoundExport } from '../../shared/export/schema.ts';
import { type Summary, summarise } from '../../shared/export/summary.ts';
import { exportText } from '../../shared/export/text.ts';
import type { Outcome } from '../../shared/invariants/check.ts';
import { CATEGORIES } from '../../shared/schemas/basics.ts';
import type { Cost } from './report/cost.ts';
import type { WeatherReport } from './report/weather.ts';

/** Everything that was measured live; all else follows from policy, applications and seed. */
export interface WallClock {
  seconds: number;
  applicationsPerSecond: number;
  /** All processes together. */
  peakMemoryMiB: number;
  operations: Record<string, number>;
  cost: Cost;
  /** Only in bad weather. */
  weather?: WeatherReport;
}

export type DemoSummary = Summary & {
  seed: string;
  applications: number;
  /** Whether every figure could be computed again from the export alone, and what could not. */
  recomputed: { agrees: boolean; differences: string[] };
  /** What must always hold, check by check, and what was found against it. */
  invariants: Outcome[];
  wallClock: WallClock;
};

/** The results that depend on the round alone, by file name. */
export function resultFiles(exported: RoundExport): Record<string, string> {
  const lists = CATEGORIES.map((category) => [`award-list-${category}.csv`, awardListCsv(exported, category)]);
  return {
    'export.json': exportText(exported),
    ...Object.fromEntries(lists),
    'disbursements.jsonl': disbursementLines(exported),
  };
}

export const summaryOf = (
  exported: RoundExport,
  facts: Pick<DemoSummary, 'seed' | 'applications' | 'recomputed' | 'invariants' | 'wallClock'>,
): DemoSummary => ({ ...summarise(exported), ...facts });

export const summaryFile = (summary: DemoSummary): string => `${JSON.stringify(summary, null, 2)}\n`;

/** Writes files into a folder, which is made if it is not there. */
export function writeFiles(dir: string, files: Record<string, string>): void {
  mkdirSync(dir, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
}
