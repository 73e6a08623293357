import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { WeatherLine, WeatherOrder } from './weather.protocol.ts';

const CHILD = join(import.meta.dirname, 'weather.child.ts');
/** As a round's garbage is little but steady, a larger young generation spares much collecting. */
const FLAGS = ['--max-semi-space-size=64', '--single-threaded-gc'];

/**
 * Plays rounds in bad weather in a process of their own, one after the other, and tells of each when it is over. The round
 * that a process dies of counts as failed; another process plays the rest.
 */
export async function playInProcess(order: WeatherOrder, each: (line: WeatherLine) => void): Promise<void> {
  let rest = order.seeds;
  while (rest.length > 0) {
    let played = 0;
    const code = await playRest({ ...order, seeds: rest }, (line) => {
      played += 1;
      each(line);
    });
    const broken = rest[played];
    if (broken !== undefined) each({ seed: broken.seed, failed: `the process ended with ${code}` });
    rest = rest.slice(played + 1);
  }
}

/** Resolves to the code that the process ended with, once it has told everything. */
async function playRest(order: WeatherOrder, each: (line: WeatherLine) => void): Promise<number | null> {
  const child = spawn(process.execPath, [...FLAGS, CHILD, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout }).on('line', (line) => each(JSON.parse(line) as WeatherLine));
  const [[code]] = (await Promise.all([once(child, 'close'), once(lines, 'close')])) as [[number | null], unknown];
  return code;
}
