import type { WaitRecord } from '../schemas/records.ts';
import type { Table } from './table.ts';
import { loadWait } from './waits.ts';

/**
 * A question that may have to be put again because what was asked about has changed: the first wait has the plain id, a later
 * one its number behind it.
 */
export const turnId = (waitId: string, turn: number): string => (turn === 1 ? waitId : `${waitId}.${turn}`);

/** All waits of a question, in their order. There are as many as applications left while it stood open. */
export async function turnsOf(table: Table, waitId: string): Promise<WaitRecord[]> {
  const turns: WaitRecord[] = [];
  for (;;) {
    const wait = await loadWait(table, turnId(waitId, turns.length + 1));
    if (wait === null) return turns;
    turns.push(wait);
  }
}
