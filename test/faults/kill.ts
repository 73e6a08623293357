import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assembly } from '../integration/round/small.ts';
import { compare, type Differences } from './compare.ts';
import { type Come, KILLS_FILE, Killed, type Order, RESULT_FILE } from './kill.protocol.ts';
import { type Kill, planOf } from './plan.ts';

export interface RoundOptions {
  /** The seed of the world: who applies and what everybody does. */
  world: string;
  applications: number;
}

export interface KilledRun extends Differences {
  /** What was really hit. */
  kills: Killed[];
  /** Real time, from the first start to the end of the last process. */
  seconds: number;
}

/** A round did not get to its end; the message has the kills, what the process said last, and the folder that was kept. */
export class RunFailed extends Error {
  override name = 'RunFailed';
}

const CHILD = join(import.meta.dirname, 'kill.child.ts');
/** In memory where there is such a folder: two hundred rounds write a lot. */
const SHARED_MEMORY = '/dev/shm';
const LAST_WORDS = 4000;
/** More starts than kills mean that something dies by itself. */
const SPARE_STARTS = 1;

const undisturbedRounds = new Map<string, Promise<Come>>();

/** The outcome of a round in which nothing is killed; played once for each world. @throws RunFailed */
export function undisturbed(options: RoundOptions): Promise<Come> {
  const key = JSON.stringify(options);
  const known = undisturbedRounds.get(key) ?? play(options, []).then(({ come }) => come);
  undisturbedRounds.set(key, known);
  return known;
}

/**
 * Plays the round of a world, kills it as the seed says, starts it again each time, and compares the outcome with that of
 * the undisturbed round. The same seed gives the same plan of kills; what each of them hits depends on the machine too.
 * @throws RunFailed
 */
export async function killedRun({ seed, ...options }: RoundOptions & { seed: string }): Promise<KilledRun> {
  const expected = await undisturbed(options);
  const { come, kills, seconds } = await play(options, planOf(seed, expected.moments));
  return { kills, seconds, ...compare(expected, come) };
}

async function play(options: RoundOptions, plan: Kill[]): Promise<{ come: Come; kills: Killed[]; seconds: number }> {
  const dir = mkdtempSync(join(existsSync(SHARED_MEMORY) ? SHARED_MEMORY : tmpdir(), 'killed-'));
  const assemblyDir = await assembly();
  const started = performance.now();
  for (let starts = 0; ; starts += 1) {
    const kills = killsIn(dir);
    const order = { ...options, dir, assemblyDir, from: kills.at(-1)?.at ?? 0, kills: plan.slice(kills.length) };
    const { ended, said } = await run(order);
    if (ended === 'SIGKILL' && starts < plan.length + SPARE_STARTS) continue;
    if (ended !== '0') throw new RunFailed(`ended with ${ended}: ${JSON.stringify(killsIn(dir))}\n${said}\n${dir}`);
    const come = JSON.parse(readFileSync(join(dir, RESULT_FILE), 'utf8')) as Come;
    const seconds = (performance.now() - started) / 1000;
    const done = { come, kills: killsIn(dir), seconds };
    rmSync(dir, { recursive: true });
    return done;
  }
}

function killsIn(dir: string): Killed[] {
  const file = join(dir, KILLS_FILE);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  return lines.map((line) => Killed.parse(JSON.parse(line)));
}

/** Runs the process until it ends, however it does. */
function run(order: Order): Promise<{ ended: string; said: string }> {
  const child = spawn(process.execPath, [CHILD, JSON.stringify(order)], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-LAST_WORDS);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    // Not its exit alone: what it said last is still on its way then.
    child.once('close', (code, signal) => resolve({ ended: signal ?? String(code), said }));
  });
}
