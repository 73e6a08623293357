import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const Profile = z.object({
  nodes: z.array(
    z.object({
      id: z.int(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.int() }),
      children: z.array(z.int()).default([]),
    }),
  ),
  samples: z.array(z.int()),
  /** Microseconds since the sample before. */
  timeDeltas: z.array(z.int()),
});
type Profile = z.infer<typeof Profile>;

const ROOT = join(import.meta.dirname, '..', '..');
const TOP = 25;
/** Waiting, not working. */
const IDLE = new Set(['(idle)', '(root)']);

/** Seconds by a name. */
class Times {
  readonly #seconds = new Map<string, number>();

  add(name: string, seconds: number): void {
    this.#seconds.set(name, (this.#seconds.get(name) ?? 0) + seconds);
  }

  lines(): string[] {
    const sorted = [...this.#seconds].sort(([, a], [, b]) => b - a).slice(0, TOP);
    return sorted.map(([name, seconds]) => `${seconds.toFixed(2).padStart(8)} s  ${name}`);
  }

  total(): number {
    return [...this.#seconds.values()].reduce((sum, seconds) => sum + seconds, 0);
  }
}

/** A file as somebody here would name it: below the repository, or a package, or a part of Node. */
function placeOf(url: string): string {
  if (!url.startsWith('file:')) return url === '' ? '(native)' : url;
  const path = relative(ROOT, fileURLToPath(url));
  const dependency = path.lastIndexOf('node_modules/');
  if (dependency >= 0) return path.slice(dependency);
  // Bundles lie in folders named by their hash.
  return path.replace(/^.*asset\.[0-9a-f]+\//, 'bundle ');
}

/**
 * Reads the profiles of one process and says where the time went: for the main thread and for all workers together, by
 * function (itself), by file (itself), and by function with all that it called.
 * @param dir a folder of `.cpuprofile` files as Node writes them, named by process and thread
 */
export function summariseProfiles(dir: string): string {
  const files = readdirSync(dir).filter((name) => name.endsWith('.cpuprofile'));
  const main = files.filter((name) => /\.0\.\d+\.cpuprofile$/.test(name));
  const workers = files.filter((name) => !main.includes(name));
  const read = (name: string): Profile => Profile.parse(JSON.parse(readFileSync(join(dir, name), 'utf8')));
  return [summary('main thread', main, read), summary(`${workers.length} workers`, workers, read)].join('\n');
}

function summary(title: string, files: string[], read: (name: string) => Profile): string {
  const byFunction = new Times();
  const byFile = new Times();
  const inclusive = new Times();
  for (const file of files) addProfile(read(file), byFunction, byFile, inclusive);
  return [
    `== ${title}: ${byFile.total().toFixed(1)} s of work`,
    ...['-- by function, itself', ...byFunction.lines()],
    ...['-- by file, itself', ...byFile.lines()],
    ...['-- by function of ours, with what it calls', ...inclusive.lines()],
  ].join('\n');
}

function addProfile({ nodes, samples, timeDeltas }: Profile, byFunction: Times, byFile: Times, inclusive: Times): void {
  const parents = new Map<number, number>();
  for (const { id, children } of nodes) for (const child of children) parents.set(child, id);
  const frames = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => {
      const place = placeOf(url);
      return [id, { name: `${functionName || '(anonymous)'} ${place}:${lineNumber + 1}`, functionName, place }];
    }),
  );
  const seconds = new Map<number, number>();
  for (const [index, id] of samples.entries()) {
    seconds.set(id, (seconds.get(id) ?? 0) + (timeDeltas[index] ?? 0) / 1e6);
  }
  for (const [id, spent] of seconds) {
    const frame = frames.get(id);
    if (frame === undefined || IDLE.has(frame.functionName)) continue;
    byFunction.add(frame.name, spent);
    byFile.add(frame.place, spent);
    const seen = new Set<string>();
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const above = frames.get(at);
      // A recursion counts once; what is not ours says little about who is to blame.
      if (above === undefined || seen.has(above.name) || !/^(infra|shared|test|functions|bundle )/.test(above.place))
        continue;
      seen.add(above.name);
      inclusive.add(above.name, spent);
    }
  }
}
