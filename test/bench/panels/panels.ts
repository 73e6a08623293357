import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Finding } from '../round.ts';
import type { Drawn } from './draw.child.ts';

const run = promisify(execFile);
const TIMES = 3;
const GIGABYTE = 1e9;

const SIZES = [
  { applications: 500, experts: 100 },
  { applications: 2000, experts: 200, seconds: 0.5 },
  { applications: 10_000, experts: 500, seconds: 5 },
];

/** What a draw of panels of five takes, from the registers' rows to the panels, each in a process of its own. */
export async function benchPanels(): Promise<Finding[]> {
  const findings: Finding[] = [];
  const perSeat: number[] = [];
  for (const { applications, experts, seconds } of SIZES) {
    const runs: Drawn[] = [];
    for (let i = 0; i < TIMES; i += 1) runs.push(await drawn(applications, experts));
    const [best] = runs.toSorted((a, b) => a.seconds - b.seconds);
    if (best === undefined) continue;
    const what = `${applications.toLocaleString('en')} applications × ${experts} experts × 5`;
    const most = seconds === undefined ? {} : { most: seconds };
    findings.push(
      { what: `${what}: drawn in`, value: best.seconds, ...most, unit: 's' },
      { what: `${what}: proof ÷ draw, time`, value: best.proofSeconds / best.seconds, unit: '' },
      { what: `${what}: panels and loads not proved the best`, value: best.unproved, most: 0, unit: '' },
      { what: `${what}: most panels of an expert less fewest`, value: best.spread, unit: '' },
      { what: `${what}: memory of the process`, value: best.peak / GIGABYTE, most: 1, unit: 'GB' },
    );
    perSeat.push(best.seconds / (applications * experts));
  }
  const [small = Number.NaN, , large = Number.NaN] = perSeat;
  return [...findings, { what: 'time per application and expert, largest ÷ smallest', value: large / small, unit: '' }];
}

async function drawn(applications: number, experts: number): Promise<Drawn> {
  const child = join(import.meta.dirname, 'draw.child.ts');
  const { stdout } = await run(process.execPath, [child, String(applications), String(experts)]);
  return JSON.parse(stdout) as Drawn;
}
