import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { WeatherLine, WeatherOrder } from './weather.protocol.ts';

const CHILD = join(import.meta.dirname, 'weather.child.ts');
/** As a round's garbage is little but steady, a larger young generation spares much collecting. */
const FLAGS = ['--max-semi-space-size=64', '--single-threaded-gc'];

/** Plays rounds in bad weather in a process of their own, one after the other, and tells of each when it is over. */
export function playInProcess(order: WeatherOrder, each: (line: WeatherLine) => void): Promise<void> {
  if (order.seeds.length === 0) return Promise.resolve();
  const child = spawn(process.execPath, [...FLAGS, CHILD, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout }).on('line', (line) => each(JSON.parse(line) as WeatherLine));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`a process of rounds ended with ${code}`)),
    );
  });
}
