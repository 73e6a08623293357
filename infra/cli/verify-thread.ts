import { Worker } from 'node:worker_threads';
import { BadLine } from '../../shared/export/lines/read.ts';
import type { verifyDraw } from '../../shared/export/lines/verify.ts';
import { CliError } from './errors.ts';

/** What the thread sends: its half, or what stopped it, which an error does not carry from thread to thread. */
export type Answer =
  | { ok: true; half: ReturnType<typeof verifyDraw> }
  | { ok: false; code: string; line: number | null; message: string };

/** The half of a verification that looks at the draw, in a thread of its own. @throws CliError cli.file-missing, BadLine */
export async function drawInThread(path: string): Promise<ReturnType<typeof verifyDraw>> {
  const thread = new Worker(new URL('./verify.worker.ts', import.meta.url), { workerData: path });
  const answer = await new Promise<Answer>((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the thread of a verification ended with ${code}`)));
  });
  if (answer.ok) return answer.half;
  const { code, line, message } = answer;
  throw line === null ? new CliError(code, message) : new BadLine(code, line, message);
}
