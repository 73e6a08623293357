import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localAssembly } from '../../infra/local/start/assembly.ts';
import { type DemoRun, measuredByDemo, runDemo } from './demo-run.ts';
import { summariseProfiles } from './profile.ts';
import { countCalls, peakConcurrency, readRecording } from './recording.ts';
import { type Replayed, replay } from './replay/replay.ts';

export interface RoundOptions {
  /** The round that is compared with its own bare calls. */
  applications: number;
  /** The round that shows what more of them cost. */
  scaled: number;
  profile: boolean;
}

/** A figure with what it must not exceed, if there is such a thing. */
export interface Finding {
  what: string;
  value: number;
  most?: number;
  unit: string;
}

const MOST = { ratio: 2, perApplication: 1.3, seconds: 120, gigabytes: 1.5 };
const GIGABYTE = 1e9;
const ROOT = join(import.meta.dirname, '..', '..');

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const rounded = (value: number): string => value.toFixed(2);

/**
 * Runs whole rounds: how much more a round costs than its own calls alone, how the cost of an application grows with
 * their number, how long it takes, and how much memory.
 */
export async function benchRound(options: RoundOptions): Promise<Finding[]> {
  const dir = mkdtempSync(join(tmpdir(), 'awards-bench-'));
  try {
    // The demo's own: what is measured is the round, not the synthesis that goes before the first one.
    const assemblyDir = await localAssembly(join(ROOT, '.local', 'assembly'));
    if (options.profile) {
      await profileRound(options.applications, dir);
      return [];
    }
    const recordTo = join(dir, 'calls.jsonl');
    const run = await runDemo({ applications: options.applications, dir, recordTo });
    describe(run);
    print(`  what the demo measured: ${JSON.stringify(measuredByDemo(dir))}`);
    const alone = await replayRun(recordTo, assemblyDir);
    rmSync(recordTo);
    const scaled = await runDemo({ applications: options.scaled, dir });
    describe(scaled);
    return findings(run, alone, scaled);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function profileRound(applications: number, dir: string): Promise<void> {
  const profileTo = join(dir, 'profiles');
  describe(await runDemo({ applications, dir, profileTo }));
  print(summariseProfiles(profileTo));
}

async function replayRun(file: string, assemblyDir: string): Promise<Replayed> {
  const calls = await readRecording(file);
  const concurrency = peakConcurrency(calls);
  const services = countCalls(calls, ({ service }) => service).map(([service, count]) => `${service} ${count}`);
  print(`  its calls: ${services.join(', ')}; at most ${concurrency} at once`);
  const replayed = await replay(calls, assemblyDir, concurrency);
  const { seconds, processorSeconds, different, skipped } = replayed;
  print(`The same calls alone: ${rounded(seconds)} s, processor time ${rounded(processorSeconds)} s`);
  for (const [name, count] of different) print(`  ${name}: ${count} answered otherwise than in the round`);
  for (const [name, count] of skipped) print(`  ${name}: ${count} left out`);
  return replayed;
}

function describe({ applications, seconds, peakBytes, processor }: DemoRun): void {
  const memory = peakBytes === undefined ? 'memory not known here' : `${rounded(peakBytes / GIGABYTE)} GB`;
  const shares = processor.filter(([, used]) => used >= 0.5).map(([name, used]) => `${name} ${used.toFixed(1)} s`);
  print(`A round with ${applications} applications: ${rounded(seconds)} s, ${memory}`);
  print(`  processor time: ${shares.join(', ')}`);
}

function findings(run: DemoRun, alone: Replayed, scaled: DemoRun): Finding[] {
  const per = ({ seconds, applications }: DemoRun): number => seconds / applications;
  const memory = [run, scaled].flatMap(({ applications, peakBytes }) =>
    peakBytes === undefined
      ? []
      : [
          {
            what: `memory, ${applications} applications`,
            value: peakBytes / GIGABYTE,
            most: MOST.gigabytes,
            unit: 'GB',
          },
        ],
  );
  const used = run.processor.reduce((sum, [, seconds]) => sum + seconds, 0);
  return [
    { what: 'round ÷ its calls alone, time', value: run.seconds / alone.seconds, most: MOST.ratio, unit: '' },
    { what: 'round ÷ its calls alone, processor time', value: used / alone.processorSeconds, unit: '' },
    {
      what: `seconds per application, ${scaled.applications} ÷ ${run.applications}`,
      value: per(scaled) / per(run),
      most: MOST.perApplication,
      unit: '',
    },
    ...memory,
    { what: `seconds, ${run.applications} applications`, value: run.seconds, most: MOST.seconds, unit: 's' },
  ];
}
