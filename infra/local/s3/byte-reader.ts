import { S3Error } from './errors.ts';

/** Reads lines and delimited runs from a stream of chunks, holding little more than one chunk. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  /** Lets go of the source, wherever reading stopped: only then can the rest of it be drained. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #fill(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done) return false;
    this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
    return true;
  }

  async #need(): Promise<void> {
    if (!(await this.#fill())) throw new S3Error('IncompleteBody', 'The request body ended too early.');
  }

  /** The next line without its CRLF; undefined when the body ends exactly here. */
  async line(limit = 8192): Promise<string | undefined> {
    for (;;) {
      const end = this.#held.indexOf('\r\n');
      if (end >= 0) {
        const text = this.#held.toString('utf8', 0, end);
        this.#held = this.#held.subarray(end + 2);
        return text;
      }
      if (this.#held.length > limit) throw new S3Error('InvalidRequest', 'A line of the request body is too long.');
      if (!(await this.#fill())) {
        if (this.#held.length === 0) return undefined;
        throw new S3Error('IncompleteBody', 'The request body ended too early.');
      }
    }
  }

  /** Exactly `count` bytes, piecewise. */
  async *take(count: number): AsyncGenerator<Buffer> {
    let left = count;
    while (left > 0) {
      if (this.#held.length === 0) await this.#need();
      const piece = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  /** Everything before `delimiter`, piecewise; the delimiter itself is consumed. */
  async *until(delimiter: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#held.indexOf(delimiter);
      if (at >= 0) {
        const last = this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + delimiter.length);
        if (last.length > 0) yield last;
        return;
      }
      // The end of what is held may be the delimiter's beginning: keep that much back.
      const safe = this.#held.length - delimiter.length + 1;
      if (safe > 0) {
        const piece = this.#held.subarray(0, safe);
        this.#held = this.#held.subarray(safe);
        yield piece;
      }
      await this.#need();
    }
  }
}

/**
 * Unwraps `aws-chunked` content: sized chunks, then trailing headers, which are put into `trailers` (lower-case names).
 * @throws S3Error IncompleteBody, InvalidRequest, MalformedTrailerError
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  try {
    for (;;) {
      const header = await reader.line();
      const size = /^([0-9a-fA-F]{1,12})(?:;.*)?$/.exec(header ?? '')?.[1];
      if (size === undefined) throw new S3Error('InvalidRequest', 'A chunk of the request body has no valid size.');
      const length = Number.parseInt(size, 16);
      if (length === 0) break;
      yield* reader.take(length);
      if ((await reader.line()) !== '') throw new S3Error('InvalidRequest', 'A chunk is longer than its size says.');
    }
    for (let line = await reader.line(); line; line = await reader.line()) {
      const colon = line.indexOf(':');
      if (colon < 1)
        throw new S3Error('MalformedTrailerError', 'The request contained trailing data that was not well-formed.');
      trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
    }
  } finally {
    await reader.close();
  }
}
