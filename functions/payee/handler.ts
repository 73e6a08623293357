import type { PayeeKey } from '../../shared/payees/key.ts';
import { lookUp } from '../../shared/payees/lookup.ts';
import { KeyUnavailable } from '../../shared/payees/unavailable.ts';
import { countMetric, Retryable } from '../../shared/runtime/handler.ts';
import type { PayeeAnswer, PayeeRequest } from '../../shared/schemas/payee-records.ts';
import type { Table } from '../../shared/store/table.ts';

/** Tells finance the accounts behind its instructions. @throws Retryable while there is no key */
export async function accounts(
  deps: { table: Table; payeeKey: Pick<PayeeKey, 'open'> },
  request: PayeeRequest,
): Promise<PayeeAnswer> {
  try {
    return await lookUp(deps, request);
  } catch (error) {
    if (!(error instanceof KeyUnavailable)) throw error;
    countMetric('PayeeKeyUnavailable');
    throw new Retryable(`the key of accounts is unavailable: ${error.message}`);
  }
}
