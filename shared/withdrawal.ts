import { nowUtc } from './clock.ts';
import { ApplicationRecord, type SlotRecord } from './schemas/records.ts';
import { leaveAction, passIfDone } from './store/gates.ts';
import { keys, outboxIndex } from './store/keys.ts';
import { ConditionFailed, type Table } from './store/table.ts';
import { settleAction } from './store/waits.ts';
import { endReview } from './tasks/open.ts';

/** Whether an applicant may still take its application back: the district has not decided. */
export const isWithdrawable = (application: Pick<ApplicationRecord, 'status'> | null): boolean =>
  application?.status === 'in-review' || application?.status === 'returned';

/** `busy`: a version is being examined this very moment, and nothing waits yet that could be ended. */
type Withdrawn = 'withdrawn' | 'closed' | 'busy';

/**
 * Takes an application back (撤回) before the district has decided: it leaves the stage, its execution ends, and a letter
 * says so. There is no way back: what is uploaded afterwards is not taken.
 */
export async function withdraw(table: Table, { applicationId, roundId }: SlotRecord): Promise<Withdrawn> {
  const application = await table.get(keys.application(applicationId), ApplicationRecord);
  if (application === null || !isWithdrawable(application)) return 'closed';
  const { status, waitId } = application;
  if (waitId === null) return 'busy';
  const now = nowUtc();
  try {
    await table.transact([
      {
        update: keys.application(applicationId),
        change: {
          set: { status: 'withdrawn', decidedAt: now, decidedBy: applicationId, waitId: null },
          when: { status, waitId },
        },
      },
      leaveAction(roundId, 'district', applicationId),
      settleAction(waitId, { decision: 'withdrawn' }),
      // The slot's letter goes once more, and says that the application was taken back.
      { update: keys.slot(applicationId), change: { set: { outbox: 'mail', ...outboxIndex(applicationId, now) } } },
    ]);
  } catch (error) {
    // Somebody was first: the district's decision, a newer package, or another click.
    if (error instanceof ConditionFailed) return 'busy';
    throw error;
  }
  await endReview(table, waitId);
  await passIfDone(table, roundId, 'district', now);
  return 'withdrawn';
}
