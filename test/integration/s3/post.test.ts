import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect, test } from 'vitest';
import { bytesOf, DOMAIN_NOW, outcome, patterned, start } from './harness.ts';

interface Change {
  fields?: Record<string, string>;
  drop?: string;
  file?: Buffer;
  fileName?: string;
}

async function setUp(options: Partial<PresignedPostOptions> = {}) {
  const running = await start();
  const s3 = running.client();
  const signed = await createPresignedPost(s3, {
    Bucket: 'inbox',
    Key: '申报/slot-1/包.zip',
    Conditions: [
      ['content-length-range', 3, 300_000],
      ['starts-with', '$Content-Type', 'application/'],
      ['eq', '$x-amz-meta-slot', 's-1'],
      ['starts-with', '$success_action_status', ''],
    ],
    Expires: 600,
    ...options,
  });
  const submit = (change: Change = {}) => {
    const form = new FormData();
    const usual = { 'Content-Type': 'application/zip', 'x-amz-meta-slot': 's-1', ...signed.fields };
    for (const [name, value] of Object.entries({ ...usual, ...change.fields })) {
      if (name !== change.drop) form.append(name, value);
    }
    const file = new Blob([new Uint8Array(change.file ?? Buffer.from('zip bytes'))], { type: 'text/html' });
    form.append('file', file, change.fileName ?? 'C:\\我的 文件.zip');
    return fetch(signed.url, { method: 'POST', body: form, redirect: 'manual' });
  };
  return { ...running, s3, submit };
}

test('a form uploads what its policy allows', async () => {
  const { submit, s3, events, operations } = await setUp();
  const body = patterned(250_000);
  const response = await submit({ file: body });
  expect(response.status).toBe(204);
  const Key = '申报/slot-1/包.zip';
  const got = await s3.send(new GetObjectCommand({ Bucket: 'inbox', Key }));
  expect(await bytesOf(got.Body)).toEqual(body);
  expect(got).toMatchObject({
    ContentType: 'application/zip',
    Metadata: { slot: 's-1' },
    ETag: response.headers.get('etag'),
  });
  expect(events).toMatchObject([
    { bucket: 'inbox', key: Key, size: body.length, time: DOMAIN_NOW, reason: 'PostObject' },
  ]);
  expect(operations).toEqual(['PostObject', 'GetObject']);
});

test('the answer is the one asked for', async () => {
  const { submit } = await setUp();
  expect((await submit({ fields: { success_action_status: '200' } })).status).toBe(200);
  const created = await submit({ fields: { success_action_status: '201' } });
  expect(created.status).toBe(201);
  expect(await created.text()).toContain('<Key>申报/slot-1/包.zip</Key>');
  expect((await submit({ fields: { success_action_status: '404' } })).status).toBe(204);
  const redirecting = await setUp({ Fields: { success_action_redirect: 'http://127.0.0.1/done?a=1' } });
  const redirected = await redirecting.submit();
  expect(redirected.status).toBe(303);
  const target = new URL(redirected.headers.get('location') ?? '');
  expect(Object.fromEntries(target.searchParams)).toMatchObject({ a: '1', bucket: 'inbox', key: '申报/slot-1/包.zip' });
});

test('what a browser says in Chinese comes back', async () => {
  const spoken = { 'x-amz-meta-name': '甲公司', 'Content-Disposition': 'attachment; filename="包.zip"' };
  const { submit, s3 } = await setUp({ Fields: spoken });
  expect((await submit()).status).toBe(204);
  const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket: 'inbox', Key: '申报/slot-1/包.zip' }));
  const { headers } = await fetch(url);
  expect(headers.get('x-amz-meta-name')).toBe(`=?UTF-8?B?${Buffer.from('甲公司').toString('base64')}?=`);
  const disposition = Buffer.from(headers.get('content-disposition') ?? '', 'latin1').toString('utf8');
  expect(disposition).toBe(spoken['Content-Disposition']);
  const smuggling = await setUp({ Fields: { 'x-amz-meta-name': 'a\r\nset-cookie: a=b' } });
  expect(await outcome(await smuggling.submit())).toBe('400 InvalidArgument');
});

test('the key may take the name of the file, without its folders', async () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: S3's own placeholder
  const { submit, s3 } = await setUp({ Key: 'in/${filename}' });
  expect((await submit()).status).toBe(204);
  await s3.send(new HeadObjectCommand({ Bucket: 'inbox', Key: 'in/我的 文件.zip' }));
});

test.each<[string, Change, string]>([
  ['another key', { fields: { key: '申报/slot-2/包.zip' } }, '403 AccessDenied'],
  ['another type', { fields: { 'Content-Type': 'text/html' } }, '403 AccessDenied'],
  ['another slot', { fields: { 'x-amz-meta-slot': 's-2' } }, '403 AccessDenied'],
  ['no slot', { drop: 'x-amz-meta-slot' }, '403 AccessDenied'],
  ['a field nobody allowed', { fields: { 'x-amz-meta-more': '1' } }, '403 AccessDenied'],
  ['too small', { file: Buffer.from('zi') }, '400 EntityTooSmall'],
  ['too large', { file: Buffer.alloc(300_001) }, '400 EntityTooLarge'],
  ['another signature', { fields: { 'X-Amz-Signature': '0'.repeat(64) } }, '403 SignatureDoesNotMatch'],
  [
    'another policy',
    { fields: { Policy: Buffer.from('{"conditions":[]}').toString('base64') } },
    '403 SignatureDoesNotMatch',
  ],
  ['no policy', { drop: 'Policy' }, '403 AccessDenied'],
  ['no key', { drop: 'key' }, '400 InvalidArgument'],
  ['fields too large', { fields: { 'x-ignore-me': 'x'.repeat(30_000) } }, '400 MalformedPOSTRequest'],
])('refused, with nothing stored: %s', async (_name, change, expected) => {
  const { submit, s3, events } = await setUp();
  expect(await outcome(await submit(change))).toBe(expected);
  expect((await s3.send(new ListObjectsV2Command({ Bucket: 'inbox' }))).KeyCount).toBe(0);
  expect(events).toEqual([]);
  // The connection is still good for the next one.
  expect((await submit({ fields: { 'x-ignore-this': '1' } })).status).toBe(204);
});

test('an expired policy, by the real clock', async () => {
  const { submit } = await setUp({ Expires: -1 });
  const response = await submit();
  expect(response.status).toBe(403);
  expect(await response.text()).toContain('Policy expired');
});

test('a form without a file, or cut off', async () => {
  const { url } = await start();
  const post = async (body: string) => {
    const headers = { 'content-type': 'multipart/form-data; boundary=XX' };
    return outcome(await fetch(`${url}/inbox`, { method: 'POST', body, headers }));
  };
  const field = '--XX\r\nContent-Disposition: form-data; name="key"\r\n\r\nk\r\n';
  expect(await post(`${field}--XX--\r\n`)).toBe('400 InvalidArgument');
  expect(await post(field)).toBe('400 IncompleteBody');
  expect(await post('no form')).toBe('400 IncompleteBody');
  expect(await post(`${field}${field}--XX--\r\n`)).toBe('400 MalformedPOSTRequest');
});
