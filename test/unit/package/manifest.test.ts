import { describe, expect, it } from 'vitest';
import { Problem } from '../../../shared/schemas/findings.ts';
import { writePdf, writePng } from '../../world/documents.ts';
import type { Attached } from './fixture.ts';
import { attachments, checkFiles, codes, files, goodFiles, manifest, manifestFile } from './fixture.ts';

const withManifest = (fields: unknown) => checkFiles([manifestFile(fields), ...files(attachments())]);
const base = () => manifest(attachments());

describe('application.json', () => {
  it('is missing, or one folder too deep, which is said', async () => {
    expect(codes(await checkFiles(goodFiles().slice(1)))).toEqual(['manifest-missing']);
    const deeper = goodFiles().map((file) => ({ ...file, name: `某公司/${file.name}` }));
    const result = await checkFiles(deeper);
    expect(codes(result)).toEqual(['manifest-missing']);
    expect(!result.ok && result.problems[0]?.message).toContain('某公司/application.json');
  });

  it.each([
    ['manifest-not-json', Buffer.from('{"format": ')],
    ['manifest-not-json', Buffer.from('[]')],
    ['manifest-not-json', Buffer.from('['.repeat(200_000))],
    ['manifest-encoding', Buffer.from([0x7b, 0x22, 0xc9, 0xea, 0xb1, 0xa8, 0x22, 0x7d])],
    ['manifest-too-large', Buffer.alloc(1_100_000, Buffer.from('abcdefg你好'))],
  ])('%s', async (code, data) => {
    const zip = [{ name: 'application.json', data }, ...files(attachments())];
    expect(codes(await checkFiles(zip.map((file) => ({ ...file, method: 'store' as const }))))).toEqual([code]);
  });

  it('may begin with the byte order mark that Windows editors write', async () => {
    const data = Buffer.from(`\ufeff${JSON.stringify(base())}`);
    expect(codes(await checkFiles([{ name: 'application.json', data }, ...files(attachments())]))).toEqual([]);
  });

  it.each([
    ['format-version', { format: 'awards-package/9' }],
    ['format-version', { format: undefined }],
    ['round-mismatch', { roundId: 'qingdao-2024' }],
    ['application-no-mismatch', { applicationNo: 2 }],
    ['uscc-mismatch', { uscc: '91110000101623741K' }],
  ])('%s', async (code, change) => {
    expect(codes(await withManifest({ ...base(), ...change }))).toEqual([code]);
  });

  it('of another category gives that, and the faults of that category’s fields', async () => {
    const found = codes(await withManifest({ ...base(), category: 'service-provider' }));
    expect(found[0]).toBe('category-mismatch');
    expect(found.filter((code) => code === 'manifest-field').length).toBeGreaterThan(3);
  });

  it('names every field that is wrong, what is wrong, and how to mend it, without repeating what was written', async () => {
    const { name: _name, ...rest } = base();
    const result = await withManifest({
      ...rest,
      contact: { name: '张三丰', phone: 'secret-phone' },
      partners: [{ uscc: 'x', name: '', relation: 'friend' }],
      effects: { ...rest.effects, cost: 5 },
      extra: true,
      measures: 'x'.repeat(5000),
    });
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.problems.map(({ where, message }) => [where, message])).toEqual([
      ['name', '“单位名称”没有填写。'],
      ['contact.phone', '“联系电话”格式不对。'],
      ['partners[0].uscc', '“统一社会信用代码”格式不对。'],
      ['partners[0].name', '“企业名称”没有填写或太短。'],
      ['partners[0].relation', '“关系”不是允许的值。'],
      ['measures', '“转型举措”超过上限。'],
      ['effects.cost', '“成本”类型不对。'],
      ['application.json', '申报信息含有格式中没有的字段。'],
    ]);
    expect(JSON.stringify(result)).not.toContain('secret-phone');
    expect(result.problems.every((problem) => Problem.safeParse(problem).success && problem.mend.length > 3)).toBe(
      true,
    );
  });

  it('with hopelessly many faults gives a report that is bounded and says how many more there are', async () => {
    const partners = Array.from({ length: 500 }, () => ({}));
    const result = await withManifest({ ...base(), partners });
    expect(codes(result)).toHaveLength(201);
    expect(codes(result).at(-1)).toBe('more-problems');
    expect(!result.ok && result.problems.at(-1)?.message).toContain('1300');
  });
});

describe('attachments', () => {
  const replaced = (kind: string, change: Partial<Attached>): Attached[] =>
    attachments().map((item) => (item.kind === kind ? { ...item, ...change } : item));
  const checkItems = (listed: Attached[], packed: Attached[] = listed) =>
    checkFiles([manifestFile(manifest(listed)), ...files(packed)]);
  const without = (kind: string) => attachments().filter((item) => item.kind !== kind);

  it('a required kind is missing', async () => {
    const result = await checkItems(without('drive-evidence'));
    expect(codes(result)).toEqual(['attachment-missing']);
    expect(!result.ok && result.problems[0]?.message).toContain('带动证明');
  });

  it('listed and not packed, packed and not listed, listed twice', async () => {
    expect(codes(await checkItems(attachments(), without('case-text')))).toEqual(['attachment-not-in-zip']);
    const extra: Attached = { kind: 'vouchers', path: 'attachments/多余.pdf', data: writePdf(['多余']) };
    expect(codes(await checkItems(attachments(), [...attachments(), extra]))).toEqual(['attachment-not-listed']);
    const twice = [...attachments(), ...attachments().slice(0, 1)];
    expect(codes(await checkItems(twice, attachments()))).toEqual(['attachment-listed-twice']);
  });

  it('what lies outside attachments/ and is not listed is let be', async () => {
    const readme = { name: '说明.txt', data: Buffer.from('说明') };
    expect(codes(await checkFiles([...goodFiles(), readme]))).toEqual([]);
  });

  it('changed after the list was made', async () => {
    const packed = replaced('drive-evidence', { data: writePdf(['改过']) });
    expect(codes(await checkItems(attachments(), packed))).toEqual(['attachment-sha256']);
  });

  it.each([
    ['a PNG named PDF', 'attachment-content', 'a.pdf', writePng(4, () => 0)],
    ['a PDF named PNG', 'attachment-content', 'a.png', writePdf(['x'])],
    ['a PDF named JPG', 'attachment-content', 'a.jpg', writePdf(['x'])],
    ['a PDF cut off', 'pdf-broken', 'a.pdf', writePdf(['x']).subarray(0, 900)],
    ['a PDF without anything in it', 'pdf-broken', 'a.pdf', Buffer.from('%PDF-1.4\n<< /Type /Pages >>\n%%EOF')],
    ['a PNG cut off', 'attachment-content', 'a.png', writePng(40, () => 0).subarray(0, 900)],
    ['a text named XLSX', 'attachment-content', 'a.xlsx', Buffer.from('x')],
    ['a DOCX named XLSX', 'attachment-content', 'a.xlsx', attachments()[6]?.data ?? Buffer.alloc(0)],
    ['an old DOC', 'attachment-type', 'a.doc', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['a program', 'active-content', 'a.exe', Buffer.from('MZ')],
    ['a name that is an inherited property', 'attachment-type', 'a.constructor', Buffer.from('x')],
    ['an empty file', 'attachment-empty', 'a.pdf', Buffer.alloc(0)],
    ['a zip in the zip', 'nested-archive', 'a.zip', Buffer.from('504b0304', 'hex')],
  ])('%s: %s', async (_what, code, name, data) => {
    expect(codes(await checkItems(replaced('drive-evidence', { path: `attachments/${name}`, data })))).toEqual([code]);
  });

  it('every fault of a package comes in one report', async () => {
    const listed = replaced('drive-evidence', { path: 'attachments/带动.pdf', data: writePng(4, () => 0) });
    const fields = {
      ...manifest(listed.filter((item) => item.kind !== 'credit-report')),
      uscc: '91110000101623741K',
      title: '',
    };
    const packed = listed.filter((item) => item.kind !== 'case-text');
    expect(
      codes(await checkFiles([manifestFile(fields), ...files(packed), { name: '../x', data: Buffer.from('x') }])),
    ).toEqual([
      'path-escapes',
      'uscc-mismatch',
      'manifest-field',
      'attachment-not-in-zip',
      'attachment-not-listed',
      'attachment-content',
      'attachment-missing',
    ]);
  });
});
