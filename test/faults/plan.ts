import { seeded } from '../world/random.ts';
import type { Kill, Target } from './kill.protocol.ts';

export interface PlannedKill {
  what: Target;
  /** When: the share (0 … 1) of the undisturbed round's moments that have passed. */
  share: number;
}

const MOST_KILLS = 4;
/** A kill planned for the very end might come too late. */
const LAST = 0.98;
/** So soon after a new start falls the taking up of what was left open. */
const SOON = 0.03;
const TARGETS: Target[] = ['everything', 'everything', 'everything', 'cloud', 'database', 'database'];

/**
 * One to four kills, spread over the whole round; now and then one that follows another at once. It follows from the seed
 * alone.
 * @param threads whether functions have threads, which can be killed too
 */
export function planOf(seed: string, threads: boolean): PlannedKill[] {
  const random = seeded('kills', seed);
  const targets: Target[] = threads ? [...TARGETS, 'worker'] : TARGETS;
  const plan: PlannedKill[] = [];
  for (let count = random.int(1, MOST_KILLS); count > 0; count -= 1) {
    const before = plan.at(-1);
    const soon = before !== undefined && random.chance(0.25);
    const share = soon ? Math.min(LAST, before.share + random.next() * SOON) : random.next() * LAST;
    plan.push({ what: random.pick(targets), share });
  }
  return plan.sort((a, b) => a.share - b.share);
}

/** @param moments how many the undisturbed round has */
export const killsAt = (plan: PlannedKill[], moments: number): Kill[] =>
  plan.map(({ what, share }) => ({ what, at: 1 + Math.floor(share * moments) }));
