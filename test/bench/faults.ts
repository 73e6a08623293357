import { appendFileSync, mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { localAssembly } from '../../infra/local/start/assembly.ts';
import { FAULT_TITLES, FAULTS, type Fault } from '../../infra/local/weather/faults.ts';
import { type KilledRun, killedRun } from '../faults/kill.ts';
import { type Throughput, throughput } from '../faults/poison.ts';
import type { WeatherRun } from '../faults/weather.ts';
import { playInProcess } from '../faults/weather-process.ts';
import type { Finding } from './round.ts';

export interface FaultsOptions {
  /** How many rounds are killed, and how many are played in bad weather. */
  killed: number;
  weather: number;
  /** The first seed: `--from 300 --weather 100` plays the seeds 300 to 399. */
  from: number;
  /** How many invitations are sent among poisoned messages. */
  letters: number;
  /** Processes side by side; much of a round in bad weather is waiting. */
  jobs: number;
}

const ROOT = join(import.meta.dirname, '..', '..');
/** Every run, a line of JSON each: so that what was seen so far is there when it is broken off. */
const LOG = join(ROOT, '.local', 'faults.jsonl');
const APPLICATIONS = 20;
/** So many different rounds; each is played undisturbed once by each process that needs it. */
const WORLDS = 20;
/** Every so-many-th killed round has threads for its functions, as the local cloud has; the others are cheaper. */
const WITH_THREADS = 10;

const worldOf = (n: number): string => `w${n % WORLDS}`;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

interface Counts {
  runs: number;
  lost: number;
  twice: number;
  differing: number;
  parked: number;
  /** Rounds that did not get to their end. */
  failed: number;
  /** Checks of what must always hold that do not. */
  broken: number;
}

const none = (): Counts => ({ runs: 0, lost: 0, twice: 0, differing: 0, parked: 0, failed: 0, broken: 0 });

/** Kills rounds and plays them in bad weather, and counts what was lost, done twice or came out otherwise. */
export async function benchFaults(options: FaultsOptions): Promise<Finding[]> {
  mkdirSync(join(ROOT, '.local'), { recursive: true });
  const assemblyDir = await localAssembly(join(ROOT, '.local', 'assembly'));
  const killed = await killRounds(options);
  const { counts: weathered, thrown } = await weatherRounds(options, assemblyDir);
  print('');
  for (const fault of FAULTS) print(`  ${String(thrown[fault] ?? 0).padStart(8)}  ${FAULT_TITLES[fault]} (${fault})`);
  return [
    ...findings('killed', killed),
    ...findings('bad weather', weathered),
    ...(await poisoned(options, assemblyDir)),
  ];
}

/** A poisoned message stops nothing else: letters per second in fair weather, and in bad weather with poison among them. */
async function poisoned({ letters }: FaultsOptions, assemblyDir: string): Promise<Finding[]> {
  if (letters === 0) return [];
  const fair = await throughput(letters, assemblyDir, false);
  const bad = await throughput(letters, assemblyDir, true);
  const perSecond = (one: Throughput): number => one.letters / one.seconds;
  print(`\n${letters} invitations in fair weather: ${perSecond(fair).toFixed(1)} letters per second`);
  print(`and in bad weather, among ${bad.poisoned} poisoned messages: ${perSecond(bad).toFixed(1)} letters per second`);
  print(`  ${bad.parked} messages stand in dead-letter queues afterwards`);
  return [
    {
      what: 'letters per second, fair ÷ bad weather with poison',
      value: perSecond(fair) / perSecond(bad),
      most: 2,
      unit: '',
    },
    { what: 'poisoned messages that are not parked', value: Math.max(0, bad.poisoned - bad.parked), most: 0, unit: '' },
  ];
}

function findings(what: string, { runs, ...counts }: Counts): Finding[] {
  if (runs === 0) return [];
  const rest = Object.entries(counts).map(([name, value]) => ({ what: `${what}: ${name}`, value, most: 0, unit: '' }));
  return [{ what: `${what}: rounds of ${APPLICATIONS} applications`, value: runs, unit: '' }, ...rest];
}

/** Prints what is not as it should be, and keeps every line. */
function note(what: string, n: number, counts: Counts, line: object, bad: boolean): void {
  appendFileSync(LOG, `${JSON.stringify({ what, n, ...line })}\n`);
  if (bad) print(`${what} ${n}: ${JSON.stringify(line)}`);
  if (counts.runs % 10 === 0) print(`${what}: ${JSON.stringify(counts)}`);
}

async function killRounds({ killed, from, jobs }: FaultsOptions): Promise<Counts> {
  const counts = none();
  const seeds = Array.from({ length: killed }, (_, i) => from + i).values();
  const work = async (): Promise<void> => {
    for (const n of seeds) {
      const mode = n % WITH_THREADS === 0 ? 'threads' : 'inline';
      const run = await killedRun({ world: worldOf(n), applications: APPLICATIONS, mode, seed: String(n) }).catch(
        failure,
      );
      count(counts, run);
      note('killed', n, counts, run, isBad(run));
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return counts;
}

const failure = (error: unknown) => ({ failed: error instanceof Error ? error.message : String(error) });

type Run = KilledRun | WeatherRun | { failed: string };

function count(counts: Counts, run: Run): void {
  counts.runs += 1;
  if ('failed' in run) {
    counts.failed += 1;
    return;
  }
  for (const name of ['lost', 'twice', 'differing', 'parked'] as const) counts[name] += run[name];
  if ('broken' in run && run.broken.length > 0) counts.broken += 1;
}

function isBad(run: Run): boolean {
  const counts = none();
  count(counts, run);
  return Object.values({ ...counts, runs: 0 }).some((value) => value > 0);
}

async function weatherRounds({ weather, from, jobs }: FaultsOptions, assemblyDir: string) {
  const counts = none();
  const thrown: Partial<Record<Fault, number>> = {};
  const all = Array.from({ length: weather }, (_, i) => from + i);
  // All rounds of a world to the same process: it plays the fair one once.
  const shares = Array.from({ length: jobs }, (_, job) => all.filter((n) => (n % WORLDS) % jobs === job));
  await Promise.all(
    shares.map((share) => {
      const seeds = share.map((n) => ({ seed: String(n), world: worldOf(n) }));
      return playInProcess({ applications: APPLICATIONS, assemblyDir, seeds }, (line) => {
        count(counts, line);
        if ('thrown' in line)
          for (const fault of FAULTS) thrown[fault] = (thrown[fault] ?? 0) + (line.thrown[fault] ?? 0);
        note('bad weather', Number(line.seed), counts, line, isBad(line));
      });
    }),
  );
  return { counts, thrown };
}

export const defaultJobs = (): number => availableParallelism() + 1;
