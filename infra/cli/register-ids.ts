import { writeFileSync } from 'node:fs';
import type { Places } from '../../shared/registers/column.ts';
import { fieldOf, SHEETS } from '../../shared/registers/columns.ts';
import { ID_KEY_LENGTH, idHasher } from '../../shared/registers/id-hash.ts';
import { readRegisterFile } from '../../shared/registers/read.ts';
import { registerCsv, registerWorkbook } from '../../shared/registers/write.ts';
import type { RegisterKind, RegisterRow } from '../../shared/schemas/registers.ts';
import { currentImport, importedRows } from '../../shared/store/register-versions.ts';
import type { Table } from '../../shared/store/table.ts';
import { readKey } from './files.ts';
import type { Values } from './parse.ts';
import { faultTable } from './print.ts';
import { faultsOf, placesIn, readBytes } from './register-files.ts';
import type { Said } from './round.ts';

/** The registers in which persons are known by a hash: one key for all of them, or nothing can be compared. */
const WITH_IDS = ['experts', 'pilots', 'providers'] as const satisfies RegisterKind[];

interface Hashed<K extends RegisterKind> {
  ok: true;
  rows: RegisterRow<K>[];
  notes: string[];
}

/** The rows of a file with every id in it hashed; nothing of a file in which anything is refused. */
export async function hashedRows<K extends RegisterKind>(
  kind: K,
  file: string,
  keyFile: string,
  places: Places,
): Promise<Hashed<K> | { ok: false; said: Said }> {
  const hasher = idHasher(readKey(keyFile, '证件号码加密密钥', ID_KEY_LENGTH));
  const reading = await readRegisterFile(kind, readBytes(file), places, hasher);
  const faults = faultsOf(kind, reading);
  if (reading.ok && faults.length === 0) return { ok: true, rows: reading.rows, notes: reading.notes };
  const text = `《${SHEETS[kind].title}》有 ${faults.length} 处问题，没有加密：\n${faultTable(faults)}`;
  return { ok: false, said: { text, good: false } };
}

/** Writes a file anew with ids hashed: what comes out may be imported, kept and passed on, what went in may not. */
export async function hashRegister({ kind, file, out, policy, ...values }: Values<'registers hash'>): Promise<Said> {
  const places = placesIn(policy);
  const read = await hashedRows(kind, file, values['id-key-file'], places);
  if (!read.ok) return read.said;
  const { rows, notes } = read;
  writeFileSync(
    out,
    out.endsWith('.csv') ? registerCsv(kind, rows, places) : await registerWorkbook(kind, rows, places),
  );
  const said = notes.map((note) => `提示：${note}\n`).join('');
  const count = rows.filter((row) => marksOf(kind, row).length > 0).length;
  return {
    text: `${said}${rows.length} 行已写入 ${out}，其中 ${count} 行的证件号码已加密。请妥善保管或销毁原文件。\n`,
    good: true,
  };
}

/** The marks of the keys that a row's hashes were made with. */
const marksOf = (kind: RegisterKind, row: Record<string, unknown>): string[] =>
  SHEETS[kind].columns.flatMap((column) => {
    const value = column.kind.type === 'id-hash' ? fieldOf(row, column) : undefined;
    return typeof value === 'string' ? [value.slice(0, 8)] : [];
  });

/** The other registers whose hashes were made with another key than these rows': between them no conflict is found. */
export async function otherKeys<K extends RegisterKind>(
  table: Table,
  kind: K,
  rows: readonly RegisterRow<K>[],
): Promise<string[]> {
  const own = new Set(rows.flatMap((row) => marksOf(kind, row)));
  if (own.size === 0) return [];
  const others = WITH_IDS.filter((other) => other !== kind);
  const found = await Promise.all(
    others.map(async (other) => {
      const current = await currentImport(table, other);
      const known = await importedRows(table, other, current?.version ?? null);
      return known.some((row) => marksOf(other, row).some((mark) => !own.has(mark))) ? [SHEETS[other].title] : [];
    }),
  );
  return found.flat();
}
