import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BeyondEnd, Blocks } from '../../../shared/package/source.ts';

const MEBI = 1024 * 1024;
const bytes = Buffer.alloc(30 * MEBI + 77);
for (let at = 0; at < bytes.length; at += 4096) bytes.writeUInt32LE(at, at);

/** A source that answers in whatever order, into the memory it is given. */
function slow(size: number, delay: (start: number) => number = () => 0) {
  const reads: { start: number; length: number }[] = [];
  let memory = 0;
  const known = new Set<Uint8Array>();
  const read = async (start: number, length: number, into = new Uint8Array(length)) => {
    reads.push({ start, length });
    if (!known.has(into)) memory += into.length;
    known.add(into);
    for (let i = delay(start); i > 0; i--) await new Promise(setImmediate);
    into.set(bytes.subarray(start, start + length));
    return into.subarray(0, length);
  };
  return { blocks: new Blocks({ size, read }), reads, memory: () => memory };
}

describe('blocks of a source', () => {
  it('are the same bytes, whatever is read in whatever order, streamed or at random', async () => {
    const piece = fc.record({ start: fc.nat(bytes.length - 1), length: fc.nat(9 * MEBI), stream: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 6 }), async (pieces) => {
        const { blocks, memory } = slow(bytes.length, (start) => (start / MEBI) % 7);
        for (const { start, length: wanted, stream } of pieces) {
          const length = Math.min(wanted, bytes.length - start);
          const expected = bytes.subarray(start, start + length);
          if (!stream) expect(expected.equals(await blocks.read(start, length))).toBe(true);
          else {
            let at = 0;
            for await (const part of blocks.stream(start, length)) {
              expect(expected.subarray(at, at + part.length).equals(part)).toBe(true);
              at += part.length;
            }
            expect(at).toBe(length);
          }
        }
        // Four blocks, and those still on their way.
        expect(memory()).toBeLessThanOrEqual(8 * 4 * MEBI);
      }),
      { numRuns: 12, seed: 2025 },
    );
  });

  it('are fetched once each, ahead of who reads them, and a small source at once', async () => {
    const large = slow(bytes.length);
    for await (const _part of large.blocks.stream(0, bytes.length));
    expect(large.reads).toHaveLength(8);
    expect(large.memory()).toBeLessThanOrEqual(5 * 4 * MEBI);
    const small = slow(8 * MEBI);
    await small.blocks.read(5 * MEBI, 10);
    for await (const _part of small.blocks.stream(0, 8 * MEBI));
    expect(small.reads).toEqual([{ start: 0, length: 8 * MEBI }]);
  });

  it('are not beyond the end, and a failure is told to who needs the block, who may try again', async () => {
    const { blocks } = slow(100);
    for (const [start, length] of [
      [90, 11],
      [-1, 1],
      [0, Number.NaN],
      [1e300, 1],
    ] as const)
      await expect(blocks.read(start, length)).rejects.toThrow(BeyondEnd);
    // Twice nobody needs it yet.
    let failures = 3;
    const read = async (start: number, length: number) => {
      if (start === 8 * MEBI && failures-- > 0) throw new Error('SlowDown');
      return bytes.subarray(start, start + length);
    };
    const flaky = new Blocks({ size: bytes.length, read });
    const all = async () => {
      for await (const _part of flaky.stream(0, bytes.length));
    };
    await expect(all()).rejects.toThrow('SlowDown');
    await all();
    const short = new Blocks({ size: 100, read: async () => bytes.subarray(0, 50) });
    await expect(short.read(0, 10)).rejects.toThrow('50 bytes instead of 100');
  });
});
