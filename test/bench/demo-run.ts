import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Usage, watchProcesses } from './processes.ts';

export interface DemoRun extends Usage {
  applications: number;
  /** From the start of the process to its end. */
  seconds: number;
}

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * Runs the demo in a process of its own.
 * @param dir a folder for its results
 * @param recordTo a file for the calls it makes
 * @param profileTo a folder for a processor profile of each thread
 * @throws Error with what it printed last, when it fails
 */
export async function runDemo(options: {
  applications: number;
  dir: string;
  recordTo?: string;
  profileTo?: string;
}): Promise<DemoRun> {
  const { applications, dir, recordTo, profileTo } = options;
  const recording = recordTo === undefined ? [] : ['--import', import.meta.resolve('./record.ts')];
  const profiling = profileTo === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileTo}`];
  const flags = ['--applications', String(applications), '--out', join(dir, 'out'), '--json'];
  const started = performance.now();
  const child = spawn(process.execPath, [...recording, ...profiling, join(ROOT, 'test', 'demo', 'main.ts'), ...flags], {
    cwd: ROOT,
    env: { ...process.env, ...(recordTo !== undefined && { AWARDS_RECORD: recordTo }) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  });
  const usage = watchProcesses(child.pid ?? 0);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`the demo with ${applications} applications ended with ${code}:\n${said}`);
  return { applications, seconds, ...usage() };
}

/** What the demo itself measured, if it wrote it down. */
export function measuredByDemo(dir: string): unknown {
  const file = join(dir, 'out', 'summary.json');
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { wallClock?: unknown }).wallClock;
}
