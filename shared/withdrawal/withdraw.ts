import { nowUtc } from '../clock.ts';
import { ApplicationRecord, ROUND_STAGES, type RoundRecord, type SlotRecord } from '../schemas/records.ts';
import { type Logged, transactLogged } from '../store/decision-log.ts';
import { leaveAction, passIfDone } from '../store/gates.ts';
import { keys, outboxIndex } from '../store/keys.ts';
import { type Action, ConditionFailed, type Table } from '../store/table.ts';
import { settleAction } from '../store/waits.ts';
import { endReview, endTask } from '../tasks/open.ts';
import { retract, retractionAction } from './retract.ts';
import { wayOut } from './way-out.ts';

/** 五(三): a shortlist that is published is everybody's affair; until then an applicant may go. */
const isBeforeNotice = (stage: RoundRecord['stage']): boolean =>
  ROUND_STAGES.indexOf(stage) < ROUND_STAGES.indexOf('notice');

/** Whether an applicant may still take its application back: it has not been refused, and the shortlist is not published. */
export const isWithdrawable = (
  application: Pick<ApplicationRecord, 'status'> | null,
  stage: RoundRecord['stage'],
): boolean =>
  application?.status === 'in-review' ||
  application?.status === 'returned' ||
  (application?.status === 'recommended' && isBeforeNotice(stage));

/** `busy`: something is being done with it this very moment that cannot be ended, as examining it or drawing its panel. */
type Withdrawn = 'withdrawn' | 'closed' | 'busy';

/**
 * Takes an application back (撤回) before the notice: it leaves the stage, whatever was asked about it ends, and a letter
 * says so. There is no way back: what is uploaded afterwards is not taken.
 */
export async function withdraw(table: Table, { applicationId }: Pick<SlotRecord, 'applicationId'>): Promise<Withdrawn> {
  const load = () => table.get(keys.application(applicationId), ApplicationRecord);
  const outcome = await withdrawAsSeen(table, await load());
  // What others are busy with may be what another click has set going: that the application has left.
  return outcome === 'busy' && (await load())?.status === 'withdrawn' ? 'closed' : outcome;
}

async function withdrawAsSeen(table: Table, application: ApplicationRecord | null): Promise<Withdrawn> {
  switch (application?.status) {
    case 'in-review':
    case 'returned':
      return withdrawReviewed(table, application);
    case 'recommended':
      return withdrawRecommended(table, application);
    default:
      return 'closed';
  }
}

async function withdrawReviewed(table: Table, application: ApplicationRecord): Promise<Withdrawn> {
  const { applicationId, roundId, status, waitId } = application;
  if (waitId === null) return 'busy';
  const now = nowUtc();
  try {
    await transactLogged(
      table,
      roundId,
      [takenBack(applicationId, now)],
      [
        leaving(application, now, { status, waitId }),
        leaveAction(roundId, 'district', applicationId),
        settleAction(waitId, { decision: 'withdrawn' }),
        letter(applicationId, now),
      ],
    );
  } catch (error) {
    // Somebody was first: the district's decision, a newer package, or another click.
    if (error instanceof ConditionFailed) return 'busy';
    throw error;
  }
  await endReview(table, waitId);
  await passIfDone(table, roundId, 'district', now);
  return 'withdrawn';
}

/** Experts who submit at the same moment change what is to be ended: it is looked at anew. */
const TRIES = 4;

/** Its own execution has ended; what is under way is its panel's, or the ranking's. */
async function withdrawRecommended(table: Table, application: ApplicationRecord, tries = TRIES): Promise<Withdrawn> {
  const { applicationId, roundId } = application;
  const way = await wayOut(table, application);
  if (way === 'busy' || way === 'closed') return way;
  const now = nowUtc();
  try {
    await transactLogged(
      table,
      roundId,
      [takenBack(applicationId, now)],
      [
        leaving(application, now, { status: 'recommended', ...way.when }),
        ...way.actions,
        retractionAction(application),
        letter(applicationId, now),
      ],
    );
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    const again = tries > 1 ? await table.get(keys.application(applicationId), ApplicationRecord) : null;
    if (again === null) return 'busy';
    return again.status === 'recommended' ? withdrawRecommended(table, again, tries - 1) : 'closed';
  }
  for (const taskId of way.tasks) await endTask(table, taskId, 'superseded');
  await passIfDone(table, roundId, 'experts', now);
  await retract(table, application);
  return 'withdrawn';
}

const takenBack = (applicationId: string, at: string): Logged => ({
  ...{ owner: applicationId, about: 'withdrawal', decision: 'withdrawn', at, by: applicationId, facts: {} },
});

const leaving = ({ applicationId }: ApplicationRecord, now: string, when: object): Action => ({
  update: keys.application(applicationId),
  change: {
    set: { status: 'withdrawn', decidedAt: now, decidedBy: applicationId, waitId: null },
    when: { ...when },
  },
});

/** The slot's letter goes once more, and says that the application was taken back. */
const letter = (applicationId: string, now: string): Action => ({
  update: keys.slot(applicationId),
  change: { set: { outbox: 'mail', ...outboxIndex(applicationId, now) } },
});
