import { spawn } from 'node:child_process';
import { join } from 'node:path';

const DEMO = join(import.meta.dirname, '..', '..', '..', 'test', 'demo');

/** The simulated people could not do what they were asked for; the message has what they printed. */
export class PlayersFailed extends Error {
  override name = 'PlayersFailed';
}

/**
 * Runs the simulated people of the demo beside the local cloud, in a process of their own: they are test code, and they
 * meet the system only from outside.
 * @returns what the script printed, as JSON
 * @throws PlayersFailed
 */
export function players(script: 'seed' | 'act', ...args: string[]): Promise<unknown> {
  const child = spawn(process.execPath, [join(DEMO, `${script}.ts`), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(output));
      else reject(new PlayersFailed(`${script}.ts ended with ${code}:\n${errors.trim()}`));
    });
  });
}
