import { checkSheet } from '../../domain/scoring.ts';
import type { Decision } from '../../schemas/decisions.ts';
import type { SheetRecord } from '../../schemas/records.ts';
import { loadAuto } from '../../store/auto.ts';
import { categoryOf, keys } from '../../store/keys.ts';
import { type Apply, type DecisionContext, type Effect, fieldError } from '../kind.ts';

/**
 * 五(三): one expert's sheet for one application, complete or not at all; or the expert stands aside (回避). Where the policy lets
 * sheets be changed until the deadline, one that is handed in only waits for it on the task.
 */
export const applyScore: Apply<'score'> = async (context, decision) => {
  if (decision.decision === 'recuse') return { ok: true, actions: [], outcome: { decision: 'recused' } };
  const effect = await sheetEffect(context, decision);
  if (!effect.ok || context.policy.expertStage.value.changes !== true) return effect;
  const { task, now } = context;
  if (now > task.deadline)
    return { ok: false, errors: [fieldError('decision', '已过截止时间，不能再提交或修改评分。')] };
  const set = { handedIn: { at: now, decision }, declaredAt: task.declaredAt ?? now };
  const change = { set, when: { status: 'open', assignee: task.assignee } };
  return { ok: true, moves: [{ update: keys.task(task.taskId), change }] };
};

type Submitted = Extract<Decision<'score'>, { decision: 'submit' }>;

/** What a sheet does once it counts. */
export async function sheetEffect(
  { table, task, policy, personId, now }: DecisionContext,
  decision: Submitted,
): Promise<Effect> {
  if (task.declaredAt === undefined && decision.noConflict === undefined)
    return { ok: false, errors: [{ field: 'noConflict', message: '' }] };
  const applicationId = task.applicationId ?? '';
  const seat = Number(task.subject['seat']);
  const { indicators } = policy.categories[categoryOf(applicationId)];
  const comments = Object.fromEntries(
    indicators.flatMap(({ code }) => {
      const text = decision.comments?.[code]?.trim() ?? '';
      return text === '' ? [] : [[code, text]];
    }),
  );
  const faults = checkSheet(policy, categoryOf(applicationId), await loadAuto(table, applicationId), decision.points);
  if (faults.length > 0)
    return { ok: false, errors: faults.map((fault) => ({ field: `points.${fault.item}`, message: fault.message })) };
  const sheet: SheetRecord = {
    entity: 'Sheet',
    applicationId,
    roundId: task.roundId,
    seat,
    expertId: personId,
    pointsByItem: decision.points,
    comment: decision.comment,
    comments,
    declaredAt: task.declaredAt ?? now,
    submittedAt: now,
  };
  return {
    ok: true,
    sheet,
    actions: [
      { put: keys.sheet(applicationId, seat), item: sheet },
      {
        update: keys.seat(applicationId, seat),
        change: { set: { status: 'scored' }, when: { status: 'assigned', expertId: personId } },
      },
    ],
    outcome: { decision: 'scored' },
  };
}
