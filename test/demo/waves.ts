import type { Duty } from './people/duty.ts';

/** How many people act at the same moment. */
const AT_ONCE = 8;

/** Duties that are ready at `now`, at most one of each owner; the same set in whatever order it became known. */
export function waveOf(duties: Iterable<Duty>, now: number): Duty[] {
  const ready = [...duties].filter((duty) => duty.readyAt <= now);
  ready.sort((a, b) => a.readyAt - b.readyAt || (a.id < b.id ? -1 : 1));
  const owners = new Set<string>();
  return ready.filter(({ owner }) => !owners.has(owner) && owners.add(owner));
}

/** One or more people could not do what they wanted. */
export class WaveFailed extends Error {
  override name = 'WaveFailed';
}

/**
 * Performs a wave, a few at a time.
 * @returns how often each thing was done
 * @throws WaveFailed when all are through and some have failed, with what each was doing
 */
export async function performWave(wave: Duty[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const failures: string[] = [];
  const queue = wave.values();
  const work = async () => {
    for (const duty of queue) {
      try {
        const counted = await duty.perform();
        if (counted !== null) counts.set(counted, (counts.get(counted) ?? 0) + 1);
      } catch (error) {
        failures.push(`${duty.id}: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (failures.length === 0) return counts;
  const shown = failures.slice(0, 5).join('\n  ');
  throw new WaveFailed(`${failures.length} of ${wave.length} actions failed:\n  ${shown}`);
}
