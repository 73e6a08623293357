/** What comes after a header: so many bytes to skip and then a header of this length, or these bytes to be searched for. */
type Next = { skip: number; header: number } | { search: Buffer };

/**
 * Follows an image as it streams by, and says at the end whether all of it was there. Headers are put together byte by
 * byte, contents are skipped or searched.
 */
abstract class ImageWalk {
  protected complete = false;
  #next: Next | null;
  #header = Buffer.alloc(0);

  /** @param header length of the first header */
  constructor(header: number) {
    this.#next = { skip: 0, header };
  }

  /** Takes one header. Null at a fault, or at the end. */
  protected abstract take(header: Buffer): Next | null;

  isComplete(): boolean {
    return this.complete;
  }

  push(bytes: Buffer): void {
    for (let at = 0; at < bytes.length && this.#next !== null; ) {
      if ('search' in this.#next) {
        this.#search(bytes.subarray(at), this.#next.search);
        return;
      }
      const skipped = Math.min(this.#next.skip, bytes.length - at);
      this.#next.skip -= skipped;
      at += skipped;
      const part = bytes.subarray(at, at + this.#next.header - this.#header.length);
      at += part.length;
      // Copied: the chunk's memory is used for something else next.
      this.#header = Buffer.concat([this.#header, part]);
      if (this.#next.skip > 0 || this.#header.length < this.#next.header) continue;
      this.#next = this.take(this.#header);
      this.#header = Buffer.alloc(0);
    }
  }

  #search(bytes: Buffer, needle: Buffer): void {
    const seam = Buffer.concat([this.#header, bytes.subarray(0, needle.length - 1)]);
    this.complete = seam.includes(needle) || bytes.includes(needle);
    this.#header = Buffer.concat([this.#header, bytes.subarray(1 - needle.length)]).subarray(1 - needle.length);
    if (this.complete) this.#next = null;
  }
}

/** A PNG is complete with its IEND chunk, all chunks before it being as long as they say. */
export class PngWalk extends ImageWalk {
  #signature = true;

  constructor() {
    super(8);
  }

  protected take(header: Buffer): Next | null {
    if (this.#signature) {
      this.#signature = false;
      return { skip: 0, header: 8 };
    }
    const type = header.toString('latin1', 4);
    if (type === 'IEND') this.complete = true;
    if (type === 'IEND' || !/^[A-Za-z]{4}$/.test(type)) return null;
    const checksum = 4;
    return { skip: header.readUInt32BE(0) + checksum, header: 8 };
  }
}

const END_OF_IMAGE = Buffer.from('ffd9', 'hex');
const START_OF_SCAN = 0xda;

/**
 * A JPEG is complete when a scan comes to an end marker; what phones put behind that is theirs. Before the scan, segments
 * say how long they are: the end of a thumbnail inside one is not the image's.
 */
export class JpegWalk extends ImageWalk {
  #segment: number | null = null;

  constructor() {
    super(2);
  }

  protected take(header: Buffer): Next | null {
    if (this.#segment !== null) {
      const length = header.readUInt16BE(0);
      if (this.#segment === START_OF_SCAN) return { search: END_OF_IMAGE };
      this.#segment = null;
      return length < 2 ? null : { skip: length - 2, header: 2 };
    }
    const marker = header[1] ?? 0;
    if (header[0] !== 0xff) return null;
    // The start of the image and restarts stand alone.
    if (marker < 0xd0 || marker > 0xd8) this.#segment = marker;
    return { skip: 0, header: 2 };
  }
}
