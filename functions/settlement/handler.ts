import * as z from 'zod';
import { BadInput } from '../../shared/bad-input.ts';
import { nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { LOG_FACTS } from '../../shared/domain/decision-log.ts';
import { countMetric, Retryable } from '../../shared/runtime/handler.ts';
import { DisbursementSettled, RecoverySettled } from '../../shared/schemas/events.ts';
import { DisbursementRecord } from '../../shared/schemas/records.ts';
import { transactLogged } from '../../shared/store/decision-log.ts';
import { isEmpty } from '../../shared/store/gates.ts';
import { keys } from '../../shared/store/keys.ts';
import { wakeLists } from '../../shared/store/places.ts';
import { ABSENT, ConditionFailed } from '../../shared/store/table.ts';
import { follows } from './outcome.ts';
import { recovered } from './recovery.ts';

/** The bus's envelope around finance's answer. */
export const SettlementEvent = z.object({ detail: z.union([DisbursementSettled, RecoverySettled]) });

const METRICS = { paid: 'DisbursementPaid', failed: 'DisbursementFailed', cancelled: 'DisbursementCancelled' } as const;

/**
 * Records what finance did: with an instruction, or with a sum that is asked back. An answer that does not fit what was instructed
 * is parked, and rings by itself: nobody must learn of money that disagrees from a queue.
 */
export async function settle(deps: Deps, { detail }: z.infer<typeof SettlementEvent>): Promise<void> {
  try {
    await ('recoveryId' in detail ? recovered(deps.table, detail) : settled(deps, detail));
  } catch (error) {
    if (error instanceof BadInput) countMetric('SettlementMismatch');
    throw error;
  }
}

/** An answer to something unknown, with another sum or against an earlier one changes nothing and is parked. */
async function settled(deps: Deps, detail: DisbursementSettled): Promise<void> {
  const { table } = deps;
  const { disbursementId, roundId, outcome } = detail;
  const record = await table.get(keys.disbursement(roundId, disbursementId), DisbursementRecord);
  if (record === null) throw new BadInput('settlement.unknown', `no disbursement ${disbursementId}`);
  if (record.amountFen !== detail.amountFen)
    throw new BadInput('settlement.amount', `${disbursementId} is over another amount`);
  if (record.status !== 'issued') {
    if (record.status !== outcome)
      throw new BadInput('settlement.contradicts', `${disbursementId} is ${record.status} already`);
    return wakeWhenSettled(deps, roundId);
  }
  await write(deps, record, detail);
  countMetric(METRICS[outcome]);
  await wakeWhenSettled(deps, roundId);
}

/** Only while nothing more was said about it: what follows from the answer depends on what was. */
async function write(deps: Deps, record: DisbursementRecord, detail: DisbursementSettled): Promise<void> {
  const { roundId, disbursementId, state, directives } = record;
  const { outcome, receivedAt, settledAt, reason } = detail;
  const { actions, said } = await follows(deps, record, outcome);
  const change = {
    set: { status: outcome, receivedAt, settledAt, ...(reason === undefined ? {} : { failure: reason }), ...said },
    ...(state === undefined || said !== undefined ? {} : { remove: ['state'] }),
    when: { status: 'issued', state: state ?? ABSENT, directives: directives ?? ABSENT },
  };
  try {
    await transactLogged(
      deps.table,
      roundId,
      [
        {
          ...{
            owner: record.awardId,
            about: `settlement:${disbursementId}`,
            decision: outcome,
            at: nowUtc(),
            by: null,
          },
          facts: LOG_FACTS.payment(record),
        },
      ],
      [{ update: keys.disbursement(roundId, disbursementId), change }, ...actions],
    );
  } catch (error) {
    if (error instanceof ConditionFailed) throw new Retryable('the disbursement changed meanwhile');
    throw error;
  }
}

/** The round looks again when nothing that was issued is open. */
async function wakeWhenSettled({ table }: Deps, roundId: string): Promise<void> {
  if (await isEmpty(table, roundId, 'settlement')) await wakeLists(table, roundId);
}
