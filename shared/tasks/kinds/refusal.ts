import { reviewRulingEnds } from '../../domain/refusal.ts';
import { ApplicationRecord } from '../../schemas/records.ts';
import { leaveAction } from '../../store/gates.ts';
import { keys, outboxIndex } from '../../store/keys.ts';
import type { Action } from '../../store/table.ts';
import { newWaitAction } from '../../store/waits.ts';
import { type Apply, fieldError } from '../kind.ts';

const LATE = fieldError('reason', '申请复核的期限已过。');
const UNKNOWN = fieldError('decision', '未找到该申报。');

/** Whoever was refused asks for a review (复核), once and within the days; the execution goes on to whoever decides it. */
export const applyRefusal: Apply<'refusal'> = async ({ table, task, policy, now }, { reason }) => {
  const applicationId = task.applicationId ?? '';
  if (now > task.deadline) return { ok: false, errors: [LATE] };
  const application = await table.get(keys.application(applicationId), ApplicationRecord);
  if (application === null) return { ok: false, errors: [UNKNOWN] };
  const waitId = `${applicationId}~review.${application.attempt}`;
  const deadline = reviewRulingEnds(policy, now);
  return {
    ok: true,
    actions: [
      {
        update: keys.application(applicationId),
        change: { set: { waitId, review: { requestedAt: now, grounds: reason } }, when: { waitId: task.waitId } },
      },
      newWaitAction(waitId, task.roundId, deadline),
    ],
    outcome: { decision: 'requested', waitId, deadline },
  };
};

/**
 * The review's ruling, by somebody else than who refused: the refusal stands, or the application is recommended after all.
 * Either way it leaves its stage, and a letter says so.
 */
export const applyRefusalReview: Apply<'refusal-review'> = async (
  { table, task, now, personId },
  { decision, reason },
) => {
  const applicationId = task.applicationId ?? '';
  const application = await table.get(keys.application(applicationId), ApplicationRecord);
  if (application?.review === undefined) return { ok: false, errors: [UNKNOWN] };
  if (application.refusal?.by === personId)
    return { ok: false, errors: [fieldError('decision', '原决定由您作出，复核须由其他人员办理。')] };
  const review = { ...application.review, ruling: { decision, reason, by: personId, at: now } };
  const admitted = { status: 'recommended', opinion: reason, decidedAt: now, decidedBy: personId } as const;
  const letter: Action = {
    update: keys.slot(applicationId),
    change: { set: { outbox: 'mail', ...outboxIndex(applicationId, now) } },
  };
  return {
    ok: true,
    actions: [
      {
        update: keys.application(applicationId),
        change: {
          set: { waitId: null, review, ...(decision === 'admit' ? admitted : {}) },
          when: { waitId: task.waitId },
        },
      },
      leaveAction(task.roundId, 'district', applicationId),
      letter,
    ],
    outcome: { decision: decision === 'admit' ? 'admitted' : 'upheld' },
  };
};
