import { LOG_FACTS } from '../../domain/decision-log.ts';
import { hearingOf, isAccepted, publishablePeriod, seenOf, type UpheldEffect } from '../../domain/objections.ts';
import { letterActions, stepAction, unfreezeAction } from '../../objections/change.ts';
import { effectOf } from '../../objections/effect.ts';
import { endHearing, namesObjector } from '../../objections/objector.ts';
import { ObjectionRecord, type ObjectionStep } from '../../schemas/records.ts';
import type { Logged } from '../../store/decision-log.ts';
import { categoryOf, keys } from '../../store/keys.ts';
import type { Action } from '../../store/table.ts';
import { type Apply, type DecisionContext, fieldError } from '../kind.ts';

const ENDINGS = { uphold: 'upheld', reject: 'rejected', decline: 'declined' } as const;
const UNKNOWN = fieldError('decision', '未找到该异议。');
const NO_GROUND = fieldError('ground', '不予受理的，请选择情形。');
const NAMED = fieldError('reason', '理由中有提出人的姓名、名称或电话，请改写：处理决定会留存和公开。');
const CHANGED = fieldError('reason', '打开页面之后有新的材料、答复或名单变动，请核对本页后再提交。');

/**
 * A ruling on an objection: rejected or not taken on, the place is as before; upheld, its holder leaves and the reserve moves up
 * with a notice period of its own.
 */
export const applyObjectionRuling: Apply<'objection-ruling'> = async (context, { decision, ground, reason, seen }) => {
  const { task, table, policy, personId, now } = context;
  const objection = await table.get(keys.objection(task.roundId, String(task.subject['objectionId'])), ObjectionRecord);
  if (objection === null) return { ok: false, errors: [UNKNOWN] };
  const upheld = await effectOf(table, policy, objection);
  if (seen !== undefined && seen !== seenOf(objection, upheld)) return { ok: false, errors: [CHANGED] };
  const declined = policy.objection.value.declineGrounds.find((one) => decision === 'decline' && one === ground);
  if (decision === 'decline' && declined === undefined) return { ok: false, errors: [NO_GROUND] };
  if (await namesObjector(table, objection, reason)) return { ok: false, errors: [NAMED] };
  const effect = decision === 'uphold' ? upheld : null;
  const actions = [
    ...(effect === null ? [unfreezeAction(objection)] : replace(context, effect)),
    stepAction(objection, endingSteps(objection, decision, { at: now, by: personId }), {
      status: ENDINGS[decision],
      ruling: { reason, by: personId, at: now, effect },
      ...(declined === undefined ? {} : { declined }),
    }),
    ...(await endHearing(table, objection)),
    ...(await letterActions(table, objection, now)),
  ];
  const also = movedUp(context, objection.objectionId, effect?.in ?? null);
  return { ok: true, actions, outcome: { decision }, kept: { decision, reason }, also };
};

/** Who moves up hears of it as of a decision about itself. */
const movedUp = ({ now, personId }: DecisionContext, objectionId: string, reserve: string | null): Logged[] =>
  reserve === null
    ? []
    : [
        {
          ...{ owner: reserve, about: `moved-up:${objectionId}`, decision: 'moved-up', at: now, by: personId },
          facts: LOG_FACTS.objection(objectionId),
        },
      ];

/** Whoever rules has taken it on, if it was not said before. */
function endingSteps(
  objection: ObjectionRecord,
  decision: keyof typeof ENDINGS,
  who: Pick<ObjectionStep, 'at' | 'by'>,
): ObjectionStep[] {
  if (decision === 'decline') return [{ kind: 'declined', ...who }];
  return [...(isAccepted(objection) ? [] : [{ kind: 'accepted' as const, ...who }]), { kind: 'ruled', ...who }];
}

/** Removes the place's holder and moves the next reserve up. */
function replace({ task: { roundId }, policy, now }: DecisionContext, effect: UpheldEffect): Action[] {
  const keyOf = (id: string) => keys.place(roundId, categoryOf(id), id);
  const out: Action = {
    update: keyOf(effect.out),
    change: { set: { state: 'removed' }, add: { openObjections: -1 }, when: { state: 'shortlisted' } },
  };
  if (effect.in === null) return [out];
  const set = { state: 'shortlisted', noticeEndsAt: publishablePeriod(policy, now).endsAt };
  return [out, { update: keyOf(effect.in), change: { set, when: { state: 'reserve' } } }];
}

/** 听取意见: the applicant's answer stands with the objection's steps; an answer after its days counts until there is a ruling. */
export const applyObjectionHearing: Apply<'objection-hearing'> = async ({ task, table, now }, { statement }) => {
  const objection = await table.get(keys.objection(task.roundId, String(task.subject['objectionId'])), ObjectionRecord);
  if (objection === null || objection.status !== 'open' || hearingOf(objection) === null)
    return { ok: false, errors: [UNKNOWN] };
  const step = { kind: 'heard' as const, at: now, by: task.assignee.id, text: statement };
  return {
    ok: true,
    actions: [stepAction(objection, [step])],
    outcome: { decision: 'answer' },
    kept: { decision: 'answer' },
  };
};
