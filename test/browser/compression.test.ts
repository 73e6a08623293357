import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compressed } from '../../functions/web/compressed.ts';
import { STYLE, STYLE_PATH } from '../../shared/http/style.ts';
import { enter } from './applicant.ts';
import { planOf, type Site, startSite } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.stop());

interface Got {
  status: number;
  encoding: string | undefined;
  vary: string;
  bytes: Buffer;
}

/** An answer as it came, not unpacked. */
const get = (url: string, headers: Record<string, string> = {}): Promise<Got> =>
  new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => void parts.push(part));
      response.on('end', () => {
        const { statusCode: status = 0, headers: given } = response;
        const [encoding, vary = ''] = [given['content-encoding'], given['vary']];
        resolve({ status, encoding, vary, bytes: Buffer.concat(parts) });
      });
    })
      .on('error', reject)
      .end();
  });

const GZIP = { 'accept-encoding': 'br;q=0.9, gzip, deflate' };
const csrfOf = (html: string) => /name="csrf" value="([^"]*)"/.exec(html)?.[1] ?? '';

describe('answers', () => {
  test('are compressed for whoever asks, and only then', async () => {
    const { id } = planOf(site.world, 'chain-case');
    const { home, link } = await enter(site, id);
    const opened = await fetch(link, { redirect: 'manual' });
    const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
    const script = [...site.assets.files.keys()][0];
    const round = `${site.url}/rounds/${site.roundId}`;
    for (const url of [round, home, `${site.url}${STYLE_PATH}`, `${site.url}/assets/${script}`]) {
      const [packed, plain, none] = await Promise.all(
        [GZIP, {}, { 'accept-encoding': 'gzip;q=0' }].map((headers) => get(url, { cookie, ...headers })),
      );
      expect(packed, url).toMatchObject({ status: 200, encoding: 'gzip' });
      expect(plain?.encoding).toBeUndefined();
      expect(none?.encoding).toBeUndefined();
      expect(packed?.vary).toMatch(/Accept-Encoding/i);
      expect(gunzipSync(packed?.bytes ?? '').length).toBe(plain?.bytes.length);
    }
    const short = await get(`${site.url}/healthz`, GZIP);
    expect(short).toMatchObject({ status: 200, encoding: undefined });
    expect(JSON.parse(short.bytes.toString())).toEqual({ ok: true });
    const style = await get(`${site.url}${STYLE_PATH}`, GZIP);
    expect(gunzipSync(style.bytes).toString()).toBe(STYLE);
    expect(style.bytes.length).toBeLessThan(STYLE.length / 3);
  });

  test('are texts of any kind, once they are long enough; what is compressed by itself is left alone', async () => {
    const app = new Hono();
    app.use(compressed);
    app.get('/json', (c) => c.json({ text: '长'.repeat(1000) }));
    app.get('/zip', (c) => c.body('x'.repeat(2000), 200, { 'Content-Type': 'application/zip' }));
    const json = await app.request('/json', { headers: GZIP });
    expect(json.headers.get('content-encoding')).toBe('gzip');
    expect(JSON.parse(gunzipSync(await json.arrayBuffer()).toString())).toEqual({ text: '长'.repeat(1000) });
    const zip = await app.request('/zip', { headers: GZIP });
    expect(zip.headers.get('content-encoding')).toBeNull();
    expect((await zip.text()).length).toBe(2000);
  });

  test('hold no secret twice: what they compress to tells nothing of it', async () => {
    const { id } = planOf(site.world, 'service-provider');
    const { get: page, send } = await enter(site, id);
    const [one, other] = await Promise.all([page('/form'), page('/form')]);
    const tokens = await Promise.all([one, other].map(async (answer) => csrfOf((await answer.text()) ?? '')));
    const [first = '', second = ''] = tokens;
    expect(first).toMatch(/^[\w-]{86}$/);
    for (let at = 0; at + 8 <= first.length; at += 1) expect(second).not.toContain(first.slice(at, at + 8));
    for (const csrf of tokens)
      expect((await send('draft.json', { csrf, revision: tokens.indexOf(csrf), values: {} })).status).toBe(200);
    const made = await send('draft.json', { csrf: first.replaceAll(/[a-m]/g, 'z'), revision: 2, values: {} });
    expect(made.status).toBe(403);
  });
});
