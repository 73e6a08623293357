/** The parts of the site: each answers for its own addresses, and all of them together are the whole. */
import { expect, test } from 'vitest';
import type { WebDeps } from '../../../functions/web/deps.ts';
import { createSite, wholeApp } from '../../../functions/web/site.ts';

/** No table: a route that is there fails on it, or asks for a session; one that is not is 404. */
const deps = { assets: { files: new Map(), formScript: null, taskScript: null, verifiers: {} } } as unknown as WebDeps;
const whole = await wholeApp(deps);
const routes = whole.routes.filter(({ method }) => method === 'GET' || method === 'POST');
const addressOf = (route: string) => route.replaceAll(/:\w+(\{[^}]*\})?/g, 'x');
const plain = [...new Set(routes.map(({ method, path }) => `${method} ${addressOf(path)}`))].filter(
  // Where an address must look like something, an x is none.
  (key) => routes.some(({ method, path }) => `${method} ${addressOf(path)}` === key && !path.includes('{')),
);

test('there is something to ask', () => expect(plain.length).toBeGreaterThan(100));

test.each(plain)('%s is answered as by all pages together', async (key) => {
  const [method = '', path = ''] = key.split(' ');
  const { app } = createSite(deps);
  const [own, all] = await Promise.all([app, whole].map((one) => one.request(path, { method })));
  expect([own?.status, own?.headers.get('content-security-policy')]).toEqual([
    all?.status,
    all?.headers.get('content-security-policy'),
  ]);
});

test('what no part has is not found, without loading any', async () => {
  const { app } = createSite(deps);
  for (const path of ['/nothing', '/nothing/here', '//rounds', '/%2e%2e/rounds'])
    expect((await app.request(path)).status, path).toBe(404);
});

test('all parts are there once they are loaded', async () => {
  const { app, loadAll } = createSite(deps);
  await loadAll();
  expect((await app.request('/verify')).status).toBe((await whole.request('/verify')).status);
});
