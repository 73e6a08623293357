import { expect, it } from 'vitest';
import { hashOf, packed } from '../../../functions/web/browser/pack.ts';
import { firstLook, HEAD_BYTES } from '../../../shared/package/first-look.ts';
import { Inspection } from '../../../shared/package/inspect.ts';
import { limitOf } from '../../../shared/package/limits.ts';
import { LookbackRoom } from '../../../shared/package/lookback.ts';
import type { AttachmentKind } from '../../../shared/schemas/package.ts';
import { writeDocx, writePdf, writePng, writeXlsx } from '../../world/documents.ts';
import { writeZip } from '../../world/zip.ts';
import { attachments, check, codes, manifest, policy, sha256 } from './fixture.ts';

const blobOf = (data: Uint8Array) => new Blob([new Uint8Array(data)]);
const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());
const files = () => [
  { path: 'application.json', blob: new Blob([JSON.stringify(manifest(attachments()))]) },
  ...attachments().map(({ path, data }) => ({ path, blob: blobOf(data) })),
];

it('what a browser packs is what the intake takes', async () => {
  expect(codes(await check(await bytesOf(await packed(files()))))).toEqual([]);
});

it('the same files give the same package, of whatever size, and their own hashes', async () => {
  const large = { path: 'attachments/大.bin', blob: blobOf(Buffer.alloc(3 * 1024 * 1024 + 7, 'abc')) };
  const [first, second] = await Promise.all([packed([...files(), large]), packed([...files(), large])]);
  expect(sha256(await bytesOf(first))).toBe(sha256(await bytesOf(second)));
  expect(await hashOf(large.blob)).toBe(sha256(await bytesOf(large.blob)));
});

const documents: [string, Uint8Array][] = [
  ['pdf', writePdf(['一'])],
  ['png', writePng(4, () => 1)],
  ['jpg', Buffer.from('ffd8ffe000104a464946', 'hex')],
  ['xlsx', writeXlsx('一', [['二']])],
  ['docx', writeDocx(['一'])],
  ['zip', writeZip([{ name: 'x', data: Buffer.from('x') }])],
  ['txt', Buffer.from('text')],
  ['exe', Buffer.from('MZ')],
];
/** As a kind that may be everything. */
const looked = (name: string, data: Uint8Array, kind: AttachmentKind = 'past-subsidies') =>
  firstLook(kind, limitOf(policy, kind), { name, size: data.length, head: data.subarray(0, HEAD_BYTES) });
const names = documents.flatMap(([ending]) => documents.map(([type, data]) => [`文件.${ending}`, type, data] as const));

it.each(names)(
  '%s with the content of a %s is refused at once only where the intake would refuse it',
  async (name, type, data) => {
    const ending = name.split('.').at(-1) ?? '';
    const reread = async (start: number, length: number) => Buffer.from(data.subarray(start, start + length));
    const inspection = new Inspection({ name, size: data.length }, new LookbackRoom(), reread);
    inspection.push(data);
    const refused = (await inspection.problem()) !== null;
    const look = looked(name, data);
    // A look at the beginning cannot tell one kind of office document from another, nor that the rest is missing.
    if (look !== null) expect(refused || ['exe', 'zip'].includes(ending)).toBe(true);
    else if (refused) expect(['xlsx', 'docx'].includes(ending) || type === 'jpg').toBe(true);
  },
);

it('an empty file is refused, an archive by its own words', () => {
  expect(looked('a.pdf', Buffer.alloc(0))?.code).toBe('package.attachment-empty');
  expect(looked('a.rar', Buffer.from('Rar!1'))?.code).toBe('package.nested-archive');
});

it('what a kind does not take is told before anything is packed, as the intake tells it', () => {
  const found = (...chosen: Parameters<typeof looked>) => looked(...chosen)?.code;
  expect(found('执照.xlsx', writeXlsx('一', [['二']]), 'business-licence')).toBe('package.attachment-type-for-kind');
  expect(
    found(
      '执照.png',
      writePng(4, () => 1),
      'business-licence',
    ),
  ).toBeUndefined();
  const large = Buffer.concat([writePdf(['x']), Buffer.alloc(10 * 1024 * 1024)]);
  expect(looked('执照.pdf', large, 'business-licence')).toMatchObject({
    code: 'package.attachment-too-large',
    message: '文件大小为 11 MB，超过“营业执照”单个文件的上限 10 MB。',
  });
});
