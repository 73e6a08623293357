import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Blocks } from '../../shared/package/source.ts';
import { Retryable } from '../../shared/runtime/handler.ts';
import type { ScanOutcome } from '../../shared/schemas/records.ts';

const CHUNK = 64 * 1024;
const IDLE_MS = 60_000;
const MAX_ANSWER = 4096;

/** The upload in clamd's framing: each chunk behind its length, a length of zero at the end. */
async function* framed(blocks: Blocks): AsyncGenerator<Buffer> {
  yield Buffer.from('zINSTREAM\0');
  for await (const piece of blocks.stream(0, blocks.size)) {
    for (let at = 0; at < piece.length; at += CHUNK) {
      const part = piece.subarray(at, at + CHUNK);
      // Copied: the reader uses its memory again while the socket still holds what it was given.
      const frame = Buffer.allocUnsafe(4 + part.length);
      frame.writeUInt32BE(part.length);
      frame.set(part, 4);
      yield frame;
    }
  }
  yield Buffer.alloc(4);
}

async function answerOf(socket: Socket): Promise<string> {
  let answer = '';
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    answer += chunk.toString('latin1');
    if (answer.includes('\0') || answer.length > MAX_ANSWER) break;
  }
  return answer.replace(/\0.*$/s, '');
}

/**
 * Has a ClamAV daemon look at an upload (its command INSTREAM). The daemon's `StreamMaxLength` must be at least the
 * policy's largest package.
 * @throws Retryable where it cannot say, or is not there
 */
export async function scanByClamd(
  address: { host: string; port: number },
  blocks: Blocks,
): Promise<ScanOutcome | 'threats'> {
  const socket = connect(address);
  socket.setTimeout(IDLE_MS, () => socket.destroy(new Error('clamd is silent')));
  try {
    await once(socket, 'connect');
    // It answers before the end where it refuses the size, so both directions are followed at once.
    const [answer] = await Promise.all([answerOf(socket), pipeline(framed(blocks), socket, { end: false })]);
    if (answer === 'stream: OK') return 'clean';
    if (answer.endsWith(' FOUND')) return 'threats';
    throw new Retryable('clamd could not scan the upload');
  } catch (error) {
    if (error instanceof Retryable) throw error;
    throw new Retryable('clamd did not answer', { cause: error });
  } finally {
    socket.destroy();
  }
}
