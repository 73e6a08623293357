import { once } from 'node:events';
import { createInflateRaw, inflateRawSync } from 'node:zlib';

/** The compressed bytes are no deflate stream, or hold more or less than they should. */
export class BadDeflate extends Error {
  override name = 'BadDeflate';
}

/** What zlib answers with the option `info`, which its types do not know. */
interface WithInfo {
  buffer: Buffer;
  engine: { bytesWritten: number };
}

/** Small chunks are swept up as they come; of large ones, dozens of megabytes lie about before anybody sweeps. */
const OUTPUT_CHUNK = 16 * 1024;

/**
 * Inflates what is small at once.
 * @param size what must come out; more is never unpacked
 * @throws BadDeflate
 */
export function inflateAll(compressed: Uint8Array, size: number): Uint8Array {
  try {
    // With `info`, the answer says how much of the input was used: bytes after the end are somebody's hiding place.
    // The types of Node do not know that answer.
    const answer = inflateRawSync(compressed, { maxOutputLength: Math.max(size, 1), info: true });
    const { buffer, engine } = answer as unknown as WithInfo;
    if (buffer.length === size && engine.bytesWritten === compressed.length) return buffer;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
  throw new BadDeflate();
}

/**
 * Inflates piece by piece, in another thread, while the caller works on what came before.
 * @param pieces input; each piece is used up before the next is asked for. What it throws is thrown on
 * @param length of all pieces together
 * @param size what must come out; not much more is ever unpacked
 * @throws BadDeflate
 */
export async function* inflate(
  pieces: AsyncIterable<Uint8Array>,
  length: number,
  size: number,
): AsyncGenerator<Uint8Array> {
  const stream = createInflateRaw({ chunkSize: OUTPUT_CHUNK });
  let failure: unknown;
  // A stream that is destroyed while it waits for room never says what became of the piece it has.
  const closed = once(stream, 'close');
  const feed = async () => {
    try {
      for await (const piece of pieces) {
        const written = new Promise((done) => void stream.write(piece, done));
        await Promise.race([written, closed]);
        if (stream.destroyed) return;
      }
      stream.end();
    } catch (error) {
      failure ??= error;
      stream.destroy();
    }
  };
  const fed = feed();
  let unpacked = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      unpacked += chunk.length;
      if (unpacked > size) throw new BadDeflate();
      yield chunk;
    }
  } catch (error) {
    failure ??= error;
    throw failure instanceof Error && isZlib(failure) ? new BadDeflate() : failure;
  } finally {
    stream.destroy();
    await fed;
  }
  if (failure !== undefined) throw failure;
  if (unpacked !== size || stream.bytesWritten !== length) throw new BadDeflate();
}

const isZlib = (error: Error): boolean => 'code' in error && /^(Z_|ERR_STREAM|ERR_BUFFER)/.test(String(error.code));
