import { sha256Hex } from '../../canonical.ts';
import { declineActions } from '../../declines/decline.ts';
import { AwardRecord, type PayeeRecord } from '../../schemas/records.ts';
import { leaveAction } from '../../store/gates.ts';
import { keys } from '../../store/keys.ts';
import { type Apply, type DecisionContext, type Effect, fieldError } from '../kind.ts';

/** Compares names as a bank would: full-width brackets and letters, and spaces, make no difference. */
const normalised = (name: string) => name.normalize('NFKC').replace(/\s+/g, '').toUpperCase();

/** A winner gives its account, with separate consent. The account stands apart; what travels is its reference. */
export const applyPayee: Apply<'payee'> = async (context, decision) => {
  const { task, table, now } = context;
  if (decision.decision === 'decline') return declined(context, decision.reason);
  const awardId = task.applicationId ?? '';
  const award = await table.get(keys.award(task.roundId, awardId), AwardRecord);
  if (award === null) return { ok: false, errors: [fieldError('accountName', '未找到该奖补。')] };
  if (normalised(decision.accountName) !== normalised(award.name)) {
    const { name } = award;
    return { ok: false, errors: [fieldError('accountName', '户名须与登记的单位名称“{name}”一致。', { name })] };
  }
  const payeeRef = `payee-${sha256Hex(`${awardId}|${award.attempt}`).slice(0, 24)}`;
  const payee: PayeeRecord = {
    entity: 'Payee',
    payeeRef,
    awardId,
    accountName: decision.accountName,
    bank: decision.bank,
    accountNumber: decision.accountNumber.replaceAll(' ', ''),
    consentAt: now,
  };
  return {
    ok: true,
    actions: [
      { put: keys.payee(payeeRef), item: payee },
      {
        update: keys.award(task.roundId, awardId),
        change: { set: { status: 'payable', payeeRef }, when: { status: 'announced', attempt: award.attempt } },
      },
      leaveAction(task.roundId, `payee-${award.listNo}`, awardId),
    ],
    outcome: { decision: 'account' },
  };
};

/** 放弃: the winner gives the award back instead. */
async function declined(context: DecisionContext, reason: string): Promise<Effect> {
  const { task, table, now } = context;
  const award = await table.get(keys.award(task.roundId, task.applicationId ?? ''), AwardRecord);
  const actions = award === null ? null : await declineActions(context, { award, reason, at: now });
  if (actions === null) return { ok: false, errors: [fieldError('confirm', '这项奖补现在不能放弃，请联系主管部门。')] };
  const kept = { decision: 'decline', reason };
  // In the chain it is this task's decision.
  return { ok: true, actions, outcome: { decision: 'decline' }, kept };
}
