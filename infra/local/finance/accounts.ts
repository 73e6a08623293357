import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { type Account, MOST_LOOKUPS, PayeeAnswer, type PayeeRequest } from '../../../shared/schemas/payee-records.ts';
import type { Instruction } from './ledger.ts';

/** The accounts were not told; nothing was written down of those that were. */
export class AccountsRefused extends Error {
  override name = 'AccountsRefused';
}

/** The function that tells accounts, and who asks it why: both stand on record there for good. */
export interface Asking {
  lambda: LambdaClient;
  functionName: string;
  by: string;
  reason: string;
}

/** Asks for the accounts of instructions, by reference. One that is not told is not in the answer. @throws AccountsRefused */
export async function askForAccounts(
  { lambda, functionName, by, reason }: Asking,
  instructions: readonly Instruction[],
): Promise<ReadonlyMap<string, Account>> {
  const told = new Map<string, Account>();
  for (const [roundId, own] of Map.groupBy(instructions, (instruction) => instruction.roundId)) {
    for (let i = 0; i < own.length; i += MOST_LOOKUPS) {
      const payees = own
        .slice(i, i + MOST_LOOKUPS)
        .map(({ disbursementId, payeeRef }) => ({ disbursementId, payeeRef }));
      const request: PayeeRequest = { roundId, by, reason, payees };
      const command = new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(request) });
      const { FunctionError, Payload } = await lambda.send(command);
      const said: unknown = JSON.parse(new TextDecoder().decode(Payload));
      // What the function says of its error are ids and codes.
      if (FunctionError !== undefined) throw new AccountsRefused(JSON.stringify(said));
      for (const { payeeRef, accountName, bank, accountNumber } of PayeeAnswer.parse(said).accounts)
        told.set(payeeRef, { accountName, bank, accountNumber });
    }
  }
  return told;
}
