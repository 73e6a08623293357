import { CATEGORIES } from '../schemas/basics.ts';
import type { WaitRecord } from '../schemas/records.ts';
import type { Table } from './table.ts';
import { tieWaitId } from './ties.ts';
import { turnsOf } from './turns.ts';

/** Of the first question whether the ranking is approved. */
export const deliberationWaitId = (roundId: string) => `${roundId}~deliberate`;

/** Settles a question about a ranking that somebody has left: it is made anew, and the question put again. */
export const RERANK = 'rerank';

/**
 * What the ranking waits for now: the order of a tie, or to be approved; null where it waits for nothing, because it is
 * being made. `approved`: it stands.
 */
export async function pendingRanking(table: Table, roundId: string): Promise<WaitRecord | 'approved' | null> {
  const questions = [deliberationWaitId(roundId), ...CATEGORIES.map((category) => tieWaitId(roundId, category))];
  const last = await Promise.all(questions.map(async (waitId) => (await turnsOf(table, waitId)).at(-1)));
  if (last[0]?.outcome?.decision === 'approved') return 'approved';
  return last.find((wait) => wait !== undefined && wait.outcome === undefined) ?? null;
}
