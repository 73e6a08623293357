import { Blocks } from '../source.ts';
import { BadEntry, type OpenZip, openZip, type ZipEntry } from '../zip.ts';
import { type Cell, cellAt, type Sheet, type Workbook } from './workbook.ts';
import { BadXml, scanXml } from './xml.ts';

/** A filled form has some hundred kilobytes; what is beyond these bounds is none. */
export const MAX_WORKBOOK_BYTES = 2 * 1024 * 1024;
const ZIP_LIMITS = { maxEntries: 200, maxUnpackedBytes: 16 * 1024 * 1024 };
const MAX_SHEETS = 30;
const MAX_CELLS = 60_000;
/** Characters of all cells: a text that a thousand cells share counts a thousand times, as it does for whoever reads them. */
const MAX_TEXT = 4_000_000;
/** Of the format. */
const MAX_ROW = 1_048_576;
const MAX_CELL_TEXT = 32_767;

interface Budget {
  cells: number;
  text: number;
}

/** Why a file is not read as a workbook. */
export type Unreadable = 'too-large' | 'not-xlsx' | 'damaged';
class Refused extends Error {
  readonly why: Unreadable;
  constructor(why: Unreadable) {
    super(why);
    this.why = why;
  }
}

type Part = (path: string) => Promise<string | null>;

/**
 * Reads all cells of an .xlsx workbook: texts, numbers, what formulas last gave. The file is held to the same rules as any
 * zip of an applicant, and to bounds of its own. Never throws, whatever the bytes are.
 */
export async function openWorkbook(
  bytes: Uint8Array,
): Promise<{ ok: true; workbook: Workbook } | { ok: false; why: Unreadable }> {
  try {
    return { ok: true, workbook: await workbookOf(await partsOf(bytes)) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, why: error.why };
    if (error instanceof BadXml) return { ok: false, why: 'damaged' };
    throw error;
  }
}

async function partsOf(bytes: Uint8Array): Promise<Part> {
  if (bytes.length > MAX_WORKBOOK_BYTES) throw new Refused('too-large');
  // Other formats of Excel, and workbooks with a password, are no zip at all.
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw new Refused('not-xlsx');
  const source = {
    size: bytes.length,
    read: async (start: number, length: number) => bytes.subarray(start, start + length),
  };
  const zip = await openZip(new Blocks(source), ZIP_LIMITS);
  if ('code' in zip) throw new Refused('damaged');
  for (const entry of zip.inOrder) if ((await zip.locate(entry)) !== null) throw new Refused('damaged');
  if (zip.problems.length > 0) throw new Refused('damaged');
  const byName = new Map(zip.entries.map((entry) => [entry.name, entry]));
  return async (path) => {
    const entry = byName.get(path);
    return entry === undefined ? null : textOf(await contentOf(zip, entry));
  };
}

async function contentOf(zip: OpenZip, entry: ZipEntry): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of zip.unpack(entry)) chunks.push(Buffer.from(chunk));
  } catch (error) {
    if (error instanceof BadEntry) throw new Refused('damaged');
    throw error;
  }
  return Buffer.concat(chunks);
}

function textOf(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Refused('damaged');
  }
}

interface Relation {
  id: string;
  type: string;
  /** Path of the part inside the zip. */
  target: string;
}

/** What a part refers to. Targets outside the file are never followed: they name no part. */
async function relationsOf(part: Part, path: string): Promise<Relation[]> {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const text = await part(`${folder}_rels/${path.slice(folder.length)}.rels`);
  const found: Relation[] = [];
  scanXml(text ?? '', {
    open: (name, attribute) => {
      if (name !== 'Relationship') return;
      const target = new URL(attribute('Target') ?? '', `http://part/${folder}`.replaceAll(' ', '%20'));
      const type = attribute('Type')?.split('/').at(-1) ?? '';
      found.push({ id: attribute('Id') ?? '', type, target: decodeURIComponent(target.pathname.slice(1)) });
    },
    close: () => undefined,
    text: () => undefined,
  });
  return found;
}

async function workbookOf(part: Part): Promise<Workbook> {
  const main = (await safely(relationsOf(part, ''))).find(({ type }) => type === 'officeDocument')?.target;
  const text = main === undefined ? null : await part(main);
  if (main === undefined || text === null) throw new Refused('not-xlsx');
  const relations = await safely(relationsOf(part, main));
  const { date1904, listed } = contentsOf(text);
  const strings = relations.find(({ type }) => type === 'sharedStrings');
  const shared = strings === undefined ? [] : sharedStrings((await part(strings.target)) ?? '');
  const sheets: Sheet[] = [];
  const budget = { cells: MAX_CELLS, text: MAX_TEXT };
  for (const { name, id } of listed.slice(0, MAX_SHEETS)) {
    const target = relations.find((relation) => relation.id === id)?.target;
    const sheet = target === undefined ? null : await part(target);
    if (sheet !== null) sheets.push({ name, rows: cellsOf(sheet, shared, budget) });
  }
  if (sheets.length === 0) throw new Refused('not-xlsx');
  return { date1904, sheets };
}

/** Addresses that are none are the file's fault. */
const safely = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    if (error instanceof TypeError || error instanceof URIError) throw new Refused('damaged');
    throw error;
  });

function contentsOf(text: string): { date1904: boolean; listed: { name: string; id: string }[] } {
  const listed: { name: string; id: string }[] = [];
  let date1904 = false;
  scanXml(text, {
    open: (name, attribute) => {
      if (name === 'workbookPr') date1904 = ['1', 'true'].includes(attribute('date1904') ?? '');
      if (name === 'sheet') listed.push({ name: attribute('name') ?? '', id: attribute('id') ?? '' });
    },
    close: () => undefined,
    text: () => undefined,
  });
  return { date1904, listed };
}

/** Characters that XML cannot carry stand as `_x000D_`. */
const unescaped = (text: string): string =>
  text.replaceAll(/_x([0-9A-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Collects what stands in `t`; the reading aids (`rPh`) that Japanese versions add are no part of the text. */
function sharedStrings(xml: string): string[] {
  const strings: string[] = [];
  let [current, inText, aside] = ['', false, 0];
  scanXml(xml, {
    open: (name) => {
      if (name === 'si') current = '';
      if (name === 'rPh') aside += 1;
      inText = name === 't';
    },
    close: (name) => {
      if (name === 'si') strings.push(unescaped(current));
      if (name === 'rPh') aside -= 1;
      inText = false;
    },
    text: (text) => {
      if (inText && aside === 0) current += text;
    },
  });
  return strings;
}

interface RawCell {
  row: number;
  column: number;
  type: string;
  text: string;
  formula: boolean;
  valued: boolean;
}

function cellsOf(xml: string, shared: string[], budget: Budget): Sheet['rows'] {
  const rows: Sheet['rows'] = new Map();
  let [row, column, inValue, aside] = [0, 0, false, 0];
  let cell: RawCell | null = null;
  const open = (name: string, attribute: (name: string) => string | undefined) => {
    inValue = name === 'v' || name === 't';
    if (name === 'row') [row, column] = [Number(attribute('r') ?? row + 1), 0];
    else if (name === 'c') {
      const at = cellAt(attribute('r') ?? '') ?? { row, column: column + 1 };
      column = at.column;
      cell = { ...at, type: attribute('t') ?? 'n', text: '', formula: false, valued: false };
    } else if (name === 'f' && cell !== null) cell.formula = true;
    else if (inValue && cell !== null) cell.valued = true;
    else if (name === 'rPh') aside += 1;
  };
  const close = (name: string) => {
    inValue = false;
    if (name === 'rPh') aside -= 1;
    if (name !== 'c' || cell === null) return;
    keep(rows, cell, shared, budget);
    cell = null;
  };
  const text = (some: string) => {
    if (inValue && aside === 0 && cell !== null) cell.text += some;
  };
  scanXml(xml, { open, close, text });
  return rows;
}

function keep(rows: Sheet['rows'], raw: RawCell, shared: string[], budget: Budget): void {
  if (!(raw.row >= 1 && raw.row <= MAX_ROW)) throw new Refused('damaged');
  const cell = cellOf(raw, shared);
  if (cell === null) return;
  budget.cells -= 1;
  budget.text -= cell.type === 'text' ? cell.value.length : 0;
  if (budget.cells < 0 || budget.text < 0 || (cell.type === 'text' && cell.value.length > MAX_CELL_TEXT))
    throw new Refused('too-large');
  const row = rows.get(raw.row) ?? new Map<number, Cell>();
  row.set(raw.column, cell);
  rows.set(raw.row, row);
}

/** Null for a cell that holds nothing. */
function cellOf({ type, text, formula, valued }: RawCell, shared: string[]): Cell | null {
  if (!valued) return formula ? { type: 'uncomputed' } : null;
  switch (type) {
    case 's':
      return written(shared[Number(text)] ?? '');
    case 'b':
      return { type: 'boolean', value: text.trim() === '1' };
    case 'e':
      return { type: 'error' };
    case 'n': {
      const value = Number(text);
      return text.trim() !== '' && Number.isFinite(value) ? { type: 'number', value } : written(text);
    }
    default:
      return written(unescaped(text));
  }
}

const written = (value: string): Cell | null => (value.trim() === '' ? null : { type: 'text', value });
