import * as z from 'zod';
import { ApplicationId, Category, RoundId } from '../schemas/basics.ts';
import { TaskRecord } from '../schemas/records.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

/** A tie across the cut line of a category, as the ranking found it. */
export const TieRecord = z.object({
  entity: z.literal('Tie'),
  roundId: RoundId,
  category: Category,
  applicationIds: z.array(ApplicationId),
  placesLeft: z.int(),
});
export type TieRecord = z.infer<typeof TieRecord>;

export const tieWaitId = (roundId: string, category: Category) => `${roundId}~tie.${category}`;
export const tieOf = (table: Table, roundId: string, category: Category) =>
  table.get(keys.tie(roundId, category), TieRecord);

/** The panel's recorded order of a category's tie; null while it is not decided (or there is none). */
export async function decidedOrder(table: Table, roundId: string, category: Category): Promise<string[] | null> {
  const task = await table.get(keys.task(tieWaitId(roundId, category)), TaskRecord);
  return task?.status === 'decided' ? orderOf(task) : null;
}

/** The recorded order of a tie, best first; empty while nobody has decided. */
function orderOf(task: TaskRecord | null): string[] {
  const decision = task?.decision;
  const order = decision?.['order'];
  if (typeof order !== 'object' || order === null) return [];
  return Object.entries(order)
    .toSorted(([, a], [, b]) => Number(a) - Number(b))
    .map(([id]) => id);
}
