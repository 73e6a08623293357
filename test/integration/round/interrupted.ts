import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const CHILD = join(import.meta.dirname, 'interrupted.child.ts');

function start(dataDir: string, out: string): ChildProcess {
  return spawn(process.execPath, [CHILD, dataDir, out], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Kills the child in the middle of the wave that follows the first one of a stage; false if it never came there. */
async function killIn(child: ChildProcess, stage: string): Promise<boolean> {
  const ended = once(child, 'exit');
  let killed = false;
  if (child.stdout === null) throw new Error('the child has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith(`${stage} `) || killed) continue;
    killed = child.kill('SIGKILL');
  }
  await ended;
  return killed;
}

/**
 * Plays the round on a folder in a process that is killed once in each of these stages and started again.
 * @returns how often it was killed
 * @throws when the last one does not come to its end
 */
export async function killedAndResumed(dataDir: string, out: string, stages: string[]): Promise<number> {
  let kills = 0;
  for (const stage of stages) if (await killIn(start(dataDir, out), stage)) kills += 1;
  const last = start(dataDir, out);
  last.stdout?.resume();
  const [code] = await once(last, 'exit');
  if (code !== 0) throw new Error(`the resumed round ended with ${String(code)}`);
  return kills;
}
