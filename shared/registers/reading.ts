import { usccIsValid } from '../domain/uscc.ts';
import type { RegisterKind, RegisterRow } from '../schemas/registers.ts';
import { REGISTERS } from '../schemas/registers.ts';
import { isBlank, readCell } from './cells.ts';
import type { Column, Places, Sheet } from './column.ts';
import { rowOf, SHEETS } from './columns.ts';
import { findHeadings, type Headings } from './headings.ts';
import { holdsId } from './id-cells.ts';
import type { IdHasher } from './id-hash.ts';
import { identity, inOrder } from './order.ts';
import { type Cell, squeezed } from './text.ts';
import { type Grid, NOT_WORKED_OUT, Unreadable } from './workbook.ts';

/** A row, or one cell of it, that cannot be taken over. */
export interface Refusal {
  /** Row number as the sheet shows it (for JSON: which element, from 1). */
  row: number;
  /** Title of the column; empty where it is about the row. */
  column: string;
  reason: string;
}

/** What is wrong with a file as a whole. */
export interface FileFault {
  code: string;
  message: string;
}

/** What a file says: its good rows in the register's order, every refused one, and what a person should know besides. */
export type Reading<K extends RegisterKind = RegisterKind> =
  | { ok: true; rows: RegisterRow<K>[]; refused: Refusal[]; refusedRows: number; notes: string[] }
  | { ok: false; faults: FileFault[] };

export interface Numbered<K extends RegisterKind> {
  at: number;
  row: RegisterRow<K>;
}

/** Reads a register out of a workbook's or a text's sheets: the first sheet that has its titles. */
export function readGrids<K extends RegisterKind>(
  kind: K,
  grids: readonly Grid[],
  places: Places,
  hasher?: IdHasher,
): Reading<K> {
  const sheet: Sheet = SHEETS[kind];
  if (lengthOf(grids) > MAX_CHARACTERS)
    throw new Unreadable('register.too-large', '表格中的文字过多。请只保留台账需要的列。');
  const ids = hasher === undefined ? idsIn(grids) : [];
  if (ids.length > 0) return { ok: false, faults: [notHashed(ids)] };
  for (const grid of grids) {
    const headings = findHeadings(sheet, grid.rows);
    if (headings === null) continue;
    const faults = headingFaults(sheet, headings);
    if (faults.length > 0) return { ok: false, faults };
    const read = readRowsBelow(kind, grid, headings, places, hasher);
    return hasher === undefined ? withoutIds(kind, read) : read;
  }
  const titles = sheet.columns.filter(({ blank }) => blank === undefined).map(({ title }) => title);
  const message = `没有找到列标题行。《${sheet.title}》须有这些列：${titles.join('、')}。`;
  return { ok: false, faults: [{ code: 'register.no-titles', message }] };
}

/** Where the sheets hold somebody's resident id, in whatever column: a file is kept as it came, and these must not be. */
const idsIn = (grids: readonly Grid[]): number[] =>
  grids.flatMap(({ rows }) => rows.flatMap((row, i) => (row.some(holdsId) ? [i + 1] : [])));

export function notHashed(rows: readonly number[]): FileFault {
  const shown = rows.slice(0, 5).join('、');
  const which = rows.length > 5 ? `${shown} 等 ${rows.length}` : shown;
  const message = `文件第 ${which} 行有未加密的证件号码。系统不保存证件号码：请用命令 registers hash 加密后再导入。`;
  return { code: 'register.ids-not-hashed', message };
}

/** Other papers' numbers look like nothing in particular: what stands in a column for ids and is no hash is taken for one. */
export function withoutIds<K extends RegisterKind>(kind: K, reading: Reading<K>): Reading<K> {
  if (!reading.ok) return reading;
  const titles = SHEETS[kind].columns.filter((one) => one.kind.type === 'id-hash').flatMap(namesOf);
  const rows = reading.refused.flatMap(({ row, column }) => (titles.includes(column) ? [row] : []));
  return rows.length === 0 ? reading : { ok: false, faults: [notHashed(rows)] };
}

const namesOf = ({ title, also = [] }: Column): string[] => [title, ...also];

/** A workbook keeps a text once, however many cells show it: what is read is what the cells show. */
const MAX_CHARACTERS = 20_000_000;

function lengthOf(grids: readonly Grid[]): number {
  let length = 0;
  for (const { rows } of grids)
    for (const row of rows) for (const cell of row) if (typeof cell === 'string') length += cell.length;
  return length;
}

/** With more, the columns are not what their titles say; a list of all of them would help nobody. */
const MAX_REFUSALS = 10_000;

function headingFaults({ columns }: Sheet, headings: Headings): FileFault[] {
  const there = new Set(headings.columns.map(({ column }) => column));
  const missing = columns
    .filter((column) => column.blank === undefined && !there.has(column))
    .map(({ title }) => title);
  const unknown = headings.unknown.length === 0 ? '' : `不认识的列：${headings.unknown.join('、')}。`;
  return [
    ...(missing.length === 0
      ? []
      : [{ code: 'register.column-missing', message: `缺少列：${missing.join('、')}。${unknown}` }]),
    ...headings.repeated.map((title) => ({
      code: 'register.column-twice',
      message: `列“${title}”出现了不止一次，不知道以哪一列为准。`,
    })),
  ];
}

const TOTAL = /^(合计|总计|小计|共计|总和|汇总)[::]?$/;
const REMARK = /^(注|备注|说明|填表|制表|填报|审核|联系)[^0-9]{0,8}[::]/;

function readRowsBelow<K extends RegisterKind>(
  kind: K,
  grid: Grid,
  headings: Headings,
  places: Places,
  hasher: IdHasher | undefined,
): Reading<K> {
  const notes = headingNotes(SHEETS[kind], headings);
  const refused: Refusal[] = [];
  const rows: Numbered<K>[] = [];
  const passedOver: number[] = [];
  for (const [i, cells] of grid.rows.entries()) {
    if (i <= headings.row) continue;
    const filled = headings.columns.filter(({ at }) => !isBlank(cells[at]));
    if (filled.length === 0) continue;
    if (isFooter(cells, filled.length)) {
      passedOver.push(i + 1);
      continue;
    }
    const read = readRow(kind, headings, cells, places, hasher);
    if ('row' in read) rows.push({ at: i + 1, row: read.row });
    else refused.push(...read.faults.map((fault) => ({ row: i + 1, ...fault })));
    if (refused.length > MAX_REFUSALS) return { ok: false, faults: [tooManyRefusals(refused)] };
  }
  if (passedOver.length > 0) notes.push(`合计或说明行不是数据，未导入：第 ${passedOver.join('、')} 行。`);
  return finished(kind, rows, refused, notes);
}

function tooManyRefusals(refused: readonly Refusal[]): FileFault {
  const first = refused.slice(0, 3).map(({ row, column, reason }) => `第 ${row} 行“${column}”${reason}`);
  const message = `超过 ${MAX_REFUSALS} 处无法读出，请核对各列是否与标题相符。例如：${first.join('；')}。`;
  return { code: 'register.too-many-faults', message };
}

/** Sums and remarks below the data: told by the row's first words. */
function isFooter(cells: readonly Cell[], filled: number): boolean {
  const first = cells.find((cell): cell is string => typeof cell === 'string' && !isBlank(cell)) ?? '';
  if (first.length > 200) return false;
  const word = squeezed(first);
  return TOTAL.test(word) || (filled === 1 && REMARK.test(word));
}

function headingNotes({ columns }: Sheet, headings: Headings): string[] {
  const there = new Set(headings.columns.map(({ column }) => column));
  const absent = columns.filter((column) => !there.has(column)).map(({ title }) => title);
  return [
    ...(headings.unknown.length === 0 ? [] : [`不认识的列，未导入：${headings.unknown.join('、')}。`]),
    ...(absent.length === 0 ? [] : [`没有这些列，按空白处理：${absent.join('、')}。`]),
  ];
}

type RowRead<K extends RegisterKind> = { row: RegisterRow<K> } | { faults: { column: string; reason: string }[] };

function readRow<K extends RegisterKind>(
  kind: K,
  headings: Headings,
  cells: readonly Cell[],
  places: Places,
  hasher: IdHasher | undefined,
): RowRead<K> {
  const faults: { column: string; reason: string }[] = [];
  const fields = SHEETS[kind].columns.flatMap((column) => {
    const heading = headings.byColumn.get(column);
    const cell = heading === undefined ? null : (cells[heading.at] ?? null);
    const read =
      cell === NOT_WORKED_OUT
        ? { reason: '公式没有保存计算结果，请用 Excel 或 WPS 打开文件、保存后再导入' }
        : readCell(column, cell, places, heading?.unit ?? null, hasher);
    if ('value' in read) return read.value === undefined ? [] : [[column, read.value] as const];
    faults.push({ column: heading?.title ?? column.title, reason: read.reason });
    return [];
  });
  if (faults.length > 0) return { faults };
  const parsed = REGISTERS[kind].safeParse(rowOf(fields));
  if (parsed.success) return { row: parsed.data as RegisterRow<K> };
  return { faults: parsed.error.issues.map(({ path }) => ({ column: titleOfPath(kind, path), reason: '不符合要求' })) };
}

/** The column that a schema's fault is about. */
export function titleOfPath(kind: RegisterKind, path: readonly PropertyKey[]): string {
  const field = path.join('.');
  const column = SHEETS[kind].columns.find((one) => field === one.field || field.startsWith(`${one.field}.`));
  return column?.title ?? field;
}

/** Refuses what is there twice, notes codes whose check character is off, and puts the rest in order. */
export function finished<K extends RegisterKind>(
  kind: K,
  rows: readonly Numbered<K>[],
  refused: readonly Refusal[],
  notes: readonly string[],
): Reading<K> {
  const twice = repeated(kind, rows);
  const out = new Set(twice.map(({ row }) => row));
  const good = rows.filter(({ at }) => !out.has(at));
  const all = [...refused, ...twice].toSorted((a, b) => a.row - b.row);
  return {
    ok: true,
    rows: inOrder(
      kind,
      good.map(({ row }) => row),
    ),
    refused: all,
    refusedRows: new Set(all.map(({ row }) => row)).size,
    notes: [...notes, ...doubtfulCodes(good)],
  };
}

/** Of rows that are wholly the same the first is kept; of rows that differ under one identity none is, for nobody knows which is right. */
function repeated<K extends RegisterKind>(kind: K, rows: readonly Numbered<K>[]): Refusal[] {
  const groups = Map.groupBy(rows, ({ row }) => identity(kind, row));
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined || others.length === 0) return [];
    const same = others.every(({ row }) => JSON.stringify(row) === JSON.stringify(first.row));
    if (same) return others.map(({ at }) => ({ row: at, column: '', reason: `与第 ${first.at} 行完全相同` }));
    return group.map(({ at }) => {
      const rest = group.filter((one) => one.at !== at).map((one) => one.at);
      return { row: at, column: '', reason: `与第 ${rest.join('、')} 行是同一项，内容却不同，不知道以哪一行为准` };
    });
  });
}

/** Genuine codes that fail the check exist: a person looks, and nothing is refused. */
function doubtfulCodes(rows: readonly Numbered<RegisterKind>[]): string[] {
  const doubtful = rows.flatMap(({ at, row }) => ('uscc' in row && !usccIsValid(row.uscc) ? [at] : []));
  if (doubtful.length === 0) return [];
  const shown = doubtful.slice(0, 20).join('、');
  const more = doubtful.length > 20 ? ` 等 ${doubtful.length} 行` : ' 行';
  return [`统一社会信用代码的校验位不符，请核对（不影响导入）：第 ${shown}${more}。`];
}
