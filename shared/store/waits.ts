import { NotFound } from '../bad-input.ts';
import { nowUtc } from '../clock.ts';
import { WaitRecord } from '../schemas/records.ts';
import { keys, outboxIndex } from './keys.ts';
import { ABSENT, type Action, ConditionFailed, PRESENT, type Table } from './table.ts';

/**
 * What an execution waits for. Token and outcome may come in either order, each more than once; `settle: 'due'` makes the
 * stream complete the execution's task, and nothing is sent before both are there.
 */
export type Outcome = { decision: string } & Record<string, unknown>;

/** While the callback is due the wait stands in the sparse index, where the reconciler finds one that was lost. */
const due = (waitId: string) => ({ settle: 'due' as const, ...outboxIndex(waitId, nowUtc()) });

/** The action that settles a wait within a decision's transaction: fails if it was settled already. */
export const settleAction = (waitId: string, outcome: Outcome): Action => ({
  update: keys.wait(waitId),
  change: { set: { outcome, ...due(waitId) }, when: { outcome: ABSENT } },
});

export const newWaitAction = (waitId: string, roundId: string, deadline: string): Action => ({
  put: keys.wait(waitId),
  item: { entity: 'Wait', waitId, roundId, deadline },
});

/** Makes the wait if it is not there. */
export async function ensureWait(table: Table, waitId: string, roundId: string, deadline: string): Promise<void> {
  try {
    await table.put(keys.wait(waitId), { entity: 'Wait', waitId, roundId, deadline });
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

/** Settles a wait outside a transaction. Returns false if it was settled before. */
export async function settleWait(table: Table, waitId: string, outcome: Outcome): Promise<boolean> {
  try {
    await table.update(keys.wait(waitId), { set: { outcome, ...due(waitId) }, when: { outcome: ABSENT } });
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

/**
 * Stores the callback token of the execution that waits now; a later token replaces an earlier one, which has timed out.
 * @returns the wait as it is with the token
 * @throws NotFound if there is no such wait
 */
export async function storeToken(table: Table, waitId: string, token: string): Promise<WaitRecord> {
  const wait = WaitRecord.parse(await setToken(table, waitId, token));
  // Decided already, and the callback was spent on a token that had timed out: send it again, to this one.
  if (wait.outcome !== undefined && wait.settle === undefined) {
    await table.update(keys.wait(waitId), { set: due(waitId), when: { token } });
  }
  return wait;
}

async function setToken(table: Table, waitId: string, token: string) {
  try {
    return await table.update(keys.wait(waitId), { set: { token } });
  } catch (error) {
    if (error instanceof ConditionFailed) throw new NotFound(`wait ${waitId}`);
    throw error;
  }
}

export const loadWait = (table: Table, waitId: string) => table.get(keys.wait(waitId), WaitRecord);

/** Notes that the callback was sent with this token (or that nobody waits for that token any more). */
export async function markSettled(table: Table, waitId: string, token: string, at: string): Promise<void> {
  try {
    await table.update(keys.wait(waitId), {
      set: { settledAt: at },
      remove: ['settle', 'gsi1pk', 'gsi1sk'],
      when: { token, outcome: PRESENT },
    });
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

/** Moves the deadline of a wait that has no outcome yet. */
export async function moveWait(table: Table, waitId: string, deadline: string): Promise<void> {
  await table.update(keys.wait(waitId), { set: { deadline } });
}
