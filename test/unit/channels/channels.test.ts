import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NotSent, Refused } from '../../../functions/notify/channels/channel.ts';
import { mailError } from '../../../functions/notify/channels/mail.ts';
import { markdownText, robotChannel, robotSignature } from '../../../functions/notify/channels/robot.ts';
import { type SmsMessage, smsChannel, smsSignature } from '../../../functions/notify/channels/sms.ts';

interface Got {
  url: URL;
  headers: IncomingMessage['headers'];
  body: string;
}

/** The other side: answers what it was told to, one answer after the other, and the last one for ever. */
let answers: { status: number; body: string; location?: string }[] = [];
const got: Got[] = [];
let server: Server;
let address = '';

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    got.push({
      url: new URL(request.url ?? '', address),
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    });
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 500, body: '' };
    response
      .writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location })
      .end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => void got.splice(0));

const outside = { hosts: ['127.0.0.1'], pauseMs: 1 };
const ok = { status: 200, body: '{"errcode":0,"errmsg":"ok"}' };
const message = { title: '【待办】1 项', text: '### 某评选' };
const robot = (secret = '') => robotChannel(`${address}/robot/send?access_token=t`, secret, outside);
const sms: SmsMessage = { id: 'a', mobile: '13800000000', template: 'code', params: { code: '012345', minutes: '10' } };

describe('the group robot', () => {
  test('gets markdown, signed as DingTalk wants it', async () => {
    answers = [ok];
    await robot('SECRET').send(message);
    const [{ url, body } = { url: new URL('http://x'), body: '' }] = got;
    expect(JSON.parse(body)).toEqual({ msgtype: 'markdown', markdown: message });
    const timestamp = Number(url.searchParams.get('timestamp'));
    const expected = createHmac('sha256', 'SECRET').update(`${timestamp}\nSECRET`).digest('base64');
    expect(url.searchParams.get('sign')).toBe(expected);
    expect(robotSignature('SECRET', timestamp)).toBe(expected);
    expect(url.searchParams.get('access_token')).toBe('t');
  });

  test('is asked again, a few times, when it is down or busy', async () => {
    answers = [{ status: 502, body: '' }, { status: 429, body: '' }, ok];
    await robot().send(message);
    expect(got).toHaveLength(3);
    answers = [{ status: 500, body: '' }];
    await expect(robot().send(message)).rejects.toThrow(NotSent);
    expect(got).toHaveLength(6);
    answers = [{ status: 200, body: '{"errcode":130101}' }];
    await expect(robot().send(message)).rejects.toThrow(NotSent);
  });

  test('that refuses is not asked again', async () => {
    answers = [{ status: 200, body: '{"errcode":310000,"errmsg":"sign not match"}' }];
    await expect(robot().send(message)).rejects.toMatchObject({ name: 'Refused', code: '310000' });
    answers = [{ status: 403, body: '' }];
    await expect(robot().send(message)).rejects.toThrow(Refused);
    expect(got).toHaveLength(2);
  });

  test('leads nowhere else: another host, no TLS, a redirect', async () => {
    expect(() => robotChannel('https://example.com/robot/send', '', { hosts: [] })).toThrow('channel.host-not-allowed');
    expect(() => robotChannel('http://oapi.dingtalk.com/robot/send', '', { hosts: [] })).toThrow('channel.not-https');
    expect(() => robotChannel('https://oapi.dingtalk.com/robot/send', '', { hosts: [] })).not.toThrow();
    answers = [{ status: 302, body: '', location: 'http://example.com/' }];
    await expect(robot().send(message)).rejects.toThrow(Refused);
  });

  test('takes what people wrote for text', () => {
    expect(markdownText('[点我](http://x)\n# 大')).toBe('\\[点我\\]\\(http://x\\) \\# 大');
  });
});

describe('text messages', () => {
  test('go to the gateway by template, signed over time and body', async () => {
    answers = [{ status: 202, body: '' }];
    await smsChannel(`${address}/sms`, 'KEY', outside).send(sms);
    const body = got[0]?.body ?? '';
    expect(JSON.parse(body)).toEqual(sms);
    const timestamp = Number(got[0]?.headers['x-awards-timestamp']);
    expect(got[0]?.headers['x-awards-signature']).toBe(smsSignature('KEY', timestamp, body));
  });

  test('that are refused say so without the number', async () => {
    answers = [{ status: 422, body: '13800000000 is blocked' }];
    const failed = await smsChannel(`${address}/sms`, '', outside)
      .send(sms)
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Refused);
    expect(String(failed)).not.toContain('1380');
  });
});

describe('mail', () => {
  test.each([
    [{ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550, response: '550 <x@y.z> unknown' }, Refused],
    [{ code: 'EMESSAGE', command: 'DATA', responseCode: 554 }, Refused],
    [{ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 451 }, NotSent],
    [{ code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550 }, NotSent],
    [{ code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 }, NotSent],
    [new Error('socket'), NotSent],
  ])('%o is final only where it is about the recipient or the letter', (error, kind) => {
    const failed = mailError(error);
    expect(failed).toBeInstanceOf(kind);
    expect(failed.message).not.toContain('x@y.z');
  });
});
