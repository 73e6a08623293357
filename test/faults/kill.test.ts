import { expect, test } from 'vitest';
import { type KilledRun, killedRun } from './kill.ts';

const ROUND = { world: 'killed', applications: 8, mode: 'threads' } as const;
const SEEDS = ['a', 'b', 'e', 'f'];
/** As many rounds at once as a small machine has cores. */
const AT_ONCE = 2;
const NOTHING = { lost: 0, twice: 0, differing: 0, parked: 0, details: [] };

async function killedRuns(seeds: string[]): Promise<Map<string, KilledRun>> {
  const runs = new Map<string, KilledRun>();
  const queue = seeds.values();
  const work = async () => {
    for (const seed of queue) runs.set(seed, await killedRun({ ...ROUND, seed }));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return runs;
}

test('rounds that are killed at any moment, whole or in parts, come to what the undisturbed round comes to', async () => {
  const runs = await killedRuns(SEEDS);
  for (const [seed, { kills, seconds, ...differences }] of runs)
    expect(differences, `seed ${seed}, ${seconds} s, ${JSON.stringify(kills)}`).toEqual(NOTHING);
  const hit = new Set([...runs.values()].flatMap(({ kills }) => kills.map(({ what }) => what)));
  expect(hit).toEqual(new Set(['everything', 'cloud', 'database', 'worker']));
}, 600_000);
