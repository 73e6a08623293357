import { messageOf } from '../errors.ts';
import type { Guarded } from './guarded.ts';

/** So many deaths within so short a while have a reason that no further start will mend. */
const DEATHS = 10;
const WITHIN_MS = 10_000;

/**
 * Starts a process again whenever it ends by itself, and says so on stderr; gives up when that happens too often.
 * @param logFile named to whoever has to look for the reason
 * @returns ends the process for good
 */
export function supervise(first: Guarded, startAgain: () => Guarded, logFile: string): () => Promise<void> {
  let current = first;
  let stopped = false;
  let deaths: number[] = [];
  const watch = async (): Promise<void> => {
    for (;;) {
      const how = await current.ended;
      if (stopped) return;
      const now = performance.now();
      deaths = [...deaths.filter((at) => now - at < WITHIN_MS), now];
      if (deaths.length >= DEATHS) throw new Error(`${how}, ${DEATHS} times within ${WITHIN_MS / 1000} s`);
      console.error(`The embedded database has ended by itself (${how}) and is started again; see ${logFile}.`);
      current = startAgain();
    }
  };
  watch().catch((error: unknown) => {
    console.error(
      `The embedded database has ended (${messageOf(error)}) and is given up: everything that needs it fails. ` +
        `See ${logFile}, mend what it says, and start again.`,
    );
  });
  return () => {
    stopped = true;
    return current.stop();
  };
}
