import { readdirSync, readFileSync } from 'node:fs';

const EVERY_MS = 1000;
const KIB = 1024;

interface Stat {
  parent: number;
  rssBytes: number;
}

/** Parent and resident memory of every process, where the system tells (Linux). */
function processes(): Map<number, Stat> {
  const found = new Map<number, Stat>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      const number = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
      found.set(Number(name), { parent: number('PPid'), rssBytes: number('VmRSS') * KIB });
    } catch {
      // It has ended meanwhile.
    }
  }
  return found;
}

/** Resident memory of this process and all that it started, bytes now. */
function residentBytes(): number {
  if (process.platform !== 'linux') return process.memoryUsage.rss();
  const all = processes();
  const isOurs = (pid: number): boolean => {
    const parent = all.get(pid)?.parent ?? 0;
    return pid === process.pid || (parent > 1 && isOurs(parent));
  };
  return [...all].reduce((sum, [pid, { rssBytes }]) => (isOurs(pid) ? sum + rssBytes : sum), 0);
}

/** Watches the memory of all processes of a run; elsewhere than on Linux only that of this one. */
export function watchMemory(): { peakBytes(): number; stop(): void } {
  let peak = residentBytes();
  const look = () => {
    peak = Math.max(peak, residentBytes());
  };
  const timer = setInterval(look, EVERY_MS);
  timer.unref();
  return {
    peakBytes: () => {
      look();
      return peak;
    },
    stop: () => clearInterval(timer),
  };
}
