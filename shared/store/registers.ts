import * as z from 'zod';
import { canonicalJson, sha256Hex } from '../canonical.ts';
import { PilotRow, REGISTERS, type RegisterKind, type RegisterRow } from '../schemas/registers.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

/** The sort key of a row: what identifies it within its register. */
export function rowKey(kind: RegisterKind, row: Record<string, unknown>, index: number): string {
  switch (kind) {
    case 'experts':
      return String(row['expertId']);
    case 'staff':
      return String(row['staffId']);
    case 'pilots':
    case 'providers':
    case 'participation':
      return String(row['uscc']);
    case 'invitations':
      return `${row['uscc']}#${row['category']}#${row['applicationNo']}`;
    case 'dishonesty':
    case 'accidents':
    case 'subsidies':
      return `${row['uscc']}#${String(index).padStart(6, '0')}`;
    default:
      return kind satisfies never;
  }
}

/** A register's version is the hash of its rows. */
export const registerVersion = (rows: unknown[]): string => sha256Hex(canonicalJson(rows));

/** Writes a version's rows; the same version written twice is the same rows. */
export async function writeRegister<K extends RegisterKind>(
  table: Table,
  kind: K,
  version: string,
  rows: RegisterRow<K>[],
): Promise<void> {
  await table.putMany(
    rows.map((row, i) => ({ key: keys.registerRow(kind, version, rowKey(kind, row, i)), item: { ...row } })),
  );
  if (kind !== 'pilots') return;
  const pilots = z.array(PilotRow).parse(rows);
  const served = pilots.flatMap((row) =>
    row.providerUscc === null
      ? []
      : [{ key: { pk: keys.servedPk(version, row.providerUscc), sk: row.uscc }, item: { ...row } }],
  );
  await table.putMany(served);
}

/** The stored row without its keys, as the register's strict schema wants it. */
const stored = <T extends z.ZodType>(schema: T) =>
  z.preprocess((item) => {
    const { pk: _pk, sk: _sk, ...row } = z.record(z.string(), z.unknown()).parse(item);
    return row;
  }, schema);

const STORED = Object.fromEntries(
  Object.entries(REGISTERS).map(([kind, schema]) => [kind, stored(schema)]),
) as unknown as {
  // The map has the very keys of REGISTERS; Object.fromEntries cannot say so.
  [K in RegisterKind]: z.ZodType<RegisterRow<K>>;
};

export const registerRow = <K extends RegisterKind>(
  table: Table,
  kind: K,
  version: string,
  key: string,
): Promise<RegisterRow<K> | null> =>
  table.get(keys.registerRow(kind, version, key), STORED[kind]) as Promise<RegisterRow<K> | null>;

/** Rows of a register for one credit code (or with one key prefix). */
export const registerRows = <K extends RegisterKind>(
  table: Table,
  kind: K,
  version: string,
  prefix?: string,
): Promise<RegisterRow<K>[]> =>
  table.all(keys.registerPk(kind, version), STORED[kind], prefix) as Promise<RegisterRow<K>[]>;

/** Pilots that a provider served, passed or not. */
export const servedPilots = (table: Table, version: string, providerUscc: string): Promise<PilotRow[]> =>
  table.all(keys.servedPk(version, providerUscc), STORED.pilots);

/** One page of the invitations, in the order of their keys. */
export const invitationPage = (table: Table, version: string, after: string | undefined, limit: number) =>
  table.page(keys.registerPk('invitations', version), STORED.invitations, { after, limit });
