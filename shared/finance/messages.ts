import type { DisbursementInstructed } from '../schemas/events.ts';
import type { DisbursementRecord } from '../schemas/records.ts';

/** An event for finance, and how it leaves: its name on the bus, its group in the queue. */
export interface FinanceMessage {
  detailType: 'DisbursementInstructed';
  /** Messages of one payee stay in their order. */
  group: string;
  event: DisbursementInstructed;
}

/** The instruction to pay that the record is. */
export function instructed(record: DisbursementRecord): FinanceMessage {
  const { disbursementId, roundId, awardId, category, planNo, instalment, attempt, payeeUscc, payeeRef, amountFen } =
    record;
  return {
    detailType: 'DisbursementInstructed',
    group: payeeUscc,
    event: {
      specversion: '1.0',
      id: disbursementId,
      type: 'awards.disbursement.instructed.v1',
      source: 'awards',
      time: record.issuedAt,
      correlationid: awardId,
      data: { disbursementId, roundId, awardId, category, planNo, instalment, attempt, payeeUscc, payeeRef, amountFen },
    },
  };
}
