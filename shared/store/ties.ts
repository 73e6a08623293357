import * as z from 'zod';
import { mergedOrder, orderOf } from '../domain/panel-order.ts';
import { ApplicationId, Category, RoundId } from '../schemas/basics.ts';
import { TaskRecord } from '../schemas/records.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';
import { turnsOf } from './turns.ts';

/** A tie across the cut line of a category, as the ranking found it last. */
export const TieRecord = z.object({
  entity: z.literal('Tie'),
  roundId: RoundId,
  category: Category,
  applicationIds: z.array(ApplicationId),
  placesLeft: z.int(),
});
export type TieRecord = z.infer<typeof TieRecord>;

/** Of the first question about the category's tie. */
export const tieWaitId = (roundId: string, category: Category) => `${roundId}~tie.${category}`;
export const tieOf = (table: Table, roundId: string, category: Category) =>
  table.get(keys.tie(roundId, category), TieRecord);

/** The panel's recorded order of a category's ties, best first; null while none is decided (or there is none). */
export async function decidedOrder(table: Table, roundId: string, category: Category): Promise<string[] | null> {
  const turns = await turnsOf(table, tieWaitId(roundId, category));
  const tasks = await Promise.all(turns.map(({ waitId }) => table.get(keys.task(waitId), TaskRecord)));
  const orders = tasks.flatMap((task) => (task?.status === 'decided' ? [orderOf(task.decision?.['order'])] : []));
  return orders.length === 0 ? null : mergedOrder(orders);
}
