import { BadInput } from '../../shared/bad-input.ts';
import { nowUtc } from '../../shared/clock.ts';
import { Retryable } from '../../shared/runtime/handler.ts';
import type { RecoverySettled } from '../../shared/schemas/events.ts';
import { DirectiveRecord, RecoveryReceiptRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { recoverHeldActions } from '../../shared/store/ledger.ts';
import { ConditionFailed, type Table } from '../../shared/store/table.ts';

/**
 * Counts a part of a recovery that came back, once by its number. A part of something that is not asked back, more than is asked
 * back, or another sum under a number that is known changes nothing and is parked.
 */
export async function recovered(table: Table, detail: RecoverySettled): Promise<void> {
  const { recoveryId, roundId, no, amountFen, recoveredAt } = detail;
  const [, disbursementId = '', directiveNo = ''] = /^(.+)\.d(\d+)$/.exec(recoveryId) ?? [];
  const key = keys.directive(roundId, disbursementId, Number(directiveNo));
  const directive = await table.get(key, DirectiveRecord);
  if (directive?.kind !== 'recover' || directive.confirmedAt === undefined)
    throw new BadInput('recovery.unknown', `nothing is asked back by ${recoveryId}`);
  const receiptKey = keys.recoveryReceipt(roundId, recoveryId, no);
  const known = await table.get(receiptKey, RecoveryReceiptRecord);
  if (known !== null) {
    if (known.amountFen === amountFen) return;
    throw new BadInput('recovery.contradicts', `part ${no} of ${recoveryId} was over another amount`);
  }
  const { recoveredFen } = directive;
  const total = recoveredFen + amountFen;
  if (total > directive.amountFen) throw new BadInput('recovery.too-much', `${recoveryId} is over less than that`);
  const receipt: RecoveryReceiptRecord = { entity: 'RecoveryReceipt', roundId, recoveryId, no, amountFen, recoveredAt };
  const freed = await recoverHeldActions(table, directive.payeeUscc, directive.awardId, amountFen);
  const whole = total === directive.amountFen ? { answer: 'recovered', answeredAt: nowUtc() } : {};
  try {
    await table.transact([
      { put: receiptKey, item: receipt },
      { update: key, change: { set: { recoveredFen: total, ...whole }, when: { recoveredFen } } },
      ...freed,
    ]);
  } catch (error) {
    if (error instanceof ConditionFailed) throw new Retryable('another part was counted meanwhile');
    throw error;
  }
}
