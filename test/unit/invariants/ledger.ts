import type { RoundExport } from '../../../shared/export/schema.ts';
import type { LedgerEntryRecord } from '../../../shared/schemas/ledger-records.ts';

/** An award as it stands in its payee's ledger. */
export function ledgerEntryOf(award: RoundExport['awards'][number]): LedgerEntryRecord {
  const { awardId, uscc, category, amountFen, announcedAt, ownAwards = [], status } = award;
  const share = category === 'benchmark-enterprise';
  return {
    ...{ entity: 'LedgerEntry', uscc, awardId, category, amountFen, ownAwards, boundAt: announcedAt },
    ...{ roundId: awardId.split('.')[0] ?? '', kind: share ? 'share' : 'fixed', capFen: share ? 50_000_000 : null },
    recoveredFen: 0,
    ...(status === 'cancelled' ? { endedAt: announcedAt } : {}),
  };
}
