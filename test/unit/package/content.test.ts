import { describe, expect, it } from 'vitest';
import { checkPackage } from '../../../shared/package/check.ts';
import { JpegWalk, PngWalk } from '../../../shared/package/images.ts';
import type { Slot } from '../../../shared/package/manifest.ts';
import { ATTACHMENT_KINDS } from '../../../shared/schemas/package.ts';
import { writeDocx, writePdf, writePng, writeXlsx } from '../../world/documents.ts';
import { writeJpeg } from '../../world/images.ts';
import { writeOddZip } from '../../world/odd-zip.ts';
import { writeZip, type ZipFile } from '../../world/zip.ts';
import {
  attachments,
  bytesSource,
  checkFiles,
  codes,
  files,
  goodFiles,
  manifest,
  manifestFile,
  slot,
} from './fixture.ts';

/** The package with another file as evidence. */
const withFile = (name: string, data: Uint8Array) => {
  const items = attachments().map((item) =>
    item.kind === 'drive-evidence' ? { ...item, path: `attachments/${name}`, data } : item,
  );
  return [manifestFile(manifest(items)), ...files(items)];
};
const found = async (name: string, data: Uint8Array | string) =>
  codes(await checkFiles(withFile(name, typeof data === 'string' ? Buffer.from(data, 'latin1') : data)));

const TYPES = '[Content_Types].xml';
const office = (parts: Record<string, string>) =>
  writeZip(Object.entries(parts).map(([name, text]) => ({ name, data: Buffer.from(text) })));
const workbook = (types = '<Types/>', more: Record<string, string> = {}) =>
  office({ [TYPES]: types, 'xl/workbook.xml': '<workbook/>', ...more });

/** A PDF with something more in its page, its offsets kept. */
const scripted = (more: string) => {
  const room = '/MediaBox [0 0 595 842] /Contents 4 0 R';
  return writePdf(['x']).toString('latin1').replace(room, more.padEnd(room.length));
};
/** Text that hardly shrinks. */
const noise = (length: number) => {
  let state = 7;
  const bytes = Buffer.alloc(length);
  for (let i = 0; i < length; i++) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    bytes[i] = 0x30 + ((state >> 16) & 63);
  }
  return bytes.toString('latin1');
};

describe('what its name says', () => {
  it.each([
    ['a.jpg', writeJpeg()],
    ['a.JPEG', writeJpeg(900_000)],
    ['a.jpg', Buffer.concat([writeJpeg(), Buffer.from('what phones put behind')])],
    ['a.png', writePng(30, () => 9)],
    ['a.xlsx', writeXlsx('表', [['一']])],
    ['a.xlsx', workbook()],
    ['a.docx', writeDocx(['一'])],
    ['a.pdf', writePdf(['一'])],
  ])('%s is taken', async (name, data) => {
    expect(await found(name, data)).toEqual([]);
  });
});

describe('what is something else, incomplete or active', () => {
  it.each([
    ['a JPEG cut off, though its thumbnail ends', 'attachment-content', 'a.jpg', writeJpeg().subarray(0, -2)],
    ['a JPEG of a head only', 'attachment-content', 'a.jpg', writeJpeg().subarray(0, 60)],
    ['a PNG cut off', 'attachment-content', 'a.png', writePng(30, () => 9).subarray(0, -13)],
    [
      'a PNG whose chunks lie',
      'attachment-content',
      'a.png',
      Buffer.concat([writePng(4, () => 9).subarray(0, 34), Buffer.alloc(99)]),
    ],
    ['HEIC named JPG', 'attachment-content', 'a.jpg', '\0\0\0\x18ftypheic\0\0\0\0'],
    ['WebP named JPG', 'attachment-content', 'a.jpg', 'RIFF\0\0\0\0WEBPVP8 '],
    ['a page named PDF', 'active-content', 'a.pdf', '\n<!-- x --><!DOCTYPE HTML><p>%PDF-1.4'],
    ['a page with a byte order mark', 'active-content', 'a.pdf', '\xef\xbb\xbf<html lang="zh">'],
    ['a page in UTF-16', 'active-content', 'a.png', Buffer.from('\ufeff<html>', 'utf16le')],
    ['a drawing named PNG', 'active-content', 'a.png', '<?xml version="1.0"?>\n<svg xmlns="x">'],
    ['a page by its name', 'active-content', 'a.html', 'x'],
    ['a workbook with macros by its name', 'active-content', 'a.xlsm', workbook()],
    ['a workbook with macros', 'active-content', 'a.xlsx', workbook('<Types/>', { 'xl/vbaProject.bin': 'x' })],
    [
      'a workbook of the type with macros',
      'active-content',
      'a.xlsx',
      workbook('<T ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'),
    ],
    ['a workbook with controls', 'active-content', 'a.xlsx', workbook('<Types/>', { 'xl/activeX/activeX1.xml': 'x' })],
    [
      'a workbook that unpacks to too much',
      'bomb',
      'a.xlsx',
      workbook('<Types/>', { 'xl/x.xml': ' '.repeat(8_000_000) }),
    ],
    ['a zip named XLSX', 'attachment-content', 'a.xlsx', office({ 'a.txt': 'x' })],
    ['a workbook cut off', 'attachment-content', 'a.xlsx', workbook().subarray(0, -30)],
    ['an old workbook named XLSX', 'attachment-content', 'a.xlsx', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['a zip named PDF', 'nested-archive', 'a.pdf', office({ 'a.txt': 'x' })],
    ['a tar under no name', 'nested-archive', 'a.dat', `${'\0'.repeat(257)}ustar`],
    ['a 7z named PNG', 'nested-archive', 'a.png', Buffer.from('377abcaf271c0004', 'hex')],
    [
      'a PDF with a password',
      'pdf-encrypted',
      'a.pdf',
      writePdf(['x']).toString('latin1').replace('/Root', '/Encrypt 9 0 R /Root'),
    ],
    ['a PDF without pages', 'pdf-no-page', 'a.pdf', writePdf(['x']).toString('latin1').replace('[3 0 R]', '[     ]')],
    ['a PDF with a script deep inside', 'active-content', 'a.pdf', scripted('/AA <</O<</S/JavaScript>>>>')],
    ['a PDF that starts a program', 'active-content', 'a.pdf', scripted('/AA<</O<</S /Launch>>>>')],
  ])('%s', async (_what, code, name, data) => {
    expect(await found(name, data)).toEqual([code]);
  });

  it('a name that only begins like an action is none', async () => {
    const text = writePdf(['x']).toString('latin1').replace('/MediaBox [0 0 595 842]', '/LaunchPad [0 0 595 84]');
    expect(await found('a.pdf', text)).toEqual([]);
  });
});

describe('limits of files', () => {
  const limited = (usual: object, kinds: object = {}) => {
    const { attachmentLimits } = slot.policy;
    const value = { usual: { ...attachmentLimits.value.usual, ...usual }, kinds };
    return { ...slot, policy: { ...slot.policy, attachmentLimits: { ...attachmentLimits, value } } };
  };
  const problemsOf = async (zip: ZipFile[], of: Slot) => {
    const result = await checkPackage(bytesSource(writeZip(zip)), of);
    return result.ok ? [] : result.problems.map(({ code, where }) => `${code.replace('package.', '')} ${where}`);
  };
  const licence = 'attachments/营业执照.png';
  /** The kinds of the package, one file of each, with more of the licence. */
  const licences = (count: number) => {
    const items = Array.from({ length: count }, (_none, i) => ({
      kind: 'business-licence' as const,
      path: `attachments/执照${i}.png`,
      data: writePng(9, () => i),
    }));
    const all = [...attachments(), ...items];
    return [manifestFile(manifest(all)), ...files(all)];
  };

  it.each<[string, ZipFile[], Slot, string[]]>([
    [
      'the types of a kind',
      goodFiles(),
      limited({}, { 'business-licence': { types: ['pdf'] } }),
      [`attachment-type-for-kind ${licence}`],
    ],
    ['other types are not concerned', goodFiles(), limited({}, { 'business-licence': { types: ['image'] } }), []],
    [
      'the size of a kind',
      goodFiles(),
      limited({}, { 'business-licence': { fileBytes: 10 } }),
      [`attachment-too-large ${licence}`],
    ],
    [
      'a kind may have more than is usual',
      goodFiles(),
      limited({ fileBytes: 1 }, Object.fromEntries(ATTACHMENT_KINDS.map((kind) => [kind, { fileBytes: 100_000 }]))),
      [],
    ],
    ['how many', licences(2), limited({}, { 'business-licence': { files: 3 } }), []],
    ['too many', licences(3), limited({}, { 'business-licence': { files: 3 } }), ['attachment-too-many attachments']],
    ['the published ones', licences(3), slot, ['attachment-too-many attachments']],
  ])('%s', async (_what, zip, of, problems) => {
    expect(await problemsOf(zip, of)).toEqual(problems);
  });

  it('all of them at once, and none beside what is wrong with the file itself', async () => {
    const all = licences(3).map((file) =>
      file.name === 'attachments/执照0.png' ? { ...file, data: Buffer.from('no image') } : file,
    );
    const found = await problemsOf(
      all,
      limited({ fileBytes: 700 }, { 'business-licence': { types: ['pdf'], files: 1 } }),
    );
    expect(found.filter((one) => one.startsWith('attachment-content'))).toEqual([
      'attachment-content attachments/执照0.png',
    ]);
    expect(found.filter((one) => one.startsWith('attachment-type-for-kind'))).toHaveLength(3);
    expect(found).toContain('attachment-too-many attachments');
    expect(found.filter((one) => one.startsWith('attachment-too-large')).length).toBeGreaterThan(2);
  });

  it('a large PDF is looked up by its ends, and its middle is read again, stored or deflated', async () => {
    const text = writePdf(['x']).toString('latin1');
    // The page lies in the middle, the rest before and behind.
    const at = text.indexOf('3 0 obj');
    const next = text.indexOf('4 0 obj');
    const fill = `%${noise(5_000_000)}\n`;
    const moved = text
      .slice(text.indexOf('xref\n'))
      .replace(/(\d{10}) 00000 n|startxref\n(\d+)/g, (_all, row, start) => {
        const offset = Number(row ?? start);
        const by = (offset >= at ? fill.length : 0) + (offset >= next ? fill.length : 0);
        return row ? `${String(offset + by).padStart(10, '0')} 00000 n` : `startxref\n${offset + by}`;
      });
    const body = text.slice(0, text.indexOf('xref\n'));
    const data = Buffer.from(
      body.slice(0, at) + fill + body.slice(at, next) + fill + body.slice(next) + moved,
      'latin1',
    );
    // Each entry has a neighbour that is large, so that nothing lies in one block.
    for (const store of [true, false]) {
      const zip = withFile('a.pdf', data).map((file) => ({ ...file, store }));
      const large = { name: 'large', data: Buffer.alloc(9_000_000, 1), store: true };
      expect(codes(await checkPackage(bytesSource(writeOddZip([...zip, large])), slot))).toEqual([]);
    }
  });
});

describe('images in pieces of any size', () => {
  it.each([1, 2, 3, 7, 64, 1000])('%i bytes', (size) => {
    for (const [walk, bytes] of [
      [() => new JpegWalk(), writeJpeg()],
      [() => new PngWalk(), writePng(9, () => 1)],
    ] as const) {
      const complete = (part: Buffer) => {
        const one = walk();
        for (let at = 0; at < part.length; at += size) one.push(Buffer.from(part.subarray(at, at + size)));
        return one.isComplete();
      };
      expect(complete(bytes)).toBe(true);
      for (let cut = 1; cut < bytes.length; cut += 11) expect(complete(bytes.subarray(0, -cut - 4))).toBe(false);
    }
  });
});
