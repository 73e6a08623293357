import type { RandomAccess } from './directory.ts';
import { BeyondEnd } from './source.ts';

const WHOLE_UP_TO = 8 * 1024 * 1024;
const HEAD = 64 * 1024;
const TAIL = 1024 * 1024;
const PAGE = 64 * 1024;
/** A file whose structure is scattered wider is not opened; well-formed ones need a handful. */
const MAX_REREADS = 12;

/** The reader would have to go through a file too often. */
export class TooScattered extends Error {
  override name = 'TooScattered';
}

/**
 * What is kept of a file that streams by, so that its structure can be looked up afterwards: all of it up to 8 MiB, else its head
 * and its tail. Pages in between are read again, a bounded number of times.
 */
export class Lookback implements RandomAccess {
  readonly size: number;
  readonly #head: Buffer;
  readonly #tail: Buffer;
  readonly #pages = new Map<number, Buffer>();
  readonly #reread: (start: number, length: number) => Promise<Buffer>;
  #rereads = 0;
  #seen = 0;

  /**
   * @param size of the file, as its zip promises it
   * @param room where to keep it: of use for one file after the other
   */
  constructor(size: number, room: LookbackRoom, reread: (start: number, length: number) => Promise<Buffer>) {
    this.size = size;
    this.#reread = reread;
    const whole = size <= WHOLE_UP_TO;
    this.#head = room.take(whole ? size : HEAD + TAIL).subarray(0, whole ? size : HEAD);
    this.#tail = whole ? Buffer.alloc(0) : room.take(HEAD + TAIL).subarray(HEAD);
  }

  push(chunk: Uint8Array): void {
    const at = this.#seen;
    this.#seen += chunk.length;
    if (at < this.#head.length) this.#head.set(chunk.subarray(0, this.#head.length - at), at);
    const tailStart = this.size - this.#tail.length;
    if (this.#tail.length === 0 || this.#seen <= tailStart) return;
    const part = chunk.subarray(Math.max(tailStart - at, 0), this.size - at);
    this.#tail.set(part, Math.max(at - tailStart, 0));
  }

  /** A view or a copy of these bytes. @throws BeyondEnd, TooScattered */
  async read(start: number, length: number): Promise<Buffer> {
    if (start < 0 || length < 0 || !(start + length <= this.size)) throw new BeyondEnd();
    if (start + length <= this.#head.length) return this.#head.subarray(start, start + length);
    const tailStart = this.size - this.#tail.length;
    if (start >= tailStart) return this.#tail.subarray(start - tailStart, start - tailStart + length);
    if (length > PAGE) return this.#again(start, length);
    const joined = Buffer.allocUnsafe(length);
    for (let filled = 0; filled < length; ) {
      const index = Math.floor((start + filled) / PAGE);
      const page = await this.#page(index);
      const offset = start + filled - index * PAGE;
      const part = page.subarray(offset, offset + length - filled);
      joined.set(part, filled);
      filled += part.length;
    }
    return joined;
  }

  async #page(index: number): Promise<Buffer> {
    const known = this.#pages.get(index);
    if (known !== undefined) return known;
    const page = await this.#again(index * PAGE, Math.min(PAGE, this.size - index * PAGE));
    this.#pages.set(index, page);
    return page;
  }

  #again(start: number, length: number): Promise<Buffer> {
    this.#rereads += 1;
    if (this.#rereads > MAX_REREADS) throw new TooScattered();
    return this.#reread(start, length);
  }
}

/** Memory that one file after the other uses. */
export class LookbackRoom {
  #buffer = Buffer.alloc(0);

  take(size: number): Buffer {
    if (this.#buffer.length < size)
      this.#buffer = Buffer.allocUnsafeSlow(Math.min(Math.max(size * 2, PAGE), WHOLE_UP_TO));
    return this.#buffer;
  }
}
