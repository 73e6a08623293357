import { isBlank, type MoneyUnit } from './cells.ts';
import type { Column, Sheet } from './column.ts';
import { type Cell, squeezed } from './text.ts';

interface Heading {
  column: Column;
  at: number;
  unit: MoneyUnit | null;
  /** As the sheet has it. */
  title: string;
}

/** Where a register's columns stand in a sheet. */
export interface Headings {
  /** Index of the last row of titles; rows below hold data. */
  row: number;
  columns: Heading[];
  byColumn: ReadonlyMap<Column, Heading>;
  /** Titles that mean nothing here, and the columns that are there twice. */
  unknown: string[];
  repeated: string[];
}

/** How deep a sheet is looked into for its titles: above them stand a heading, the date, who filled it in. */
const DEPTH = 30;

/** What of a title counts: no spaces, brackets, asterisks of mandatory columns. */
const bare = (title: string): string =>
  squeezed(title)
    .toLowerCase()
    .replace(/[\p{P}\p{S}]/gu, '');

/** `奖补金额（万元）` is the column 奖补金额 in 万元. */
const BRACKETS = /^(.+?)[([【〔]([^()[\]【】〔〕]*)[)\]】〕]$|^(.+?)[:/_-](万元|元|分)$/;

type Index = ReadonlyMap<string, Column>;

/** Titles, the words that stand for them and the fields' own names, by what of them counts. */
export function titleIndex({ columns }: Sheet): Index {
  const index = new Map<string, Column>();
  for (const column of columns)
    for (const name of [column.title, column.field, ...(column.also ?? [])]) index.set(bare(name), column);
  return index;
}

interface Title {
  column: Column;
  unit: MoneyUnit | null;
}

function titleOf(index: Index, cell: Cell | undefined): Title | null {
  if (typeof cell !== 'string' || cell.length > 100) return null;
  const text = squeezed(cell);
  const match = BRACKETS.exec(text);
  const [base = text, remark = ''] = [match?.[1] ?? match?.[3], match?.[2] ?? match?.[4]];
  const column = index.get(bare(text)) ?? index.get(bare(base));
  if (column === undefined) return null;
  return { column, unit: /fen$/i.test(text) ? '分' : unitIn(remark) };
}

function unitIn(remark: string): MoneyUnit | null {
  const unit = remark.replace(/^(单位|人民币|[:：,，])+/, '');
  return unit === '万元' || unit === '元' || unit === '分' ? unit : null;
}

/** The row with the most titles, with the one below it if that continues it (titles under a merged one); null without any. */
export function findHeadings(sheet: Sheet, rows: readonly Cell[][]): Headings | null {
  const index = titleIndex(sheet);
  const known = rows.slice(0, DEPTH).map((row) => new Set(row.map((cell) => titleOf(index, cell)?.column)));
  const counts = known.map((columns) => columns.size - (columns.has(undefined) ? 1 : 0));
  const most = Math.max(0, ...counts);
  if (most < Math.min(2, sheet.columns.length)) return null;
  const at = counts.indexOf(most);
  const [first = [], second = []] = [rows[at], rows[at + 1]];
  const continued =
    second.some((cell) => !isBlank(cell)) && second.every((c) => isBlank(c) || titleOf(index, c) !== null);
  const above = at > 0 && continuedBy(index, rows[at - 1] ?? [], first) ? rows[at - 1] : undefined;
  return headingsOf(index, at + (continued ? 1 : 0), [above ?? [], first, continued ? second : []]);
}

/** Whether the row above a row of titles holds the titles of columns that this one leaves blank. */
const continuedBy = (index: Index, upper: readonly Cell[], lower: readonly Cell[]): boolean =>
  upper.some((cell, i) => titleOf(index, cell) !== null && isBlank(lower[i]));

/** The lowest title of a column counts. */
function headingsOf(index: Index, row: number, lines: readonly (readonly Cell[])[]): Headings {
  const byColumn = new Map<Column, Heading>();
  const headings: Headings = { row, columns: [], byColumn, unknown: [], repeated: [] };
  const width = Math.max(...lines.map((line) => line.length));
  for (let at = 0; at < width; at += 1) {
    const cells = lines.map((line) => line[at]).filter((cell) => !isBlank(cell));
    const found = cells.map((cell) => titleOf(index, cell)).findLast((title) => title !== null);
    const shown = String(cells.at(-1) ?? '').trim();
    if (found === undefined || found === null) {
      if (shown !== '' && bare(shown) !== '序号') headings.unknown.push(shown.slice(0, 40));
      continue;
    }
    const heading = { ...found, at, title: shown };
    if (byColumn.has(found.column)) headings.repeated.push(found.column.title);
    byColumn.set(found.column, heading);
    headings.columns.push(heading);
  }
  return headings;
}
