import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { checkPackage } from '../../../shared/package/check.ts';
import { writePdf, writePng } from '../../world/documents.ts';
import { writeZip } from '../../world/zip.ts';
import {
  attachments,
  bytesSource,
  check,
  checkFiles,
  codes,
  files,
  goodFiles,
  manifest,
  manifestFile,
  sha256,
  slot,
} from './fixture.ts';

const good = writeZip(goodFiles());

describe('a package that is as it should be', () => {
  it('is accepted with every file, its size, hash and type', async () => {
    const result = await check(good);
    expect(codes(result)).toEqual([]);
    if (!result.ok) return;
    expect(result.manifest.name).toBe('青岛某某链主有限公司');
    expect(result.files.map((file) => file.kind)).toEqual(['manifest', ...attachments().map((item) => item.kind)]);
    const licence = attachments()[0];
    expect(result.files[1]).toEqual({
      kind: 'business-licence',
      path: 'attachments/营业执照.png',
      size: licence?.data.length,
      sha256: sha256(licence?.data ?? new Uint8Array()),
      contentType: 'image/png',
    });
    expect(result.manifestSha256).toBe(result.files[0]?.sha256);
  });

  it('is accepted with GBK names, stored entries, folders, backslashes and the junk of macOS and Windows', async () => {
    const gbk = files(attachments()).map((file) => ({ ...file, name: iconv.encode(String(file.name), 'gbk') }));
    expect(codes(await checkFiles([manifestFile(manifest(attachments())), ...gbk]))).toEqual([]);
    const backslashes = files(attachments()).map((file) => ({
      ...file,
      name: iconv.encode(String(file.name).replaceAll('/', '\\'), 'gbk'),
      method: 'store' as const,
    }));
    const junk = [
      '__MACOSX/attachments/._a.pdf',
      'attachments/.DS_Store',
      'attachments/Thumbs.db',
      'attachments/~$案例.docx',
    ];
    const all = [
      manifestFile(manifest(attachments())),
      { name: 'attachments/', data: new Uint8Array(), method: 'store' as const },
      ...backslashes,
      ...junk.map((name) => ({ name, data: Buffer.from('junk') })),
    ];
    expect(codes(await checkFiles(all))).toEqual([]);
  });

  it('is accepted where a GBK name happens to be valid UTF-8', async () => {
    const items = attachments().map((item) =>
      item.kind === 'drive-evidence' ? { ...item, path: 'attachments/联通.pdf' } : item,
    );
    const zip = files(items).map((file) => ({ ...file, name: iconv.encode(String(file.name), 'gbk') }));
    expect(codes(await checkFiles([manifestFile(manifest(items)), ...zip]))).toEqual([]);
  });

  it('is read with one request up to 8 MiB, and by few large ranges beyond', async () => {
    const counted = async (bytes: Uint8Array) => {
      const reads: number[] = [];
      const source = bytesSource(bytes);
      const counting = {
        size: source.size,
        read: (start: number, length: number) => {
          reads.push(length);
          return source.read(start, length);
        },
      };
      return { result: await checkPackage(counting, slot), reads };
    };
    expect((await counted(good)).reads).toEqual([good.length]);

    const padded = Buffer.concat([
      Buffer.from('%PDF-1.4\n'),
      Buffer.alloc(13_000_000, '% x\n'),
      writePdf(['带动证明']),
    ]);
    // The reader starts to count at the last header that it finds near the beginning, so the offsets are moved.
    const moved = padded.toString('latin1').replace(/\b(\d{10}) 00000 n|startxref\n(\d+)/g, (_all, row, start) => {
      const offset = Number(row ?? start) + padded.length - writePdf(['带动证明']).length;
      return row ? `${String(offset).padStart(10, '0')} 00000 n` : `startxref\n${offset}`;
    });
    const big = attachments().map((item) =>
      item.kind === 'drive-evidence' ? { ...item, data: Buffer.from(moved, 'latin1') } : item,
    );
    const zip = writeZip([manifestFile(manifest(big)), ...files(big).map((f) => ({ ...f, method: 'store' as const }))]);
    const { result, reads } = await counted(zip);
    expect(codes(result)).toEqual([]);
    expect(reads.length).toBeLessThanOrEqual(8);
  });
});

describe('an upload that is no package', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['text', Buffer.from('这不是压缩包')],
    ['RAR', Buffer.from('526172211a0700cf9073', 'hex')],
    ['PDF', attachments()[1]?.data ?? new Uint8Array()],
  ])('%s: says so', async (_what, bytes) => {
    expect(codes(await check(bytes))).toEqual(['not-zip']);
  });

  it('a zip cut off, or with a damaged directory: says so', async () => {
    expect(codes(await check(good.subarray(0, good.length / 2)))).toEqual(['zip-truncated']);
    expect(codes(await check(good.subarray(0, -1)))).toEqual(['zip-truncated']);
    const damaged = Buffer.from(good);
    damaged.writeUInt32LE(0, good.indexOf(Buffer.from('504b0102', 'hex')));
    expect(codes(await check(damaged))).toEqual(['zip-broken']);
  });

  it('names what it looks like, in Chinese and English', async () => {
    const result = await check(Buffer.from('526172211a0700cf9073', 'hex'));
    expect(result).toMatchObject({
      ok: false,
      problems: [
        { code: 'package.not-zip', message: expect.stringContaining('RAR'), mend: expect.stringContaining('zip') },
      ],
    });
  });
});

describe('limits', () => {
  const limited = (intake: Partial<typeof slot.policy.intake.value>) => ({
    ...slot,
    policy: {
      ...slot.policy,
      intake: { ...slot.policy.intake, value: { ...slot.policy.intake.value, ...intake } },
    },
  });

  it.each([
    ['too-large', { maxPackageBytes: 100 }],
    ['too-many-entries', { maxEntries: 3 }],
    ['unpacked-too-large', { maxUnpackedBytes: 1000 }],
  ])('%s', async (code, intake) => {
    expect(codes(await checkPackage(bytesSource(good), limited(intake)))).toEqual([code]);
  });

  it('an entry that unpacks to far more than it should, honestly or not', async () => {
    const bomb = { name: 'attachments/bomb.pdf', data: Buffer.alloc(20_000_000) };
    expect(codes(await checkFiles([...goodFiles(), bomb]))).toEqual(['bomb', 'attachment-not-listed']);
    const lying = { ...bomb, claimed: { size: 1000 } };
    expect(codes(await checkFiles([...goodFiles(), lying]))).toEqual(['attachment-not-listed', 'entry-broken']);
  });
});

describe('entries that cannot be taken', () => {
  const extra = { name: 'attachments/x.pdf', data: attachments()[1]?.data ?? new Uint8Array() };

  it.each([
    ['encrypted', { ...extra, claimed: { flags: 1 } }],
    ['encrypted', { ...extra, claimed: { flags: 0x41 } }],
    ['encrypted', { ...extra, claimed: { method: 99 } }],
    ['compression-method', { ...extra, claimed: { method: 9 } }],
    ['symlink', { ...extra, claimed: { unixMode: 0o120777 } }],
    ['symlink', { ...extra, claimed: { unixMode: 0o010644 } }],
    ['file-name', { ...extra, name: 'attachments/a\u0007.pdf' }],
    ['path-escapes', { ...extra, name: 'attachments/../../x.pdf' }],
    ['crc', { ...extra, claimed: { crc: 1 } }],
    ['entry-broken', { ...extra, method: 'store' as const, claimed: { method: 8 } }],
    ['nested-archive', { ...extra, name: 'attachments/x.zip' }],
    ['nested-archive', { ...extra, name: 'attachments/资料', data: Buffer.from('504b030400000000', 'hex') }],
  ])('%s', async (code, entry) => {
    const found = codes(await checkFiles([...goodFiles(), entry]));
    expect(found.sort()).toEqual([code, 'attachment-not-listed'].sort());
  });

  it.each(['/etc/passwd', 'C:\\temp\\x', '..\\x'])('%s leads outside', async (name) => {
    expect(codes(await checkFiles([...goodFiles(), { ...extra, name }]))).toEqual(['path-escapes']);
  });

  it('a name in no known encoding', async () => {
    const name = Buffer.from([0x61, 0xff, 0xff, 0x80]);
    expect(codes(await checkFiles([...goodFiles(), { ...extra, name }]))).toEqual(['file-name']);
  });

  it('two entries of one name pass as one where they are the same file', async () => {
    const [first, licence, ...rest] = goodFiles();
    if (!first || !licence) throw new Error('no files');
    expect(codes(await checkFiles([first, licence, licence, ...rest]))).toEqual([]);
    expect(codes(await checkFiles([first, first, licence, ...rest]))).toEqual([]);
    const other = { ...licence, data: writePng(16, (x, y) => (x + y) % 256) };
    expect(codes(await checkFiles([first, licence, other, ...rest]))).toEqual(['duplicate-entry']);
  });
});

describe('whatever comes', () => {
  it('never throws and always answers, for any bytes changed, removed or put in', async () => {
    const mutation = fc.record({
      at: fc.nat(good.length - 1),
      bytes: fc.uint8Array({ maxLength: 8 }),
      remove: fc.nat(8),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 5 }), async (mutations) => {
        let bytes: Buffer = Buffer.from(good);
        for (const { at, bytes: put, remove } of mutations)
          bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + remove)]);
        const result = await check(bytes);
        expect(result.ok || result.problems.length > 0).toBe(true);
      }),
      { numRuns: 300, seed: 2025 },
    );
  });

  it('passes on a failure of the source, which is no fault of the upload', async () => {
    const source = { size: good.length, read: () => Promise.reject(new Error('SlowDown')) };
    await expect(checkPackage(source, slot)).rejects.toThrow('SlowDown');
    let reads = 0;
    const big = writeZip([
      ...goodFiles(),
      { name: 'x.bin', data: Buffer.alloc(9_000_000), method: 'store' },
      { name: 'attachments/y.pdf', data: Buffer.alloc(9_000_000), method: 'store' },
    ]);
    const later = {
      size: big.length,
      read: async (start: number, length: number) => {
        reads += 1;
        if (reads > 2) throw new Error('SlowDown');
        return big.subarray(start, start + length);
      },
    };
    await expect(checkPackage(later, slot)).rejects.toThrow('SlowDown');
  });
});
