import { endOfLocalDay, endOfWorkingDays, localDateOf } from '../../domain/calendar.ts';
import { ApplicationRecord } from '../../schemas/records.ts';
import { leaveAction } from '../../store/gates.ts';
import { keys } from '../../store/keys.ts';
import { newWaitAction } from '../../store/waits.ts';
import type { Apply, DecisionContext, Effect } from '../kind.ts';

/** 五(二): the district examines qualification and authenticity and gives its opinion; one correction may be asked for, all in one. */
export const applyDistrictReview: Apply<'district-review'> = async (context, { decision, opinion }) => {
  const { task, now, personId } = context;
  const applicationId = task.applicationId ?? '';
  if (decision === 'return') return returnForCorrection(context, applicationId, opinion);
  const status = decision === 'recommend' ? 'recommended' : 'not-recommended';
  return {
    ok: true,
    actions: [
      {
        update: keys.application(applicationId),
        change: {
          set: { status, opinion, decidedAt: now, decidedBy: personId, waitId: null },
          when: { status: 'in-review', waitId: task.waitId },
        },
      },
      leaveAction(task.roundId, 'district', applicationId),
    ],
    outcome: { decision: status },
  };
};

async function returnForCorrection(
  { table, task, policy, now }: DecisionContext,
  applicationId: string,
  opinion: string,
): Promise<Effect> {
  const application = await table.get(keys.application(applicationId), ApplicationRecord);
  if (application === null || application.correctedOnce) {
    return {
      ok: false,
      errors: [{ field: 'decision', message: '补正只能要求一次，且须一次性告知全部问题。请作出推荐或不推荐的决定。' }],
    };
  }
  const deadline = endOfLocalDay(
    endOfWorkingDays(policy.calendar, localDateOf(now), policy.correction.value.workingDays, false),
  );
  const waitId = `${applicationId}~correction.${application.attempt}`;
  return {
    ok: true,
    actions: [
      {
        update: keys.application(applicationId),
        change: {
          set: { status: 'returned', opinion, correctedOnce: true, waitId },
          when: { status: 'in-review', waitId: task.waitId, correctedOnce: false },
        },
      },
      newWaitAction(waitId, task.roundId, deadline),
    ],
    outcome: { decision: 'returned', deadline, waitId },
  };
}
