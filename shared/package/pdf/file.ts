import type { RandomAccess } from '../directory.ts';
import { BadPdf, isDict, OutOfBytes, PdfScanner, type PdfValue } from './values.ts';

const FIRST_READ = 4 * 1024;
const MAX_READ = 2 * 1024 * 1024;
/** All that is read and unpacked of one file's structure: a good one needs a hundredth. */
const BUDGET = 24 * 1024 * 1024;

/** An object as it stands in the file; of a stream, its dictionary and where its bytes begin. */
export interface PdfObject {
  number: number;
  value: PdfValue;
  streamStart: number | null;
}

/** A PDF's bytes, read as values. Offsets count from the `%PDF-` in its beginning, as most viewers do. */
export class PdfBytes {
  readonly size: number;
  readonly #source: RandomAccess;
  readonly #start: number;
  #spent = 0;

  constructor(source: RandomAccess, start: number) {
    this.size = source.size - start;
    this.#source = source;
    this.#start = start;
  }

  /** Up to `length` bytes: fewer at the end of the file. @throws BadPdf beyond it */
  async read(at: number, length: number): Promise<Buffer> {
    if (!(at >= 0 && at < this.size)) throw new BadPdf('an offset beyond the end');
    this.spend(Math.min(length, this.size - at));
    return this.#source.read(this.#start + at, Math.min(length, this.size - at));
  }

  /** Counts what was read or unpacked: a file made to keep its reader busy is given up. @throws BadPdf */
  spend(bytes: number): void {
    this.#spent += bytes;
    if (this.#spent > BUDGET) throw new BadPdf('takes too long');
  }

  /** Reads something from an offset on, with more and more bytes until it is complete. @throws BadPdf */
  async parse<T>(at: number, read: (scanner: PdfScanner) => T): Promise<T> {
    for (let length = FIRST_READ; ; length *= 8) {
      try {
        return read(new PdfScanner(await this.read(at, length)));
      } catch (error) {
        if (!(error instanceof OutOfBytes)) throw error;
        if (length >= MAX_READ || at + length >= this.size) throw new BadPdf('ends too early');
      }
    }
  }

  /** The object at an offset: `7 0 obj` … @throws BadPdf */
  object(at: number): Promise<PdfObject> {
    return this.parse(at, (scanner) => {
      const number = scanner.integer();
      scanner.integer();
      if (!scanner.skip('obj')) throw new BadPdf('no object');
      const value = scanner.value();
      return { number, value, streamStart: isDict(value) ? streamStart(scanner, at) : null };
    });
  }
}

/** After the keyword comes a line feed, or both, and then the bytes. */
function streamStart(scanner: PdfScanner, at: number): number | null {
  if (!scanner.skip('stream')) return null;
  const rest = scanner.peek(2);
  const lineBreak = rest === '\r\n' ? 2 : rest.startsWith('\n') || rest.startsWith('\r') ? 1 : 0;
  return at + scanner.at + lineBreak;
}
