import type { LedgerEntryRecord, OwnAward } from '../schemas/ledger-records.ts';
import type { SubsidyRow } from '../schemas/registers.ts';
import { localDateOf } from './calendar.ts';

/** What of an entry says how much it holds. */
type Held = Pick<LedgerEntryRecord, 'amountFen' | 'recoveredFen' | 'endedAt'>;

/**
 * 四 (每家企业累计): what an award holds of its payee's cap, 分. A payment that came back (退票) holds it still: the same award is
 * paid anew. One that ended unpaid holds nothing; one that was revoked holds what has not come back yet.
 */
export const heldFen = ({ amountFen, recoveredFen, endedAt }: Held): number =>
  endedAt === undefined ? amountFen - recoveredFen : 0;

/**
 * Whether a row of the subsidy register names an award: its document (文号或依据) contains the award's number, alone or as the
 * beginning of a payment's. By sum and date nothing is taken for the same: two payments may be alike, and what is counted twice
 * keeps the cap, while what is not counted breaks it.
 */
export const isNamedIn = (document: string, awardId: string): boolean => document.includes(awardId);

/** What a payee's other awards hold while one is worked out, by date. One that holds nothing is named where a row is about it. */
export const ownAwardsOf = (
  entries: readonly LedgerEntryRecord[],
  awardId: string,
  rows: readonly SubsidyRow[],
): OwnAward[] =>
  entries
    .filter((one) => one.awardId !== awardId)
    .filter((one) => heldFen(one) > 0 || rows.some(({ document }) => isNamedIn(document, one.awardId)))
    .map((one) => ({
      awardId: one.awardId,
      kind: one.kind,
      boundOn: localDateOf(one.boundAt),
      amountFen: heldFen(one),
    }))
    .sort((a, b) => (`${a.boundOn} ${a.awardId}` < `${b.boundOn} ${b.awardId}` ? -1 : 1));

/** 四: whether shares that one payee holds over all rounds keep within the cap; null where they do, else what they come to. */
export function overCap(entries: readonly LedgerEntryRecord[]): { heldFen: bigint; capFen: number } | null {
  const shares = entries.filter((one) => one.kind === 'share' && heldFen(one) > 0);
  const held = shares.reduce((sum, one) => sum + BigInt(heldFen(one)), 0n);
  const cap = Math.max(0, ...shares.map((one) => one.capFen ?? 0));
  return held > BigInt(cap) ? { heldFen: held, capFen: cap } : null;
}
