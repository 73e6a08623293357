import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueLink } from '../../../shared/links.ts';
import { ActionRecord, ApplicationRecord, TaskRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { getMany, upTo } from '../../../shared/store/many.ts';
import { seated } from '../../browser/later.ts';
import { type Site, startSite, submitted } from '../../browser/site.ts';
import { formsOf } from '../../unit/pages/markup.ts';
import { follow, get } from '../flows/visit.ts';

let site: Site;
let enterprise: string;
let provider: string;
beforeAll(async () => {
  site = await startSite();
  enterprise = await submitted(site, 'benchmark-enterprise');
  provider = await submitted(site, 'service-provider');
});
afterAll(() => site.stop());

const staff = (role: 'bureau' | 'district') => site.world.registers.staff.filter((row) => row.role === role);
async function officer(staffId = staff('bureau')[0]?.staffId ?? '', roundId = site.roundId) {
  const token = await issueLink(site.table, {
    roundId,
    opens: { kind: 'console', roundId },
    assigneeId: staffId,
    validUntil: '2026-01-01T00:00:00.000Z',
  });
  return follow(`${site.url}/l/${token}`);
}
const taskOf = (id: string) => site.table.get(keys.task(id), TaskRecord);
const actions = () => site.table.all(keys.actionsPk(site.roundId), ActionRecord);
const valuesOf = (page: string, n: number): Record<string, string> =>
  Object.fromEntries((formsOf(page)[n] ?? []).map(({ name, value }) => [name, value]));
const base = () => `/console/${site.roundId}`;
const PAGES = ['', '/funnel', '/tasks', '/panels', '/money', '/scores', '/search', '/registers', '/audit'];

describe('the console', () => {
  test('opens for an officer of the bureau by its own link, all its pages', async () => {
    const person = await officer();
    expect(person.path).toBe(base());
    for (const page of PAGES) {
      const answer = await person.get(`${base()}${page}`);
      expect([page, answer.status]).toEqual([page, 200]);
      expect(answer.html).toContain('aria-current="page"');
    }
    expect((await person.get()).html).toContain('2 件未办结');
  });

  test('opens for nobody else: no link, another page’s link, a district’s officer, another round', async () => {
    for (const page of PAGES) expect((await get(`${site.url}${base()}${page}`)).status).toBe(403);
    const district = await officer(staff('district')[0]?.staffId);
    expect((await district.get()).html).toContain('console.no-officer');
    const person = await officer();
    expect((await person.get('/console/other-round')).status).toBe(403);
    expect((await person.get('/registers')).status).toBe(403);
    const elsewhere = await officer(undefined, 'other-round');
    expect((await elsewhere.get(base())).status).toBe(403);
    expect((await elsewhere.get('/console/other-round')).status).toBe(403);
  });

  test('takes what nobody would ask for as nothing asked: no page breaks', async () => {
    const person = await officer();
    const odd = ['', 'x'.repeat(3000), '%00', '甲<script>', '9'.repeat(400)].map((text) => encodeURIComponent(text));
    const asked = odd.flatMap((text) => [
      ...['actions', 'mendings', 'applications', text].map((part) => `/audit?of=${part}&after=${text}`),
      ...[`/audit?sent=${text}&asked=1`, `/search?q=${text}`, `/tasks?role=${text}&who=${text}`],
    ]);
    for (const path of asked) {
      const { status, html } = await person.get(`${base()}${path}`);
      expect([path.slice(0, 60), status]).toEqual([path.slice(0, 60), 200]);
      expect(html).not.toContain('<script>');
    }
  });

  test('counts the funnel by category and district', async () => {
    const person = await officer();
    const csv = (await person.get(`${base()}/tables/funnel-categories.csv`)).html;
    const invited = site.world.registers.invitations.length;
    expect(csv.trim().split('\r\n').at(-1)).toBe(`合计,${invited},2,2,0,0,0,0,0`);
    expect((await person.get(`${base()}/tables/funnel-districts.csv`)).html.split('\r\n').length).toBeGreaterThan(2);
  });

  test('gives every table as CSV and Excel, and nothing of scores before experts are done', async () => {
    const person = await officer();
    for (const name of ['stages', 'open-districts', 'open-experts', 'holders', 'funnel-categories', 'funnel-districts'])
      for (const type of ['csv', 'xlsx'])
        expect([name, (await person.get(`${base()}/tables/${name}.${type}`)).status]).toEqual([name, 200]);
    for (const name of [
      'distribution',
      'middles',
      'strictness',
      'spread',
      'cut-line',
      'cut-stability',
      'nothing',
      'constructor',
    ])
      expect([name, (await person.get(`${base()}/tables/${name}.csv`)).status]).toEqual([name, 404]);
    expect((await person.get(`${base()}/scores`)).html).toContain('专家评审结束前不显示分数');
  });

  test('finds an application by a part of its name or by its whole credit code', async () => {
    const person = await officer();
    const application = await site.table.get(keys.application(enterprise), ApplicationRecord);
    const [name, uscc] = [application?.name ?? '', application?.uscc ?? ''];
    const find = async (q: string) => (await person.get(`${base()}/search?q=${encodeURIComponent(q)}`)).html;
    for (const q of [uscc, ` ${uscc.toLowerCase()} `, name.slice(1, -1)]) {
      const page = await find(q);
      expect(page).toContain(`${base()}/applications/${enterprise}"`);
    }
    expect(await find('没有这样的单位')).toContain('没有找到。');
    expect(await find('<script>alert(1)</script>')).not.toContain('<script>alert');
    const story = await person.get(`${base()}/applications/${enterprise}`);
    expect(story.html).toContain(name);
    expect(story.html).toContain('区市审查');
    for (const id of ['nothing', 'other-round.b.0123456789abcdef'])
      expect((await person.get(`${base()}/applications/${id}`)).status).toBe(404);
  });
});

describe('a reminder', () => {
  test('shows ids and count first, needs a reason, and is sent once however often it is asked for', async () => {
    const person = await officer();
    const taskId = `${enterprise}~district.1`;
    const task = await taskOf(taskId);
    const list = await person.get(`${base()}/tasks?role=district&who=${task?.assignee.id}`);
    const { csrf = '' } = valuesOf(list.html, 0);
    const preview = await person.postRaw({ csrf, 'pick.0': taskId }, `${base()}/remind`);
    expect(preview.status).toBe(200);
    expect(preview.html).toContain(`<code>${taskId}</code>`);
    expect(preview.html).toContain('发送 1 封催办邮件');
    expect((await taskOf(taskId))?.reminders).toBe(0);
    const form = valuesOf(preview.html, 0);
    const empty = await person.postRaw({ ...form, reason: '' }, `${base()}/remind`);
    expect([empty.status, empty.html.includes('请填写理由')]).toEqual([422, true]);
    for (let click = 0; click < 2; click += 1)
      expect((await person.postRaw({ ...form, reason: '临近截止' }, `${base()}/remind`)).status).toBe(303);
    expect(await taskOf(taskId)).toMatchObject({ reminders: 1, outbox: 'mail', deadline: task?.deadline });
    expect(await actions()).toMatchObject([{ kind: 'reminded', taskId, reason: '临近截止' }]);
    expect((await person.get(`${base()}/audit?of=actions`)).html).toContain('临近截止');
  });

  test('goes nowhere with a foreign token, without a choice, past a deadline or for another round’s task', async () => {
    const person = await officer();
    const { csrf = '' } = valuesOf(
      (await person.get(`${base()}/tasks?role=district&who=${(await taskOf(`${provider}~district.1`))?.assignee.id}`))
        .html,
      0,
    );
    const send = (form: Record<string, string>) => person.postRaw(form, `${base()}/remind`);
    expect((await send({ csrf: 'wrong', 'pick.0': `${provider}~district.1` })).status).toBe(403);
    expect((await send({ csrf })).status).toBe(422);
    expect((await send({ csrf, 'pick.0': 'other-round~deliberate' })).status).toBe(422);
    expect((await send({ csrf, confirmed: 'yes', tasks: 'nonsense', reason: 'x' })).status).toBe(403);
    const before = site.time.now;
    site.time.now = Date.parse('2025-12-13T00:00:00.000Z');
    expect((await send({ csrf, 'pick.0': `${provider}~district.1` })).status).toBe(422);
    site.time.now = before;
    expect((await taskOf(`${provider}~district.1`))?.reminders).toBe(0);
  });
});

describe('a review that is handed over', () => {
  test('is the other officer’s, once, with a mail and a record; the former link opens it no more', async () => {
    const person = await officer();
    const taskId = `${provider}~district.1`;
    await site.notify({ kind: 'task', taskId });
    const former = await follow(site.lastLink());
    const path = `${base()}/hand-over/${taskId}`;
    const page = await person.get(path);
    expect(page.status).toBe(200);
    const form = valuesOf(page.html, 0);
    const to = staff('bureau').at(-1)?.staffId ?? '';
    const bad = await person.postRaw({ ...form, to: 'nobody', reason: '' }, path);
    expect([bad.status, bad.html.includes('请选择转交给谁')]).toEqual([422, true]);
    expect((await person.postRaw({ ...form, csrf: 'x', to, reason: '回避' }, path)).status).toBe(403);
    for (let click = 0; click < 2; click += 1)
      expect((await person.postRaw({ ...form, to, reason: '原办理人回避' }, path)).status).toBe(303);
    expect(await taskOf(taskId)).toMatchObject({ status: 'open', assignee: { role: 'bureau', id: to } });
    expect((await actions()).filter(({ kind }) => kind === 'handed-over')).toMatchObject([{ taskId, to }]);
    expect((await former.get()).status).toBe(404);
    await site.notify({ kind: 'task', taskId });
    const now = await follow(site.lastLink());
    const fields = formsOf((await now.get()).html).flat();
    const checks = Object.fromEntries(
      fields.filter(({ name }) => name.startsWith('checks.')).map(({ name }) => [name, 'yes']),
    );
    expect((await now.post({ decision: 'recommend', opinion: '同意推荐。', ...checks })).status).toBe(303);
    expect(await taskOf(taskId)).toMatchObject({ status: 'decided' });
    expect((await person.get(path)).status).toBe(404);
    expect((await person.get(`${base()}/audit?of=applications`)).html).toContain('同意推荐。');
  });

  test('is offered for reviews alone', async () => {
    const person = await officer();
    const score = await seated(site, enterprise);
    expect((await person.get(`${base()}/hand-over/${score}`)).status).toBe(404);
    const story = (await person.get(`${base()}/applications/${enterprise}`)).html;
    const [expert] = site.world.registers.experts;
    expect(story).not.toContain(expert?.name);
    expect(story).not.toContain(expert?.expertId);
  });
});

test('many records are read in batches, and a partition no further than asked', async () => {
  const rows = Array.from({ length: 250 }, (_, i) => ({
    key: { pk: 'MANY', sk: `${i}` },
    item: { reason: `${i}`, at: 'x'.repeat(9000) },
  }));
  await site.table.putMany(rows);
  const Row = ActionRecord.pick({ reason: true });
  const asked = [...rows.map(({ key }) => key), { pk: 'MANY', sk: 'missing' }];
  expect((await getMany(site.table, asked, Row)).length).toBe(250);
  expect((await upTo(site.table, ['MANY'], Row, 10)).length).toBe(11);
  expect((await upTo(site.table, ['MANY', 'NONE'], Row, 1000)).length).toBe(250);
});
