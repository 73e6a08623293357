import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Finding } from '../round.ts';
import type { Written } from './export.child.ts';
import type { Ranked } from './rank.child.ts';
import { SEATS } from './round-of.ts';
import { inFolder, verifyFile } from './verify.ts';

const run = promisify(execFile);
const TIMES = 3;
const GIGABYTE = 1e9;
const SIZES = [10_000, 30_000, 100_000];
const VERIFIED = 200_000;
const SECONDS = { rank: 0.5, verify: 30 };
/** How far time may grow beyond n log n: memory that no longer fits the caches costs something too. */
const GROWTH = 1.5;

const counted = (n: number): string => n.toLocaleString('en');

/** What ranking and verifying a large round takes, each in a process of its own; the quickest of three rankings. */
export async function benchRanking(): Promise<Finding[]> {
  const findings: Finding[] = [];
  const steady: number[] = [];
  for (const applications of SIZES) {
    const runs: Ranked[] = [];
    for (let i = 0; i < TIMES; i += 1) runs.push(await child<Ranked>('rank.child.ts', applications));
    const best = runs.toSorted((a, b) => processor(a) - processor(b))[0];
    if (best === undefined) continue;
    const largest = applications === SIZES.at(-1);
    const what = `${counted(applications)} applications, ${counted(applications * SEATS)} sheets`;
    const seconds = Math.min(...runs.map(({ totals, places }) => totals.seconds + places.seconds));
    findings.push(
      { what: `${what}: totals and places`, value: seconds, ...(largest ? { most: SECONDS.rank } : {}), unit: 's' },
      { what: `${what}: totals, processor time`, value: best.totals.processor, unit: 's' },
      { what: `${what}: places, processor time`, value: best.places.processor, unit: 's' },
      { what: `${what}: both ÷ sorting as many numbers`, value: processor(best) / best.sort.processor, unit: '' },
    );
    steady.push(processor(best) / (applications * Math.log2(applications)));
  }
  const growth = (steady.at(-1) ?? Number.NaN) / (steady[0] ?? Number.NaN);
  return [
    ...findings,
    { what: 'processor time per n log n, largest ÷ smallest', value: growth, most: GROWTH, unit: '' },
    ...(await benchVerify()),
  ];
}

const processor = ({ totals, places }: Ranked): number => totals.processor + places.processor;

async function benchVerify(): Promise<Finding[]> {
  return inFolder(async (dir) => {
    const path = join(dir, 'export.ndjson');
    const { sheets, bytes } = await child<Written>('export.child.ts', VERIFIED, path);
    const { seconds, processor: used, peak, code, said } = await verifyFile(path);
    process.stderr.write(said);
    const what = `verify, ${counted(sheets)} sheets, ${counted(Math.round(bytes / 1e6))} MB`;
    return [
      { what, value: seconds, most: SECONDS.verify, unit: 's' },
      { what: `${what}: processor time`, value: used, unit: 's' },
      { what: `${what}: exit code`, value: code ?? Number.NaN, most: 0, unit: '' },
      { what: `${what}: memory of the process`, value: peak / GIGABYTE, most: 1, unit: 'GB' },
    ];
  });
}

/** `more`: what else the program is told. A round of a million sheets is made in memory, before it is written. */
async function child<T>(file: string, applications: number, ...more: string[]): Promise<T> {
  const options = ['--expose-gc', '--max-old-space-size=8000'];
  const args = [...options, join(import.meta.dirname, file), String(applications), ...more];
  const { stdout } = await run(process.execPath, args);
  return JSON.parse(stdout) as T;
}
