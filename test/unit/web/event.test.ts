/** A request is the same to the pages, whether an HTTP API or a REST API hands it over. */
import { Hono } from 'hono';
import { handle, type LambdaEvent } from 'hono/aws-lambda';
import { setCookie } from 'hono/cookie';
import { expect, test } from 'vitest';
import { addressOfVisitor, originOf } from '../../../functions/web/address.ts';
import { RequestEvent } from '../../../functions/web/event.ts';

const app = new Hono().post('/slots/:id', async (c) => {
  setCookie(c, 'a', '1');
  setCookie(c, 'b', '2');
  const body = Buffer.from(await c.req.arrayBuffer()).toString('hex');
  return c.json({
    id: c.req.param('id'),
    from: addressOfVisitor(c),
    origin: originOf(c),
    lang: c.req.query('lang'),
    cookie: c.req.header('cookie'),
    body,
  });
});
const answer = handle(app);
const sent = Buffer.from([0, 255, 128]);
const common = { body: sent.toString('base64'), isBase64Encoded: true };
const headers = { Host: 'awards.example.cn', 'X-Forwarded-Proto': 'https', cookie: 'session=x' };

const http = {
  version: '2.0',
  routeKey: '$default',
  rawPath: '/slots/a-1',
  rawQueryString: 'lang=en',
  headers: { host: headers.Host, 'x-forwarded-proto': 'https' },
  cookies: [headers.cookie],
  requestContext: { domainName: headers.Host, http: { method: 'POST', sourceIp: '192.0.2.7' } },
  ...common,
};
const rest = {
  resource: '/slots/{applicationId}',
  path: '/slots/a-1',
  httpMethod: 'POST',
  headers,
  multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
  queryStringParameters: { lang: 'en' },
  multiValueQueryStringParameters: { lang: ['en'] },
  requestContext: { domainName: headers.Host, path: '/slots/a-1', stage: 'prod', identity: { sourceIp: '192.0.2.7' } },
  ...common,
};

test.each([
  ['an HTTP API', http],
  ['a REST API', rest],
])('%s', async (_, event) => {
  expect(RequestEvent.safeParse(event).success).toBe(true);
  // As it comes from outside: whole events have much more than what is read of them.
  const got = await answer(event as unknown as LambdaEvent);
  expect(got.statusCode).toBe(200);
  expect(JSON.parse(got.body)).toEqual({
    id: 'a-1',
    from: '192.0.2.7',
    origin: 'https://awards.example.cn',
    lang: 'en',
    cookie: 'session=x',
    body: sent.toString('hex'),
  });
  // An answer has the one or the other, which the adapter's type does not tell.
  const { cookies, multiValueHeaders } = got as unknown as {
    cookies?: string[];
    multiValueHeaders?: Record<string, string[]>;
  };
  expect(cookies ?? multiValueHeaders?.['set-cookie']).toEqual(['a=1; Path=/', 'b=2; Path=/']);
});

test.each([
  ['nothing', {}],
  ['an event of a queue', { Records: [] }],
  ['half of one', { ...rest, requestContext: {} }],
  ['half of the other', { ...http, rawPath: undefined }],
])('%s is no request', (_, event) => {
  expect(RequestEvent.safeParse(event).success).toBe(false);
});
