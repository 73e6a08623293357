import { nowUtc } from '../clock.ts';
import { DisbursementRecord } from '../schemas/award-records.ts';
import {
  type Account,
  type PayeeAnswer,
  type PayeeLookupRecord,
  PayeeRecord,
  type PayeeRequest,
  PlainPayeeRecord,
} from '../schemas/payee-records.ts';
import { keys } from '../store/keys.ts';
import { forEachId } from '../store/roster.ts';
import { loadRound } from '../store/rounds.ts';
import type { Table } from '../store/table.ts';
import type { PayeeKey } from './key.ts';

interface LookupDeps {
  table: Table;
  payeeKey: Pick<PayeeKey, 'open'>;
}

/**
 * The one way from a reference to an account. An account is told for an instruction that holds its reference, and for nothing
 * else. That it was asked for stands on record before it is opened, also where there is nothing to tell.
 * @throws NotFound for a round that is none; KeyUnavailable; BadInput payee.unreadable
 */
export async function lookUp(deps: LookupDeps, request: PayeeRequest): Promise<PayeeAnswer> {
  const { roundId, payees } = request;
  // Nothing is noted for a round that is not there.
  await loadRound(deps.table, roundId);
  const asked = new Map(payees.map(({ disbursementId, payeeRef }) => [disbursementId, payeeRef]));
  const found = await forEachId([...asked.keys()], async (disbursementId) => {
    const payeeRef = asked.get(disbursementId) ?? '';
    const record = await deps.table.get(keys.disbursement(roundId, disbursementId), DisbursementRecord);
    const told = record !== null && record.payeeRef === payeeRef;
    await noted(deps.table, request, { disbursementId, payeeRef, told });
    if (!told) return { disbursementId, account: null };
    const account = await accountOf(deps, { roundId, awardId: record.awardId, payeeRef });
    return { disbursementId, account: { disbursementId, payeeRef, ...account } };
  });
  return {
    accounts: found.flatMap(({ account }) => (account === null ? [] : [account])),
    unknown: found.flatMap(({ disbursementId, account }) => (account === null ? [disbursementId] : [])),
  };
}

async function noted(
  table: Table,
  { roundId, by, reason }: PayeeRequest,
  about: Pick<PayeeLookupRecord, 'disbursementId' | 'payeeRef' | 'told'>,
): Promise<void> {
  const at = nowUtc();
  const record: PayeeLookupRecord = { entity: 'PayeeLookup', roundId, ...about, by, reason, at };
  // The very same request, sent twice, is one.
  await table.put(keys.payeeLookup(record), record, { replace: true });
}

/** The account of an award; one that was kept before accounts were sealed is told as it is. */
async function accountOf(
  { table, payeeKey }: LookupDeps,
  context: { roundId: string; awardId: string; payeeRef: string },
): Promise<Account> {
  const record = await table.get(keys.payee(context.payeeRef), PayeeRecord.or(PlainPayeeRecord));
  if (record === null) throw new Error(`an instruction holds ${context.payeeRef}, and there is no such record`);
  if ('sealed' in record) return payeeKey.open({ ...context }, PayeeRecord.shape.sealed.parse(record.sealed));
  const { accountName, bank, accountNumber } = record;
  return { accountName, bank, accountNumber };
}
