import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect, onTestFinished, test } from 'vitest';
import { start } from './harness.ts';

/** One connection for all requests, so that whatever one leaves unread stands in the way of the next. */
async function oneConnection() {
  const running = await start();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const exchange = async (url: string, method: string, headers: Record<string, string>, body: Buffer) => {
    const sent: ClientRequest = request(url, { agent, method, headers });
    sent.end(body);
    const [response]: IncomingMessage[] = await once(sent, 'response');
    if (!response) throw new Error('no answer');
    const answer = await text(response);
    const [code, message] = ['Code', 'Message'].map((name) => answer.split(`<${name}>`)[1]?.split('<')[0]);
    return { status: response.statusCode, code, message, reused: sent.reusedSocket };
  };
  const s3 = running.client();
  const put = async () => {
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket: 'plain', Key: 'next' }), { expiresIn: 60 });
    const answer = await exchange(url, 'PUT', { 'content-length': '1' }, Buffer.from('x'));
    expect(answer).toMatchObject({ status: 200, reused: true });
  };
  return { ...running, s3, exchange, put };
}

test('a refused upload of any size does not break the connection', async () => {
  const { url, exchange, put } = await oneConnection();
  const body = Buffer.alloc(3_000_000);
  const refused = await exchange(`${url}/plain/k`, 'PUT', { 'content-length': String(body.length) }, body);
  expect(refused).toMatchObject({ status: 403, code: 'AccessDenied' });
  await put();
});

test('nor does a form that is too large, or wrong before its file', async () => {
  const { s3, exchange, put } = await oneConnection();
  const Conditions = [['content-length-range', 0, 1000] as ['content-length-range', number, number]];
  const { url, fields } = await createPresignedPost(s3, { Bucket: 'plain', Key: 'k', Conditions });
  const post = (form: Record<string, string>) => {
    const part = (name: string, value: string) =>
      `--XX\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const head = Object.entries(form).map(([name, value]) => part(name, value));
    const body = Buffer.from([...head, part('file', 'x'.repeat(3_000_000)), '--XX--\r\n'].join(''));
    const headers = { 'content-type': 'multipart/form-data; boundary="XX"', 'content-length': String(body.length) };
    return exchange(url, 'POST', headers, body);
  };
  expect(await post(fields)).toMatchObject({ status: 400, code: 'EntityTooLarge' });
  await put();
  expect(await post({ ...fields, key: 'other' })).toMatchObject({ status: 403, code: 'AccessDenied' });
  await put();
});

test('nor does a chunked body that is not', async () => {
  const { s3, exchange, put } = await oneConnection();
  const streamed = {
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-decoded-content-length': '5',
  };
  const command = new PutObjectCommand({ Bucket: 'plain', Key: 'k' });
  command.middlewareStack.add(
    (next) => (args) => {
      Object.assign((args.request as { headers: object }).headers, streamed);
      return next(args);
    },
    { step: 'build', priority: 'low' },
  );
  const unhoistableHeaders = new Set(Object.keys(streamed));
  const url = await getSignedUrl(s3, command, { expiresIn: 60, unhoistableHeaders });
  const body = Buffer.from('no size\r\n'.padEnd(2_000_000, 'x'));
  const headers = { ...streamed, 'content-length': String(body.length) };
  expect(await exchange(url, 'PUT', headers, body)).toMatchObject({
    status: 400,
    message: expect.stringContaining('chunk'),
  });
  await put();
});

test('a body without a length is refused', async () => {
  const { s3, exchange } = await oneConnection();
  const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket: 'plain', Key: 'k' }), { expiresIn: 60 });
  const answer = await exchange(url, 'PUT', { 'transfer-encoding': 'chunked' }, Buffer.from('x'));
  expect(answer).toMatchObject({ status: 411, code: 'MissingContentLength' });
});
