import { endOfLocalDay, endOfWorkingDays, localDateOf } from '../../domain/calendar.ts';
import { type CheckPoint, checklistOf } from '../../domain/checklist.ts';
import type { Text } from '../../http/english/texts.ts';
import { pointGroups } from '../../package/points.ts';
import { refuseActions } from '../../refusal.ts';
import { ApplicationRecord } from '../../schemas/records.ts';
import { leaveAction } from '../../store/gates.ts';
import { keys } from '../../store/keys.ts';
import type { Action } from '../../store/table.ts';
import { newWaitAction } from '../../store/waits.ts';
import { type Apply, type DecisionContext, type Effect, fieldError } from '../kind.ts';
import { type Opinion, passOn, sendBack, unsignable, wantsSignature } from './co-sign.ts';
import { confirmCreditCode } from './credit-code.ts';

/** 五(二): the district examines qualification and authenticity and gives its opinion; one correction may be asked for, all in one. */
export const applyDistrictReview: Apply<'district-review'> = async (context, decision) => {
  if (decision.decision === 'send-back') return sendBack(context, decision.reason);
  if (decision.decision !== 'sign') {
    if (context.task.proposal !== undefined) return wrong('decision', '审查意见正在等待联签：请同意或退回。');
    const effect = await applyOpinion(context, decision);
    return effect.ok && wantsSignature(context, decision) ? passOn(context, decision) : effect;
  }
  const { proposal } = context.task;
  const refused = unsignable(context);
  if (proposal === undefined || refused !== null) return refused ?? wrong('decision', '现在没有等待联签的审查意见。');
  const effect = await applyOpinion(context, proposal.opinion);
  const signature = { proposedBy: proposal.by, proposedAt: proposal.at, signed: decision.reason };
  return 'outcome' in effect ? { ...effect, kept: { ...proposal.opinion, ...signature } } : effect;
};

/** What an opinion does, whoever signed it. */
const applyOpinion = async (
  context: DecisionContext,
  { decision, opinion, asked, checks = [], ...confirmation }: Opinion & { asked?: string[] | undefined },
): Promise<Effect> => {
  const { task, now, personId } = context;
  const applicationId = task.applicationId ?? '';
  const application = await context.table.get(keys.application(applicationId), ApplicationRecord);
  if (application === null) return wrong('decision', '未找到该申报。');
  const confirmed = confirmCreditCode(context, application, confirmation);
  if (!confirmed.ok) return confirmed;
  if (decision === 'return') return returnForCorrection(context, application, { opinion, asked }, confirmed);
  if (asked !== undefined) return wrong('asked', '只有退回补正时才勾选需要补正的内容。');
  const when = { status: 'in-review', waitId: task.waitId };
  if (decision === 'not-recommend') {
    const refusal = { status: 'not-recommended', opinion, by: personId, at: now } as const;
    const refused = refuseActions(context.policy, application, refusal, when, confirmed.set);
    return { ok: true, actions: [...refused.actions, ...confirmed.actions], outcome: refused.outcome };
  }
  const open = checklistOf(context.policy, application.category).filter(({ code }) => !checks.includes(code));
  if (open.length > 0) return unchecked(open);
  return {
    ok: true,
    actions: [
      {
        update: keys.application(applicationId),
        change: {
          set: {
            ...confirmed.set,
            status: 'recommended',
            opinion,
            ...(checks.length === 0 ? {} : { checks }),
            decidedAt: now,
            decidedBy: personId,
            waitId: null,
          },
          when,
        },
      },
      leaveAction(task.roundId, 'district', applicationId),
      ...confirmed.actions,
    ],
    outcome: { decision: 'recommended' },
  };
};

/** 五(二): who recommends has gone through every point. */
const unchecked = (open: CheckPoint[]): Effect => ({
  ok: false,
  errors: open.map(({ code, title }) => fieldError(`checks.${code}`, '推荐前请核对并勾选：{title}。', { title })),
});

const wrong = (field: string, message: Text): Effect => ({ ok: false, errors: [fieldError(field, message)] });

async function returnForCorrection(
  { task, policy, now, personId }: DecisionContext,
  application: ApplicationRecord,
  { opinion, asked = [] }: { opinion: string; asked: string[] | undefined },
  confirmed: { actions: Action[]; set: Partial<ApplicationRecord> },
): Promise<Effect> {
  const { applicationId, category, version, packageSha256 } = application;
  if (application.correctedOnce)
    return wrong('decision', '补正只能要求一次，且须一次性告知全部问题。请作出推荐或不推荐的决定。');
  const known = new Set(pointGroups(category, policy).flatMap(({ points }) => points.map(({ path }) => path)));
  if (!asked.every((point) => known.has(point)))
    return wrong('asked', '勾选的内容不在申报表中，请刷新本页后重新勾选。');
  const correction = { asked, by: personId, at: now, version, packageSha256 };
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
          set: { status: 'returned', opinion, correctedOnce: true, correction, waitId, ...confirmed.set },
          when: { status: 'in-review', waitId: task.waitId, correctedOnce: false, version },
        },
      },
      newWaitAction(waitId, task.roundId, deadline),
      ...confirmed.actions,
    ],
    outcome: { decision: 'returned', deadline, waitId },
  };
}
