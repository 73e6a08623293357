import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { localAssembly } from '../../../infra/local/start/assembly.ts';
import { killedPayments, killsOf } from '../../faults/payments-kill.ts';
import type { Finding } from '../round.ts';

/** Seconds, and seconds of the processor without the database. */
interface Took {
  seconds: number;
  cpu: number;
}

export interface Measured {
  /** How many awards there are; how many instructions finance has, and how many awards it has none of. */
  count: number;
  received: number;
  missing: number;
  /** What finance was told to pay, less the plan's sum. */
  differenceFen: number;
  parked: number;
  /** Amounts alone; the plan's handler; the bare chain; from issue to finance's books. */
  compute: Took;
  plan: Took;
  bare: Took;
  way: Took;
}

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..', '..', '..');
/** In memory where there is such a folder: what is measured is the work, not the disk. */
const SHARED_MEMORY = '/dev/shm';
const AWARDS_KILLED = 200;

export interface DisbursementOptions {
  /** The sizes, the largest last. */
  awards: number[];
  kills: number;
}

/** How long planning takes, what the way to finance costs beside its bare calls and how it grows, and whether each payment arrives once; then with kills. */
export async function benchDisbursement({ awards, kills }: DisbursementOptions): Promise<Finding[]> {
  const findings: Finding[] = [];
  const measured: Measured[] = [];
  for (const size of awards) {
    const one = await measure(size);
    process.stdout.write(`  ${JSON.stringify(one)}\n`);
    measured.push(one);
    findings.push(...findingsOf(one));
  }
  const [first, last] = [measured[0], measured.at(-1)];
  if (first !== undefined && last !== undefined && first !== last) {
    const growth = (of: (one: Measured) => Took) => of(last).cpu / last.count / (of(first).cpu / first.count);
    const what = `${last.count.toLocaleString('en')} ÷ ${first.count.toLocaleString('en')} awards, processor time per award`;
    findings.push(
      { what: `${what}: plan`, value: growth(({ plan }) => plan), most: 1.5, unit: '' },
      { what: `${what}: way to finance`, value: growth(({ way }) => way), most: 1.5, unit: '' },
    );
  }
  return kills === 0 ? findings : [...findings, ...(await killed(kills))];
}

async function measure(size: number): Promise<Measured> {
  const dir = mkdtempSync(join(existsSync(SHARED_MEMORY) ? SHARED_MEMORY : tmpdir(), 'disbursement-'));
  try {
    const assemblyDir = await localAssembly(join(ROOT, '.local', 'assembly'));
    const child = join(import.meta.dirname, 'way.child.ts');
    const { stdout } = await run(process.execPath, [child, dir, assemblyDir, String(size)], { maxBuffer: 1e8 });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Measured;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function findingsOf(one: Measured): Finding[] {
  const what = (text: string) => `${one.count.toLocaleString('en')} awards: ${text}`;
  const seconds = one.count === 10_000 ? { most: 1 } : {};
  return [
    { what: what('amounts computed'), value: one.compute.seconds, ...seconds, unit: 's' },
    { what: what('planned by the handler'), value: one.plan.seconds, ...seconds, unit: 's' },
    { what: what('planned by the handler, processor time without the database'), value: one.plan.cpu, unit: 's' },
    // The other way round than a rate: so that more is worse, as everywhere here.
    {
      what: what('issue to finance ÷ bare put, send, receive, put'),
      value: one.way.seconds / one.bare.seconds,
      most: 2,
      unit: '',
    },
    { what: what('the same, processor time'), value: one.way.cpu / one.bare.cpu, unit: '' },
    { what: what('not at finance'), value: one.missing, most: 0, unit: '' },
    { what: what('at finance twice'), value: one.received - (one.count - one.missing), most: 0, unit: '' },
    { what: what('sum that differs'), value: Math.abs(one.differenceFen), most: 0, unit: '分' },
    { what: what('parked'), value: one.parked, most: 0, unit: '' },
  ];
}

async function killed(count: number): Promise<Finding[]> {
  const { outcome, kills } = await killedPayments(AWARDS_KILLED, killsOf('bench', count, AWARDS_KILLED));
  for (const { moment, nth } of kills) process.stdout.write(`  killed at the ${nth}. ${moment}\n`);
  const what = `${AWARDS_KILLED} awards, ${kills.length} kills`;
  return [
    { what: `${what}: kills that did not come`, value: count - kills.length, most: 0, unit: '' },
    { what: `${what}: lost`, value: outcome.lost, most: 0, unit: '' },
    { what: `${what}: twice`, value: outcome.twice, most: 0, unit: '' },
    { what: `${what}: sum that differs`, value: Math.abs(outcome.differenceFen), most: 0, unit: '分' },
    { what: `${what}: parked`, value: outcome.parked, most: 0, unit: '' },
  ];
}
