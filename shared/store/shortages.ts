import * as z from 'zod';
import type { WaitRecord } from '../schemas/records.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';
import { loadWait } from './waits.ts';

const Asked = z.object({ turn: z.int() });
export const shortageWaitId = (roundId: string, turn: number) => `${roundId}~panels.${turn}`;

/** What the bureau was asked about panels that cannot be drawn, and has not answered yet; null where nothing is asked. */
export async function pendingShortage(table: Table, roundId: string): Promise<WaitRecord | null> {
  const asked = await table.get(keys.shortage(roundId), Asked);
  const wait = asked === null ? null : await loadWait(table, shortageWaitId(roundId, asked.turn));
  return wait === null || wait.outcome !== undefined ? null : wait;
}
