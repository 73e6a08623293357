import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createSite } from '../../functions/web/site.ts';
import { checklistOf } from '../../shared/domain/checklist.ts';
import { tokenHash } from '../../shared/links.ts';
import {
  ApplicationRecord,
  LinkRecord,
  SessionRecord,
  TaskRecord,
  VersionRecord,
  WaitRecord,
} from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { Table } from '../../shared/store/table.ts';
import { policy as QINGDAO } from '../unit/package/fixture.ts';
import { unmarked } from '../unit/pages/foreign.ts';
import { formsOf } from '../unit/pages/markup.ts';
import { buildPackage } from '../world/packages.ts';
import { enter } from './applicant.ts';
import { planOf, type Site, startSite, submitted } from './site.ts';

let site: Site;
let applicationId: string;
let taskId: string;
beforeAll(async () => {
  site = await startSite();
  applicationId = await submitted(site, 'benchmark-enterprise');
  taskId = `${applicationId}~district.1`;
});
afterAll(() => site.stop());

/** Opens a link as a browser does: follows it once and keeps the cookie. */
async function open(link: string): Promise<{ location: string; cookie: string; attributes: string }> {
  const response = await fetch(link, { redirect: 'manual' });
  expect(response.status).toBe(303);
  const attributes = response.headers.get('set-cookie') ?? '';
  return {
    location: `${site.url}${response.headers.get('location')}`,
    cookie: attributes.split(';')[0] ?? '',
    attributes,
  };
}
const get = (address: string, cookie = '') => fetch(address, { headers: { cookie }, redirect: 'manual' });
const post = (address: string, cookie: string, form: Record<string, string>) =>
  fetch(address, { method: 'POST', headers: { cookie }, body: new URLSearchParams(form), redirect: 'manual' });
/** Every point of the checklist. */
const CHECKED = Object.fromEntries(
  checklistOf(QINGDAO, 'benchmark-enterprise').map(({ code }) => [`checks.${code}`, 'yes']),
);
const tokenOf = (link: string) => link.split('/l/')[1] ?? '';

async function taskLink(): Promise<string> {
  await site.table.update(keys.task(taskId), { set: { outbox: 'mail' } });
  await site.notify({ kind: 'task', taskId });
  return site.lastLink();
}

describe('the mail of a task', () => {
  test("goes once to the district's officer, with headers for programs, and leaves the outbox", async () => {
    const before = site.mails.length;
    await site.notify({ kind: 'task', taskId });
    await site.notify({ kind: 'task', taskId });
    expect(site.mails.length).toBe(before + 1);
    const mail = site.mails.at(-1);
    const application = await site.table.get(keys.application(applicationId), ApplicationRecord);
    const officer = site.world.registers.staff.find((row) => row.district === application?.district);
    expect(mail?.to).toMatchObject({ value: [{ address: officer?.email, name: officer?.name }] });
    expect(mail?.headers.get('x-awards-kind')).toBe('district-review');
    expect(mail?.headers.get('x-awards-subject')).toBe(taskId);
    expect(mail?.headers.get('x-awards-round')).toBe(site.roundId);
    expect(mail?.messageId).toBe(`<district-review.${applicationId}.district.1.0@awards.example.test>`);
    expect(mail?.subject).toContain(application?.title);
    const task = await site.table.get(keys.task(taskId), TaskRecord);
    expect(task?.outbox).toBeUndefined();
    expect(task?.mailedAt).toBeDefined();
  });

  test('that names no record is refused, by code', async () => {
    await expect(site.notify({ kind: 'task', taskId: `${applicationId}~district.9` })).rejects.toThrow(
      'mail.task-unknown',
    );
    await expect(site.notify({ kind: 'slot', applicationId: `${site.roundId}.b.0000000000000000` })).rejects.toThrow(
      'mail.slot-unknown',
    );
  });
});

describe('a link', () => {
  test('that is wrong, revoked or over gets a page that says which', async () => {
    const revoked = await taskLink();
    await site.table.update(keys.link(tokenHash(tokenOf(revoked))), { set: { revokedAt: '2025-11-10T02:00:00.000Z' } });
    const expired = await taskLink();
    await site.table.update(keys.link(tokenHash(tokenOf(expired))), {
      set: { validUntil: '2025-11-09T00:00:00.000Z' },
    });
    const answers = await Promise.all(
      [`${site.url}/l/nothing`, `${site.url}/l/${'x'.repeat(43)}`, revoked, expired].map((link) => get(link)),
    );
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 410, 410]);
    const pages = await Promise.all(answers.map((answer) => answer.text()));
    expect(pages.map((page) => /<code>([^<]+)/.exec(page)?.[1])).toEqual([
      'link.unknown',
      'link.unknown',
      'link.revoked',
      'link.expired',
    ]);
  });

  test('opens one page for its holder, by a cookie that scripts and other pages do not get; opening decides nothing', async () => {
    const link = await taskLink();
    const { location, cookie, attributes } = await open(link);
    expect(attributes).toMatch(/HttpOnly/i);
    expect(attributes).toMatch(/SameSite=Lax/i);
    expect(attributes).toContain(`Path=/tasks/${taskId}`);
    const page = await get(location, cookie);
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await get(location)).status).toBe(403);
    const other = await get(`${site.url}/tasks/${applicationId}~district.2`, cookie);
    expect(other.status).toBe(403);
    await open(link);
    expect((await site.table.get(keys.task(taskId), TaskRecord))?.status).toBe('open');
    const stored = await site.table.get(keys.link(tokenHash(tokenOf(link))), LinkRecord);
    expect(JSON.stringify(stored)).not.toContain(tokenOf(link));
  });

  test('is exchanged for a session: its token is in no cookie, and opens nothing as one', async () => {
    const link = await taskLink();
    const { location, cookie, attributes } = await open(link);
    expect(cookie).not.toContain(tokenOf(link));
    expect(attributes).toMatch(/Max-Age=43200/);
    expect((await get(location, `session=${tokenOf(link)}`)).status).toBe(403);
    expect((await open(link)).cookie).not.toBe(cookie);
    expect((await get(location, cookie)).status).toBe(200);
  });

  test('opens a session that is prolonged while it is used, and is over when it was idle', async () => {
    const { location, cookie } = await open(await taskLink());
    const key = keys.session(tokenHash(cookie.split('=')[1] ?? ''));
    const expiresIn = (seconds: number) =>
      site.table.update(key, { set: { expiresAt: Math.floor(Date.now() / 1000) + seconds } });
    expect((await get(location, cookie)).headers.get('set-cookie')).toBeNull();
    await expiresIn(3600);
    expect((await get(location, cookie)).headers.get('set-cookie')).toContain(cookie);
    expect((await site.table.get(key, SessionRecord))?.expiresAt).toBeGreaterThan(Date.now() / 1000 + 3600);
    await expiresIn(-1);
    const over = await get(location, cookie);
    expect(over.status).toBe(403);
    expect(await over.text()).toContain('session.missing');
  });
});

describe('the language', () => {
  const languageOf = async (answer: Response) => /<html lang="([^"]+)"/.exec(await answer.text())?.[1];

  test('is the one that was asked for last, on every page, errors too; Chinese for whoever asked for none', async () => {
    const asked = await get(`${site.url}/l/nothing?lang=en`);
    const kept = asked.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(asked.headers.get('set-cookie')).toMatch(/^lang=en;.*HttpOnly/);
    expect(await languageOf(asked)).toBe('en');
    expect(await languageOf(await get(`${site.url}/no-such-page`, kept))).toBe('en');
    expect(await languageOf(await get(`${site.url}/no-such-page?lang=zh`, kept))).toBe('zh-CN');
    expect(await languageOf(await get(`${site.url}/no-such-page?lang=%3Cscript%3E`))).toBe('zh-CN');
    expect(asked.headers.get('vary')).toContain('Cookie');
  });

  test('holds for tasks, and leads back', async () => {
    const { location, cookie } = await open(await taskLink());
    const page = await (await get(`${location}?lang=en`, cookie)).text();
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('<h1>District review</h1>');
    expect(page).toContain('<a href="?lang=zh" lang="zh-CN" hreflang="zh-CN">中文</a>');
  });

  test('is kept by who may be without a link, too: on public pages and their error pages', async () => {
    const round = `${site.url}/rounds/${site.roundId}`;
    for (const address of [`${site.url}/`, round, `${round}/notice`, `${round}/awards`, `${round}/objections`]) {
      const page = await (await get(address, 'lang=en')).text();
      expect(page).toContain('<html lang="en">');
      expect(page).toContain('<a href="?lang=zh" lang="zh-CN" hreflang="zh-CN">中文</a>');
      expect(unmarked(page)).toEqual([]);
    }
    const chosen = await get(`${site.url}/?round=${site.roundId}&lang=en`);
    expect(await chosen.text()).toContain(`<a href="?round=${site.roundId}&amp;lang=zh"`);
  });

  test('is the applicant’s, too: where the application stands, the form, a receipt, and what was wrong', async () => {
    const { link } = await enter(site, applicationId);
    const { location, cookie } = await open(link);
    const ask = (path: string, body?: URLSearchParams) =>
      fetch(`${location}${path}`, { headers: { cookie }, ...(body === undefined ? {} : { method: 'POST', body }) });
    const english = async (answer: Response) => {
      const page = await answer.text();
      expect(page).toContain('<html lang="en">');
      expect(unmarked(page)).toEqual([]);
      return page;
    };
    const status = await english(await ask('?lang=en'));
    expect(status).toContain('<a href="?lang=zh" lang="zh-CN" hreflang="zh-CN">中文</a>');
    expect(status).toContain('<strong>In review</strong>');
    expect(await english(await ask('/form?check=1&lang=en'))).toContain('<a href="?check=1&amp;lang=zh"');
    const receipt = /href="\/slots\/[^"/]+(\/receipts\/[^"]+)"/.exec(status)?.[1];
    if (receipt !== undefined) await english(await ask(`${receipt}?lang=en`));
    const csrf = /name="csrf" value="([^"]*)"/.exec(status)?.[1] ?? '';
    const unconfirmed = await ask('?lang=en', new URLSearchParams({ csrf }));
    expect(unconfirmed.status).toBe(422);
    expect(await english(unconfirmed)).toContain('Please tick the box to confirm.');
    const closed = await fetch(`${location}/upload.json?uploadId=%20&lang=en`, { headers: { cookie } });
    expect(await closed.json()).toMatchObject({ message: expect.stringMatching(/^uploadId can have only letters/) });
  });

  test('changes where the reader is: an odd address leads nowhere else, and a token is not written into the page', async () => {
    const page = await (await get(`${site.url}//elsewhere.example/%22%3E?a=%22%3E%3Cb%3E`)).text();
    const [, href = ''] = /<p class="language"><a href="([^"]*)"/.exec(page) ?? [];
    expect(href).toMatch(/^\?.*&amp;lang=en$/);
    expect(page).not.toContain('<b>');
    const token = 'x'.repeat(43);
    expect(await (await get(`${site.url}/l/${token}`)).text()).not.toContain(token);
  });
});

describe('the attachments of a task', () => {
  test('come one by one, each as what it is, and to nobody else', async () => {
    const { location, cookie } = await open(await taskLink());
    const page = await (await get(location, cookie)).text();
    const links = [...page.matchAll(/href="(\/tasks\/[^"]+\/attachments\/\d+)"/g)].map(
      ([, path]) => `${site.url}${path}`,
    );
    expect(page).toContain('未经恶意软件扫描');
    expect(links.length).toBeGreaterThanOrEqual(9);
    for (const address of links) {
      const answer = await get(address, cookie);
      expect(answer.status).toBe(303);
      const there = answer.headers.get('location') ?? '';
      // Whatever is in it: from another origin than the pages, for a few minutes.
      expect(new URL(there).origin).not.toBe(site.url);
      expect(Number(new URL(there).searchParams.get('X-Amz-Expires'))).toBeLessThanOrEqual(300);
      const file = await fetch(there);
      const type = file.headers.get('content-type') ?? '';
      const how = ['application/pdf', 'image/png', 'image/jpeg'].includes(type) ? 'inline' : 'attachment';
      expect(file.headers.get('content-disposition')).toMatch(new RegExp(`^${how}; .*filename\\*=UTF-8''%E`));
      const bytes = Buffer.from(await file.arrayBuffer());
      if (type === 'application/pdf') expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    }
    expect((await get(links[0] ?? '')).status).toBe(403);
    expect((await get(`${location}/attachments/999`, cookie)).status).toBe(404);
  });
});

describe('attachments that are not as usual', () => {
  async function pageOf(category: 'solution-product') {
    const id = await submitted(site, category, 'gbk-names');
    await site.notify({ kind: 'task', taskId: `${id}~district.1` });
    return { id, ...(await open(site.lastLink())) };
  }

  test('named in GBK by an old tool, they open all the same', async () => {
    const { id, location, cookie } = await pageOf('solution-product');
    const files = (await site.table.get(keys.version(id, 1), VersionRecord))?.files;
    const answer = await get(`${location}/attachments/1`, cookie);
    expect(answer.status).toBe(303);
    const file = await fetch(answer.headers.get('location') ?? '');
    expect(file.status).toBe(200);
    expect(
      createHash('sha256')
        .update(Buffer.from(await file.arrayBuffer()))
        .digest('hex'),
    ).toBe(files?.[1]?.sha256);
  });
});

describe('a decision', () => {
  test('needs the page it was given by, a form, and a readable size', async () => {
    const { location, cookie } = await open(await taskLink());
    const decision = { decision: 'recommend', opinion: '同意推荐。' };
    expect((await post(location, cookie, { ...decision, csrf: 'guessed' })).status).toBe(403);
    expect((await post(location, '', decision)).status).toBe(403);
    const json = { method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body: '{}' };
    expect((await fetch(location, json)).status).toBe(415);
    expect((await post(location, cookie, { opinion: '长'.repeat(30_000) })).status).toBe(413);
    expect((await site.table.get(keys.task(taskId), TaskRecord))?.status).toBe('open');
  });

  test('that is incomplete comes back with what was typed; complete, it counts once, however often it is sent', async () => {
    const { location, cookie } = await open(await taskLink());
    const [controls = []] = formsOf(await (await get(location, cookie)).text());
    const csrf = controls.find((control) => control.name === 'csrf')?.value ?? '';
    const incomplete = await post(location, cookie, { csrf, opinion: '材料齐全，<b>同意</b>' });
    expect(incomplete.status).toBe(422);
    const again = await incomplete.text();
    expect(again).toContain('请选择一项决定。');
    expect(
      formsOf(again)
        .flat()
        .find((control) => control.name === 'opinion')?.value,
    ).toBe('材料齐全，<b>同意</b>');

    const form = { csrf, decision: 'recommend', opinion: '材料齐全，同意推荐。', ...CHECKED };
    const answers = await Promise.all([1, 2, 3].map(() => post(location, cookie, form)));
    expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303]);
    const late = await post(location, cookie, { ...form, decision: 'not-recommend' });
    expect(late.status).toBe(303);
    const confirmation = await (await get(location, cookie)).text();
    expect(confirmation).toContain('已办理');
    expect(confirmation).toContain('材料齐全，同意推荐。');
    expect(formsOf(confirmation)).toEqual([]);
    const application = await site.table.get(keys.application(applicationId), ApplicationRecord);
    expect(application?.status).toBe('recommended');
    const wait = await site.table.get(keys.wait(taskId), WaitRecord);
    expect(wait).toMatchObject({ outcome: { decision: 'recommended' }, settle: 'due' });
  });
});

describe('an upload slot', () => {
  test('takes a package by its form, and says what became of it', async () => {
    const { id, plan } = planOf(site.world, 'service-provider');
    await site.notify({ kind: 'slot', applicationId: id });
    expect(site.mails.at(-1)?.headers.get('x-awards-kind')).toBe('slot');
    const { location, cookie } = await open(site.lastLink());
    const page = await get(location, cookie);
    expect(page.headers.get('content-security-policy')).toMatch(/form-action 'self' http:\/\/127\.0\.0\.1:\d+/);
    const [controls = []] = formsOf(await page.text());
    const form = new FormData();
    for (const control of controls) if (control.type === 'hidden') form.append(control.name, control.value);
    form.append('file', new Blob([Buffer.from(buildPackage(site.world, plan, 'good'))]), '材料.zip');
    const key = controls.find((control) => control.name === 'key')?.value ?? '';
    expect(key).toMatch(new RegExp(`^inbox/${site.roundId}/${id}/[\\w-]+\\.zip$`));
    const target = /action="([^"]+)" enctype/.exec(await (await get(location, cookie)).text())?.[1] ?? '';
    const uploaded = await fetch(target, { method: 'POST', body: form, redirect: 'manual' });
    expect(uploaded.status).toBe(303);
    expect(site.uploads.at(-1)?.key).toBe(key);
    const back = await get(uploaded.headers.get('location') ?? '', cookie);
    expect(await back.text()).toContain('核验中');
  });

  test('gives programs the same form, under a name of their own, and nothing after the deadline', async () => {
    const { id, plan } = planOf(site.world, 'chain-case');
    await site.notify({ kind: 'slot', applicationId: id });
    const { location, cookie } = await open(site.lastLink());
    const answer = await get(`${location}/upload.json?uploadId=mine-1`, cookie);
    const { url, fields, uploadId } = (await answer.json()) as {
      url: string;
      fields: Record<string, string>;
      uploadId: string;
    };
    expect(uploadId).toBe('mine-1');
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob([Buffer.from(buildPackage(site.world, plan, 'good'))]));
    expect((await fetch(url, { method: 'POST', body: form })).status).toBe(201);
    expect(site.uploads.at(-1)?.key).toBe(`inbox/${site.roundId}/${id}/mine-1.zip`);
    expect((await get(`${location}/upload.json?uploadId=a/b`, cookie)).status).toBe(400);
    expect((await get(`${location}/upload.json`)).status).toBe(403);
    const then = site.time.now;
    site.time.now = Date.parse('2025-11-28T09:00:00.001Z');
    try {
      expect((await get(`${location}/upload.json`, cookie)).status).toBe(410);
      const closed = await get(location, cookie);
      expect(formsOf(await closed.text())).toEqual([]);
    } finally {
      site.time.now = then;
    }
  });

  test('takes packages up to the limit, under its own name only', async () => {
    const { id } = planOf(site.world, 'solution-product');
    await site.notify({ kind: 'slot', applicationId: id });
    const { location, cookie } = await open(site.lastLink());
    const { url, fields } = (await (await get(`${location}/upload.json`, cookie)).json()) as {
      url: string;
      fields: Record<string, string>;
    };
    const policy = JSON.parse(Buffer.from(fields['Policy'] ?? '', 'base64').toString());
    expect(policy.conditions).toContainEqual(['content-length-range', 1, site.policy.intake.value.maxPackageBytes]);
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, key: 'inbox/elsewhere.zip' })) form.append(name, value);
    form.append('file', new Blob(['x']));
    expect((await fetch(url, { method: 'POST', body: form })).status).toBe(403);
  });
});

test('when a part fails the page says so by a number that the log has, and neither repeats link or path', async () => {
  const logged: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => logged.push(String(text)) > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => logged.push(String(text)) > 0);
  const token = 'a'.repeat(43);
  try {
    const broken = createSite({ ...site, inboxBucket: 'inbox', table: new Table('no-such-table', site.dynamo) }).app;
    const answer = await broken.request(`/l/${token}`);
    expect(answer.status).toBe(500);
    const page = await answer.text();
    const reference = /查询编号：<code>([0-9a-f]{8})<\/code>/.exec(page)?.[1] ?? 'none';
    expect(page).not.toMatch(/no-such-table|Exception|at /);
    expect(logged.join('')).toContain(reference);
    expect(logged.join('')).toContain('/l/:token');
    expect(logged.join('')).not.toContain(token);
  } finally {
    spy.mockRestore();
    vi.restoreAllMocks();
  }
});

test('what is not there has a page, and nothing of the inside shows', async () => {
  const round = await get(`${site.url}/rounds/${site.roundId}`);
  expect(round.status).toBe(200);
  expect(await round.text()).toContain('申报通知');
  expect((await get(`${site.url}/rounds/unknown-round`)).status).toBe(404);
  expect((await get(`${site.url}/rounds/${site.roundId}/notice`)).status).toBe(404);
  expect((await get(`${site.url}/rounds/${site.roundId}/awards`)).status).toBe(404);
  expect((await get(`${site.url}/nothing`)).status).toBe(404);
});
