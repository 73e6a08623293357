import type { PlanSeen } from '../../schemas/plan-seen.ts';
import { keys } from '../../store/keys.ts';
import { confirmersOf, flagsCode, keptSeen, loadPlanned, seenNow } from '../../store/plans.ts';
import { secondApprover } from '../../store/staff.ts';
import { type Apply, type DecisionContext, type Effect, fieldError } from '../kind.ts';
import { moveTo, recordOf } from './co-sign.ts';

/**
 * 五(五): approves the disbursement plan, by somebody else than who confirmed its lists, with what was to be seen of its payees. Where the
 * policy wants two, the first one's approval passes the task on to a second, and decides nothing; either may reject.
 */
export const applyApprovePlan: Apply<'approve-plan'> = async (context, { decision, reason, seen }) => {
  const { table, task, now, personId, policy } = context;
  const planned = await loadPlanned(table, task.roundId, Number(task.subject['planNo']));
  if (planned === null) return refused('未找到该拨付方案。');
  const found = await seenNow(context, planned.awards, now);
  if (seen !== undefined && seen !== flagsCode(found)) return refused('提示事项刚刚有变化，请重新核对后再提交。');
  if (decision === 'reject') return decided(context, 'rejected', found);
  if (policy.plan?.value.coApproval !== true) return decided(context, 'approved', found);
  const confirmers = await confirmersOf(table, task.roundId, planned.awards);
  if (confirmers.has(personId)) return refused('确认所涉名单的人员不能审批本方案，只能退回。');
  const { approval } = task;
  if (approval === undefined) return passOn(context, [...confirmers, personId], reason);
  if (approval.by === personId) return refused('第二审批人须是第一审批人以外的人员。');
  const first = { proposedBy: approval.by, proposedAt: approval.at, proposedReason: approval.reason };
  const effect = decided(context, 'approved', found, approval);
  return 'outcome' in effect ? { ...effect, kept: { decision, reason, ...first } } : effect;
};

type Refusal = Parameters<typeof fieldError>[1];
const refused = (message: Refusal): Effect => ({ ok: false, errors: [fieldError('decision', message)] });

function decided(
  { task, now, personId }: DecisionContext,
  status: 'approved' | 'rejected',
  seen: PlanSeen,
  first?: NonNullable<DecisionContext['task']['approval']>,
): Effect {
  const by = first === undefined ? {} : { firstApprovedBy: first.by, firstApprovedAt: first.at };
  return {
    ok: true,
    actions: [
      {
        update: keys.plan(task.roundId, Number(task.subject['planNo'])),
        change: {
          set: { status, decidedAt: now, decidedBy: personId, seen: keptSeen(seen), ...by },
          when: { status: 'proposed' },
        },
      },
    ],
    outcome: { decision: status },
  };
}

/** The task goes to somebody who neither confirmed nor approved. */
async function passOn(context: DecisionContext, excluded: string[], reason: string): Promise<Effect> {
  const { table, registers, task, personId, now } = context;
  const second = await secondApprover(table, registers.staff, excluded);
  if (second === null) return refused('工作人员台账中没有可以复核的其他市级人员。');
  const to = { role: 'bureau' as const, id: second.staffId };
  const order = { by: personId, at: now, reason };
  return {
    ok: true,
    moves: [moveTo(task, to, now, { approval: order }, []), recordOf(task, 'proposed', to.id, order)],
  };
}
