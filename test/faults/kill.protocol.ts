import * as z from 'zod';
import type { Played } from '../demo/play.ts';

/**
 * What is killed, always with SIGKILL. `everything`: the process of the cloud, of all functions and of the people outside,
 * with its database in the same moment; `cloud`: that process alone, while its database ends as it does when it is left
 * behind; `database`: the database alone; `worker`: the thread of the function that was called last.
 */
const Target = z.enum(['everything', 'cloud', 'database', 'worker']);
export type Target = z.infer<typeof Target>;

/** A kill at the `at`-th moment of the round, counted over all its processes. */
const Kill = z.strictObject({ what: Target, at: z.int().min(1) });
export type Kill = z.infer<typeof Kill>;

/** What a process is told that plays a round, or goes on with it. */
export const Order = z.strictObject({
  /** The round's folder: `data` for its state, beside it what the process leaves for us. */
  dir: z.string(),
  assemblyDir: z.string(),
  /** The seed of the world: who applies and what everybody does. */
  world: z.string(),
  applications: z.int(),
  /** Whether each function has threads of its own, as in the local cloud, or all run in the process, which is cheaper. */
  mode: z.enum(['threads', 'inline']),
  /** Moments that were counted before it was started. */
  from: z.int(),
  /** Those to come, in order. */
  kills: z.array(Kill),
});
export type Order = z.infer<typeof Order>;

/** One line for each kill. */
export const KILLS_FILE = 'kills.jsonl';
export const Killed = Kill.extend({
  /** What had just happened, or was about to. */
  moment: z.string(),
});
export type Killed = z.infer<typeof Killed>;

export const RESULT_FILE = 'result.json';
/** What came out of a round that got to its end. */
export interface Come extends Pick<Played, 'exported' | 'received'> {
  deadLetters: Played['live']['deadLetters'];
  moments: number;
}
