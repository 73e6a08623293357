import type { Decision } from '../../schemas/decisions.ts';
import type { ActionRecord, TaskRecord } from '../../schemas/records.ts';
import { keys } from '../../store/keys.ts';
import { coSigner } from '../../store/staff.ts';
import type { Action } from '../../store/table.ts';
import { type DecisionContext, type Effect, fieldError } from '../kind.ts';
import { handOverAction } from '../open.ts';

/** A district's opinion as it was sent. */
export type Opinion = Exclude<Decision<'district-review'>, { decision: 'sign' | 'send-back' }>;

/** 五(二): whether the policy wants a second officer under what this one decides. Corrections and the bureau's own reviews need none. */
export const wantsSignature = ({ policy, task }: DecisionContext, { decision }: Opinion): boolean =>
  policy.review.value.coSign === true && task.assignee.role === 'district' && decision !== 'return';

/** The opinion goes to another officer with the task; nothing is decided before that one signs. */
export async function passOn(context: DecisionContext, sent: Opinion): Promise<Effect> {
  const { table, registers, task, personId, now } = context;
  const to = await coSigner(table, registers.staff, personId);
  const { asked: _none, decision, ...opinion } = sent;
  if (decision === 'return') throw new RangeError('a correction needs no second signature');
  const proposal = { by: personId, at: now, opinion: { decision, ...opinion } };
  const moved = moveTo(task, to, now, { proposal }, ['sentBack']);
  return {
    ok: true,
    moves: [moved, recordOf(task, 'proposed', to.id, { by: personId, at: now, reason: opinion.opinion })],
  };
}

/** Whoever does not agree gives the task back with a reason; the opinion is written anew. */
export function sendBack({ task, personId, now }: DecisionContext, reason: string): Effect {
  const { proposal } = task;
  if (proposal === undefined) return NOT_ASKED;
  const to = { role: 'district' as const, id: proposal.by };
  const moved = moveTo(task, to, now, { sentBack: { by: personId, at: now, reason } }, ['proposal']);
  return { ok: true, moves: [moved, recordOf(task, 'sent-back', to.id, { by: personId, at: now, reason })] };
}

/** Nobody signs for himself, and there is something to sign. */
export function unsignable({ task, personId }: DecisionContext): (Effect & { ok: false }) | null {
  if (task.proposal === undefined) return NOT_ASKED;
  return task.proposal.by === personId
    ? { ok: false, errors: [fieldError('decision', '联签须由提出审查意见以外的工作人员办理。')] }
    : null;
}

const NOT_ASKED = { ok: false as const, errors: [fieldError('decision', '现在没有等待联签的审查意见。')] };

export function moveTo(
  task: TaskRecord,
  to: TaskRecord['assignee'],
  at: string,
  set: Partial<TaskRecord>,
  remove: ('proposal' | 'sentBack')[],
): Action {
  const action = handOverAction(task, to, at);
  if (!('update' in action)) return action;
  const { change } = action;
  return {
    ...action,
    change: { ...change, set: { ...change.set, ...set }, remove: [...(change.remove ?? []), ...remove] },
  };
}

export const recordOf = (
  { roundId, taskId, applicationId, assignee, reminders }: TaskRecord,
  kind: ActionRecord['kind'],
  to: string,
  order: Pick<ActionRecord, 'by' | 'at' | 'reason'>,
): Action => ({
  put: keys.action(roundId, order.at, taskId, reminders + 1),
  item: { entity: 'Action', roundId, kind, taskId, applicationId, from: assignee.id, to, ...order },
});
