import type { DisbursementDirected, DisbursementInstructed, RecoveryInstructed } from '../schemas/events.ts';
import type { DirectiveRecord, DisbursementRecord } from '../schemas/records.ts';

/** An event for finance, and how it leaves: its name on the bus, its group in the queue. */
export interface FinanceMessage {
  detailType: 'DisbursementInstructed' | 'DisbursementDirected' | 'RecoveryInstructed';
  /** Messages of one payee stay in their order. */
  group: string;
  event: DisbursementInstructed | DisbursementDirected | RecoveryInstructed;
}

const envelope = { specversion: '1.0', source: 'awards' } as const;

/** The instruction to pay that the record is. */
export function instructed(record: DisbursementRecord): FinanceMessage {
  const { disbursementId, roundId, awardId, category, planNo, instalment, attempt, payeeUscc, payeeRef, amountFen } =
    record;
  return {
    detailType: 'DisbursementInstructed',
    group: payeeUscc,
    event: {
      ...envelope,
      id: disbursementId,
      type: 'awards.disbursement.instructed.v1',
      time: record.issuedAt,
      correlationid: awardId,
      data: { disbursementId, roundId, awardId, category, planNo, instalment, attempt, payeeUscc, payeeRef, amountFen },
    },
  };
}

/** What is said about an instruction. Nothing of why: that is on record, and may name people. */
export function directed(record: DirectiveRecord): FinanceMessage {
  const { directiveId, disbursementId, roundId, awardId, payeeUscc, amountFen, no, kind } = record;
  const common = { ...envelope, id: directiveId, time: record.confirmedAt ?? record.at, correlationid: awardId };
  const about = { disbursementId, roundId, awardId, payeeUscc, amountFen };
  if (kind === 'recover') {
    const event: RecoveryInstructed = {
      ...common,
      type: 'awards.recovery.instructed.v1',
      data: { recoveryId: directiveId, ...about },
    };
    return { detailType: 'RecoveryInstructed', group: payeeUscc, event };
  }
  const event: DisbursementDirected = {
    ...common,
    type: 'awards.disbursement.directed.v1',
    data: { directiveId, no, directive: kind, ...about },
  };
  return { detailType: 'DisbursementDirected', group: payeeUscc, event };
}
