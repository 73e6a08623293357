import { canonicalJson } from '../canonical.ts';
import type { RegisterKind, RegisterRow } from '../schemas/registers.ts';
import type { Column } from './column.ts';
import { fieldOf, SHEETS } from './columns.ts';
import { identity } from './order.ts';

export interface Changed<K extends RegisterKind> {
  before: RegisterRow<K>;
  after: RegisterRow<K>;
  /** Only the columns that differ. */
  columns: Column[];
}

/** What makes the new rows of the old ones. */
export interface Differences<K extends RegisterKind = RegisterKind> {
  added: RegisterRow<K>[];
  removed: RegisterRow<K>[];
  changed: Changed<K>[];
  unchanged: number;
}

/** What a row of a register is recognised by in another version, where it has no identity of its own: which firm, and what of it. */
const RECOGNISED: Partial<Record<RegisterKind, readonly string[]>> = {
  dishonesty: ['uscc', 'listedOn'],
  accidents: ['uscc', 'happenedOn', 'kind'],
  subsidies: ['uscc', 'document'],
};

function recognised<K extends RegisterKind>(kind: K, row: RegisterRow<K>): string {
  const by = RECOGNISED[kind];
  if (by === undefined) return identity(kind, row);
  const fields: Record<string, unknown> = row;
  return canonicalJson(by.map((name) => fields[name]));
}

/** The differences from one version's rows to another's. Rows that are the same count as unchanged, wherever they stand. */
export function differences<K extends RegisterKind>(
  kind: K,
  before: readonly RegisterRow<K>[],
  after: readonly RegisterRow<K>[],
): Differences<K> {
  const old = Map.groupBy(before, (row) => recognised(kind, row));
  const result: Differences<K> = { added: [], removed: [], changed: [], unchanged: 0 };
  for (const [key, rows] of Map.groupBy(after, (row) => recognised(kind, row))) {
    pair(kind, old.get(key) ?? [], rows, result);
    old.delete(key);
  }
  for (const rows of old.values()) result.removed.push(...rows);
  return result;
}

/** Rows under one recognition: the same ones first, then one by one as changed, and what is left over on either side. */
function pair<K extends RegisterKind>(
  kind: K,
  before: readonly RegisterRow<K>[],
  after: readonly RegisterRow<K>[],
  result: Differences<K>,
): void {
  const same = Map.groupBy(before, (row) => canonicalJson(row));
  const fresh = after.filter((row) => same.get(canonicalJson(row))?.pop() === undefined);
  result.unchanged += after.length - fresh.length;
  const left = [...same.values()].flat();
  for (const [i, row] of fresh.entries()) {
    const was = left[i];
    if (was === undefined) result.added.push(row);
    else result.changed.push({ before: was, after: row, columns: differing(kind, was, row) });
  }
  result.removed.push(...left.slice(fresh.length));
}

const differing = (kind: RegisterKind, before: Record<string, unknown>, after: Record<string, unknown>): Column[] =>
  SHEETS[kind].columns.filter(
    (column) => canonicalJson(fieldOf(before, column) ?? null) !== canonicalJson(fieldOf(after, column) ?? null),
  );
