import * as z from 'zod';
import type { Played } from '../demo/play.ts';
import { Kill } from './plan.ts';

/** What a process is told that plays a round, or goes on with it. */
export const Order = z.strictObject({
  /** The round's folder: `data` for its state, beside it what the process leaves for us. */
  dir: z.string(),
  assemblyDir: z.string(),
  /** The seed of the world. */
  world: z.string(),
  applications: z.int(),
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
