/** What stands in a PDF file, as far as its structure needs it: texts are read over, streams are found by their dictionaries. */
export type PdfValue = number | boolean | null | PdfName | PdfRef | PdfText | PdfValue[] | PdfDict;

export class PdfName {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export class PdfRef {
  readonly number: number;
  constructor(number: number) {
    this.number = number;
  }
}

/** A string; nobody asks what it says. */
export class PdfText {}

export type PdfDict = Map<string, PdfValue>;

/** The bytes end before the value does: with more of the file, it may be read. */
export class OutOfBytes extends Error {
  override name = 'OutOfBytes';
}

/** This is no PDF syntax, or nested too deeply. */
export class BadPdf extends Error {
  override name = 'BadPdf';
}

const MAX_DEPTH = 64;
/** By byte: white space is 1, what ends a word without being white is 2. */
const CLASS = new Uint8Array(256);
for (const byte of [0, 9, 10, 12, 13, 32]) CLASS[byte] = 1;
for (const byte of Buffer.from('()<>[]{}/%')) CLASS[byte] = 2;
const LINE_ENDS = new Set([10, 13]);
const [SLASH, PERCENT, LESS, GREATER, BACKSLASH] = [0x2f, 0x25, 0x3c, 0x3e, 0x5c];

/** Reads values from a piece of a PDF, one after the other. */
export class PdfScanner {
  readonly #bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  #byte(at = this.at): number {
    const byte = this.#bytes[at];
    if (byte === undefined) throw new OutOfBytes();
    return byte;
  }

  space(): void {
    for (;;) {
      const byte = this.#byte();
      if (byte === PERCENT) while (!LINE_ENDS.has(this.#byte())) this.at += 1;
      else if (CLASS[byte] === 1) this.at += 1;
      else return;
    }
  }

  /** A word up to the next space or delimiter: a number, or a keyword. */
  word(): string {
    this.space();
    const start = this.at;
    while (CLASS[this.#byte()] === 0) this.at += 1;
    return this.#bytes.toString('latin1', start, this.at);
  }

  /** Goes past a word if it is the next thing. */
  skip(word: string): boolean {
    this.space();
    if (this.#bytes.length - this.at < word.length) throw new OutOfBytes();
    if (this.#bytes.toString('latin1', this.at, this.at + word.length) !== word) return false;
    this.at += word.length;
    return true;
  }

  /** The next few bytes as they are; fewer at the end. */
  peek(length: number): string {
    return this.#bytes.toString('latin1', this.at, this.at + length);
  }

  /** A whole number. @throws BadPdf */
  integer(): number {
    const word = this.word();
    if (!/^\+?\d{1,15}$/.test(word)) throw new BadPdf('no whole number');
    return Number(word);
  }

  /** @throws BadPdf, OutOfBytes */
  value(depth = 0): PdfValue {
    if (depth > MAX_DEPTH) throw new BadPdf('nested too deeply');
    this.space();
    const byte = this.#byte();
    if (byte === SLASH) return new PdfName(this.#name());
    if (byte === LESS && this.#byte(this.at + 1) === LESS) return this.#dict(depth);
    if (byte === LESS) return this.#hexText();
    if (byte === 0x28) return this.#text();
    if (byte === 0x5b) return this.#array(depth);
    return this.#plain();
  }

  #name(): string {
    this.at += 1;
    const start = this.at;
    while (CLASS[this.#byte()] === 0) this.at += 1;
    return this.#bytes
      .toString('latin1', start, this.at)
      .replaceAll(/#([0-9a-fA-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }

  #dict(depth: number): PdfDict {
    this.at += 2;
    const dict: PdfDict = new Map();
    for (;;) {
      this.space();
      if (this.#byte() === GREATER) break;
      if (this.#byte() !== SLASH) throw new BadPdf('no name where a key must be');
      const key = this.#name();
      dict.set(key, this.value(depth + 1));
    }
    if (this.#byte(this.at + 1) !== GREATER) throw new BadPdf('a dictionary that does not end');
    this.at += 2;
    return dict;
  }

  #array(depth: number): PdfValue[] {
    this.at += 1;
    const items: PdfValue[] = [];
    for (;;) {
      this.space();
      if (this.#byte() === 0x5d) break;
      items.push(this.value(depth + 1));
    }
    this.at += 1;
    return items;
  }

  #hexText(): PdfText {
    while (this.#byte() !== GREATER) this.at += 1;
    this.at += 1;
    return new PdfText();
  }

  #text(): PdfText {
    let open = 0;
    do {
      const byte = this.#byte();
      if (byte === BACKSLASH) this.at += 1;
      else if (byte === 0x28) open += 1;
      else if (byte === 0x29) open -= 1;
      this.at += 1;
    } while (open > 0);
    return new PdfText();
  }

  /** A number, a reference (`7 0 R`), or one of the three constants. */
  #plain(): PdfValue {
    const word = this.word();
    if (/^\d{1,10}$/.test(word)) return this.#isReference() ? new PdfRef(Number(word)) : Number(word);
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'null') return null;
    if (/^[+-]{0,2}\d*\.?\d*(-\d*)?$/.test(word) && word !== '') return Number.parseFloat(word) || 0;
    throw new BadPdf('no value');
  }

  /** Whether ` 0 R` follows; goes past it then. A reference takes three words; where they are not there, the first was a number. */
  #isReference(): boolean {
    const bytes = this.#bytes;
    let at = this.at;
    while (CLASS[bytes[at] ?? 2] === 1) at += 1;
    const generation = at;
    while (isDigit(bytes[at])) at += 1;
    if (at === generation) return false;
    const gap = at;
    while (CLASS[bytes[at] ?? 2] === 1) at += 1;
    if (at === gap || bytes[at] !== 0x52 || CLASS[bytes[at + 1] ?? 2] === 0) return false;
    this.at = at + 1;
    return true;
  }
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

export const isDict = (value: PdfValue | undefined): value is PdfDict => value instanceof Map;

/** The name under a key, or an empty text. */
export const nameAt = (dict: PdfDict, key: string): string => {
  const value = dict.get(key);
  return value instanceof PdfName ? value.name : '';
};

export const numberAt = (dict: PdfDict, key: string): number | undefined => {
  const value = dict.get(key);
  return typeof value === 'number' ? value : undefined;
};
