import { NotFound } from '../../bad-input.ts';
import { DirectiveRecord } from '../../schemas/records.ts';
import { keys, outboxIndex } from '../../store/keys.ts';
import { ABSENT } from '../../store/table.ts';
import { type Apply, fieldError } from '../kind.ts';

/**
 * 五(五): revokes a paid award, and has finance ask the sum back, if somebody else than who proposed it agrees; or lets it
 * stand. Award, event and decision are one write.
 */
export const applyRevocation: Apply<'revocation'> = async ({ table, task, now, personId }, { decision }) => {
  const disbursementId = String(task.subject['disbursementId']);
  const key = keys.directive(task.roundId, disbursementId, Number(task.subject['no']));
  const directive = await table.get(key, DirectiveRecord);
  if (directive === null) throw new NotFound(`directive of ${task.taskId}`);
  if (directive.by === personId)
    return { ok: false, errors: [fieldError('decision', '撤销奖补须由提出人以外的人决定。')] };
  const proposed = { confirmedAt: ABSENT, answer: ABSENT };
  const settled = {
    update: keys.disbursement(task.roundId, disbursementId),
    change: { remove: ['state'], when: { state: 'revoking' } },
  };
  if (decision === 'keep')
    return {
      ok: true,
      actions: [{ update: key, change: { set: { answer: 'refused', answeredAt: now }, when: proposed } }, settled],
      outcome: { decision: 'kept' },
    };
  const leaving = { outbox: 'finance', ...outboxIndex(directive.directiveId, now) };
  return {
    ok: true,
    actions: [
      { update: key, change: { set: { confirmedBy: personId, confirmedAt: now, ...leaving }, when: proposed } },
      settled,
      {
        update: keys.award(task.roundId, directive.awardId),
        change: { set: { status: 'revoked' }, when: { status: 'paid' } },
      },
    ],
    outcome: { decision: 'revoked' },
  };
};
