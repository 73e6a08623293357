import { constants, inflateSync } from 'node:zlib';
import { BadPdf, isDict, nameAt, numberAt, type PdfDict, PdfName, type PdfValue } from './values.ts';

/** More than the tables of a million objects. */
const MAX_DECODED = 8 * 1024 * 1024;

/** The stream's only filter; those of the structure have none or Flate. @throws BadPdf */
function filterOf(dict: PdfDict): string {
  const filter = dict.get('Filter');
  const list = Array.isArray(filter) ? filter : filter === undefined || filter === null ? [] : [filter];
  const [first, second] = list;
  if (second !== undefined || (first !== undefined && !(first instanceof PdfName))) throw new BadPdf('filters');
  return first?.name ?? '';
}

const paramsOf = (value: PdfValue | undefined): PdfDict => {
  const first = Array.isArray(value) ? value[0] : value;
  return isDict(first) ? first : new Map();
};

/**
 * Decodes a stream of the file's structure (a cross-reference or an object stream).
 * @throws BadPdf for what is damaged, too large, or in a filter that no such stream uses
 */
export function decodeStream(dict: PdfDict, raw: Buffer): Buffer {
  const filter = filterOf(dict);
  if (filter === '') return raw;
  if (filter !== 'FlateDecode' && filter !== 'Fl') throw new BadPdf('filter');
  const params = paramsOf(dict.get('DecodeParms'));
  return unpredict(inflateBounded(raw), params);
}

function inflateBounded(raw: Buffer): Buffer {
  try {
    // A line break that counts as content may follow the compressed data.
    return inflateSync(raw, { maxOutputLength: MAX_DECODED, finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    throw new BadPdf('a damaged stream');
  }
}

/** Undoes the predictors of PNG, row by row. */
function unpredict(bytes: Buffer, params: PdfDict): Buffer {
  const predictor = numberAt(params, 'Predictor') ?? 1;
  if (predictor === 1) return bytes;
  if (predictor < 10) throw new BadPdf('predictor');
  const bits = (numberAt(params, 'Colors') ?? 1) * (numberAt(params, 'BitsPerComponent') ?? 8);
  const pixel = Math.max(1, Math.ceil(bits / 8));
  const width = Math.ceil((bits * (numberAt(params, 'Columns') ?? 1)) / 8);
  if (!(width > 0 && width <= 4096)) throw new BadPdf('columns');
  const rows = Math.floor(bytes.length / (width + 1));
  const out = Buffer.alloc(rows * width);
  for (let row = 0; row < rows; row++) {
    const from = row * (width + 1);
    const kind = bytes[from] ?? 0;
    for (let i = 0; i < width; i++) {
      const at = row * width + i;
      const left = i >= pixel ? (out[at - pixel] ?? 0) : 0;
      const up = row > 0 ? (out[at - width] ?? 0) : 0;
      const corner = i >= pixel && row > 0 ? (out[at - width - pixel] ?? 0) : 0;
      out[at] = (bytes[from + 1 + i] ?? 0) + predicted(kind, left, up, corner);
    }
  }
  return out;
}

function predicted(kind: number, left: number, up: number, corner: number): number {
  switch (kind) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, corner);
    default:
      return 0;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

export const isXrefStream = (dict: PdfDict): boolean => nameAt(dict, 'Type') === 'XRef';
