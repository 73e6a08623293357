import type { Deps } from '../../shared/deps.ts';
import { ConditionFailed } from '../../shared/store/table.ts';
import { loadWait, settleAction, settleWait } from '../../shared/store/waits.ts';
import { endTaskAction } from '../../shared/tasks/open.ts';
import { type Escalated, soon, waitUntil } from './answers.ts';

/** 复核打分: whoever has said nothing in time stands by its sheet. With the task its wait is settled: nobody answers any more. */
export async function lookLapsed({ table }: Deps, waitId: string): Promise<Escalated> {
  const outcome = { decision: 'lapsed' };
  try {
    await table.transact([settleAction(waitId, outcome), endTaskAction(waitId, 'expired')]);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    // Answered in the same moment; or there is no task that is open, and then nobody can.
    const decided = (await loadWait(table, waitId))?.outcome !== undefined;
    if (decided || !(await settleWait(table, waitId, outcome))) return waitUntil(soon());
  }
  return outcome;
}
