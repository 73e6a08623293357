import { nowUtc } from '../clock.ts';
import { LedgerEntryRecord } from '../schemas/ledger-records.ts';
import { keys } from './keys.ts';
import { ABSENT, type Action, type Table } from './table.ts';

/** 历次奖补: everything that stands in a payee's ledger, over all rounds. */
export const loadLedger = (table: Table, uscc: string): Promise<LedgerEntryRecord[]> =>
  table.all(keys.ledgerPk(uscc), LedgerEntryRecord, 'AWARD#');

export const loadLedgerEntry = (table: Table, uscc: string, awardId: string): Promise<LedgerEntryRecord | null> =>
  table.get(keys.ledgerEntry(uscc, awardId), LedgerEntryRecord);

/** An award ended unpaid: nothing of the cap is held for it any more. Together with the record that ends it. */
export async function endHeldActions(table: Table, uscc: string, awardId: string): Promise<Action[]> {
  const entry = await loadLedgerEntry(table, uscc, awardId);
  if (entry === null || entry.endedAt !== undefined) return [];
  return [
    {
      update: keys.ledgerEntry(uscc, awardId),
      change: { set: { endedAt: nowUtc() }, when: { endedAt: ABSENT } },
    },
  ];
}

/** A part of a revoked award came back: so much less is held. Together with the part's receipt. */
export async function recoverHeldActions(
  table: Table,
  uscc: string,
  awardId: string,
  amountFen: number,
): Promise<Action[]> {
  const entry = await loadLedgerEntry(table, uscc, awardId);
  if (entry === null) return [];
  const { recoveredFen } = entry;
  return [
    {
      update: keys.ledgerEntry(uscc, awardId),
      change: { set: { recoveredFen: recoveredFen + amountFen }, when: { recoveredFen } },
    },
  ];
}
