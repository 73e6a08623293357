import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../../infra/cli/run.ts';
import { ActionRecord, TaskRecord, UndeliveredRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { type Applicant, makeCity } from './city.ts';
import { type Flows, openFlows, wordsOf } from './harness.ts';
import { submitAll } from './rounds.ts';
import { follow } from './visit.ts';

const at = (time: string) => `2025-${time}:00.000Z`;
const PHONE = '13800000001';
const BUREAU_PHONE = '13800000002';

/** Five firms of one district: three apply, one does not, one cannot be reached. */
const city = makeCity({
  roundId: 'flow-told',
  invite: { 'benchmark-enterprise': 5 },
  policy: (policy) => {
    policy.notifications = {
      value: {
        reminderDaysBefore: [3, 1],
        digest: { windowMinutes: 15, roles: ['district'] },
        robot: ['district-late'],
        sms: ['district-review'],
        secondFactor: { district: false, bureau: true, expert: false, applicant: false, finance: false },
      },
      clause: '六(一)',
      proposal: true,
    };
  },
  registers: (registers, policy) => {
    const code = policy.districts[0]?.code;
    for (const [i, invitation] of registers.invitations.entries()) {
      const pilot = registers.pilots.find(({ uscc }) => uscc === invitation.uscc);
      if (pilot !== undefined && code !== undefined) pilot.district = code;
      if (i === 4) invitation.email = 'nobody@firm.invalid';
      if (i === 3) invitation.language = 'en';
    }
    for (const row of registers.staff) if (row.district === code) row.mobile = PHONE;
    for (const row of registers.staff) if (row.role === 'bureau') row.mobile = BUREAU_PHONE;
  },
});
const [first, second, third, idle, unreachable] = city.applicants as [
  Applicant,
  Applicant,
  Applicant,
  Applicant,
  Applicant,
];
const reviews = [first, second, third].map(({ applicationId }) => `${applicationId}~district.1`);

let flows: Flows;
beforeAll(async () => {
  flows = await openFlows();
  await flows.openRound(city);
});
afterAll(() => flows.close());

const task = (id: string) => flows.table.get(keys.task(id), TaskRecord);
const invitations = ({ applicationId }: Applicant) => flows.mailsAbout(applicationId, 'slot');
const digests = () => flows.mails().filter(({ kind }) => kind === 'digest');
const messages = (channel: 'robot' | 'sms') => flows.cloud.listMails().filter((mail) => mail.channel === channel);

test('a letter that the server refuses is written down, and holds nothing back', async () => {
  const refused = await flows.table.all(keys.undeliveredPk(city.roundId), UndeliveredRecord);
  const { applicationId: about } = unreachable;
  expect(refused).toMatchObject([{ about, kind: 'slot', channel: 'mail', code: '550', person: { id: about } }]);
  expect(JSON.stringify(refused)).not.toContain('firm.invalid');
  expect(await flows.deadLetters()).toEqual({});
});

test('whoever reads English gets it, with the Chinese below', () => {
  const [mail] = invitations(idle);
  expect(mail?.subject).toMatch(/^\[Invitation\] /);
  expect(mail?.text).toMatch(/28 November 2025, 17:00 \(Beijing time\)[\s\S]*counts[\s\S]*2025年11月28日 17:00/);
  expect(invitations(first)[0]?.subject).toMatch(/^【申报邀请】/);
});

test('tasks of one person wait for each other and go as one letter, which a text message tells of', async () => {
  await submitAll(flows, [first, second, third]);
  for (const id of reviews) expect(flows.mailsAbout(id)).toEqual([]);
  expect(await task(reviews[0] ?? '')).toMatchObject({ outbox: 'digest' });
  await flows.jump(at('11-03T01:20'));
  expect(digests()).toHaveLength(1);
  const [digest] = digests();
  const work = await follow(digest?.link ?? '');
  expect(work.path).toBe(`/work/${city.roundId}`);
  const list = (await work.get()).html;
  for (const id of reviews) expect(list).toContain(`/work/${city.roundId}/tasks/${id}`);
  expect(digest?.text.match(/区市审查/g)).toHaveLength(3);
  for (const id of reviews) expect(await task(id)).toMatchObject({ status: 'open', mailedAt: at('11-03T01:20') });
  expect(messages('sms')).toMatchObject([{ to: [PHONE], text: expect.stringContaining('count：3') }]);
  expect(messages('sms')[0]?.text).not.toMatch(/http/);
});

test('a digest that is asked for again sends nothing and opens nothing', async () => {
  await flows.tell(flows.output('MailQueueUrl'), { kind: 'digest', taskIds: reviews });
  await flows.cloud.idle();
  await flows.jump(at('11-03T03:00'));
  expect(digests()).toHaveLength(1);
});

test('a district sees which of its firms have not applied, and reminds them of the call, each click once', async () => {
  const work = await follow(digests()[0]?.link ?? '');
  const path = `${work.path}/firms`;
  const fresh = (await work.get(path)).html;
  // A letter went out today: nobody is reminded so soon.
  expect(fresh).not.toContain('name="pick.');
  await flows.jump(at('11-05T01:00'));
  const { html } = await work.get(path);
  expect(wordsOf(html)).toContain('已申报 3 件');
  const boxes = [...html.matchAll(/name="pick\.\d+" value="([^"]*)"/g)].map(([, id]) => id);
  expect(boxes.toSorted()).toEqual([idle, unreachable].map(({ applicationId }) => applicationId).toSorted());
  expect(html).not.toContain(first.applicationId);
  expect(html).not.toContain('@');
  const csrf = /name="csrf" value="([^"]*)"/.exec(html)?.[1] ?? '';
  const pick = { csrf, 'pick.0': idle.applicationId };
  const preview = await work.postRaw({ ...pick, 'pick.1': first.applicationId }, `${path}/remind`);
  expect(wordsOf(preview.html)).toContain('将向以下企业再次发送 1 封邀请邮件');
  expect(wordsOf(preview.html)).toContain('所选企业中有 1 件已经申报');
  const looked = /name="firms" value="([^"]*)"/.exec(preview.html)?.[1] ?? '';
  expect(looked).toBe(`${idle.applicationId} 0`);
  const order = { csrf, confirmed: 'yes', firms: looked };
  expect((await work.postRaw({ ...order, reason: ' ' }, `${path}/remind`)).status).toBe(422);
  expect((await work.postRaw({ ...order, csrf: 'x', reason: '催报' }, `${path}/remind`)).status).toBe(403);
  expect(invitations(idle)).toHaveLength(1);
  const clicks = await Promise.all([1, 2].map(() => work.postRaw({ ...order, reason: '临近截止' }, `${path}/remind`)));
  expect(clicks.map(({ status }) => status)).toEqual([303, 303]);
  await flows.cloud.idle();
  expect(invitations(idle).map(({ subject }) => subject.slice(0, 12))).toEqual(['[Invitation]', '[Reminder] [']);
  const taskId = `${idle.applicationId}~call`;
  const kept = await flows.table.all(keys.actionsPk(city.roundId), ActionRecord);
  expect(kept).toMatchObject([{ kind: 'reminded', taskId, applicationId: idle.applicationId, reason: '临近截止' }]);
  expect(wordsOf((await work.get(`${path}?sent=1&asked=1`)).html)).toContain('已催报 1 件');
  expect((await work.postRaw({ csrf }, `${path}/remind`)).status).toBe(422);
});

test('the call is reminded of three days and one day before it ends, once each, and only those who have not applied', async () => {
  await flows.jump(at('11-25T09:05'));
  await flows.jump(at('11-25T09:10'));
  expect(invitations(idle).map(({ subject }) => subject.slice(0, 12))).toEqual([
    ...['[Invitation]', '[Reminder] [', '[Reminder] ['],
  ]);
  expect(invitations(first)).toHaveLength(1);
  await flows.jump(at('11-27T09:05'));
  await flows.jump(at('11-27T09:10'));
  expect(invitations(idle)).toHaveLength(4);
  const { path } = await follow(invitations(idle)[3]?.link ?? '');
  expect(path).toBe(`/slots/${idle.applicationId}`);
});

test('a call that is extended is reminded of before its new end, too', async () => {
  const request = { op: 'extend', roundId: city.roundId, stage: 'intake', by: '张三', reason: '申报单位较多' };
  expect(await flows.call({ ...request, until: at('12-04T09:00') })).toMatchObject({ ok: true });
  for (const time of ['11-28T09:05', '12-01T09:05', '12-01T09:10']) await flows.jump(at(time));
  expect(invitations(idle)).toHaveLength(5);
  expect(invitations(idle)[4]?.text).toContain('2025年12月4日 17:00');
});

test('tasks are reminded of in one letter, once, and what was decided is not', async () => {
  await flows.jump(at('12-04T09:16'));
  const [taken = '', ...open] = reviews;
  const work = await follow(digests()[0]?.link ?? '');
  const page = `${work.path}/tasks/${taken}`;
  const csrf = /name="csrf" value="([^"]*)"/.exec((await work.get(page)).html)?.[1] ?? '';
  const answer = await work.postRaw({ csrf, decision: 'recommend', opinion: '同意推荐。' }, page);
  expect(answer.status).toBe(303);
  await flows.cloud.idle();
  const { deadline = '' } = (await task(open[0] ?? '')) ?? {};
  const before = Date.parse(deadline) - 3 * 86_400_000;
  const count = digests().length;
  await flows.jump(before + 5 * 60_000);
  for (const minutes of [25, 30, 60]) await flows.jump(before + minutes * 60_000);
  expect(digests()).toHaveLength(count + 1);
  const { text = '' } = digests().at(-1) ?? {};
  expect(text.match(/【提醒】区市审查/g)).toHaveLength(open.length);
  for (const id of open) expect(await task(id)).toMatchObject({ reminders: 1, early: 1 });
  expect(await task(taken)).toMatchObject({ status: 'decided', reminders: 0 });
});

test('when the time is over the bureau hears of it, its group too, without a link', async () => {
  const { deadline = '' } = (await task(reviews.at(-1) ?? '')) ?? {};
  await flows.jump(Date.parse(deadline) + 4 * 86_400_000);
  const late = flows.mails().filter(({ kind }) => kind === 'district-late');
  expect(late.length).toBeGreaterThan(0);
  expect(messages('robot').length).toBeGreaterThan(0);
  for (const { text, to } of messages('robot')) {
    expect(to).toEqual(['工作群']);
    expect(text).toContain('区市审查逾期处理');
    expect(text).not.toMatch(/http/);
  }
});

test('the bureau’s link opens with the code of a text message, through queue and gateway', async () => {
  const [late] = flows.mails().filter(({ kind }) => kind === 'district-late');
  const first = await fetch(late?.link ?? '', { redirect: 'manual' });
  expect(first.headers.get('location')).toBe('/code');
  const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const address = `${flows.cloud.endpoints.http}/code`;
  const page = await fetch(address, { headers: { cookie } });
  const csrf = /name="csrf" value="([^"]*)"/.exec(await page.text())?.[1] ?? '';
  const post = (path: string, form: Record<string, string>) => {
    const body = new URLSearchParams({ csrf, ...form });
    return fetch(`${address}${path}`, { method: 'POST', headers: { cookie }, body, redirect: 'manual' });
  };
  expect((await post('/send', {})).status).toBe(303);
  await flows.cloud.idle();
  const message = messages('sms').at(-1);
  expect(message?.to).toEqual([BUREAU_PHONE]);
  const code = /code：(\d{6})/.exec(message?.text ?? '')?.[1] ?? '';
  const opened = await post('', { code });
  expect(opened.headers.get('location')).toBe(`/tasks/${encodeURIComponent(late?.about ?? '')}`);
  expect(await flows.deadLetters()).toEqual({});
});

test('a letter that comes back later is recorded by the mail that the server sent, once', async () => {
  const [letter] = flows.mails().filter(({ kind }) => kind === 'district-late');
  const raw = readFileSync(join(flows.dataDir, 'mail', `${String(letter?.number).padStart(6, '0')}.eml`), 'utf8');
  const file = join(flows.dataDir, 'bounce.eml');
  const report = 'Final-Recipient: rfc822; x@y.example.test\r\nAction: failed\r\nStatus: 5.1.1';
  writeFileSync(file, `Subject: Undelivered\r\n\r\n--b\r\n\r\n${report}\r\n\r\n--b\r\n\r\n${raw}\r\n--b--\r\n`);
  const said: string[] = [];
  const io = {
    out: (text: string) => said.push(text),
    err: (text: string) => said.push(text),
    environment: process.env,
  };
  const outputs = ['--outputs', join(flows.dataDir, 'endpoints.json')];
  expect(await run(['mail', 'bounce', file, ...outputs], io)).toBe(0);
  expect(await run(['mail', 'bounce', file, ...outputs], io)).toBe(0);
  expect(await run(['mail', 'undelivered', '--round', city.roundId, ...outputs], io)).toBe(1);
  expect(said.at(-1)?.split(letter?.about ?? '-')).toHaveLength(2);
  expect(said.join('')).not.toContain('@');
});

test('a round does not open whose people could never get their code', async () => {
  const other = makeCity({ roundId: 'flow-no-phones', invite: {} });
  const policy = { ...other.policy, notifications: structuredClone(city.policy.notifications) };
  if (policy.notifications !== undefined) policy.notifications.value.secondFactor.expert = true;
  const registers = Object.entries(other.registers).map(async ([kind, rows]) => [kind, await flows.store(rows)]);
  const answer = await flows.call({
    ...{ op: 'open', roundId: other.roundId, secret: '0123456789abcdef0123' },
    policy: await flows.store(policy),
    registers: Object.fromEntries(await Promise.all(registers)),
  });
  const code = 'register.mobile-missing';
  expect(answer).toMatchObject({
    ok: false,
    faults: [
      { code, path: 'staff' },
      { code, path: 'experts' },
    ],
  });
});
