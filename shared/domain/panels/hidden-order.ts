import { canonicalJson, sha256Hex } from '../../canonical.ts';

/**
 * Persons of a register in the order of a hash over the round and their whole row: the same whenever it is worked out,
 * another in another round, and of no use to who has only ids or names.
 */
export const hiddenOrder = <T extends object>(roundId: string, kind: 'expert' | 'staff', rows: T[]): T[] =>
  rows
    .map((row) => [sha256Hex(`${roundId}|${kind}|${canonicalJson(row)}`), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
