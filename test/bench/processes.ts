import { readdirSync, readFileSync } from 'node:fs';

export interface Usage {
  /** Resident memory of all processes together, at its highest; undefined where there is no /proc. */
  peakBytes: number | undefined;
  /** Processor time by the name of the process (of the thread, for the first one), seconds, most first. */
  processor: [string, number][];
}

const PAGE_BYTES = 4096;
const TICKS_PER_SECOND = 100;
const EVERY_MS = 200;

interface Stat {
  name: string;
  parent: number;
  residentBytes: number;
  seconds: number;
}

/** One line of /proc/…/stat; undefined for a process that has just gone. */
function statOf(path: string): Stat | undefined {
  try {
    const text = readFileSync(`${path}/stat`, 'latin1');
    // The name stands in parentheses and may contain anything.
    const close = text.lastIndexOf(')');
    const fields = text.slice(close + 2).split(' ');
    return {
      name: text.slice(text.indexOf('(') + 1, close),
      parent: Number(fields[1]),
      seconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
      residentBytes: Number(fields[21]) * PAGE_BYTES,
    };
  } catch {
    return undefined;
  }
}

function numbersIn(path: string): number[] {
  try {
    return readdirSync(path)
      .map(Number)
      .filter((number) => number > 0);
  } catch {
    return [];
  }
}

/** A process with all that it started, directly or not. */
function familyOf(root: number): Map<number, Stat> {
  const all = new Map<number, Stat>();
  for (const pid of numbersIn('/proc')) {
    const stat = statOf(`/proc/${pid}`);
    if (stat) all.set(pid, stat);
  }
  const belongs = (pid: number): boolean => pid === root || (all.has(pid) && belongs(all.get(pid)?.parent ?? 0));
  return new Map([...all].filter(([pid]) => belongs(pid)));
}

/** What a process with all that it started has used so far; NaN where there is no /proc. */
export function processorSeconds(root: number): number {
  const family = familyOf(root);
  return family.size === 0 ? Number.NaN : [...family.values()].reduce((sum, { seconds }) => sum + seconds, 0);
}

/** Watches a process with all that it starts, until the result is called: shortly after its end is early enough. */
export function watchProcesses(root: number): () => Usage {
  let peakBytes: number | undefined;
  const seconds = new Map<string, Stat>();
  const sample = (): void => {
    const family = familyOf(root);
    const bytes = [...family.values()].reduce((sum, stat) => sum + stat.residentBytes, 0);
    if (bytes > 0) peakBytes = Math.max(peakBytes ?? 0, bytes);
    for (const [pid, stat] of family) if (pid !== root) seconds.set(`${pid}`, stat);
    for (const thread of numbersIn(`/proc/${root}/task`)) {
      const stat = statOf(`/proc/${root}/task/${thread}`);
      const name = thread === root ? 'main thread' : `threads ${stat?.name}`;
      if (stat) seconds.set(`${root}/${thread}`, { ...stat, name });
    }
  };
  const timer = setInterval(sample, EVERY_MS);
  return () => {
    clearInterval(timer);
    const sums = new Map<string, number>();
    for (const stat of seconds.values()) sums.set(stat.name, (sums.get(stat.name) ?? 0) + stat.seconds);
    return { peakBytes, processor: [...sums].sort(([, a], [, b]) => b - a) };
  };
}
