import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Cell } from './text.ts';

/** A sheet's cells as they stand; row and column n of the sheet are at n − 1. */
export interface Grid {
  name: string;
  rows: Cell[][];
}

/** A file that cannot be read as a table, with a stable code. */
export class Unreadable extends Error {
  override name = 'Unreadable';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** What a workbook may unpack to. Six hundred pilots are a hundredth of it. */
const LIMITS = { files: 300, bytes: 48 * 1024 * 1024, sheets: 20, rows: 50_000, columns: 256, cells: 2_000_000 };

const TOO_LARGE = (what: string) =>
  new Unreadable('register.too-large', `工作簿过大（${what}）。请只保留台账一张工作表，删除多余的行、列和图片。`);
const BROKEN = () =>
  new Unreadable(
    'register.not-a-workbook',
    '文件不是能打开的 Excel 工作簿（.xlsx），或已损坏。请用 Excel 或 WPS 打开后另存。',
  );

/**
 * Every sheet of an Excel workbook: cached results of formulas, dates as dates, failed formulas as the text that the
 * sheet shows. What the reader gets is an archive packed anew from the parts that were unpacked and measured here, so
 * that nothing in the file decides how much memory or time it takes.
 * @throws Unreadable
 */
export async function readWorkbook(bytes: Uint8Array): Promise<Grid[]> {
  const parts = unpack(bytes);
  const sheets = Object.keys(parts).filter((name) => /(^|\/)worksheets\/[^/]+\.xml$/.test(name));
  if (sheets.length > LIMITS.sheets) throw TOO_LARGE(`${sheets.length} 张工作表`);
  const measured = { cells: 0 };
  // A sheet may stand under any name: whatever has cells is measured.
  for (const [name, part] of Object.entries(parts)) {
    const text = strFromU8(part);
    if (!isOrderly(text)) throw BROKEN();
    if (!/<(\w+:)?sheetData/.test(text)) continue;
    const lean = withoutEmptyCells(text);
    measured.cells += cellsOf(lean);
    if (measured.cells > LIMITS.cells) throw TOO_LARGE('单元格过多');
    parts[name] = strToU8(lean);
  }
  try {
    const { default: readWorkbookFile } = await import('read-excel-file/universal');
    const found = await readWorkbookFile(new Blob([zipSync(parts, { level: 0 })]));
    return found.map(({ sheet, data }) => ({ name: sheet, rows: data as Cell[][] }));
  } catch {
    // Whatever the reader stumbles over, the person can only mend it by saving the file anew.
    throw BROKEN();
  }
}

/** The parts that are XML, if what they say they unpack to is within the limits; none unpacks to more than it says. */
function unpack(bytes: Uint8Array): Record<string, Uint8Array<ArrayBuffer>> {
  let [files, size] = [0, 0];
  const wanted = ({ name, originalSize }: { name: string; originalSize: number }) => {
    files += 1;
    if (files > LIMITS.files) throw TOO_LARGE(`超过 ${LIMITS.files} 个内部文件`);
    if (!/\.(xml|rels)$/.test(name) || name.includes('__proto__')) return false;
    size += originalSize;
    if (size > LIMITS.bytes) throw TOO_LARGE(`解压后超过 ${LIMITS.bytes / 1024 / 1024} MB`);
    return true;
  };
  try {
    return unzipSync(bytes, { filter: wanted }) as Record<string, Uint8Array<ArrayBuffer>>;
  } catch (error) {
    throw error instanceof Unreadable ? error : BROKEN();
  }
}

const LONGEST_TAG = 20_000;
/** A cell's text has at most 32,767 characters, each of them written in six at most. */
const LONGEST_TEXT = 200_000;
const DEEPEST = 64;

/**
 * Whether tags are closed, nested and no longer than programs write them. It does not say that the text is XML: it keeps
 * from the reader what that would take hours for.
 */
function isOrderly(text: string): boolean {
  let depth = 0;
  let at = text.indexOf('<');
  while (at >= 0) {
    const end = text.indexOf('>', at);
    const next = text.indexOf('<', at + 1);
    if (end < 0 || (next >= 0 && next < end) || end - at > LONGEST_TAG) return false;
    if (text[at + 1] === '/') depth -= 1;
    else if (text[end - 1] !== '/' && text[at + 1] !== '?' && text[at + 1] !== '!') depth += 1;
    if (depth < 0 || depth > DEEPEST) return false;
    if (next - end > LONGEST_TEXT) return false;
    at = next;
  }
  return depth === 0;
}

/** Stands for a formula whose file holds no result. */
export const NOT_WORKED_OUT = '#公式未计算';

/** No tag of a row or a cell is longer, and none is searched that is. */
const MAX_TAG = 1000;
const attribute = (attributes: string, pattern: RegExp): boolean => {
  if (attributes.length > MAX_TAG) throw BROKEN();
  return pattern.test(attributes);
};

/**
 * Leaves out cells and rows that only have a format (whole formatted columns are a million of them), and says of
 * formulas that failed, or were never worked out, what the reader would pass over as blank. Every pattern here takes
 * time in proportion to the text, whatever the text is.
 */
const withoutEmptyCells = (sheet: string): string =>
  sheet
    .replace(/<c\b([^<>]*)>/g, (tag, attributes: string) => {
      if (attributes.endsWith('/')) return '';
      return attribute(attributes, /\bt=["']e["']/) ? tag.replace(/\bt=["']e["']/, 't="str"') : tag;
    })
    .replace(/<c\b([^<>]*)><f\b[^<>]*(?:\/>|>[^<]*<\/f>)(?:<v\s*\/>|<v><\/v>)?<\/c>/g, (cell, attributes: string) => {
      // A formula whose result is an empty text says so.
      if (attribute(attributes, /\bt=["']str["']/)) return cell;
      const address = /\br=["'][A-Z]+\d+["']/.exec(attributes)?.[0] ?? '';
      return `<c ${address} t="str"><v>${NOT_WORKED_OUT}</v></c>`;
    })
    .replace(/<row\b([^<>]*)>(?:\s*<\/row>)?/g, (row, attributes: string) => {
      const empty = attributes.endsWith('/') || row.endsWith('</row>');
      return empty && attribute(attributes, /\br=/) ? '' : row;
    });

/** The area from A1 to the last row and column that any cell names; a name that is none could mean anything. */
function cellsOf(sheet: string): number {
  let [rows, columns] = [0, 0];
  for (const [, quoted = '', single = ''] of sheet.matchAll(/(?<!xmlns:)\br\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    const match = /^([A-Z]{0,3})(\d{1,7})$/.exec(quoted === '' ? single : quoted);
    if (match === null) throw BROKEN();
    rows = Math.max(rows, Number(match[2]));
    columns = Math.max(columns, columnNumber(match[1] ?? ''));
  }
  if (rows > LIMITS.rows) throw TOO_LARGE(`到第 ${rows} 行还有内容`);
  if (columns > LIMITS.columns) throw TOO_LARGE(`到第 ${columns} 列还有内容`);
  return rows * columns;
}

const columnNumber = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
