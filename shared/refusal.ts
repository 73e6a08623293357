import { reviewRequestEnds } from './domain/refusal.ts';
import type { Policy } from './policy/schema.ts';
import type { ApplicationRecord } from './schemas/records.ts';
import { keys } from './store/keys.ts';
import type { Action } from './store/table.ts';
import { newWaitAction } from './store/waits.ts';

type Refusal = NonNullable<ApplicationRecord['refusal']>;

/**
 * 五(二): what refuses an application. It stays in its stage until the days for a review (复核) are over or the review is
 * decided: its open row is left, and the execution goes on with the wait that is made here.
 * @param when what the application must still be like
 * @param also what else changes of it with the refusal
 */
export function refuseActions(
  policy: Policy,
  { applicationId, roundId, attempt }: Pick<ApplicationRecord, 'applicationId' | 'roundId' | 'attempt'>,
  refusal: Refusal,
  when: Record<string, unknown>,
  also: Partial<ApplicationRecord> = {},
): { actions: Action[]; outcome: { decision: Refusal['status']; waitId: string; deadline: string } } {
  const waitId = `${applicationId}~refusal.${attempt}`;
  const deadline = reviewRequestEnds(policy, refusal.at);
  const { status, opinion, by, at } = refusal;
  return {
    actions: [
      {
        update: keys.application(applicationId),
        change: { set: { ...also, status, opinion, decidedAt: at, decidedBy: by, refusal, waitId }, when },
      },
      newWaitAction(waitId, roundId, deadline),
    ],
    outcome: { decision: status, waitId, deadline },
  };
}
