import { nowUtc } from './clock.ts';
import { ApplicationRecord, type GateRecord, type SlotRecord } from './schemas/records.ts';
import { leaveAction, loadGate, passIfDone } from './store/gates.ts';
import { keys, outboxIndex } from './store/keys.ts';
import { ABSENT, type Action, ConditionFailed, type Table } from './store/table.ts';
import { settleAction } from './store/waits.ts';
import { endReview } from './tasks/open.ts';

/** Whether the districts' stage is over: from then on panels are drawn, by a seed that names everybody who was recommended. */
const isPassed = (gate: Pick<GateRecord, 'passedAt'> | null): boolean => gate?.passedAt !== undefined;

/**
 * Whether an applicant may still take its application back: the district has not decided, or has recommended it and no panel
 * can have been drawn yet.
 * @param district the gate of the districts' stage
 */
export const isWithdrawable = (
  application: Pick<ApplicationRecord, 'status'> | null,
  district: Pick<GateRecord, 'passedAt'> | null,
): boolean =>
  application?.status === 'in-review' ||
  application?.status === 'returned' ||
  (application?.status === 'recommended' && !isPassed(district));

/** `busy`: a version is being examined this very moment, and nothing waits yet that could be ended. */
type Withdrawn = 'withdrawn' | 'closed' | 'busy';

/**
 * Takes an application back (撤回) before the panels are drawn: it leaves the stage, its execution ends, and a letter says so.
 * There is no way back: what is uploaded afterwards is not taken.
 */
export async function withdraw(table: Table, slot: SlotRecord): Promise<Withdrawn> {
  const { applicationId, roundId } = slot;
  const [application, district] = await Promise.all([
    table.get(keys.application(applicationId), ApplicationRecord),
    loadGate(table, roundId, 'district'),
  ]);
  if (application === null || !isWithdrawable(application, district)) return 'closed';
  const { status, waitId } = application;
  if (status === 'recommended') return withdrawRecommended(table, slot);
  if (waitId === null) return 'busy';
  const now = nowUtc();
  try {
    await table.transact([
      {
        update: keys.application(applicationId),
        change: {
          set: withdrawnBy(applicationId, now),
          when: { status, waitId },
        },
      },
      leaveAction(roundId, 'district', applicationId),
      settleAction(waitId, { decision: 'withdrawn' }),
      letter(applicationId, now),
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

const withdrawnBy = (applicationId: string, now: string) => ({
  status: 'withdrawn',
  decidedAt: now,
  decidedBy: applicationId,
  waitId: null,
});

/** The slot's letter goes once more, and says that the application was taken back. */
const letter = (applicationId: string, now: string): Action => ({
  update: keys.slot(applicationId),
  change: { set: { outbox: 'mail', ...outboxIndex(applicationId, now) } },
});

/** It has left the stage and its execution has ended; what is left is that nobody may have begun to draw. */
async function withdrawRecommended(table: Table, { applicationId, roundId }: SlotRecord): Promise<Withdrawn> {
  const now = nowUtc();
  try {
    await table.transact([
      {
        update: keys.application(applicationId),
        change: { set: withdrawnBy(applicationId, now), when: { status: 'recommended' } },
      },
      { check: keys.gate(roundId, 'district'), when: { passedAt: ABSENT } },
      letter(applicationId, now),
    ]);
    return 'withdrawn';
  } catch (error) {
    if (error instanceof ConditionFailed) return 'closed';
    throw error;
  }
}
