import { keys } from '../../../shared/store/keys.ts';
import type { Table } from '../../../shared/store/table.ts';

/** An award that finance was told to pay, by its records alone. @returns the disbursement's id */
export async function issuedAward(
  table: Table,
  roundId: string,
  { applicationId: awardId, uscc }: { applicationId: string; uscc: string },
  at: string,
): Promise<string> {
  const id = `${awardId}.1.1`;
  const common = { roundId, awardId, category: 'benchmark-enterprise', amountFen: 5_000_000, attempt: 1, planNo: 1 };
  const paid = { ...common, payeeRef: 'p', status: 'issued' };
  const one = { entity: 'Disbursement', disbursementId: id, instalment: 1, payeeUscc: uscc, issuedAt: at };
  await table.put(keys.disbursement(roundId, id), { ...paid, ...one });
  const words = { entity: 'Award', uscc, name: '甲', title: '甲', rank: 1, listNo: 1, announcedAt: at };
  await table.put(keys.award(roundId, awardId), { ...paid, ...words, otherReadingFen: 0, steps: [] });
  return id;
}
