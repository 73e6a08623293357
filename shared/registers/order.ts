import { canonicalJson } from '../canonical.ts';
import type { RegisterKind, RegisterRow } from '../schemas/registers.ts';
import { rowKey } from '../store/registers.ts';

/** Registers with several rows of one firm: of these only rows that are wholly the same are the same row. */
export const isList = (kind: RegisterKind): boolean => ['dishonesty', 'accidents', 'subsidies'].includes(kind);

/** What a row is known by; of two with the same only one can be in the register. */
export const identity = <K extends RegisterKind>(kind: K, row: RegisterRow<K>): string =>
  isList(kind) ? canonicalJson(row) : rowKey(kind, row, 0);

/**
 * The rows in the order in which the table gives them back, so that the same rows are the same version, however the
 * file had them.
 */
export function inOrder<K extends RegisterKind>(kind: K, rows: readonly RegisterRow<K>[]): RegisterRow<K>[] {
  const keyed = rows.map((row) => ({ row, key: `${rowKey(kind, row, 0)} ${isList(kind) ? canonicalJson(row) : ''}` }));
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ row }) => row);
}
