import type { RandomAccess } from '../directory.ts';
import { PdfBytes, type PdfObject } from './file.ts';
import { decodeStream } from './streams.ts';
import { BadPdf, isDict, numberAt, OutOfBytes, type PdfDict, PdfRef, PdfScanner, type PdfValue } from './values.ts';
import { type Place, readSection, type Section } from './xref.ts';

const HEAD = 1024;
/** Viewers look for the end this far from the end of the file; some tools leave zeros or a signature behind it. */
const TAIL = 16 * 1024;
const MAX_SECTIONS = 1000;
const MAX_OBJECT_STREAM = 8 * 1024 * 1024;
const MAX_LINKS = 16;

/** A PDF that is looked up object by object: the latest section first, earlier ones only where they are needed. */
export class PdfDocument {
  /** What the latest section says of the whole. */
  readonly trailer: PdfDict;
  readonly #file: PdfBytes;
  readonly #sections: Section[] = [];
  readonly #visited = new Set<number>();
  #next: number | null;
  /** The last object stream that was unpacked: neighbours are in the same one. */
  #unpacked: { number: number; objects: Buffer; offsets: [number: number, at: number][] } | null = null;

  private constructor(file: PdfBytes, first: Section) {
    this.#file = file;
    this.#sections.push(first);
    this.trailer = first.trailer;
    this.#next = numberAt(first.trailer, 'Prev') ?? null;
  }

  /** @throws BadPdf where there is no header, or no cross-reference where the end says that it is */
  static async open(source: RandomAccess): Promise<PdfDocument> {
    const head = await source.read(0, Math.min(HEAD, source.size));
    const start = head.indexOf('%PDF-');
    if (start < 0) throw new BadPdf('no header');
    const tail = await source.read(Math.max(0, source.size - TAIL), Math.min(TAIL, source.size));
    const end = tail.lastIndexOf('startxref');
    const [, offset] = /^startxref\s+(\d{1,15})\s/.exec(tail.toString('latin1', Math.max(end, 0), end + 64)) ?? [];
    if (offset === undefined || !tail.includes('%%EOF', end)) throw new BadPdf('no end');
    const file = new PdfBytes(source, start);
    const section = await readSection(file, Number(offset));
    const document = new PdfDocument(file, section);
    document.#visited.add(Number(offset));
    await document.#hybrid(section);
    return document;
  }

  /** A file for old and new viewers keeps what only the new ones understand in a section of its own. */
  async #hybrid({ trailer }: Section): Promise<void> {
    const at = numberAt(trailer, 'XRefStm');
    if (at === undefined || this.#visited.has(at)) return;
    this.#visited.add(at);
    this.#sections.push(await readSection(this.#file, at));
  }

  /** The section at this place, read when it is needed; undefined where there are no more. @throws BadPdf */
  async #section(index: number): Promise<Section | undefined> {
    while (index >= this.#sections.length && this.#next !== null) {
      if (this.#visited.has(this.#next) || this.#sections.length >= MAX_SECTIONS)
        throw new BadPdf('sections in a circle');
      this.#visited.add(this.#next);
      const section = await readSection(this.#file, this.#next);
      this.#sections.push(section);
      this.#next = numberAt(section.trailer, 'Prev') ?? null;
      await this.#hybrid(section);
    }
    return this.#sections[index];
  }

  async #place(number: number): Promise<Place | null> {
    for (let index = 0; ; index++) {
      const section = await this.#section(index);
      if (section === undefined) return null;
      const place = await section.place(number);
      // What a hybrid's table calls free, its stream may know.
      if (place !== undefined && !(place === null && section.trailer.has('XRefStm'))) return place;
    }
  }

  /** What a value stands for: references are followed. Null for an object that is not there. @throws BadPdf */
  async resolve(value: PdfValue | undefined): Promise<PdfValue> {
    let found = value ?? null;
    for (let links = 0; found instanceof PdfRef; links++) {
      if (links > MAX_LINKS) throw new BadPdf('references in a circle');
      const place = await this.#place(found.number);
      if (place === null) return null;
      found =
        'offset' in place
          ? (await this.#object(found.number, place.offset)).value
          : await this.#within(place, found.number);
    }
    return found;
  }

  async dict(value: PdfValue | undefined): Promise<PdfDict | null> {
    const found = await this.resolve(value);
    return isDict(found) ? found : null;
  }

  async #object(number: number, offset: number): Promise<PdfObject> {
    const object = await this.#file.object(offset);
    if (object.number !== number) throw new BadPdf('another object than the table says');
    return object;
  }

  /** An object out of an object stream. */
  async #within({ stream, index }: { stream: number; index: number }, number: number): Promise<PdfValue> {
    if (this.#unpacked?.number !== stream) this.#unpacked = await this.#unpack(stream);
    const { objects, offsets } = this.#unpacked;
    const at = offsets[index]?.[0] === number ? offsets[index] : offsets.find(([known]) => known === number);
    if (at === undefined) throw new BadPdf('not in its object stream');
    return complete(() => new PdfScanner(objects, at[1]).value());
  }

  async #unpack(number: number) {
    const place = await this.#place(number);
    if (place === null || !('offset' in place)) throw new BadPdf('no object stream');
    const { value: dict, streamStart } = await this.#object(number, place.offset);
    if (!isDict(dict) || streamStart === null) throw new BadPdf('no object stream');
    const length = await this.#lengthOf(dict);
    const decoded = decodeStream(dict, await this.#file.read(streamStart, length));
    this.#file.spend(decoded.length);
    const [count, first] = [numberAt(dict, 'N') ?? 0, numberAt(dict, 'First') ?? 0];
    if (!(count <= decoded.length)) throw new BadPdf('an object stream');
    const scanner = new PdfScanner(Buffer.concat([decoded.subarray(0, first), Buffer.from(' ')]));
    const offsets = complete(() =>
      Array.from({ length: count }, (): [number, number] => [scanner.integer(), first + scanner.integer()]),
    );
    // A value is complete when something follows it.
    return { number, objects: Buffer.concat([decoded, Buffer.from(' ')]), offsets };
  }

  /** The length of an object stream: it may stand elsewhere, but in no other object stream. */
  async #lengthOf(dict: PdfDict): Promise<number> {
    const value = dict.get('Length');
    const place = value instanceof PdfRef ? await this.#place(value.number) : null;
    const length =
      value instanceof PdfRef && place !== null && 'offset' in place
        ? (await this.#object(value.number, place.offset)).value
        : value;
    if (typeof length !== 'number' || !(length > 0 && length <= MAX_OBJECT_STREAM)) throw new BadPdf('length');
    return length;
  }
}

/** Reads from what is all there is: no more bytes will come. */
function complete<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof OutOfBytes ? new BadPdf('ends too early') : error;
  }
}
