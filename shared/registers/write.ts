import type { Row } from 'write-excel-file/node';
import type { RegisterKind, RegisterRow } from '../schemas/registers.ts';
import { type CellKind, type Column, choicesOf, type Places } from './column.ts';
import { fieldOf, SHEETS } from './columns.ts';
import { shownField, titleOfChoice } from './show.ts';

type Written = string | number | Date | null;

/** A field as a cell that reads back as the same value. */
function written(column: Column, value: unknown, places: Places): Written {
  if (value === null || value === undefined) return null;
  const title = titleOfChoice(column.kind, places);
  if (Array.isArray(value)) return value.length === 0 ? null : value.map((one) => title(String(one))).join('、');
  switch (column.kind.type) {
    case 'money':
      return exactYuan(Number(value));
    case 'date':
      return new Date(`${String(value)}T00:00:00Z`);
    case 'points':
      return Number(value) / 10;
    case 'integer':
      return Number(value);
    case 'level':
      return column.field.startsWith('grades.') ? Number(value) : shownField(column, value, places);
    case 'yes-no':
      return shownField(column, value, places);
    default:
      return title(String(value));
  }
}

/** 元 as a number, or as text where a spreadsheet's 15 digits would not hold it. */
function exactYuan(fen: number): number | string {
  if (fen < 1e14) return fen / 100;
  const digits = String(fen);
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const HEAD = { fontWeight: 'bold', backgroundColor: '#dde6f0', wrap: true, alignVertical: 'top' } as const;
const heads = (titles: readonly string[]): Row => titles.map((value) => ({ value, type: String, ...HEAD }));

/** Numbers as they are, everything else as text: nothing is taken for a formula or loses its digits. */
function xlsxCell(value: Written, { kind }: Column): Row[number] {
  if (value === null) return null;
  if (value instanceof Date) return { value, type: Date, format: 'yyyy-mm-dd' };
  if (typeof value === 'number')
    return { value, type: Number, ...(kind.type === 'money' ? { format: '#,##0.00' } : {}) };
  return { value, type: String, format: '@' };
}

const widthOf = ({ kind, title }: Column) => ({
  width:
    kind.type === 'uscc' ? 24 : kind.type === 'text' || kind.type === 'email' ? 30 : Math.max(12, title.length * 2.2),
});

/** Rows of the template whose cells already are text where codes go: a code typed into a number's cell loses digits. */
const BLANK_ROWS = 1000;
const isCode = ({ kind }: Column) => ['uscc', 'usccs', 'id', 'id-hash'].includes(kind.type);

async function workbook(kind: RegisterKind, data: Row[], places: Places): Promise<Buffer> {
  // What writes workbooks is loaded with the first one.
  const { default: writeWorkbookFile } = await import('write-excel-file/node');
  const { title, columns } = SHEETS[kind];
  return writeWorkbookFile([
    {
      sheet: title,
      data: [heads(columns.map((column) => column.title)), ...data],
      columns: columns.map(widthOf),
      stickyRowsCount: 1,
    },
    {
      sheet: '填写说明',
      data: explanations(kind, places),
      columns: [22, 60, 34, 26, 60, 8].map((width) => ({ width })),
    },
  ]).toBuffer();
}

/** A register as an Excel workbook with its explanations; it reads back as the same rows. */
export function registerWorkbook<K extends RegisterKind>(
  kind: K,
  rows: readonly RegisterRow<K>[],
  places: Places,
): Promise<Buffer> {
  const { columns } = SHEETS[kind];
  const data = rows.map((row) => columns.map((one) => xlsxCell(written(one, fieldOf(row, one), places), one)));
  return workbook(kind, data, places);
}

/** A blank workbook to fill in. */
export const templateWorkbook = (kind: RegisterKind, places: Places): Promise<Buffer> =>
  workbook(
    kind,
    Array.from({ length: BLANK_ROWS }, () =>
      SHEETS[kind].columns.map((column) => (isCode(column) ? { type: String, format: '@' } : null)),
    ),
    places,
  );

/** How a kind of cell is to be filled in. */
function formatOf(kind: CellKind): string {
  switch (kind.type) {
    case 'text':
      return `文字，不超过 ${kind.max} 字`;
    case 'id':
      return '编号';
    case 'email':
      return '电子邮箱';
    case 'mobile':
      return '11 位手机号码，文本格式';
    case 'uscc':
      return '18 位代码，文本格式';
    case 'usccs':
      return '18 位代码，多个用顿号分开';
    case 'id-hash':
      return '证件号码（文本格式，加密后导入）或加密值';
    case 'date':
      return '日期，如 2025-01-05、2025年1月5日';
    case 'integer':
      return `整数，${kind.min} 至 ${kind.max}`;
    case 'points':
      return `分，0 至 ${kind.max}，最多一位小数`;
    case 'money':
      return '元（可在列标题中改为万元或分），不足一分不收';
    case 'yes-no':
      return '是 或 否';
    case 'level':
      return '0 至 4，或一级至四级';
    case 'choice':
      return '选填一项';
    case 'choices':
      return '可填多项，用顿号分开';
    default:
      return kind satisfies never;
  }
}

function allowed({ kind }: Column, places: Places): string {
  if (kind.type !== 'choice' && kind.type !== 'choices') return '';
  return choicesOf(kind.of, places)
    .map(({ title }) => title)
    .join('、');
}

function explanations(kind: RegisterKind, places: Places): Row[] {
  const { title, about, columns } = SHEETS[kind];
  const rows = columns.map(
    (column): Row =>
      [
        column.title,
        column.about,
        formatOf(column.kind),
        column.example,
        allowed(column, places),
        column.blank === undefined ? '必填' : '选填',
      ].map((value) => ({ value, type: String, wrap: true, alignVertical: 'top' })),
  );
  return [
    [{ value: `${title}填写说明：${about}`, type: String, fontWeight: 'bold' }],
    heads(['列标题', '含义', '单位或格式', '示例', '可填内容', '必填']),
    ...rows,
  ];
}

/** What spreadsheets would take for a formula in a CSV stands behind an apostrophe, which the reader takes off again. */
const FORMULA = /^[=+\-@\t\r]/;

/** One value of a CSV file, quoted where it has to be. */
export function csvCell(value: Written): string {
  if (value === null) return '';
  const text = value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A register as CSV (UTF-8 with a byte order mark, as Excel wants it). */
export function registerCsv<K extends RegisterKind>(kind: K, rows: readonly RegisterRow<K>[], places: Places): string {
  const { columns } = SHEETS[kind];
  const lines = rows.map((row) => columns.map((one) => csvCell(written(one, fieldOf(row, one), places))));
  return `\ufeff${[columns.map(({ title }) => csvCell(title)), ...lines].map((line) => `${line.join(',')}\r\n`).join('')}`;
}
