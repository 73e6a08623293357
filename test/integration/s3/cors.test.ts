import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect, test } from 'vitest';
import type { BucketConfig } from '../../../infra/local/s3/server.ts';
import { outcome, start } from './harness.ts';

const inbox: BucketConfig = {
  versioned: false,
  notify: false,
  cors: [
    {
      AllowedOrigins: ['https://*.example.cn', 'http://127.0.0.1:8080'],
      AllowedMethods: ['PUT', 'POST'],
      AllowedHeaders: ['content-type', 'x-amz-*'],
      ExposedHeaders: ['ETag'],
      MaxAge: 300,
    },
    { AllowedOrigins: ['*'], AllowedMethods: ['GET'] },
  ],
};

async function ask(headers: Record<string, string>, bucket = 'inbox'): Promise<Response> {
  const { url } = await start({ buckets: { inbox, shut: { versioned: false, notify: false } } });
  return fetch(`${url}/${bucket}/k`, { method: 'OPTIONS', headers });
}

test('a preflight of an allowed origin', async () => {
  const response = await ask({
    origin: 'https://apply.example.cn',
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'Content-Type, X-Amz-Meta-Slot',
  });
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'access-control-allow-origin': 'https://apply.example.cn',
    'access-control-allow-methods': 'PUT, POST',
    'access-control-allow-headers': 'content-type, x-amz-meta-slot',
    'access-control-expose-headers': 'ETag',
    'access-control-max-age': '300',
    vary: expect.stringContaining('Origin'),
  });
});

test.each([
  ['http://127.0.0.1:49152', 'http://127.0.0.1:*', 200],
  ['http://127.0.0.1:49152', 'http://localhost:*', 403],
  ['http://127.0.0.1.evil.org:80', 'http://127.0.0.1:*', 403],
  ['https://a1b2.execute-api.cn-north-1.amazonaws.com.cn', 'https://*.execute-api.cn-north-1.amazonaws.com.cn', 200],
  ['https://a1b2.execute-api.eu-west-1.amazonaws.com.cn', 'https://*.execute-api.cn-north-1.amazonaws.com.cn', 403],
])('a page of %s where %s may', async (origin, allowed, status) => {
  const cors = [{ AllowedOrigins: [allowed], AllowedMethods: ['PUT'], AllowedHeaders: ['content-type'] }];
  const { url } = await start({ buckets: { own: { versioned: false, notify: false, cors } } });
  const asked = { origin, 'access-control-request-method': 'PUT' };
  expect((await fetch(`${url}/own/k`, { method: 'OPTIONS', headers: asked })).status).toBe(status);
});

test.each([
  ['origin', { origin: 'https://example.cn.evil.org', 'access-control-request-method': 'PUT' }, 'inbox'],
  ['method', { origin: 'https://a.example.cn', 'access-control-request-method': 'DELETE' }, 'inbox'],
  [
    'header',
    {
      origin: 'https://a.example.cn',
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'x-other',
    },
    'inbox',
  ],
  ['bucket', { origin: 'https://a.example.cn', 'access-control-request-method': 'PUT' }, 'shut'],
])('a preflight with another %s', async (_name, headers, bucket) => {
  const response = await ask(headers, bucket);
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
  expect(await outcome(response)).toBe('403 AccessForbidden');
});

test('an answer can be read by an allowed page, an error too', async () => {
  const { client, url } = await start({ buckets: { inbox } });
  const signed = await getSignedUrl(client(), new GetObjectCommand({ Bucket: 'inbox', Key: 'k' }), { expiresIn: 60 });
  const missing = await fetch(signed, { headers: { origin: 'https://anybody.org' } });
  expect(missing.status).toBe(404);
  expect(missing.headers.get('access-control-allow-origin')).toBe('*');
  const put = { method: 'PUT', body: 'x' };
  const page = await fetch(`${url}/inbox/k`, { ...put, headers: { origin: 'http://127.0.0.1:8080' } });
  expect(page.headers.get('access-control-allow-origin')).toBe('http://127.0.0.1:8080');
  const stranger = await fetch(`${url}/inbox/k`, { ...put, headers: { origin: 'http://127.0.0.1:8081' } });
  expect(stranger.headers.get('access-control-allow-origin')).toBeNull();
});
