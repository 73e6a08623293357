import { nextFor, seenNext } from '../../declines/places.ts';
import { LOG_FACTS } from '../../domain/decision-log.ts';
import { publishablePeriod } from '../../domain/objections.ts';
import { AwardRecord } from '../../schemas/records.ts';
import { categoryOf, keys } from '../../store/keys.ts';
import type { Action } from '../../store/table.ts';
import { type Apply, type DecisionContext, fieldError } from '../kind.ts';

const UNKNOWN = fieldError('decision', '未找到该奖补。');
const NOBODY = fieldError('decision', '没有可以递补的申报，只能选择名额空缺。');
const CHANGED = fieldError('reason', '打开页面之后可以递补的申报有变动，请核对本页后再提交。');

/** 五(四): what becomes of a place that a winner gave back: the next of the reserve moves up, with a notice of its own, or it stays empty. */
export const applyFillPlace: Apply<'fill-place'> = async (context, { decision, reason, seen }) => {
  const { task, table, policy, personId, now } = context;
  const awardId = task.applicationId ?? '';
  const award = await table.get(keys.award(task.roundId, awardId), AwardRecord);
  if (award?.declined === undefined) return { ok: false, errors: [UNKNOWN] };
  const next = await nextFor(table, policy, award);
  if (seen !== undefined && seen !== seenNext(next)) return { ok: false, errors: [CHANGED] };
  if (decision === 'move-up' && next === null) return { ok: false, errors: [NOBODY] };
  const up = decision === 'move-up' ? next : null;
  const filled = { in: up, by: personId, at: now, reason };
  const moved = { owner: up ?? '', about: `moved-up:${awardId}`, decision: 'moved-up', at: now, by: personId };
  return {
    ok: true,
    actions: [
      {
        update: keys.award(task.roundId, awardId),
        change: { set: { declined: { ...award.declined, filled } }, when: { status: 'declined' } },
      },
      ...(up === null ? [] : [moveUp(context, up)]),
    ],
    outcome: { decision },
    kept: { decision, reason },
    also: up === null ? [] : [{ ...moved, facts: LOG_FACTS.fill(awardId) }],
  };
};

const moveUp = ({ task: { roundId }, policy, now }: DecisionContext, id: string): Action => ({
  update: keys.place(roundId, categoryOf(id), id),
  change: {
    set: { state: 'shortlisted', noticeEndsAt: publishablePeriod(policy, now).endsAt },
    when: { state: 'reserve' },
  },
});
