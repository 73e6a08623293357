import { checkSheet } from '../../domain/scoring.ts';
import type { Decision } from '../../schemas/decisions.ts';
import type { SheetContent, SheetRecord } from '../../schemas/records.ts';
import { loadAuto } from '../../store/auto.ts';
import { categoryOf, keys } from '../../store/keys.ts';
import { type Apply, type DecisionContext, type Effect, type FieldError, fieldError } from '../kind.ts';

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
  const written = await sheetContent({ table, task, policy, now }, decision);
  if (!written.ok) return written;
  const sheet: SheetRecord = {
    ...{ entity: 'Sheet', applicationId, roundId: task.roundId, seat, expertId: personId },
    ...written.content,
    declaredAt: task.declaredAt ?? now,
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

/** What an expert has filled in, complete and within bounds, as its sheet says it. */
export async function sheetContent(
  { table, task, policy, now }: Pick<DecisionContext, 'table' | 'task' | 'policy' | 'now'>,
  { points, comment, comments = {} }: Pick<Submitted, 'points' | 'comment' | 'comments'>,
): Promise<{ ok: true; content: SheetContent } | { ok: false; errors: FieldError[] }> {
  const applicationId = task.applicationId ?? '';
  const category = categoryOf(applicationId);
  const faults = checkSheet(policy, category, await loadAuto(table, applicationId), points);
  if (faults.length > 0)
    return { ok: false, errors: faults.map(({ item, message }) => ({ field: `points.${item}`, message })) };
  const said = policy.categories[category].indicators.flatMap(({ code }) => {
    const text = comments[code]?.trim() ?? '';
    return text === '' ? [] : [[code, text]];
  });
  return {
    ok: true,
    content: { pointsByItem: points, comment, comments: Object.fromEntries(said), submittedAt: now },
  };
}
