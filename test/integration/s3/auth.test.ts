import { request as httpRequest } from 'node:http';
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, test } from 'vitest';
import { outcome, refusal, start } from './harness.ts';

const at = { Bucket: 'plain', Key: '申报/a b.txt' };

async function withObject() {
  const running = await start();
  const s3 = running.client();
  await s3.send(new PutObjectCommand({ ...at, Body: 'hello', ContentType: 'text/plain' }));
  return { ...running, s3 };
}

describe('a signature in the header', () => {
  test('of nobody, of somebody else, with another secret, for another region', async () => {
    const { url, client, operations } = await withObject();
    expect(await outcome(await fetch(`${url}/plain/k`))).toBe('403 AccessDenied');
    expect(await outcome(await fetch(`${url}/plain/k`, { method: 'PUT', body: 'x' }))).toBe('403 AccessDenied');
    const get = new GetObjectCommand(at);
    const other = client({ credentials: { accessKeyId: 'other', secretAccessKey: 'local' } });
    expect(await refusal(other.send(get))).toBe('InvalidAccessKeyId');
    const wrong = client({ credentials: { accessKeyId: 'local', secretAccessKey: 'guess' } });
    expect(await refusal(wrong.send(get))).toBe('SignatureDoesNotMatch');
    expect(await refusal(client({ region: 'eu-west-1' }).send(get))).toBe('AuthorizationHeaderMalformed');
    const late = client({ systemClockOffset: -3_600_000 });
    expect(await refusal(late.send(get))).toBe('RequestTimeTooSkewed');
    expect(operations).toEqual(['PutObject']);
  });

  test('a header added on the way', async () => {
    const { s3 } = await withObject();
    const put = new PutObjectCommand({ ...at, Body: 'x' });
    put.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { headers: object }).headers, { 'x-amz-meta-approved': 'yes' });
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    expect(await refusal(s3.send(put))).toBe('AccessDenied');
  });
});

describe('a presigned URL', () => {
  test('reads, with the headers it asks for', async () => {
    const { s3 } = await withObject();
    const overrides = {
      ResponseContentDisposition: 'attachment; filename="b c.txt"',
      ResponseContentType: 'application/pdf',
      ResponseCacheControl: 'no-cache',
    };
    const response = await fetch(
      await getSignedUrl(s3, new GetObjectCommand({ ...at, ...overrides }), { expiresIn: 60 }),
    );
    expect(await response.text()).toBe('hello');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="b c.txt"');
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('cache-control')).toBe('no-cache');
  });

  test('cannot give a name that headers cannot hold, unless it is encoded', async () => {
    const { s3 } = await withObject();
    const named = async (ResponseContentDisposition: string) => {
      const url = await getSignedUrl(s3, new GetObjectCommand({ ...at, ResponseContentDisposition }), {
        expiresIn: 60,
      });
      return outcome(await fetch(url));
    };
    expect(await named('attachment; filename="包.zip"')).toBe('400 InvalidArgument');
    expect(await named('attachment; filename="a"\r\nset-cookie: a=b')).toBe('400 InvalidArgument');
    expect(await named(`attachment; filename*=UTF-8''${encodeURIComponent('包.zip')}`)).toBe('200');
  });

  test('writes an object or a part', async () => {
    const { s3 } = await withObject();
    const put = { ...at, Key: 'new', ContentType: 'text/csv', Metadata: { slot: 'a b' } };
    const url = await getSignedUrl(s3, new PutObjectCommand(put), { expiresIn: 60 });
    const headers = { 'content-type': 'text/csv' };
    expect(await outcome(await fetch(url, { method: 'PUT', body: 'a,b', headers }))).toBe('200');
    const got = await s3.send(new GetObjectCommand({ Bucket: 'plain', Key: 'new' }));
    expect(await got.Body?.transformToString()).toBe('a,b');
    expect(got).toMatchObject({ ContentType: 'text/csv', Metadata: { slot: 'a b' } });
    const { UploadId = '' } = await s3.send(new CreateMultipartUploadCommand(at));
    const part = await getSignedUrl(s3, new UploadPartCommand({ ...at, UploadId, PartNumber: 1 }), { expiresIn: 60 });
    const answer = await fetch(part, { method: 'PUT', body: 'part' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).toMatch(/^"[0-9a-f]{32}"$/);
  });

  test('is good for that one thing only', async () => {
    const { s3 } = await withObject();
    const url = await getSignedUrl(s3, new GetObjectCommand(at), { expiresIn: 60 });
    const tried = async (changed: string, init?: RequestInit) => outcome(await fetch(changed, init));
    expect(await tried(url)).toBe('200');
    expect(await tried(url.replace('a%20b', 'a%20c'))).toBe('403 SignatureDoesNotMatch');
    expect(await tried(url.replace('Expires=60', 'Expires=6000'))).toBe('403 SignatureDoesNotMatch');
    expect(await tried(`${url}&response-content-type=text%2Fhtml`)).toBe('403 SignatureDoesNotMatch');
    expect(await tried(url, { method: 'PUT', body: 'x' })).toBe('403 SignatureDoesNotMatch');
    expect(await tried(url, { method: 'DELETE' })).toBe('403 SignatureDoesNotMatch');
    expect(await tried(url, { headers: { 'x-amz-meta-a': 'b' } })).toBe('403 AccessDenied');
    expect(await tried(url.replace(/Signature=[^&]+/, 'Signature=00'))).toBe('403 SignatureDoesNotMatch');
    expect(await tried(url.replace('Expires=60', 'Expires=604801'))).toBe('400 AuthorizationQueryParametersError');
  });

  test('expires by the real clock', async () => {
    const { s3, clock } = await withObject();
    const signingDate = new Date(Date.now() - 120_000);
    const sign = (expiresIn: number) => getSignedUrl(s3, new GetObjectCommand(at), { expiresIn, signingDate });
    expect(await outcome(await fetch(await sign(60)))).toBe('403 AccessDenied');
    clock.now = Date.UTC(2040, 0, 1);
    expect(await outcome(await fetch(await sign(600)))).toBe('200');
    const signedAhead = { expiresIn: 60, signingDate: new Date(Date.now() + 3_600_000) };
    expect(await outcome(await fetch(await getSignedUrl(s3, new GetObjectCommand(at), signedAhead)))).toBe(
      '403 AccessDenied',
    );
  });

  test('does not let a checksum in the URL decide, as S3 does not', async () => {
    const { s3 } = await withObject();
    const url = await getSignedUrl(s3, new PutObjectCommand({ ...at, Key: 'n' }), { expiresIn: 60 });
    // The SDK signs the checksum of the empty body that it had at hand.
    expect(url).toContain('x-amz-checksum-crc32=AAAAAA');
    expect(await outcome(await fetch(url, { method: 'PUT', body: 'not empty' }))).toBe('200');
  });
});

test('a bucket may stand in the host name', async () => {
  const { client, url, s3 } = await withObject();
  const port = new URL(url).port;
  const virtual = client({ forcePathStyle: false, endpoint: `http://localhost:${port}` });
  const signed = await getSignedUrl(virtual, new GetObjectCommand(at), { expiresIn: 60 });
  expect(new URL(signed).host).toBe(`plain.localhost:${port}`);
  // Names below localhost need not resolve here: connect to the address and send the name.
  const path = signed.slice(signed.indexOf('/', 8));
  const status = await new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, headers: { host: `plain.localhost:${port}` } };
    httpRequest(options, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });
  expect(status).toBe(200);
  s3.destroy();
});

test.each([
  ['GET', '?acl'],
  ['GET', '?tagging'],
  ['PUT', '?tagging'],
  ['PUT', '?retention'],
  ['GET', '?partNumber=1'],
  ['POST', '?restore'],
])('%s %s is not implemented, and says so', async (method, query) => {
  const { client, url } = await start();
  const s3 = client();
  // Any parameter of the SDK's own goes; the query is replaced before it is signed.
  const command = new GetObjectCommand(at);
  command.middlewareStack.add(
    (next) => (args) => {
      Object.assign(args.request as object, { method, query: Object.fromEntries(new URLSearchParams(query)) });
      return next(args);
    },
    { step: 'build', priority: 'low' },
  );
  const signed = await getSignedUrl(s3, command, { expiresIn: 60 });
  expect(signed.startsWith(url)).toBe(true);
  expect(await outcome(await fetch(signed, { method }))).toBe('501 NotImplemented');
});
