import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { LinkPace } from '../../../functions/web/pace.ts';
import { createSite } from '../../../functions/web/site.ts';
import { endLink, endPerson } from '../../../shared/access/end.ts';
import { issueLink, tokenHash } from '../../../shared/links.ts';
import { AccessEndRecord, SessionRecord, TaskRecord } from '../../../shared/schemas/records.ts';
import { SESSION } from '../../../shared/sessions.ts';
import { keys } from '../../../shared/store/keys.ts';
import { doorsOf } from '../../browser/doors.ts';
import { type Site, startSite, submitted } from '../../browser/site.ts';
import { formsOf } from '../../unit/pages/markup.ts';
import { follow, get } from '../flows/visit.ts';

let site: Site;
let taskId: string;
/** Whose task it is. */
let district: string;
beforeAll(async () => {
  site = await startSite();
  taskId = `${await submitted(site, 'benchmark-enterprise')}~district.1`;
  district = (await site.table.get(keys.task(taskId), TaskRecord))?.assignee.id ?? '';
});
afterAll(() => site.stop());
afterEach(() => void vi.useRealTimers());

const doors = () => doorsOf(site);
const ends = () => site.table.all(keys.accessEndsPk(site.roundId), AccessEndRecord);
const valuesOf = (page: string, n: number): Record<string, string> =>
  Object.fromEntries((formsOf(page)[n] ?? []).map(({ name, value }) => [name, value]));
const codeOf = (page: string) => /<code>([a-z.-]+)<\/code><\/p>/.exec(page)?.[1];
const base = () => `/console/${site.roundId}`;

describe('an officer of the bureau', () => {
  test('ends all links of a person with their sessions, once however often it is sent, on record; new links open', async () => {
    const [work, door, console] = [
      await doors().work(taskId),
      await doors().task(taskId),
      await follow(await doors().console()),
    ];
    const [list, task] = [await follow(work), await follow(door)];
    const looked = await console.get(`${base()}/access?who=${district}`);
    expect(looked.html).toContain(site.world.registers.staff.find(({ staffId }) => staffId === district)?.name);
    const form = valuesOf(looked.html, 1);
    const send = (reason: string) => console.postRaw({ ...form, reason }, `${base()}/access/person`);
    expect((await send('')).status).toBe(422);
    expect((await list.get()).status).toBe(200);

    const done = await send('手机遗失');
    expect([done.status, done.location]).toEqual([303, `${base()}/audit?of=access&ended=ended`]);
    for (const visit of [list, task]) {
      const refused = await visit.get();
      expect([refused.status, codeOf(refused.html)]).toEqual([410, 'link.revoked']);
      expect(refused.html).toContain('重新发送链接');
    }
    expect(await codesOf([work, door])).toEqual(['link.revoked', 'link.revoked']);
    expect((await console.get()).status).toBe(200);

    const again = await follow(await doors().task(taskId));
    expect((await send('手机遗失')).location).toContain('ended=already');
    expect((await again.get()).status).toBe(200);
    const log = await console.get(`${base()}/audit?of=access&ended=ended`);
    expect(log.html).toContain('手机遗失');
    expect((await ends()).map(({ what, personId, reason }) => [what, personId, reason])).toEqual([
      ['person', district, '手机遗失'],
    ]);
  });

  test('ends one link by its address, and no other of the same person; an address is never shown or kept', async () => {
    const [leaked, other] = [await doors().task(taskId), await doors().task(taskId)];
    const [visit, still, console] = [await follow(leaked), await follow(other), await follow(await doors().console())];
    const page = await console.get(`${base()}/access`);
    const form = { ...valuesOf(page.html, 1), linkReason: '误转发' };
    const send = (link: string) => console.postRaw({ ...form, link }, `${base()}/access/link`);
    const unknown = await send(`${site.url}/l/${'x'.repeat(43)}`);
    expect([unknown.status, unknown.html.includes('没有找到这个链接')]).toEqual([422, true]);
    expect((await send(leaked)).location).toContain('ended=ended');
    expect((await send(leaked)).location).toContain('ended=already');
    expect(codeOf((await visit.get()).html)).toBe('link.revoked');
    expect((await still.get()).status).toBe(200);
    const token = leaked.split('/l/')[1] ?? 'none';
    const one = (await ends()).find(({ what }) => what === 'link');
    expect(one).toMatchObject({ linkHash: tokenHash(token), reason: '误转发', personId: district });
    expect((await console.get(`${base()}/audit?of=access`)).html).not.toContain(token);
  });

  test('is told where the round has nobody of that id, and no link of another round ends', async () => {
    const console = await follow(await doors().console());
    for (const who of ['nobody', '%00', '<script>', 'x'.repeat(300)]) {
      const { status, html } = await console.get(`${base()}/access?who=${encodeURIComponent(who)}`);
      expect([status, html.includes('本批次没有这个编号')]).toEqual([200, true]);
    }
    const expert = await console.get(`${base()}/access?who=${site.world.registers.experts[0]?.expertId}`);
    expect(expert.html).toContain('将停用“评审专家”');
    expect(expert.html).not.toMatch(/expert-\d{3}(?!\d)/);
    const order = { roundId: site.roundId, by: 's', reason: 'r' };
    expect(await endPerson(site.table, 'nobody', order)).toEqual({ status: 'unknown' });
    const validUntil = '2026-12-31T00:00:00.000Z';
    const opens = { kind: 'task', taskId } as const;
    const elsewhere = await issueLink(site.table, { roundId: 'other-1', opens, assigneeId: district, validUntil });
    expect(await endLink(site.table, elsewhere, order)).toEqual({ status: 'unknown' });
  });

  test('needs the page of its own session', async () => {
    const [console, other] = [await follow(await doors().console()), await follow(await doors().console())];
    const form = { ...valuesOf((await other.get(`${base()}/access?who=${district}`)).html, 1), reason: '无' };
    const refused = await console.postRaw(form, `${base()}/access/person`);
    expect([refused.status, codeOf(refused.html)]).toEqual([403, 'form.stale']);
  });
});

const codesOf = async (links: string[]) => Promise.all(links.map(async (link) => codeOf((await get(link)).html)));

describe('whoever came by a link', () => {
  test('signs out of this device: the way is on every page, the cookie opens nothing, and the link opens again', async () => {
    const link = await doors().task(taskId);
    const [visit, other] = [await follow(link), await follow(link)];
    const { html } = await visit.get();
    expect(html).toContain(`<a href="${visit.path}/sign-out">退出</a>`);
    expect((await get(`${site.url}/rounds/${site.roundId}`)).html).not.toContain('sign-out');
    const page = await visit.get(`${visit.path}/sign-out`);
    const done = await visit.postRaw(valuesOf(page.html, 0), `${visit.path}/sign-out`);
    expect([done.status, done.html.includes('已在本设备上退出'), done.html.includes('sign-out')]).toEqual([
      200,
      true,
      false,
    ]);
    const after = await visit.get();
    expect([after.status, codeOf(after.html)]).toEqual([403, 'session.ended']);
    expect((await other.get()).status).toBe(200);
    expect((await (await follow(link)).get()).status).toBe(200);
  });

  test('signs out everywhere: every session of the link ends, on record; its other links and the link itself still open', async () => {
    const [link, second] = [await doors().task(taskId), await doors().task(taskId)];
    const [here, there, apart] = [await follow(link), await follow(link), await follow(second)];
    const page = await here.get(`${here.path}/sign-out`);
    const done = await here.postRaw(valuesOf(page.html, 1), `${here.path}/sign-out`);
    expect(done.html).toContain('已在所有设备上退出');
    for (const visit of [here, there]) expect(codeOf((await visit.get()).html)).toBe('session.ended');
    expect((await apart.get()).status).toBe(200);
    expect((await (await follow(link)).get()).status).toBe(200);
    expect((await ends()).filter(({ what }) => what === 'sessions')).toMatchObject([
      { personId: district, by: district },
    ]);
  });

  test('can leave every kind of page', async () => {
    const links = [await doors().work(taskId), await doors().console(), await doors().registers()];
    for (const link of [...links, await doors().slot(taskId.split('~')[0] ?? '')]) {
      const visit = await follow(link);
      const page = await visit.get(`${visit.path}/sign-out`);
      expect((await visit.postRaw(valuesOf(page.html, 0), `${visit.path}/sign-out`)).status).toBe(200);
      expect(codeOf((await visit.get()).html)).toBe('session.ended');
    }
  });

  test('has a session for as long as a session lives, however busy', async () => {
    const visit = await follow(await doors().task(taskId));
    const key = keys.session(tokenHash(visit.cookie.split('=')[1] ?? ''));
    const opened = (await site.table.get(key, SessionRecord))?.openedAt ?? 0;
    vi.useFakeTimers({ toFake: ['Date'], now: opened * 1000 });
    const step = SESSION.idleSeconds - 1;
    let seconds = step;
    for (; seconds < SESSION.lifetimeSeconds; seconds += step) {
      vi.setSystemTime((opened + seconds) * 1000);
      expect([seconds, (await visit.get()).status]).toEqual([seconds, 200]);
    }
    vi.setSystemTime((opened + SESSION.lifetimeSeconds) * 1000);
    const over = await visit.get();
    expect([over.status, codeOf(over.html)]).toEqual([403, 'session.missing']);
  });
});

describe('a link that is used too often', () => {
  const START = Date.parse('2025-11-10T02:00:00.000Z');
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: START }));

  /** Another process of the function, over the same table. */
  const process = () =>
    createSite({ ...site, inboxBucket: 'inbox', pace: new LinkPace(site.table, { perMinute: 6, burst: 4 }) }).app;
  const open = async (app: ReturnType<typeof process>) => {
    const token = (await doors().task(taskId)).split('/l/')[1] ?? '';
    const opened = await app.request(`/l/${token}`);
    const path = opened.headers.get('location') ?? '';
    const headers = { cookie: (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
    return {
      look: () => app.request(path, { headers }),
      act: (by = app, values: Record<string, string> = { csrf: 'stale', reason: '理由“一”<b>' }) =>
        by.request(path, { method: 'POST', headers, body: new URLSearchParams(values) }),
      save: () =>
        app.request(`${path}/draft.json`, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: '{}',
        }),
    };
  };

  test('is asked to wait, over all processes, and loses nothing; others go on, and so does it when time has passed', async () => {
    const [one, two] = [process(), process()];
    const [busy, calm] = [await open(one), await open(one)];
    for (const app of [one, two, one, two]) expect((await busy.act(app)).status).toBe(403);
    const refused = await busy.act();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
    const page = await refused.text();
    expect(page).toContain('pace.too-fast');
    expect(valuesOf(page, 0)).toEqual({ csrf: 'stale', reason: '理由“一”<b>' });
    expect((await busy.act(two)).status).toBe(429);
    expect((await calm.act()).status).toBe(403);
    expect((await busy.look()).status).toBe(200);

    vi.setSystemTime(START + 10_000);
    // The burst is over, but what a minute may have is used up: what was refused counts, too.
    expect((await busy.act()).status).toBe(429);
    vi.setSystemTime(START + 60_000);
    expect((await busy.act()).status).toBe(403);
  });

  test('writes nothing for pages that are only looked at, nor once it is known to be over', async () => {
    const app = process();
    const visit = await open(app);
    const update = vi.spyOn(site.table, 'update');
    try {
      for (let i = 0; i < 20; i += 1) expect((await visit.look()).status).toBe(200);
      const looked = await visit.look();
      expect([looked.status, looked.headers.get('retry-after')]).toEqual([429, '10']);
      expect(await looked.text()).not.toContain('重新提交');
      expect(update).not.toHaveBeenCalled();
      for (let i = 0; i < 8; i += 1) await visit.act();
      expect(update).toHaveBeenCalledTimes(4);
    } finally {
      update.mockRestore();
    }
  });

  test('tells a script by code and header', async () => {
    const visit = await open(process());
    for (let i = 0; i < 4; i += 1) expect((await visit.save()).status).toBe(415);
    const refused = await visit.save();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
    expect(await refused.json()).toMatchObject({ code: 'pace.too-fast', message: expect.stringContaining('稍候') });
  });
});
