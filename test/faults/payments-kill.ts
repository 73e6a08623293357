import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { assembly } from '../integration/round/small.ts';
import { seeded } from '../world/random.ts';
import { folderOf, linesOf, runToEnd } from './killed-process.ts';
import { KILLS_FILE, PaymentsKill, type PaymentsOrder, RESULT_FILE } from './payments.protocol.ts';
import type { Outcome } from './payments.ts';

/** In the order of the way: what is half done when the process dies there. */
const MOMENTS = [
  // Award, record and log are one write: not yet made, or made and its answer not heard.
  'call of TransactWriteItems',
  'answer of TransactWriteItems',
  // The publisher has the instruction, which is written, and has told nobody.
  'call of SendMessageBatch',
  // Finance's queue has it, and the record does not know.
  'answer of SendMessageBatch',
  'call of PutEvents',
  'answer of PutEvents',
  // The office has stored it, and the queue still holds it.
  'after INSERT INTO instructions',
  'call of DeleteMessageBatch',
  // The answer is in the office's books, and was not sent.
  'after INSERT INTO answers',
  // The bus has it, and the office has just noted that.
  'after UPDATE answers SET',
];

const CHILD = join(import.meta.dirname, 'payments.child.ts');

export interface KilledPayments {
  outcome: Outcome;
  kills: PaymentsKill[];
}

/**
 * Kills that follow from the seed, spread over the way, each at a chance of its times. In the order of the way, and so early in what is
 * left that the next one still comes.
 */
export function killsOf(seed: string, count: number, awards: number): PaymentsKill[] {
  const random = seeded('payments', seed);
  const most = Math.max(1, Math.floor(awards / (count * 2)));
  return Array.from({ length: count }, (_, i) => {
    const moment = MOMENTS[Math.floor(((i + random.next()) / count) * MOMENTS.length)] ?? '';
    // Rows come one by one; transactions and requests have many payments each.
    const nth = moment.startsWith('after') ? random.int(1, most) : random.int(1, 2);
    return { moment, nth };
  });
}

/** Pays the awards of a plan in processes that are killed one after the other, each at its moment. @throws Error for one that ended otherwise */
export async function killedPayments(awards: number, plan: PaymentsKill[]): Promise<KilledPayments> {
  const dir = folderOf('payments');
  try {
    const order: PaymentsOrder = { dir, assemblyDir: await assembly(), awards };
    for (const kill of [...plan, undefined]) {
      const { ended, said } = await runToEnd(CHILD, kill === undefined ? order : { ...order, kill });
      // One whose moment did not come any more has come to the end, which is no fault.
      if (ended === '0') break;
      if (ended !== 'SIGKILL') throw new Error(`ended with ${ended} at ${JSON.stringify(kill)}\n${said}`);
    }
    const outcome = JSON.parse(readFileSync(join(dir, RESULT_FILE), 'utf8')) as Outcome;
    return { outcome, kills: linesOf(join(dir, KILLS_FILE), PaymentsKill) };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
