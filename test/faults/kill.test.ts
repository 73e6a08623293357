import { expect, test } from 'vitest';
import { type KilledRun, killedRun } from './kill.ts';

const ROUND = { world: 'killed', applications: 8 } as const;
/** With threads for the functions there is one more thing that can be killed, but a round costs twice as much. */
const PLAYS = [
  { mode: 'inline', seed: 'a' },
  { mode: 'threads', seed: 'b' },
] as const;
/** As many rounds at once as a small machine has cores. */
const AT_ONCE = 2;
const NOTHING = { lost: 0, twice: 0, differing: 0, parked: 0, details: [] };

async function killedRuns(): Promise<KilledRun[]> {
  const runs: KilledRun[] = [];
  const queue = PLAYS.values();
  const work = async () => {
    for (const play of queue) runs.push(await killedRun({ ...ROUND, ...play }));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return runs;
}

test('rounds that are killed at any moment, whole or in parts, come to what the undisturbed round comes to', async () => {
  const runs = await killedRuns();
  for (const { kills, seconds, ...differences } of runs)
    expect(differences, `${seconds} s, ${JSON.stringify(kills)}`).toEqual(NOTHING);
  const hit = new Set(runs.flatMap(({ kills }) => kills.map(({ what }) => what)));
  expect(hit).toEqual(new Set(['everything', 'cloud', 'database', 'worker']));
}, 600_000);
