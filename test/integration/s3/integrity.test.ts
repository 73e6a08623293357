import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  type ChecksumAlgorithm,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, test } from 'vitest';
import { createDigest } from '../../../infra/local/s3/checksums.ts';
import { bytesOf, outcome, patterned, type Running, refusal, start } from './harness.ts';

const at = { Bucket: 'plain', Key: 'k' };

async function filesLeft({ dir }: Running): Promise<number> {
  const files = await readdir(dir, { recursive: true, withFileTypes: true });
  return files.filter((file) => file.isFile() && !file.name.startsWith('index.sqlite')).length;
}

describe('checksums', () => {
  // The check values of the CRC catalogue for the text 123456789.
  test.each([
    ['crc32', 'cbf43926'],
    ['crc32c', 'e3069283'],
    ['crc64nvme', 'ae8b14860a799888'],
  ])('%s', (algorithm, expected) => {
    const digest = createDigest(algorithm);
    digest.update(Buffer.from('12345'));
    digest.update(Buffer.from('6789'));
    expect(digest.value().toString('hex')).toBe(expected);
  });

  test.each<ChecksumAlgorithm>(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'])(
    '%s from the SDK, in a header and in a trailer',
    async (ChecksumAlgorithm) => {
      const s3 = (await start()).client();
      const body = patterned(70_000);
      const plain = await s3.send(new PutObjectCommand({ ...at, Body: body, ChecksumAlgorithm }));
      const stream = { Body: Readable.from([body.subarray(0, 100), body.subarray(100)]), ContentLength: body.length };
      const streamed = await s3.send(new PutObjectCommand({ ...at, ...stream, ChecksumAlgorithm }));
      const field = `Checksum${ChecksumAlgorithm}` as const;
      expect(plain).toHaveProperty(field, expect.any(String));
      expect(streamed).toMatchObject({ [field]: Reflect.get(plain, field) });
      // Here the SDK verifies what it reads against what we say.
      const got = await s3.send(new GetObjectCommand({ ...at, ChecksumMode: 'ENABLED' }));
      expect(await bytesOf(got.Body)).toEqual(body);
    },
  );

  test('an algorithm that we do not have is refused, never ignored', async () => {
    const { client, url } = await start();
    const signed = await getSignedUrl(client(), new PutObjectCommand(at), { expiresIn: 60 });
    expect(signed.startsWith(url)).toBe(true);
    const unhoistableHeaders = new Set(['x-amz-checksum-xxhash64']);
    const put = new PutObjectCommand({ ...at, ChecksumXXHASH64: 'AAAAAAAAAAA=' });
    const other = await getSignedUrl(client(), put, { expiresIn: 60, unhoistableHeaders });
    const response = await fetch(other, {
      method: 'PUT',
      body: 'x',
      headers: { 'x-amz-checksum-xxhash64': 'AAAAAAAAAAA=' },
    });
    expect(await outcome(response)).toBe('501 NotImplemented');
  });
});

describe('what was changed on its way is refused and leaves nothing', () => {
  const wrong = {
    md5: createHash('md5').update('other').digest('base64'),
    sha: createHash('sha256').update('other').digest('base64'),
  };

  test.each([
    ['Content-MD5', { ContentMD5: wrong.md5 }, 'BadDigest'],
    ['Content-MD5 that is none', { ContentMD5: 'abc' }, 'InvalidDigest'],
    ['SHA-256', { ChecksumSHA256: wrong.sha }, 'BadDigest'],
    ['CRC32', { ChecksumCRC32: 'AAAAAA==' }, 'BadDigest'],
    ['CRC64', { ChecksumCRC64NVME: 'AAAAAAAAAAA=' }, 'BadDigest'],
    ['a checksum of the wrong length', { ChecksumCRC32: 'AA==' }, 'InvalidRequest'],
  ])('%s', async (_name, sent, code) => {
    const running = await start();
    expect(await refusal(running.client().send(new PutObjectCommand({ ...at, Body: 'the body', ...sent })))).toBe(code);
    expect(await refusal(running.client().send(new HeadObjectCommand(at)))).toBe('NotFound');
    expect(await filesLeft(running)).toBe(0);
  });

  test('the payload hash of the signature', async () => {
    const running = await start();
    const s3 = running.client({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    s3.middlewareStack.add(
      (next) => (args) => {
        // The last step before the wire: a middleman with the same length.
        Object.assign(args.request as object, { body: 'THE BODY' });
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    expect(await refusal(s3.send(new PutObjectCommand({ ...at, Body: 'the body' })))).toBe('XAmzContentSHA256Mismatch');
    expect(await filesLeft(running)).toBe(0);
  });

  test('a list of deletions', async () => {
    const running = await start();
    const s3 = running.client();
    await s3.send(new PutObjectCommand({ ...at, Body: 'x' }));
    const Delete = { Objects: [{ Key: 'k' }] };
    const forged = new DeleteObjectsCommand({ Bucket: 'plain', Delete, ChecksumAlgorithm: 'CRC32' });
    forged.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { headers: object }).headers, { 'x-amz-checksum-crc32': 'AAAAAA==' });
        return next(args);
      },
      { step: 'build', priority: 'low' },
    );
    expect(await refusal(s3.send(forged))).toBe('BadDigest');
    await s3.send(new HeadObjectCommand(at));
  });
});

describe('aws-chunked', () => {
  async function chunked(body: string, length: string): Promise<string> {
    const { client } = await start();
    const s3 = client();
    const command = new PutObjectCommand({ ...at, Body: Readable.from([Buffer.from('x')]), ContentLength: 1 });
    command.middlewareStack.add(
      (next) => (args) => {
        Object.assign(args.request as object, { body });
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    command.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { headers: object }).headers, { 'x-amz-decoded-content-length': length });
        return next(args);
      },
      { step: 'build', priority: 'low' },
    );
    return s3.send(command).then(
      () => 'accepted',
      (error: Error) => error.name,
    );
  }

  // CRC32 of "hello".
  const trailer = 'x-amz-checksum-crc32:NhCmhg==\r\n\r\n';

  test.each([
    ['well-formed', `2\r\nhe\r\n3;chunk-extension=1\r\nllo\r\n0\r\n${trailer}`, '5', 'accepted'],
    ['a changed byte', `5\r\nhallo\r\n0\r\n${trailer}`, '5', 'BadDigest'],
    ['no trailer', '5\r\nhello\r\n0\r\n\r\n', '5', 'MalformedTrailerError'],
    ['a trailer that is none', '5\r\nhello\r\n0\r\nnonsense\r\n\r\n', '5', 'MalformedTrailerError'],
    ['shorter than announced', `5\r\nhello\r\n0\r\n${trailer}`, '6', 'IncompleteBody'],
    ['longer than announced', `5\r\nhello\r\n0\r\n${trailer}`, '4', 'EntityTooLarge'],
    ['no size', `hello\r\n0\r\n${trailer}`, '5', 'InvalidRequest'],
    ['a wrong size', `4\r\nhello\r\n0\r\n${trailer}`, '5', 'InvalidRequest'],
    ['cut off', '5\r\nhel', '5', 'IncompleteBody'],
  ])('%s', async (_name, body, length, expected) => {
    expect(await chunked(body, length)).toBe(expected);
  });
});
