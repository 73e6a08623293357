import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { WebDeps } from '../../../functions/web/deps.ts';
import { wholeApp } from '../../../functions/web/site.ts';

/** What a route is refused for is looked at before anything is read: these have no table, and whoever touched it would fail. */
const app = await wholeApp({
  assets: { files: new Map(), formScript: null, taskScript: null, verifiers: {} },
} as unknown as WebDeps);
beforeAll(() => void vi.spyOn(process.stdout, 'write').mockReturnValue(true));

const KB = 1024;
const MB = 1024 * KB;
/** Everything that takes a body, by its address; what is not here takes a form as a person types one. */
const LARGER: [route: RegExp, bytes: number, code: string][] = [
  [/^\/registers\/:kind$/, 4 * MB, 'registers.file-too-large'],
  [/\/scan$/, 4 * MB, 'scan.too-large'],
  [/^\/rounds\/:roundId\/objections$|^\/objections\/:objectionId$/, 4 * MB, 'objection.files-too-large'],
  [/^\/slots\/:applicationId\/(form|draft\.json|manifest\.json)$/, 1_500_000, 'draft.body-too-large'],
];
const limitOf = (route: string): [number, string] => {
  const [, bytes, code] = LARGER.find(([pattern]) => pattern.test(route)) ?? ['', 64 * KB, 'form.too-large'];
  return [bytes, code];
};
/** Room for the parts of a form with files in it. */
const AROUND = 64 * KB;
const routes = [...new Set(app.routes.filter(({ method }) => method === 'POST').map(({ path }) => path))];
const addressOf = (route: string) => route.replaceAll(/:\w+(\{[^}]*\})?/g, 'x');
const post = (route: string, bytes: number, type: string) =>
  app.request(addressOf(route), { method: 'POST', headers: { 'content-type': type }, body: 'x'.repeat(bytes) });

test('there are routes to look at, and every exception is one of them', () => {
  expect(routes.length).toBeGreaterThan(40);
  for (const [pattern] of LARGER)
    expect(
      routes.some((route) => pattern.test(route)),
      String(pattern),
    ).toBe(true);
  // The API takes 10 MB and the function 6 MB, of which a file in Base64 is three quarters.
  for (const [, bytes] of LARGER) expect((bytes + AROUND) / 3).toBeLessThan((6 * MB) / 4);
});

describe.each(routes)('POST %s', (route) => {
  const [bytes, code] = limitOf(route);

  test.each(['application/x-www-form-urlencoded', 'application/json', 'multipart/form-data; boundary=b'])(
    'refuses a body above its limit as %s, with its code',
    async (type) => {
      const answer = await post(route, bytes + AROUND + 1, type);
      expect(answer.status).toBe(413);
      expect(await answer.text()).toContain(code);
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    },
  );

  test('reads one that is within it', async () => {
    const answer = await post(route, bytes - AROUND > 0 ? bytes - AROUND : 100, 'text/plain');
    expect(answer.status).not.toBe(413);
  });
});
