import { expect, test } from 'vitest';
import { createApp } from '../../../functions/web/app.ts';
import type { WebDeps } from '../../../functions/web/deps.ts';

// Nothing is asked: a body that is too long goes no further than the door.
const app = createApp({} as WebDeps);
const posts = [...new Set(app.routes.filter(({ method }) => method === 'POST').map(({ path }) => path))];
const pathOf = (route: string) =>
  route
    .replace(/:file\{[^}]+\}/, 'a'.repeat(64))
    .replace(/:kind/, 'experts')
    .replace(/:[a-zA-Z]+/g, 'x-1');

/** Bytes that each takes at most; what is not here takes a form of 64 KB. */
const LARGER: [RegExp, number][] = [
  [/\/(form|draft\.json|manifest\.json)$/, 1_500_000],
  [/\/scan$|\/objections(\/x-1)?$|^\/registers\/experts$/, 4 * 1024 * 1024 + 64 * 1024],
];
const USUAL = 64 * 1024;

test.each(posts.map(pathOf))('POST %s refuses a body that is longer than what it is for', async (path) => {
  const most = LARGER.find(([paths]) => paths.test(path))?.[1] ?? USUAL;
  const headers = { 'content-length': String(most + 1), 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await app.request(path, { method: 'POST', headers, body: 'x' });
  expect(answer.status).toBe(413);
});

test('there are such routes', () => {
  expect(posts.length).toBeGreaterThan(30);
});
