import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { bytesOf, DOMAIN_NOW, patterned, refusal, start } from './harness.ts';

const MIB = 1024 * 1024;

async function begin(s3: S3Client, Key: string, extra: Partial<CreateMultipartUploadCommandInput> = {}) {
  const { UploadId = '' } = await s3.send(new CreateMultipartUploadCommand({ Bucket: 'inbox', Key, ...extra }));
  const at = { Bucket: 'inbox', Key, UploadId };
  return {
    at,
    part: async (PartNumber: number, Body: Buffer, more: object = {}) => {
      const answer = await s3.send(new UploadPartCommand({ ...at, PartNumber, Body, ...more }));
      return { PartNumber, ETag: answer.ETag ?? '', answer };
    },
    complete: (Parts: { PartNumber: number; ETag: string }[], more: object = {}) =>
      s3.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts }, ...more })),
  };
}

describe('a multipart upload', () => {
  test('of 12 MB in any order is one object, announced once when it is complete', async () => {
    const { client, events, clock } = await start();
    const s3 = client();
    const body = patterned(12_000_000);
    const pieces = [body.subarray(0, 5 * MIB), body.subarray(5 * MIB, 10 * MIB), body.subarray(10 * MIB)];
    const upload = await begin(s3, '大包.zip', { ContentType: 'application/zip', Metadata: { slot: '7' } });
    const parts = [];
    for (const number of [3, 1, 2]) parts.push(await upload.part(number, pieces[number - 1] ?? Buffer.alloc(0)));
    const replaced = await upload.part(1, pieces[0] ?? Buffer.alloc(0));
    const ordered = [replaced, ...parts.filter((part) => part.PartNumber > 1)].sort(
      (a, b) => a.PartNumber - b.PartNumber,
    );
    expect(events).toEqual([]);
    expect(await refusal(s3.send(new HeadObjectCommand({ Bucket: 'inbox', Key: '大包.zip' })))).toBe('NotFound');
    clock.now = DOMAIN_NOW + 3_600_000;
    const done = await upload.complete(ordered);
    const md5s = pieces.map((piece) => createHash('md5').update(piece).digest());
    const etag = `${createHash('md5').update(Buffer.concat(md5s)).digest('hex')}-3`;
    expect(done.ETag).toBe(`"${etag}"`);
    const got = await s3.send(new GetObjectCommand({ Bucket: 'inbox', Key: '大包.zip' }));
    expect((await bytesOf(got.Body)).equals(body)).toBe(true);
    expect(got).toMatchObject({ ContentType: 'application/zip', Metadata: { slot: '7' }, ETag: `"${etag}"` });
    const Range = `bytes=${5 * MIB - 10}-${10 * MIB + 9}`;
    const across = await s3.send(new GetObjectCommand({ Bucket: 'inbox', Key: '大包.zip', Range }));
    expect((await bytesOf(across.Body)).equals(body.subarray(5 * MIB - 10, 10 * MIB + 10))).toBe(true);
    const said = { key: '大包.zip', size: body.length, etag, time: clock.now, reason: 'CompleteMultipartUpload' };
    expect(events).toMatchObject([said]);

    const again = await upload.complete(ordered);
    expect(again.ETag).toBe(done.ETag);
    expect(events).toHaveLength(1);
    expect(await refusal(upload.part(1, Buffer.from('late')))).toBe('NoSuchUpload');
    const copy = { Bucket: 'plain', Key: 'copy', CopySource: `inbox/${encodeURIComponent('大包.zip')}` };
    const copied = await s3.send(new CopyObjectCommand(copy));
    expect(copied.CopyObjectResult?.ETag).toBe(`"${createHash('md5').update(body).digest('hex')}"`);
  });

  test('can be listed and aborted', async () => {
    const s3 = (await start()).client();
    const one = await begin(s3, 'a/1');
    const two = await begin(s3, 'b/2');
    for (const number of [1, 2, 5]) await one.part(number, Buffer.from(`part ${number}`));
    const first = await s3.send(new ListPartsCommand({ ...one.at, MaxParts: 2 }));
    expect(first.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, 6],
      [2, 6],
    ]);
    expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2' });
    const rest = await s3.send(new ListPartsCommand({ ...one.at, PartNumberMarker: '2' }));
    expect(rest.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([5]);
    const uploads = async (extra: object = {}) => {
      const { Uploads } = await s3.send(new ListMultipartUploadsCommand({ Bucket: 'inbox', ...extra }));
      return (Uploads ?? []).map(({ UploadId }) => UploadId);
    };
    expect(await uploads()).toEqual([one.at.UploadId, two.at.UploadId]);
    expect(await uploads({ Prefix: 'b/' })).toEqual([two.at.UploadId]);
    expect(await uploads({ KeyMarker: 'a/1' })).toEqual([two.at.UploadId]);
    expect(await uploads({ MaxUploads: 1 })).toEqual([one.at.UploadId]);
    await s3.send(new AbortMultipartUploadCommand(one.at));
    expect(await uploads()).toEqual([two.at.UploadId]);
    expect(await refusal(s3.send(new ListPartsCommand(one.at)))).toBe('NoSuchUpload');
    expect(await refusal(s3.send(new AbortMultipartUploadCommand(one.at)))).toBe('NoSuchUpload');
  });

  test('is completed only with its own parts', async () => {
    const { client, events } = await start();
    const s3 = client();
    const upload = await begin(s3, 'k');
    const small = await upload.part(1, Buffer.from('small'));
    const last = await upload.part(2, Buffer.from('last'));
    expect(await refusal(upload.complete([small, last]))).toBe('EntityTooSmall');
    expect(await refusal(upload.complete([last, small]))).toBe('InvalidPartOrder');
    expect(await refusal(upload.complete([{ PartNumber: 1, ETag: last.ETag }]))).toBe('InvalidPart');
    expect(await refusal(upload.complete([{ PartNumber: 9, ETag: last.ETag }]))).toBe('InvalidPart');
    expect(await refusal(upload.complete([]))).toBe('MalformedXML');
    expect(await refusal(upload.part(0, Buffer.from('x')))).toBe('InvalidArgument');
    expect(events).toEqual([]);
    await upload.complete([last]);
    const got = await s3.send(new GetObjectCommand({ Bucket: 'inbox', Key: 'k' }));
    expect(await got.Body?.transformToString()).toBe('last');
  });

  test('respects If-None-Match, and can still be completed otherwise', async () => {
    const s3 = (await start()).client();
    const first = await begin(s3, 'k');
    const second = await begin(s3, 'k');
    const mine = await first.part(1, Buffer.from('1'));
    const yours = await second.part(1, Buffer.from('2'));
    await first.complete([mine], { IfNoneMatch: '*' });
    expect(await refusal(second.complete([yours], { IfNoneMatch: '*' }))).toBe('PreconditionFailed');
    await second.complete([yours]);
  });

  test('has the checksum it was begun with: of the parts, or of the whole', async () => {
    const s3 = (await start()).client();
    const pieces = [patterned(5 * MIB, 1), patterned(1000, 2)];
    const sha = await begin(s3, 'composite', { ChecksumAlgorithm: 'SHA256' });
    const parts = [];
    for (const [i, piece] of pieces.entries())
      parts.push(await sha.part(i + 1, piece, { ChecksumAlgorithm: 'SHA256' }));
    expect(await refusal(sha.complete(parts))).toBe('InvalidRequest');
    const checked = parts.map(({ PartNumber, ETag, answer }) => ({
      PartNumber,
      ETag,
      ChecksumSHA256: answer.ChecksumSHA256,
    }));
    const forged = checked.with(0, {
      PartNumber: 1,
      ETag: checked[0]?.ETag ?? '',
      ChecksumSHA256: `${'A'.repeat(43)}=`,
    });
    expect(await refusal(sha.complete(forged))).toBe('InvalidPart');
    const composite = await sha.complete(checked);
    const hashes = pieces.map((piece) => createHash('sha256').update(piece).digest());
    const expected = createHash('sha256').update(Buffer.concat(hashes)).digest('base64');
    expect(composite).toMatchObject({ ChecksumSHA256: `${expected}-2`, ChecksumType: 'COMPOSITE' });
    const crc = await begin(s3, 'whole', { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
    const crcParts = [];
    for (const [i, piece] of pieces.entries()) crcParts.push(await crc.part(i + 1, piece));
    const value = Buffer.alloc(4);
    value.writeUInt32BE(crc32(Buffer.concat(pieces)));
    const asserted = { ChecksumType: 'FULL_OBJECT', ChecksumCRC32: 'AAAAAA==' };
    expect(await refusal(crc.complete(crcParts, asserted))).toBe('BadDigest');
    const whole = await crc.complete(crcParts, { ...asserted, ChecksumCRC32: value.toString('base64') });
    expect(whole).toMatchObject({ ChecksumCRC32: value.toString('base64'), ChecksumType: 'FULL_OBJECT' });
    const got = await s3.send(new GetObjectCommand({ Bucket: 'inbox', Key: 'whole', ChecksumMode: 'ENABLED' }));
    expect(got.ChecksumCRC32).toBe(value.toString('base64'));
    expect((await bytesOf(got.Body)).equals(Buffer.concat(pieces))).toBe(true);
  });
});
