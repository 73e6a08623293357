import { firstOf, revise, samePoints } from '../../domain/second-look.ts';
import { SheetRecord } from '../../schemas/records.ts';
import { keys } from '../../store/keys.ts';
import { ABSENT } from '../../store/table.ts';
import { type Apply, fieldError } from '../kind.ts';
import { sheetContent } from './score.ts';

/**
 * 五(三) 复核打分: an expert stands by its sheet, or hands in another one, once and in time. The revised sheet counts, and the
 * first one stays with it on record.
 */
export const applySecondLook: Apply<'second-look'> = async (context, decision) => {
  const { table, task, personId, now } = context;
  if (now > task.deadline)
    return { ok: false, errors: [fieldError('decision', '已过截止时间，不能再提交或修改评分。')] };
  if (decision.decision === 'stand') return { ok: true, actions: [], outcome: { decision: 'stood' } };
  const { change: reason, ...written } = decision;
  const revised = await sheetContent(context, written);
  if (!revised.ok) return revised;
  const key = keys.sheet(task.applicationId ?? '', Number(task.subject['seat']));
  const sheet = await table.get(key, SheetRecord);
  if (sheet === null) throw new Error(`${task.taskId} is about no sheet`);
  if (samePoints(firstOf(sheet).pointsByItem, revised.content.pointsByItem))
    return { ok: false, errors: [fieldError('change', '各项分数与首次评分相同。不修改分数的，请选择维持原评分。')] };
  const { pointsByItem, comment, comments, submittedAt, first } = revise(sheet, revised.content);
  const set = { pointsByItem, comment, comments, submittedAt, first };
  return {
    ok: true,
    actions: [{ update: key, change: { set, when: { expertId: personId, first: ABSENT } } }],
    outcome: { decision: 'revised' },
    kept: { ...written, reason },
  };
};
