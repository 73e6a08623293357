import * as z from 'zod';
import { DisbursementDirected, DisbursementInstructed, RecoveryInstructed } from '../../../shared/schemas/events.ts';
import { answerTo } from './answer-to.ts';
import type { Instruction, Ledger } from './ledger.ts';

export type Outcome = { outcome: 'paid' } | { outcome: 'failed'; reason: string };

/** Everything that the office may be told. */
export const Told = z.discriminatedUnion('type', [DisbursementInstructed, DisbursementDirected, RecoveryInstructed]);

/** Under the id that it is told again by. */
export function keep(ledger: Ledger, event: z.infer<typeof Told>, receivedAt: string): 'new' | 'known' | 'contradicts' {
  switch (event.type) {
    case 'awards.disbursement.instructed.v1':
      return ledger.store({ ...event.data, receivedAt });
    case 'awards.disbursement.directed.v1':
      return ledger.storeDirective(event.data, receivedAt);
    case 'awards.recovery.instructed.v1':
      return ledger.storeRecovery(event.data, receivedAt);
    default:
      return event satisfies never;
  }
}

/** Writes down a part that came back. @throws RangeError for more than is asked back */
export function collect(ledger: Ledger, recoveryId: string, amountFen: number, recoveredAt: string): void {
  const recovery = ledger.recoveries().find((one) => one.recoveryId === recoveryId);
  const collected = recovery?.parts.reduce((sum, part) => sum + part.amountFen, 0) ?? 0;
  if (recovery === undefined || collected + amountFen > recovery.amountFen)
    throw new RangeError(`${recoveryId} asks for no ${amountFen} more`);
  const { roundId, awardId, parts } = recovery;
  ledger.recovered({ recoveryId, roundId, amountFen, no: parts.length + 1, recoveredAt, correlationid: awardId });
}

/** Writes down an answer to whatever has none, and may have one: what is held has to wait. */
export function answerOpen(
  ledger: Ledger,
  outcomeOf: (instruction: Instruction) => Outcome | null,
  settledAt: string,
): void {
  for (const { instruction, directive, answer, batchNo } of ledger.standing()) {
    if (answer !== null || directive === 'hold') continue;
    // What is with the treasury already, only the treasury can tell.
    const calledOff = directive === 'cancel' && batchNo === null;
    const outcome = calledOff ? { outcome: 'cancelled' as const } : outcomeOf(instruction);
    if (outcome !== null) ledger.answer({ ...answerTo(instruction, settledAt), ...outcome });
  }
}
