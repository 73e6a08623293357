import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { Blocks } from '../../../shared/package/source.ts';
import { BadEntry, openZip } from '../../../shared/package/zip.ts';
import type { Problem } from '../../../shared/schemas/findings.ts';
import { type OddEntry, type OddZip, writeOddZip } from '../../world/odd-zip.ts';
import { bytesSource } from './fixture.ts';

const LIMITS = { maxEntries: 50, maxUnpackedBytes: 50_000_000 };
const TEXT = Buffer.from('申报材料。'.repeat(100));
const entry: OddEntry = { name: 'a.txt', data: TEXT };
const other: OddEntry = { name: 'b.txt', data: Buffer.from('b'.repeat(5000)), store: true };
const code = (problem: Problem) => problem.code.replace('package.', '');

/** Reads everything there is. Answers the names with the sizes of what came out, and the codes of all problems. */
async function readAll(bytes: Uint8Array, limits = LIMITS) {
  const zip = await openZip(new Blocks(bytesSource(bytes)), limits);
  if ('code' in zip) return { names: [], problems: [code(zip)] };
  const problems = zip.problems.map(code);
  const names: string[] = [];
  for (const one of zip.inOrder) {
    const placed = await zip.locate(one);
    if (placed) problems.push(code(placed));
    if (!one.readable || one.name.endsWith('/')) continue;
    try {
      let size = 0;
      for await (const chunk of zip.unpack(one)) size += chunk.length;
      expect(size).toBe(one.size);
      names.push(one.name);
    } catch (error) {
      if (!(error instanceof BadEntry)) throw error;
      problems.push(code(error.problem));
    }
  }
  return { names, problems };
}

describe('what tools write', () => {
  const cases: [string, OddEntry[], OddZip?][] = [
    ['plain', [entry, other]],
    ['data descriptors with a signature', [{ ...entry, descriptor: 'signed' }, other]],
    [
      'data descriptors without',
      [
        { ...entry, descriptor: 'bare' },
        { ...other, descriptor: 'bare' },
      ],
    ],
    ['64-bit sizes', [{ ...entry, zip64: true }, other], { zip64: true }],
    ['64-bit sizes after the data', [{ ...entry, zip64: true, descriptor: 'signed' }, other]],
    ['a comment as long as it may be', [entry, other], { comment: Buffer.alloc(65_535, 'x') }],
    ['a comment with the signature of an end', [entry, other], { comment: Buffer.from('504b0506'.repeat(9), 'hex') }],
    ['something between the entries and the directory', [entry, other], { gap: Buffer.alloc(100) }],
    [
      'another extra field in the local header',
      [{ ...entry, localExtra: Buffer.from('7578030001aabb', 'hex') }, other],
    ],
    ['an extra field that is cut off', [{ ...entry, localExtra: Buffer.from('75', 'hex') }, other]],
    ['an empty file', [entry, other, { name: 'c.txt', data: Buffer.alloc(0), store: true }]],
  ];
  it.each(cases)('%s: is read', async (_what, entries, zip) => {
    const found = await readAll(writeOddZip(entries, zip));
    expect(found).toEqual({ names: entries.map(({ name }) => name), problems: [] });
  });

  it('names in GBK, in flagged and in unflagged UTF-8, with folders', async () => {
    const name = '证明材料/发票（一）.pdf';
    const names = [iconv.encode(name, 'gbk'), name, Buffer.from(name), iconv.encode(name.replace('/', '\\'), 'gbk')];
    for (const one of names) {
      const folder = { name: '证明材料/', data: Buffer.alloc(0), store: true };
      expect(await readAll(writeOddZip([folder, { ...entry, name: one }]))).toEqual({ names: [name], problems: [] });
    }
  });
});

describe('what is refused', () => {
  const bomb = Buffer.alloc(20_000_000);
  const cases: [string, string[], OddEntry[], OddZip?][] = [
    ['a local name that is another', ['header-mismatch'], [{ ...entry, local: { name: 'x.exe' } }, other]],
    ['another method', ['header-mismatch'], [{ ...entry, local: { method: 0 } }, other]],
    ['encryption in one place only', ['header-mismatch'], [{ ...entry, local: { flags: 0x801 } }, other]],
    ['another size', ['header-mismatch'], [{ ...entry, local: { size: 1 } }, other]],
    ['another checksum', ['header-mismatch'], [{ ...entry, local: { crc: 1 } }, other]],
    ['two names for the same bytes', ['overlap'], [entry, { ...entry, central: { offset: 0 } }]],
    ['data that reaches into the next entry', ['entry-broken', 'overlap'], [{ ...longer(entry, 100) }, other]],
    ['data that reaches into the directory', ['overlap'], [longer(entry, 60)]],
    ['data beyond the end', ['entry-broken'], [longer(entry, 1_000_000), other]],
    ['an offset that leads nowhere', ['entry-broken'], [entry, { ...other, central: { offset: 10_000_000 } }]],
    ['an offset to no header', ['entry-broken'], [entry, { ...other, central: { offset: 3 } }]],
    ['a checksum that is wrong', ['crc'], [{ ...entry, local: { crc: 7 }, central: { crc: 7 } }, other]],
    ['less than was promised', ['entry-broken'], [resized(entry, 9999), other]],
    ['more than was promised', ['entry-broken'], [resized(entry, 10), other]],
    ['a bomb that says so', ['bomb'], [{ name: 'x', data: bomb }, other]],
    ['a bomb that lies', ['entry-broken'], [resized({ name: 'x', data: bomb }, 1000), other]],
    ['a bomb that lies a little', ['entry-broken'], [resized({ name: 'x', data: bomb }, 3_000_000), other]],
    ['no deflate at all', ['entry-broken'], [{ ...entry, body: Buffer.alloc(50, 0xff) }, other]],
    ['bytes behind the end of the deflated data', ['entry-broken'], [{ ...entry, body: trailing(entry) }, other]],
    ['a stored entry of two sizes', ['entry-broken'], [{ ...other, central: { size: 1 }, local: { size: 1 } }]],
    ['more entries than it counts', ['zip-broken'], [entry, other], { end: { count: 1 } }],
    ['fewer', ['zip-broken'], [entry, other], { end: { count: 3 } }],
    ['too many', ['too-many-entries'], [entry, other], { end: { count: 51 } }],
    ['a directory elsewhere', ['zip-broken'], [entry, other], { end: { offset: 999_999 } }],
    ['a directory of another size', ['zip-broken'], [entry, other], { end: { size: 999_999 } }],
    ['one of several disks', ['zip-broken'], [entry, other], { end: { disk: 1 } }],
    ['a name in no encoding', ['file-name'], [{ ...entry, name: Buffer.from([0x61, 0xff, 0xff]) }, other]],
    ['a Windows link', ['symlink'], [{ ...entry, central: { madeBy: 20, attributes: 0x400 } }, other]],
    ['more in all than may be', ['unpacked-too-large'], [{ ...entry, data: noise(60_000_000), store: true }]],
  ];
  it.each(cases)('%s', async (_what, problems, entries, zip) => {
    expect((await readAll(writeOddZip(entries, zip))).problems.sort()).toEqual(problems);
  });

  it('every problem of every entry is told', async () => {
    const found = await readAll(
      writeOddZip([
        { ...entry, name: '../a' },
        { ...entry, name: 'b', local: { name: 'c' } },
        { ...entry, name: 'd', body: Buffer.alloc(9) },
        { ...entry, name: 'e', central: { flags: 0x801 }, local: { flags: 0x801 } },
        entry,
      ]),
    );
    expect(found.problems.sort()).toEqual(['encrypted', 'entry-broken', 'header-mismatch', 'path-escapes']);
    expect(found.names).toEqual(['a.txt']);
  });

  function longer(one: OddEntry, by: number): OddEntry {
    const compressedSize = writeOddZip([one]).length - writeOddZip([{ ...one, body: Buffer.alloc(0) }]).length + by;
    return { ...one, central: { compressedSize }, local: { compressedSize } };
  }

  function resized(one: OddEntry, size: number): OddEntry {
    return { ...one, central: { size }, local: { size } };
  }

  function trailing(one: OddEntry): Buffer {
    const zip = writeOddZip([one]);
    const start = 30 + String(one.name).length;
    const length = zip.length - writeOddZip([{ ...one, body: Buffer.alloc(0) }]).length;
    return Buffer.concat([zip.subarray(start, start + length), Buffer.from('hidden')]);
  }

  function noise(length: number): Buffer {
    return Buffer.alloc(length, 'a0b1');
  }
});

describe('whatever comes', () => {
  const zips = [
    writeOddZip([entry, other, { ...entry, name: 'c', zip64: true, descriptor: 'signed' }], { zip64: true }),
    writeOddZip([{ ...entry, descriptor: 'bare' }, other, { ...other, name: 'd/' }]),
  ];

  it('is answered, and never unpacks to more than it says', async () => {
    const change = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...zips),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        async (zip, changes) => {
          const bytes = Buffer.from(zip);
          // Counted from the end: most of what steers a reader stands there.
          for (const { at, byte } of changes) bytes[bytes.length - 1 - (at % Math.min(bytes.length, 600))] = byte;
          await readAll(bytes);
        },
      ),
      { numRuns: 400, seed: 2025 },
    );
  });

  it('cut anywhere, it has a problem', async () => {
    for (const zip of zips)
      for (let length = 0; length < zip.length; length += 13)
        expect((await readAll(zip.subarray(0, length))).problems).not.toEqual([]);
  });
});
