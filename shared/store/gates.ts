import { GateRecord, OpenRecord } from '../schemas/records.ts';
import { keys, shards } from './keys.ts';
import { ABSENT, type Action, type Change, ConditionFailed, type Table } from './table.ts';
import { ensureWait, settleWait } from './waits.ts';

/**
 * A stage ends by an open set: each application has a row per stage, the decision removes it, and when the stage is
 * closed to newcomers and no row is left, the gate is passed.
 */
export const gateWaitId = (roundId: string, stage: string) => `${roundId}~gate.${stage}`;

export const loadGate = (table: Table, roundId: string, stage: string) =>
  table.get(keys.gate(roundId, stage), GateRecord);

/** Makes a gate and its wait, if they are not there. */
export async function ensureGate(
  table: Table,
  roundId: string,
  stage: string,
  deadline: string,
  closed: boolean,
): Promise<GateRecord> {
  const gate: GateRecord = { entity: 'Gate', roundId, stage, deadline, closed, extensions: [] };
  await ensureWait(table, gateWaitId(roundId, stage), roundId, deadline);
  try {
    await table.put(keys.gate(roundId, stage), gate);
    return gate;
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    return (await loadGate(table, roundId, stage)) ?? gate;
  }
}

export const openAction = (roundId: string, stage: string, id: string): Action => ({
  put: keys.open(roundId, stage, id),
  item: { entity: 'Open', roundId, stage, id },
});

export const leaveAction = (roundId: string, stage: string, id: string): Action => ({
  delete: keys.open(roundId, stage, id),
});

/** The shard where somebody was last found, by stage: most often somebody is there still, and one read tells. */
const lastFound = new Map<string, number>();

/** Whether no row of the stage is left, by consistent reads of the base table. */
export async function isEmpty(table: Table, roundId: string, stage: string): Promise<boolean> {
  const name = `${roundId}#${stage}`;
  const first = lastFound.get(name) ?? 0;
  for (const shard of [first, ...shards.filter((other) => other !== first)]) {
    const { items } = await table.page(keys.openPk(roundId, stage, shard), OpenRecord, { limit: 1 });
    if (items.length === 0) continue;
    lastFound.set(name, shard);
    return false;
  }
  return true;
}

/** Passes the gate if it is closed and nothing is open. Asked by whoever removed a row, and by the gate's own timeout. */
export async function passIfDone(table: Table, roundId: string, stage: string, at: string): Promise<boolean> {
  const gate = await loadGate(table, roundId, stage);
  if (gate === null || !gate.closed) return false;
  if (gate.passedAt === undefined) {
    if (!(await isEmpty(table, roundId, stage))) return false;
    await changeGate(table, roundId, stage, { set: { passedAt: at }, when: { passedAt: ABSENT } });
  }
  // Nobody can join what is passed; who joined between the look and that is seen now, and the stage goes on.
  if (!(await isEmpty(table, roundId, stage))) {
    await changeGate(table, roundId, stage, { remove: ['passedAt'] });
    return false;
  }
  await settleWait(table, gateWaitId(roundId, stage), { decision: 'passed' });
  return true;
}

/** Somebody who did the same in the same moment is as good. */
async function changeGate(table: Table, roundId: string, stage: string, change: Change): Promise<void> {
  try {
    await table.update(keys.gate(roundId, stage), change);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

/** Closes the gate to newcomers; what is open may still be decided. */
export async function closeGate(table: Table, roundId: string, stage: string): Promise<void> {
  await table.update(keys.gate(roundId, stage), { set: { closed: true } });
}

/** All ids still open in a stage. */
export async function openIds(table: Table, roundId: string, stage: string): Promise<string[]> {
  const pages = await Promise.all(shards.map((shard) => table.all(keys.openPk(roundId, stage, shard), OpenRecord)));
  return pages.flat().map((row) => row.id);
}
