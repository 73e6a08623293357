import { sha256Hex } from '../../canonical.ts';
import { declineActions } from '../../declines/decline.ts';
import { sameName } from '../../domain/names.ts';
import type { PayeeContext } from '../../payees/key.ts';
import { KeyUnavailable } from '../../payees/unavailable.ts';
import { countMetric, logger } from '../../runtime/handler.ts';
import type { Decision } from '../../schemas/decisions.ts';
import { AwardRecord, type PayeeRecord, type SealedAccount } from '../../schemas/records.ts';
import { leaveAction } from '../../store/gates.ts';
import { keys } from '../../store/keys.ts';
import { type Apply, type DecisionContext, type Effect, fieldError } from '../kind.ts';

/**
 * A winner gives its account, with separate consent. The account stands apart, sealed; what travels is its reference. Without a
 * key nothing is written, and whoever filled in the form is asked to try again.
 */
export const applyPayee: Apply<'payee'> = async (context, decision) => {
  const { task, table, now } = context;
  if (decision.decision === 'decline') return declined(context, decision.reason);
  const awardId = task.applicationId ?? '';
  const award = await table.get(keys.award(task.roundId, awardId), AwardRecord);
  if (award === null) return { ok: false, errors: [fieldError('accountName', '未找到该奖补。')] };
  if (!sameName(decision.accountName, award.name)) {
    const { name } = award;
    return { ok: false, errors: [fieldError('accountName', '户名须与登记的单位名称“{name}”一致。', { name })] };
  }
  const payeeRef = `payee-${sha256Hex(`${awardId}|${award.attempt}`).slice(0, 24)}`;
  const sealed = await sealAccount(context, { roundId: task.roundId, awardId, payeeRef }, decision);
  if (sealed === null) return { ok: false, errors: [fieldError('accountNumber', NO_KEY)], later: true };
  const payee: PayeeRecord = {
    ...{ entity: 'Payee', payeeRef, roundId: task.roundId, awardId },
    sealed,
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

const NO_KEY = '账户信息暂时无法加密保存，没有保存任何内容。请稍后再提交一次。';

/** Null where there is no key now. */
async function sealAccount(
  { payeeKey }: DecisionContext,
  of: PayeeContext,
  { accountName, bank, accountNumber }: Extract<Decision<'payee'>, { decision: 'account' }>,
): Promise<SealedAccount | null> {
  if (payeeKey === undefined) throw new Error('accounts are not taken here');
  try {
    return await payeeKey.seal(of, { accountName, bank, accountNumber: accountNumber.replaceAll(' ', '') });
  } catch (error) {
    if (!(error instanceof KeyUnavailable)) throw error;
    logger.error('payee.key-unavailable', { awardId: of.awardId, error: error.message });
    countMetric('PayeeKeyUnavailable');
    return null;
  }
}

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
