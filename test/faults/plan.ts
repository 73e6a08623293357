import * as z from 'zod';
import { seeded } from '../world/random.ts';

/**
 * What is killed, always with SIGKILL. `everything`: the process of the cloud, of all functions and of the people outside,
 * with its database in the same moment; `cloud`: that process alone, while its database ends as it does when it is left
 * behind; `database`: the database alone; `worker`: the thread of a function that is at work.
 */
const Target = z.enum(['everything', 'cloud', 'database', 'worker']);
export type Target = z.infer<typeof Target>;

/** A kill at the `at`-th moment of the round, counted over all its processes. */
export const Kill = z.strictObject({ what: Target, at: z.int().min(1) });
export type Kill = z.infer<typeof Kill>;

const MOST_KILLS = 4;
/** Of the undisturbed round's moments: a kill planned for the very end might come too late. */
const LAST = 0.98;
/** Within so many moments of a new start falls the taking up of what was left open. */
const SOON = 400;
const SHARES: Target[] = ['everything', 'everything', 'everything', 'cloud', 'database', 'database', 'worker'];

/**
 * One to four kills, spread over the whole round; now and then one that follows another at once.
 * @param moments how many the undisturbed round has
 */
export function planOf(seed: string, moments: number): Kill[] {
  const random = seeded('kills', seed);
  const kills: Kill[] = [];
  for (let count = random.int(1, MOST_KILLS); count > 0; count -= 1) {
    const before = kills.at(-1);
    const soon = before !== undefined && random.chance(0.25);
    const at = soon ? before.at + random.int(1, SOON) : 1 + Math.floor(random.next() * LAST * moments);
    kills.push({ what: random.pick(SHARES), at });
  }
  return kills.sort((a, b) => a.at - b.at);
}
