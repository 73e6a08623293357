import type * as z from 'zod';
import { REGISTERS, type RegisterKind, type RegisterRow } from '../schemas/registers.ts';
import type { Places } from './column.ts';
import { SHEETS } from './columns.ts';
import { decodeText, readDelimited } from './delimited.ts';
import { holdsIds, readIdHash } from './id-cells.ts';
import type { IdHasher } from './id-hash.ts';
import { MAX_FILE_BYTES } from './limits.ts';
import {
  type FileFault,
  finished,
  type Numbered,
  notHashed,
  type Reading,
  type Refusal,
  readGrids,
  titleOfPath,
  withoutIds,
} from './reading.ts';
import { tidyText } from './text.ts';
import { readWorkbook, Unreadable } from './workbook.ts';

const begins = (bytes: Uint8Array, ...magic: number[]) => magic.every((byte, i) => bytes[i] === byte);

const fault = (code: string, message: string): { ok: false; faults: FileFault[] } => ({
  ok: false,
  faults: [{ code, message }],
});

/**
 * Reads a register's file: Excel (.xlsx), CSV in whatever encoding and with whatever delimiter, or JSON. What it is
 * follows from its bytes, never from its name. Whatever the bytes are, there is an answer: rows and refusals, or faults.
 * @param hasher makes of persons' ids what is kept of them; without it a file that holds any is refused as a whole
 */
export async function readRegisterFile<K extends RegisterKind>(
  kind: K,
  bytes: Uint8Array,
  places: Places,
  hasher?: IdHasher,
): Promise<Reading<K>> {
  if (bytes.length === 0) return fault('register.empty', '文件是空的。');
  if (bytes.length > MAX_FILE_BYTES)
    return fault('register.too-large', `文件超过 ${MAX_FILE_BYTES / 1024 / 1024} MB。请删除多余的行、列和图片。`);
  if (begins(bytes, 0xd0, 0xcf, 0x11, 0xe0))
    return fault(
      'register.old-workbook',
      '文件是旧版 Excel（.xls）格式，或者设了打开密码。请另存为 .xlsx，并去掉密码。',
    );
  if (begins(bytes, 0x25, 0x50, 0x44, 0x46)) return fault('register.not-a-table', '文件是 PDF，不是表格。');
  try {
    if (begins(bytes, 0x50, 0x4b)) return readGrids(kind, await readWorkbook(bytes), places, hasher);
    const text = decodeText(bytes);
    return /^\s*[[{]/.test(text)
      ? readJson(kind, text, hasher)
      : readGrids(kind, [readDelimited(text)], places, hasher);
  } catch (error) {
    if (error instanceof Unreadable) return fault(error.code, error.message);
    throw error;
  }
}

/** Rows as programs write them: field by field as the schema has them, each element with its number. */
function readJson<K extends RegisterKind>(kind: K, text: string, hasher: IdHasher | undefined): Reading<K> {
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch (error) {
    return fault('register.not-json', `文件不是 JSON：${error instanceof Error ? error.message : String(error)}`);
  }
  if (!Array.isArray(values)) return fault('register.not-rows', '文件不是 JSON 数组。');
  const ids = hasher === undefined ? values.flatMap((value, i) => (holdsIds(value) ? [i + 1] : [])) : [];
  if (ids.length > 0) return { ok: false, faults: [notHashed(ids)] };
  const rows: Numbered<K>[] = [];
  const refused: Refusal[] = [];
  for (const [i, value] of values.entries()) {
    const parsed = REGISTERS[kind].safeParse(hashed(kind, tidied(value), hasher));
    if (parsed.success) rows.push({ at: i + 1, row: parsed.data as RegisterRow<K> });
    else refused.push(...parsed.error.issues.map((issue) => refusalOf(kind, i + 1, issue)));
  }
  const reading = finished(kind, rows, refused, []);
  return hasher === undefined ? withoutIds(kind, reading) : reading;
}

/** Ids in the fields for their hashes, hashed; what is no id stays, and is refused. */
function hashed(kind: RegisterKind, value: unknown, hasher: IdHasher | undefined): unknown {
  if (hasher === undefined || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const columns = new Map(SHEETS[kind].columns.map((column) => [column.field, column]));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const column = columns.get(name);
      if (column?.kind.type !== 'id-hash' || typeof inner !== 'string') return [name, inner];
      const read = readIdHash(inner, hasher);
      return [name, 'value' in read ? read.value : inner];
    }),
  );
}

const refusalOf = (kind: RegisterKind, row: number, { path, message }: z.core.$ZodIssue): Refusal => ({
  row,
  column: titleOfPath(kind, path),
  reason: `不符合要求（${message}）`,
});

/** Text as the readers of tables leave it, so that one register has one spelling. */
function tidied(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, typeof inner === 'string' ? tidyText(inner) : inner]),
  );
}
