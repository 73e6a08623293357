import { sha256Hex } from '../../canonical.ts';
import { sameName } from '../../domain/names.ts';
import { AwardRecord, type PayeeRecord } from '../../schemas/records.ts';
import { leaveAction } from '../../store/gates.ts';
import { keys } from '../../store/keys.ts';
import { type Apply, fieldError } from '../kind.ts';

/** A winner gives its account, with separate consent. The account stands apart; what travels is its reference. */
export const applyPayee: Apply<'payee'> = async ({ task, table, now }, decision) => {
  const awardId = task.applicationId ?? '';
  const award = await table.get(keys.award(task.roundId, awardId), AwardRecord);
  if (award === null) return { ok: false, errors: [fieldError('accountName', '未找到该奖补。')] };
  if (!sameName(decision.accountName, award.name)) {
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
