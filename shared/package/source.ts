/**
 * Random access to the bytes of one upload. Over S3 a read is a range request.
 * `read` resolves to exactly `length` bytes, or rejects; its rejection is an infrastructure failure, never a fault of the upload.
 * It may fill `into`, which has room for `length` bytes, and return the part it filled: large reads then leave no garbage.
 */
export interface ByteSource {
  size: number;
  read(start: number, length: number, into?: Uint8Array): Promise<Uint8Array>;
}

/** The reader asked for bytes that the file does not have: offsets come from the file itself and may point anywhere. */
export class BeyondEnd extends Error {
  override name = 'BeyondEnd';
}

const WHOLE_UP_TO = 8 * 1024 * 1024;
const BLOCK = 4 * 1024 * 1024;
const BLOCKS_KEPT = 4;
const READ_AHEAD = 2;

interface Block {
  buffer: Uint8Array;
  bytes: Promise<Uint8Array>;
}

/**
 * Turns the many small reads of a zip reader into few large ones: sources up to 8 MiB are read once as a whole, larger
 * ones in blocks of 4 MiB, the next two under way while one is worked on. Four blocks are in memory, whatever the size.
 */
export class Blocks {
  readonly size: number;
  readonly #source: ByteSource;
  readonly #blockSize: number;
  readonly #blocks = new Map<number, Block>();
  readonly #free: Uint8Array[] = [];

  constructor(source: ByteSource) {
    this.size = source.size;
    this.#source = source;
    this.#blockSize = source.size <= WHOLE_UP_TO ? Math.max(source.size, 1) : BLOCK;
  }

  /** A copy of these bytes. @throws BeyondEnd */
  async read(start: number, length: number): Promise<Buffer> {
    const joined = Buffer.allocUnsafe(this.#within(start, length));
    let filled = 0;
    while (filled < length) {
      const piece = await this.#piece(start + filled, length - filled);
      joined.set(piece, filled);
      filled += piece.length;
    }
    return joined;
  }

  /** These bytes in order, without copying: each piece is gone when the next is asked for. @throws BeyondEnd */
  async *stream(start: number, length: number): AsyncGenerator<Uint8Array> {
    this.#within(start, length);
    for (let at = start; at < start + length; ) {
      const index = Math.floor(at / this.#blockSize);
      const load = this.#load(index);
      for (let ahead = 1; ahead <= READ_AHEAD; ahead++) {
        // Its failure is told to whoever needs the block.
        if ((index + ahead) * this.#blockSize < this.size) this.#load(index + ahead).catch(() => undefined);
      }
      const piece = this.#cut(await load, index, at, start + length - at);
      at += piece.length;
      yield piece;
    }
  }

  #within(start: number, length: number): number {
    if (start < 0 || length < 0 || !(start + length <= this.size)) throw new BeyondEnd();
    return length;
  }

  async #piece(at: number, length: number): Promise<Uint8Array> {
    const index = Math.floor(at / this.#blockSize);
    return this.#cut(await this.#load(index), index, at, length);
  }

  #cut(block: Uint8Array, index: number, at: number, length: number): Uint8Array {
    const offset = at - index * this.#blockSize;
    return block.subarray(offset, offset + length);
  }

  #load(index: number): Promise<Uint8Array> {
    // Inserting it anew keeps the order of use, so that the first is the one unused for longest.
    const block = this.#blocks.get(index) ?? this.#fetch(index);
    this.#blocks.delete(index);
    this.#blocks.set(index, block);
    for (const [oldest, { buffer, bytes }] of this.#blocks) {
      if (this.#blocks.size <= BLOCKS_KEPT) break;
      this.#blocks.delete(oldest);
      // A read that is still under way writes into its buffer.
      const release = () => void this.#free.push(buffer);
      bytes.then(release, release);
    }
    return block.bytes;
  }

  #fetch(index: number): Block {
    const start = index * this.#blockSize;
    const length = Math.min(this.#blockSize, this.size - start);
    const buffer = this.#free.pop() ?? new Uint8Array(Math.min(this.#blockSize, this.size));
    const bytes = this.#source.read(start, length, buffer).then((found) => {
      if (found.length !== length) throw new Error(`the source gave ${found.length} bytes instead of ${length}`);
      return found;
    });
    // The next who asks tries again.
    bytes.catch(() => {
      if (this.#blocks.get(index)?.bytes === bytes) this.#blocks.delete(index);
    });
    return { buffer, bytes };
  }
}
