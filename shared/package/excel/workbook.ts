/** What stands in a cell. Of a formula only its last computed value counts; nothing is ever computed. */
export type Cell =
  | { type: 'text'; value: string }
  | { type: 'number'; value: number }
  | { type: 'boolean'; value: boolean }
  /** `#REF!` and its like, or a formula that nothing has computed yet. */
  | { type: 'error' }
  | { type: 'uncomputed' };

/** A sheet by rows and columns counted from 1; only cells that hold something are there. */
export interface Sheet {
  name: string;
  rows: Map<number, Map<number, Cell>>;
}

export interface Workbook {
  /** Days are counted from 1904, as old versions of Excel for Mac did. */
  date1904: boolean;
  sheets: Sheet[];
}

/** Letters of a column, counted from 1. */
export function columnName(column: number): string {
  const rest = (column - 1) % 26;
  const before = Math.floor((column - 1) / 26);
  return `${before > 0 ? columnName(before) : ''}${String.fromCharCode(65 + rest)}`;
}

/** Row and column of a reference such as `C5`, or null. */
export function cellAt(reference: string): { row: number; column: number } | null {
  const [, letters, digits] = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(reference) ?? [];
  if (letters === undefined || digits === undefined) return null;
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return { row: Number(digits), column };
}

const DAY_MS = 86_400_000;
/** Excel counts a 29th of February 1900 that never was; dates before March 1900 are no business of ours. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const DAYS_1904 = 1462;
/** The serial numbers that are taken for dates: 1980 to 2100. */
const FIRST = 29_221;
const LAST = 73_415;

/** Days that Excel counts for a date `YYYY-MM-DD`; null for one it had better keep as text. */
export function serialOf(date: string): number | null {
  const serial = (Date.parse(`${date}T00:00:00.000Z`) - EPOCH_1900) / DAY_MS;
  return serial >= FIRST && serial <= LAST ? serial : null;
}

/** The date that a number means, its time of day dropped; null for a number that is none. */
export function dateOf(serial: number, date1904: boolean): string | null {
  const days = Math.floor(serial) + (date1904 ? DAYS_1904 : 0);
  return days >= FIRST && days <= LAST ? new Date(EPOCH_1900 + days * DAY_MS).toISOString().slice(0, 10) : null;
}
