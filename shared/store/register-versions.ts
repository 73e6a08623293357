import { RegisterCurrentRecord, RegisterImportRecord } from '../schemas/register-versions.ts';
import { REGISTER_KINDS, type RegisterKind, type RegisterRow } from '../schemas/registers.ts';
import type { Bucket } from './buckets.ts';
import { keys } from './keys.ts';
import { registerRows, writeRegister } from './registers.ts';
import { type Action, ConditionFailed, type Table } from './table.ts';

/** Where an imported file lies: under its hash, so that the same file is kept once. */
export const registerFileKey = (sha256: string): string => `registers/${sha256}`;

/** Keeps a file as it came: what a version was made from can be looked at later. */
export async function keepRegisterFile(evidence: Bucket, sha256: string, bytes: Uint8Array): Promise<void> {
  const key = registerFileKey(sha256);
  if ((await evidence.head(key)) === null) await evidence.write(key, bytes, 'application/octet-stream');
}

/** The import whose rows are the current ones; null for a register that was never imported. */
export async function currentImport(table: Table, kind: RegisterKind): Promise<RegisterImportRecord | null> {
  const current = await table.get(keys.registerCurrent(kind), RegisterCurrentRecord);
  return current === null ? null : table.get(keys.registerImport(kind, current.no), RegisterImportRecord);
}

/** The current import of every register, in the registers' order. */
export const currentImports = (table: Table): Promise<[RegisterKind, RegisterImportRecord | null][]> =>
  Promise.all(
    REGISTER_KINDS.map(
      async (kind): Promise<[RegisterKind, RegisterImportRecord | null]> => [kind, await currentImport(table, kind)],
    ),
  );

/** All imports of a register, the latest first. */
export const registerHistory = async (table: Table, kind: RegisterKind): Promise<RegisterImportRecord[]> =>
  (await table.all(keys.registerHistoryPk(kind), RegisterImportRecord, 'IMPORT#')).toReversed();

/** The rows of an import; none before the first. */
export const importedRows = async <K extends RegisterKind>(
  table: Table,
  kind: K,
  version: string | null,
): Promise<RegisterRow<K>[]> => (version === null ? [] : registerRows(table, kind, version));

/**
 * Writes the rows, and last the record with the pointer to it, together, if the import before it still is the current
 * one: who dies in between leaves rows that nothing points to, and the same again completes them.
 * @returns false when somebody else's import became current meanwhile
 */
export async function writeImport<K extends RegisterKind>(
  table: Table,
  record: RegisterImportRecord & { kind: K },
  rows: RegisterRow<K>[],
): Promise<boolean> {
  const { kind, no, version } = record;
  await writeRegister(table, kind, version, rows);
  const pointer: Action =
    no === 1
      ? { put: keys.registerCurrent(kind), item: { entity: 'RegisterCurrent', kind, no, version } }
      : { update: keys.registerCurrent(kind), change: { set: { no, version }, when: { no: no - 1 } } };
  try {
    await table.transact([pointer, { put: keys.registerImport(kind, no), item: { ...record } }]);
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}
