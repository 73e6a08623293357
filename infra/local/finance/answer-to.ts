import type { Instruction } from './ledger.ts';

/** What every answer says of its instruction. */
export const answerTo = (instruction: Instruction, settledAt: string) => {
  const { disbursementId, roundId, awardId, amountFen, receivedAt } = instruction;
  return { disbursementId, roundId, amountFen, receivedAt, settledAt, correlationid: awardId };
};
