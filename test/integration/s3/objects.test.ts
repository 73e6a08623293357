import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { bytesOf, DOMAIN_NOW, patterned, refusal, start } from './harness.ts';

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');

describe('one object', () => {
  test('comes back with everything that was said of it', async () => {
    const { client, events, operations } = await start();
    const s3 = client();
    const body = patterned(200_000);
    const Key = "申报/a b+c&d'e<>/包 (1).zip";
    const put = await s3.send(
      new PutObjectCommand({
        Bucket: 'inbox',
        Key,
        Body: body,
        ContentType: 'application/zip',
        ContentDisposition: 'attachment; filename="a.zip"',
        CacheControl: 'no-store',
        Metadata: { slot: 's-1', round: 'r 2' },
      }),
    );
    expect(put.ETag).toBe(`"${md5(body)}"`);
    expect(put.ChecksumCRC32).toBeTypeOf('string');
    const got = await s3.send(new GetObjectCommand({ Bucket: 'inbox', Key }));
    expect(await bytesOf(got.Body)).toEqual(body);
    expect(got).toMatchObject({
      ContentType: 'application/zip',
      ContentDisposition: 'attachment; filename="a.zip"',
      CacheControl: 'no-store',
      ContentLength: body.length,
      Metadata: { slot: 's-1', round: 'r 2' },
      ETag: put.ETag,
      ChecksumCRC32: put.ChecksumCRC32,
      ChecksumType: 'FULL_OBJECT',
    });
    expect(got.LastModified?.getTime()).toBe(Math.floor(DOMAIN_NOW / 1000) * 1000);
    expect(got.VersionId).toBeUndefined();
    const head = await s3.send(new HeadObjectCommand({ Bucket: 'inbox', Key }));
    expect(head).toMatchObject({ ContentLength: body.length, ETag: put.ETag, Metadata: { slot: 's-1', round: 'r 2' } });
    expect(events).toEqual([
      {
        bucket: 'inbox',
        key: Key,
        size: body.length,
        etag: md5(body),
        sequencer: expect.stringMatching(/^[0-9A-F]{16}$/),
        time: DOMAIN_NOW,
        reason: 'PutObject',
      },
    ]);
    expect(operations).toEqual(['PutObject', 'GetObject', 'HeadObject']);
  });

  test('may be empty, and may come as a stream', async () => {
    const s3 = (await start()).client();
    await s3.send(new PutObjectCommand({ Bucket: 'plain', Key: 'empty', Body: '' }));
    const empty = await s3.send(new GetObjectCommand({ Bucket: 'plain', Key: 'empty' }));
    expect(await bytesOf(empty.Body)).toHaveLength(0);
    const body = patterned(300_001);
    const pieces = [body.subarray(0, 7), body.subarray(7, 150_000), body.subarray(150_000)];
    const streamed = { Bucket: 'plain', Key: 'stream', Body: Readable.from(pieces), ContentLength: body.length };
    await s3.send(new PutObjectCommand({ ...streamed, ContentEncoding: 'gzip' }));
    const got = await s3.send(new GetObjectCommand({ Bucket: 'plain', Key: 'stream' }));
    expect(await bytesOf(got.Body)).toEqual(body);
    expect(got.ContentEncoding).toBe('gzip');
  });

  test('is replaced by a later one, and gone after its deletion', async () => {
    const s3 = (await start()).client();
    const at = { Bucket: 'plain', Key: 'k' };
    await s3.send(new PutObjectCommand({ ...at, Body: 'one' }));
    await s3.send(new PutObjectCommand({ ...at, Body: 'two' }));
    const got = await s3.send(new GetObjectCommand(at));
    expect(await got.Body?.transformToString()).toBe('two');
    await s3.send(new DeleteObjectCommand(at));
    await s3.send(new DeleteObjectCommand(at));
    expect(await refusal(s3.send(new GetObjectCommand(at)))).toBe('NoSuchKey');
    expect(await refusal(s3.send(new HeadObjectCommand(at)))).toBe('NotFound');
    expect(await refusal(s3.send(new GetObjectCommand({ Bucket: 'nowhere', Key: 'k' })))).toBe('NoSuchBucket');
  });

  test('a reader keeps what it began to read while the object is replaced', async () => {
    const s3 = (await start()).client();
    const at = { Bucket: 'plain', Key: 'k' };
    const old = patterned(8_000_000, 1);
    await s3.send(new PutObjectCommand({ ...at, Body: old }));
    const reading = await s3.send(new GetObjectCommand(at));
    await s3.send(new PutObjectCommand({ ...at, Body: 'new' }));
    expect((await bytesOf(reading.Body)).equals(old)).toBe(true);
  });

  test.each([
    ['bytes=0-0', 0, 1],
    ['bytes=10-19', 10, 20],
    ['bytes=990-', 990, 1000],
    ['bytes=-5', 995, 1000],
    ['bytes=500-99999', 500, 1000],
  ])('range %s', async (Range, from, to) => {
    const s3 = (await start()).client();
    const body = patterned(1000);
    await s3.send(new PutObjectCommand({ Bucket: 'plain', Key: 'k', Body: body }));
    const got = await s3.send(new GetObjectCommand({ Bucket: 'plain', Key: 'k', Range }));
    expect(await bytesOf(got.Body)).toEqual(body.subarray(from, to));
    expect(got.ContentRange).toBe(`bytes ${from}-${to - 1}/1000`);
    expect(got.$metadata.httpStatusCode).toBe(206);
  });

  test('a range beyond the end is refused, a senseless one means the whole', async () => {
    const s3 = (await start()).client();
    await s3.send(new PutObjectCommand({ Bucket: 'plain', Key: 'k', Body: 'abc' }));
    const at = { Bucket: 'plain', Key: 'k' };
    expect(await refusal(s3.send(new GetObjectCommand({ ...at, Range: 'bytes=3-' })))).toBe('InvalidRange');
    const whole = await s3.send(new GetObjectCommand({ ...at, Range: 'bytes=2-1' }));
    expect(await whole.Body?.transformToString()).toBe('abc');
  });
});

describe('copies', () => {
  test('bytes, description and checksum come along; REPLACE replaces the description', async () => {
    const { client, events } = await start();
    const s3 = client();
    const body = patterned(100_000);
    const described = { ContentType: 'text/x', Metadata: { a: '1' } };
    await s3.send(new PutObjectCommand({ Bucket: 'plain', Key: '源/a b', Body: body, ...described }));
    const CopySource = `plain/${encodeURIComponent('源/a b')}`;
    const copied = await s3.send(new CopyObjectCommand({ Bucket: 'inbox', Key: 'c', CopySource }));
    expect(copied.CopyObjectResult?.ETag).toBe(`"${md5(body)}"`);
    expect(copied.CopyObjectResult?.ChecksumCRC32).toBeTypeOf('string');
    const got = await s3.send(new GetObjectCommand({ Bucket: 'inbox', Key: 'c' }));
    expect(got).toMatchObject(described);
    expect(await bytesOf(got.Body)).toEqual(body);
    const replace = { MetadataDirective: 'REPLACE', Metadata: { b: '2' }, ChecksumAlgorithm: 'SHA256' } as const;
    const again = await s3.send(new CopyObjectCommand({ Bucket: 'inbox', Key: 'd', CopySource, ...replace }));
    const sha256 = createHash('sha256').update(body).digest('base64');
    expect(again.CopyObjectResult?.ChecksumSHA256).toBe(sha256);
    const replaced = await s3.send(new HeadObjectCommand({ Bucket: 'inbox', Key: 'd' }));
    expect(replaced.Metadata).toEqual({ b: '2' });
    expect(events.map(({ key, reason }) => `${reason} ${key}`)).toEqual(['CopyObject c', 'CopyObject d']);
  });

  test('only of the source that is meant', async () => {
    const s3 = (await start()).client();
    const { ETag = '' } = await s3.send(new PutObjectCommand({ Bucket: 'plain', Key: 'a', Body: 'x' }));
    const copy = (extra: object) =>
      s3.send(new CopyObjectCommand({ Bucket: 'plain', Key: 'b', CopySource: '/plain/a', ...extra }));
    expect(await refusal(copy({ CopySourceIfMatch: '"0"' }))).toBe('PreconditionFailed');
    expect(await refusal(copy({ CopySourceIfNoneMatch: ETag }))).toBe('PreconditionFailed');
    await copy({ CopySourceIfMatch: ETag });
    expect(await refusal(copy({ IfNoneMatch: '*' }))).toBe('PreconditionFailed');
    expect(await refusal(copy({ CopySource: 'plain/none' }))).toBe('NoSuchKey');
    expect(await refusal(copy({ Key: 'a' }))).toBe('InvalidRequest');
  });
});

describe('conditions', () => {
  test('a put with If-None-Match wins once, however many race', async () => {
    const { client, events } = await start();
    const s3 = client();
    const attempts = Array.from({ length: 8 }, (_, i) =>
      s3.send(new PutObjectCommand({ Bucket: 'inbox', Key: 'once', Body: `try ${i}`, IfNoneMatch: '*' })),
    );
    const results = await Promise.allSettled(attempts);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(events).toHaveLength(1);
  });

  test('If-Match on a put', async () => {
    const s3 = (await start()).client();
    const put = (extra: object) => s3.send(new PutObjectCommand({ Bucket: 'plain', Key: 'k', Body: 'b', ...extra }));
    expect(await refusal(put({ IfMatch: '"0"' }))).toBe('NoSuchKey');
    const { ETag = '' } = await put({});
    expect(await refusal(put({ IfMatch: '"0"' }))).toBe('PreconditionFailed');
    await put({ IfMatch: ETag, Body: 'c' });
    expect(await refusal(put({ IfMatch: ETag }))).toBe('PreconditionFailed');
    expect(await refusal(put({ IfNoneMatch: ETag }))).toBe('NotImplemented');
  });

  test('on reads', async () => {
    const s3 = (await start()).client();
    const { ETag = '' } = await s3.send(new PutObjectCommand({ Bucket: 'plain', Key: 'k', Body: 'b' }));
    const get = (extra: object) => s3.send(new GetObjectCommand({ Bucket: 'plain', Key: 'k', ...extra }));
    await get({ IfMatch: ETag });
    await get({ IfNoneMatch: '"0"' });
    expect(await refusal(get({ IfMatch: '"0"' }))).toBe('PreconditionFailed');
    const unchanged = await get({ IfNoneMatch: ETag }).catch((error) => error);
    expect(unchanged.$metadata.httpStatusCode).toBe(304);
    const since = await get({ IfModifiedSince: new Date(DOMAIN_NOW) }).catch((error) => error);
    expect(since.$metadata.httpStatusCode).toBe(304);
    expect(await refusal(get({ IfUnmodifiedSince: new Date(DOMAIN_NOW - 86_400_000) }))).toBe('PreconditionFailed');
  });
});

describe('lists', () => {
  test('by prefix and delimiter, page by page, in the order of bytes', async () => {
    const s3 = (await start()).client();
    const keys = ['a', 'b/1', 'b/2', 'b/c/3', 'b0', '中/1', '\u{1F600}', '\uFF5E', "x&<>'y"];
    for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket: 'plain', Key, Body: 'x' }));
    const sorted = keys.toSorted((p, q) => Buffer.compare(Buffer.from(p), Buffer.from(q)));
    const found: string[] = [];
    for await (const page of paginateListObjectsV2({ client: s3, pageSize: 2 }, { Bucket: 'plain' })) {
      expect(page.KeyCount).toBeLessThanOrEqual(2);
      found.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
    }
    expect(found).toEqual(sorted);
    const folders: string[] = [];

    for await (const page of paginateListObjectsV2({ client: s3, pageSize: 1 }, { Bucket: 'plain', Delimiter: '/' })) {
      folders.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
      folders.push(...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix));
    }
    expect(folders).toEqual(['a', 'b/', 'b0', "x&<>'y", '中/', '\uFF5E', '\u{1F600}']);
    const inside = await s3.send(new ListObjectsV2Command({ Bucket: 'plain', Delimiter: '/', Prefix: 'b/' }));
    expect(inside.Contents?.map(({ Key }) => Key)).toEqual(['b/1', 'b/2']);
    expect(inside.CommonPrefixes).toEqual([{ Prefix: 'b/c/' }]);
    const after = await s3.send(new ListObjectsV2Command({ Bucket: 'plain', StartAfter: 'b/2', MaxKeys: 2 }));
    expect(after.Contents?.map(({ Key }) => Key)).toEqual(['b/c/3', 'b0']);
    expect(after.IsTruncated).toBe(true);
    const encoded = await s3.send(new ListObjectsV2Command({ Bucket: 'plain', Prefix: '中', EncodingType: 'url' }));
    expect(encoded.Contents?.[0]?.Key).toBe('%E4%B8%AD/1');
  });

  test('many are deleted at once', async () => {
    const s3 = (await start()).client();
    for (const Key of ['a&b', 'c', 'd']) await s3.send(new PutObjectCommand({ Bucket: 'plain', Key, Body: 'x' }));
    const Objects = [{ Key: 'a&b' }, { Key: 'c' }, { Key: 'never there' }];
    const done = await s3.send(new DeleteObjectsCommand({ Bucket: 'plain', Delete: { Objects } }));
    expect(done.Deleted?.map(({ Key }) => Key)).toEqual(['a&b', 'c', 'never there']);
    const quiet = { Objects: [{ Key: 'd' }], Quiet: true };
    expect((await s3.send(new DeleteObjectsCommand({ Bucket: 'plain', Delete: quiet }))).Deleted).toBeUndefined();
    expect((await s3.send(new ListObjectsV2Command({ Bucket: 'plain' }))).KeyCount).toBe(0);
  });
});
