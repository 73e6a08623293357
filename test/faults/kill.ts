import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { assembly } from '../integration/round/small.ts';
import { compare, type Differences } from './compare.ts';
import { type Come, KILLS_FILE, type Kill, Killed, type Order, RESULT_FILE } from './kill.protocol.ts';
import { folderOf, linesOf, runToEnd } from './killed-process.ts';
import { killsAt, planOf } from './plan.ts';

/** A round is known by these: played twice, it has one outcome. */
export type RoundOptions = Pick<Order, 'world' | 'applications' | 'mode'>;

export interface KilledRun extends Differences {
  /** What was really hit. */
  kills: Killed[];
  /** Real time, from the first start to the end of the last process. */
  seconds: number;
}

/** A round did not get to its end; the message has the kills, what the process said last, and the folder, which is kept. */
export class RunFailed extends Error {
  override name = 'RunFailed';
}

const CHILD = join(import.meta.dirname, 'kill.child.ts');
const killsIn = (dir: string): Killed[] => linesOf(join(dir, KILLS_FILE), Killed);

const undisturbedRounds = new Map<string, Promise<Come>>();

/** The outcome of a round in which nothing is killed; played once for each. @throws RunFailed */
export function undisturbed(options: RoundOptions): Promise<Come> {
  const key = JSON.stringify(options);
  const known = undisturbedRounds.get(key) ?? play(options, []).then(({ come }) => come);
  undisturbedRounds.set(key, known);
  return known;
}

/**
 * Plays a round, kills it as the seed says, starts it again each time, and compares the outcome with that of the
 * undisturbed round. The same seed gives the same plan; what each kill hits depends on the machine too.
 * @throws RunFailed
 */
export async function killedRun({ seed, ...options }: RoundOptions & { seed: string }): Promise<KilledRun> {
  const expected = await undisturbed(options);
  const { come, ...run } = await play(options, killsAt(planOf(seed, options.mode === 'threads'), expected.moments));
  return { ...run, ...compare(expected, come) };
}

async function play(options: RoundOptions, plan: Kill[]): Promise<{ come: Come; kills: Killed[]; seconds: number }> {
  const dir = folderOf('killed');
  const assemblyDir = await assembly();
  const started = performance.now();
  for (;;) {
    const before = killsIn(dir);
    const order: Order = {
      ...{ ...options, dir, assemblyDir },
      from: before.at(-1)?.at ?? 0,
      kills: plan.slice(before.length),
    };
    const { ended, said } = await runToEnd(CHILD, order);
    const kills = killsIn(dir);
    if (ended === 'SIGKILL' && kills.length > before.length) continue;
    if (ended !== '0') throw new RunFailed(`ended with ${ended} in ${dir}\n${JSON.stringify(kills)}\n${said}`);
    const come = JSON.parse(readFileSync(join(dir, RESULT_FILE), 'utf8')) as Come;
    rmSync(dir, { recursive: true });
    return { come, kills, seconds: (performance.now() - started) / 1000 };
  }
}
