import { nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import type { AwaitedOf } from '../../shared/schemas/workflow.ts';
import { leaveAction, passIfDone } from '../../shared/store/gates.ts';
import { keys } from '../../shared/store/keys.ts';
import { ConditionFailed } from '../../shared/store/table.ts';
import { settleAction } from '../../shared/store/waits.ts';
import { endTask } from '../../shared/tasks/open.ts';
import { type Escalated, soon, waitUntil } from './answers.ts';

/** Nobody asked for a review within the days: the refusal is final, and the application leaves its stage. */
export async function refusalFinal({ table }: Deps, request: AwaitedOf<'refusal'>): Promise<Escalated> {
  const { roundId, applicationId, waitId } = request;
  const final = { decision: 'final' };
  try {
    await table.transact([
      { update: keys.application(applicationId), change: { set: { waitId: null }, when: { waitId } } },
      leaveAction(roundId, 'district', applicationId),
      settleAction(waitId, final),
    ]);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    // The request came in the same moment: its outcome stands at the wait.
    return waitUntil(soon());
  }
  await endTask(table, waitId, 'expired');
  await passIfDone(table, roundId, 'district', nowUtc());
  return final;
}
