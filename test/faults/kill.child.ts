/**
 * Plays a round on a folder, or goes on with it, and dies (or lets others die) at the moments it is told. Each kill is
 * written down before it happens, what came out in the end.
 */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Come, KILLS_FILE, type Killed, Order, RESULT_FILE, type Target } from './kill.protocol.ts';
import { watchMoments } from './moments.ts';

const { dir, assemblyDir, world, applications, mode, from, kills } = Order.parse(JSON.parse(process.argv[2] ?? ''));
const dataDir = join(dir, 'data');
let moments = from;

const database = (): void => {
  try {
    const pid = readFileSync(join(dataDir, 'dynamodb', 'database.pid'), 'utf8');
    // The number may be of an earlier run, and somebody else's by now.
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dataDir)) process.kill(Number(pid), 'SIGKILL');
  } catch {
    // Not there yet, or just killed.
  }
};
const self = (): void => void process.kill(process.pid, 'SIGKILL');
let busy: Worker | undefined;
const ACTIONS: Record<Target, () => void> = {
  everything: () => {
    database();
    self();
  },
  cloud: self,
  database,
  worker: () => void busy?.terminate(),
};

const post = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (...args: Parameters<typeof post>) {
  busy = this;
  post.apply(this, args);
};

watchMoments((moment) => {
  moments += 1;
  while (kills[0] !== undefined && kills[0].at <= moments) {
    const { what } = kills.shift() ?? kills[0];
    const killed: Killed = { what, at: moments, moment };
    appendFileSync(join(dir, KILLS_FILE), `${JSON.stringify(killed)}\n`);
    ACTIONS[what]();
  }
});

// What is imported at the top has been there before we watched.
const { playRound } = await import('../demo/play.ts');
const { smallPolicy } = await import('./world.ts');
const { inProcess } = await import('./inline.ts');
const { exported, received, live } = await playRound({
  ...{ policy: smallPolicy(world), seed: world, applications, assemblyDir, dataDir },
  watch: () => undefined,
  ...(mode === 'inline' && { cloud: inProcess }),
});
const come: Come = { exported, received, deadLetters: live.deadLetters, moments };
writeFileSync(join(dir, RESULT_FILE), JSON.stringify(come));
