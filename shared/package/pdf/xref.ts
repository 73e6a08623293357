import type { PdfBytes } from './file.ts';
import { decodeStream, isXrefStream } from './streams.ts';
import { BadPdf, isDict, numberAt, type PdfDict, type PdfScanner } from './values.ts';

/** Where an object is: at an offset, or in an object stream. */
export type Place = { offset: number } | { stream: number; index: number };

/** One cross-reference section. Its trailer names the one before. */
export interface Section {
  trailer: PdfDict;
  /** Undefined where the section does not speak of the object; null where it says that there is none. */
  place(number: number): Promise<Place | null | undefined>;
}

/** How many bytes of a cross-reference stream are read at most. */
const MAX_STREAM = 8 * 1024 * 1024;

/** Reads the cross-reference section at an offset, of either kind. @throws BadPdf */
export async function readSection(file: PdfBytes, at: number): Promise<Section> {
  const isTable = await file.parse(at, (scanner) => scanner.skip('xref'));
  return isTable ? readTable(file, at) : readStream(file, at);
}

interface Subsection {
  first: number;
  count: number;
  /** Of its first row. */
  at: number;
  rowLength: number;
}

async function readTable(file: PdfBytes, at: number): Promise<Section> {
  const subsections: Subsection[] = [];
  let next = await file.parse(at, (scanner) => {
    scanner.skip('xref');
    return at + scanner.at;
  });
  for (;;) {
    const head = await file.parse(next, (scanner) => subsectionHead(scanner, next));
    if (head === null) break;
    subsections.push(head);
    next = head.at + head.count * head.rowLength;
  }
  const trailer = await file.parse(next, (scanner) => {
    if (!scanner.skip('trailer')) throw new BadPdf('no trailer');
    return scanner.value();
  });
  if (!isDict(trailer)) throw new BadPdf('no trailer');
  return { trailer, place: (number) => placeInTable(file, subsections, number) };
}

/** `0 7` and where its rows begin; null where the trailer comes instead. */
function subsectionHead(scanner: PdfScanner, from: number): Subsection | null {
  scanner.space();
  if (scanner.peek(1) === 't') return null;
  const first = scanner.integer();
  const count = scanner.integer();
  if (count === 0) return { first, count, at: from + scanner.at, rowLength: 20 };
  scanner.space();
  const at = from + scanner.at;
  const row = scanner.peek(21);
  // Rows have twenty bytes; some tools end them with one byte instead of two.
  const rowLength = /^\d{10} \d{5} [fn][\r\n][\dt]/.test(row) ? 19 : 20;
  // A known fault of some tools: the list starts with the free object 0, but counts from 1.
  const startsFree = first === 1 && row.startsWith('0000000000 65535 f');
  return { first: startsFree ? 0 : first, count, at, rowLength };
}

async function placeInTable(
  file: PdfBytes,
  subsections: Subsection[],
  number: number,
): Promise<Place | null | undefined> {
  const found = subsections.find(({ first, count }) => number >= first && number < first + count);
  if (found === undefined) return undefined;
  const row = (await file.read(found.at + (number - found.first) * found.rowLength, 18)).toString('latin1');
  const [, offset, kind] = /^(\d{10}) \d{5} ([fn])/.exec(row) ?? [];
  if (offset === undefined) throw new BadPdf('a row of the table');
  return kind === 'n' ? { offset: Number(offset) } : null;
}

async function readStream(file: PdfBytes, at: number): Promise<Section> {
  const { value: trailer, streamStart } = await file.object(at);
  if (!isDict(trailer) || streamStart === null || !isXrefStream(trailer)) throw new BadPdf('no cross-reference');
  // Its length stands in it: a reference could not be looked up yet.
  const length = numberAt(trailer, 'Length') ?? -1;
  if (!(length >= 0 && length <= MAX_STREAM)) throw new BadPdf('length');
  const rows = decodeStream(trailer, length === 0 ? Buffer.alloc(0) : await file.read(streamStart, length));
  file.spend(rows.length);
  const widths = numbers(trailer, 'W');
  const index = numbers(trailer, 'Index');
  if (widths.length < 3 || widths.some((width) => width > 8)) throw new BadPdf('widths');
  const ranges = index.length > 0 ? index : [0, numberAt(trailer, 'Size') ?? 0];
  return { trailer, place: async (number) => placeInStream(rows, widths, ranges, number) };
}

function numbers(dict: PdfDict, key: string): number[] {
  const value = dict.get(key);
  const list = Array.isArray(value) ? value : [];
  return list.map((item) => (typeof item === 'number' && item >= 0 ? item : 0));
}

function placeInStream(rows: Buffer, widths: number[], ranges: number[], number: number): Place | null | undefined {
  const [kind = 0, second = 0, third = 0] = widths;
  const rowLength = widths.reduce((sum, width) => sum + width, 0);
  let row = 0;
  for (let i = 0; i + 1 < ranges.length; i += 2) {
    const [first = 0, count = 0] = [ranges[i], ranges[i + 1]];
    const at = (row + number - first) * rowLength;
    if (number >= first && number < first + count && at + rowLength <= rows.length) {
      const [type, a, b] = [big(rows, at, kind), big(rows, at + kind, second), big(rows, at + kind + second, third)];
      if (kind === 0 || type === 1) return { offset: a };
      return type === 2 ? { stream: a, index: b } : null;
    }
    row += count;
  }
  return undefined;
}

function big(bytes: Buffer, at: number, width: number): number {
  let value = 0;
  for (let i = 0; i < width; i++) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}
