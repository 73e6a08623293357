/** Makes a sequence that fails short: what is left is what it takes. */
import type { Action } from './actions.ts';
import { BEGINNINGS, type Differs, PATTERNS, type Trace } from './game.ts';

/** Plays a trace; what went wrong, or null. */
export type Try = (trace: Trace) => Promise<Differs | null>;

/** How often a trace may be played anew: in a cloud that takes seconds each. */
const MOST = 150;

/**
 * The shortest it finds: nothing but the usual way up to some stage; or that and the last thing that was done; else with as
 * few actions as possible, leaving out many at once first.
 */
export async function shrink(failure: Differs, attempt: Try): Promise<Differs> {
  let [best, left] = [failure, MOST];
  const better = async (trace: Trace): Promise<boolean> => {
    left -= 1;
    const found = left < 0 ? null : await attempt(trace);
    if (found === null || found.told.length >= best.told.length) return false;
    best = found;
    return true;
  };
  const { opening, actions } = failure.trace;
  for (const until of BEGINNINGS) if (await better({ opening: { ...opening, until }, actions: [] })) return best;
  for (const until of BEGINNINGS) {
    for (let marks = 0; marks < PATTERNS; marks += 1)
      if (await better({ opening: { until, marks }, actions: actions.slice(-1) })) return best;
  }
  await leaveOut(() => best.trace, better);
  for (const until of BEGINNINGS.slice(1).toReversed())
    if (await better({ opening: { ...opening, until }, actions: best.trace.actions }))
      await leaveOut(() => best.trace, better);
  return best;
}

/** Leaves out half of the actions, a quarter, … single ones, as long as it still fails. */
async function leaveOut(best: () => Trace, better: (trace: Trace) => Promise<boolean>): Promise<void> {
  for (let size = Math.ceil(best().actions.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let end = best().actions.length; end > 0; end -= size) {
      const { opening, actions } = best();
      const rest: Action[] = actions.filter((_, i) => i < end - size || i >= end);
      if (rest.length < actions.length) await better({ opening, actions: rest });
    }
  }
}
