import { describe, expect, test } from 'vitest';
import { examine } from '../../../shared/objections/evidence.ts';
import { writeDocx, writePdf, writePng, writeXlsx } from '../../world/documents.ts';

const LIMIT = {
  types: ['pdf' as const, 'image' as const, 'xlsx' as const, 'docx' as const],
  files: 2,
  fileBytes: 100_000,
};
const png = writePng(8, () => 200);
const active = Buffer.from(
  '%PDF-1.4\n1 0 obj\n<< /Type /Catalog /OpenAction << /S /JavaScript /JS (x) >> >>\nendobj\n',
);
const look = async (name: string, bytes: Uint8Array, limit = LIMIT) => {
  const seen = await examine('evidence', [{ name, bytes }], limit);
  return seen.ok ? 'taken' : (seen.errors[0]?.values?.['code'] ?? seen.errors[0]?.message);
};

describe('a file that comes with an objection', () => {
  test.each<[string, string, Uint8Array]>([
    ['发票.pdf', 'taken', writePdf(['a'])],
    ['照片.PNG', 'taken', png],
    ['明细.xlsx', 'taken', writeXlsx('明细', [['一']])],
    ['说明.docx', 'taken', writeDocx(['一'])],
    ['空.pdf', 'package.attachment-empty', new Uint8Array()],
    ['程序.exe', 'package.attachment-type', Buffer.from('MZ')],
    ['没有扩展名', 'package.attachment-type', writePdf(['a'])],
    ['图片.pdf', 'package.attachment-content', png],
    ['网页.pdf', 'package.active-content', Buffer.from('<html><script>alert(1)</script></html>')],
    ['大.pdf', 'package.attachment-too-large', Buffer.concat([writePdf(['a']), Buffer.alloc(LIMIT.fileBytes)])],
    ['半张.png', 'package.attachment-content', png.subarray(0, png.length - 20)],
  ])('%s is %s', async (name, outcome, bytes) => {
    expect(await look(name, bytes)).toBe(outcome);
  });

  test('with a script in it is not taken, and neither is a type that the policy leaves out', async () => {
    expect(await look('脚本.pdf', active)).not.toBe('taken');
    expect(await look('明细.xlsx', writeXlsx('明细', [['一']]), { ...LIMIT, types: ['pdf'] })).toBe(
      'package.attachment-type',
    );
  });

  test('is one of no more than the policy says', async () => {
    const files = ['a.pdf', 'b.pdf', 'c.pdf'].map((name) => ({ name, bytes: writePdf([name]) }));
    expect(await examine('evidence', files.slice(0, 2), LIMIT)).toMatchObject({ ok: true });
    expect(await examine('evidence', files, LIMIT)).toMatchObject({ ok: false });
  });
});
