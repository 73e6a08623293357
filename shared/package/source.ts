/**
 * Random access to the bytes of one upload. Over S3 a read is a range request.
 * `read` resolves to exactly `length` bytes, or rejects; its rejection is an infrastructure failure, never a fault of the upload.
 */
export interface ByteSource {
  size: number;
  read(start: number, length: number): Promise<Uint8Array>;
}

const WHOLE_UP_TO = 8 * 1024 * 1024;
const BLOCK = 4 * 1024 * 1024;
const BLOCKS_KEPT = 4;

/**
 * Turns the hundreds of small reads a zip reader makes into few large ones: sources up to 8 MiB are read once as a
 * whole, larger ones in blocks of 4 MiB of which the last few stay in memory (16 MiB at most).
 */
export function cached(source: ByteSource): ByteSource {
  const blockSize = source.size <= WHOLE_UP_TO ? Math.max(source.size, 1) : BLOCK;
  const blocks = new Map<number, Promise<Uint8Array>>();
  const block = (index: number): Promise<Uint8Array> => {
    const kept = blocks.get(index);
    // Reinserting keeps the order of use, so that the first key is the one unused for longest.
    blocks.delete(index);
    const start = index * blockSize;
    const bytes = kept ?? source.read(start, Math.min(blockSize, source.size - start));
    blocks.set(index, bytes);
    for (const oldest of blocks.keys()) {
      if (blocks.size <= BLOCKS_KEPT) break;
      blocks.delete(oldest);
    }
    return bytes;
  };
  return {
    size: source.size,
    async read(start, length) {
      const first = Math.floor(start / blockSize);
      const last = Math.floor((start + Math.max(length, 1) - 1) / blockSize);
      const offset = start - first * blockSize;
      if (first === last) return (await block(first)).subarray(offset, offset + length);
      const joined = new Uint8Array(length);
      let filled = 0;
      for (let index = first; index <= last; index++) {
        const bytes = await block(index);
        const part = bytes.subarray(index === first ? offset : 0, (index === first ? offset : 0) + length - filled);
        joined.set(part, filled);
        filled += part.length;
      }
      return joined;
    },
  };
}
