import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settle } from '../../../functions/task-settle/handler.ts';
import { issueLink, newToken, tokenHash } from '../../../shared/links.ts';
import { ApplicationRecord, AwardRecord, TaskRecord, UploadRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { ASKED } from '../../world/corrections.ts';
import { type Applicant, makeCity } from './city.ts';
import { type Flows, openFlows, uploadForm, wordsOf } from './harness.ts';
import { sayPaid } from './money.ts';
import { INTAKE_OVER, submitAll } from './rounds.ts';
import { follow, get, postFile } from './visit.ts';

const MARKUP = '<script>alert(1)</script>&"\'';
const city = makeCity({
  roundId: 'flow-bad',
  invite: { 'benchmark-enterprise': 3 },
  registers: ({ invitations, pilots }) => {
    const invited = invitations[0];
    for (const row of [invited, pilots.find((one) => one.uscc === invited?.uscc)])
      if (row) row.name = `甲${MARKUP}公司`;
  },
});
const ROUND = city.roundId;
const [marked, good, late] = city.applicants as [Applicant, Applicant, Applicant];
const taskId = `${good.applicationId}~district.1`;
const recommend = { decision: 'recommend', opinion: '同意推荐。' };

let flows: Flows;
/** Queues by what stands in their names. */
let queue: (part: string) => string;
beforeAll(async () => {
  flows = await openFlows();
  await flows.openRound(city);
  const { QueueUrls = [] } = await flows.sqs.send(new ListQueuesCommand({}));
  queue = (part) => QueueUrls.find((url) => url.includes(part)) ?? part;
});
afterAll(() => {
  const id = good.applicationId;
  return flows.close({
    [ROUND]: {
      'nothing-is-parked': [/StartDead.* 4 条/, /InboxDead.* 6 条/, /MailDead.* 5 条/, /SettlementDead.* 5 条/],
      // An award that was written by hand, for answers of finance to meet.
      'one-award-per-place': [new RegExp(`^${id} 有奖补`)],
      'ledger-holds': [/历次奖补台账中没有$/],
      'sums-agree': [new RegExp(`^拨付 ${id}\\.1\\.1 不在`)],
      'decisions-are-chained': [/ award 有记录/, / payment:.* 有记录/],
      'figures-recompute': [/^名单：.*，不在/, /的金额（分）/, /的计算步骤/, /^拨付：.* 不在/],
    },
  });
});

const at = (path: string) => `${flows.cloud.endpoints.http}${path}`;
const application = (id: string) => flows.table.get(keys.application(id), ApplicationRecord);
const task = (id: string) => flows.table.get(keys.task(id), TaskRecord);
/** What is parked for a queue, not counting what was before. */
async function parked(part: string): Promise<string[]> {
  return Object.entries(await flows.deadLetters()).find(([name]) => name.includes(part))?.[1] ?? [];
}
const NOT_JSON = 'not json {';

test('what is no upload is parked, and a good one beside it is taken in', async () => {
  const inbox = queue('IntakeInboxQueue');
  const object = (key: string) => ({
    time: '2025-11-03T01:00:00.000Z',
    detail: { bucket: { name: flows.output('InboxBucket') }, object: { key, size: 9, etag: '0123456789abcdef' } },
  });
  const unknownSlot = `inbox/${ROUND}/${ROUND}.b.0000000000000000/x.zip`;
  const otherRound = `inbox/other-round/${good.applicationId}/x.zip`;
  const bad = [
    NOT_JSON,
    {},
    { time: 'yesterday', detail: {} },
    object('../../etc/passwd'),
    object(unknownSlot),
    object(otherRound),
  ];
  await Promise.all(bad.map((body) => flows.tell(inbox, body)));
  await submitAll(flows, [good, marked]);
  expect(await parked('IntakeInboxDead')).toHaveLength(bad.length);
  expect(await application(good.applicationId)).toMatchObject({ status: 'in-review' });
});

test('what is no package is refused with what is wrong, and nobody else hears of it', async () => {
  await flows.upload(late.applicationId, Buffer.from('这不是压缩包'));
  const [upload] = await flows.table.all(keys.applicationPk(late.applicationId), UploadRecord, 'UPLOAD#');
  expect(upload).toMatchObject({ verdict: 'refused', problems: [{ code: 'package.not-zip' }] });
  expect(await application(late.applicationId)).toBeNull();
  const form = await uploadForm(await flows.visit(late.applicationId, 'slot'));
  expect(await postFile(form, new Uint8Array())).toBe(400);
  const forged = { ...form.fields, 'X-Amz-Signature': '0'.repeat(64) };
  expect(await postFile({ ...form, fields: forged }, late.zip())).toBe(403);
});

test('requests for mails that nobody can send are parked, and the others are sent', async () => {
  const mail = queue('PublishingMailQueue');
  const bad = [
    NOT_JSON,
    { kind: 'award', applicationId: good.applicationId },
    { kind: 'task', taskId: `${ROUND}~no-such` },
    { kind: 'slot', applicationId: `${ROUND}.b.0000000000000000` },
    { kind: 'upload', applicationId: good.applicationId, uploadId: 'no-such' },
  ];
  await Promise.all([
    ...bad.map((body) => flows.tell(mail, body)),
    flows.upload(marked.applicationId, marked.zip('revised')),
  ]);
  await flows.cloud.idle();
  expect(await parked('PublishingMailDead')).toHaveLength(bad.length);
  expect(flows.mailsAbout(marked.applicationId, 'upload')).toHaveLength(2);
});

test('markup in names and texts is text, on pages and in mails', async () => {
  const id = `${marked.applicationId}~district.2`;
  const desk = await flows.visit(id);
  const shown = (await desk.get()).html;
  expect(shown).toContain('甲&lt;script&gt;alert(1)&lt;/script&gt;');
  await flows.decide(id, { decision: 'return', ...ASKED, opinion: `请补充${MARKUP}` });
  const slot = await flows.visit(marked.applicationId, 'slot');
  const pages = [shown, (await slot.get()).html, (await desk.get()).html, ...flows.mails().map((mail) => mail.html)];
  expect(pages.filter((html) => html.includes('<script'))).toEqual([]);
  expect(flows.mailAbout(`${marked.applicationId}~correction.2`).html).toContain('请补充&lt;script&gt;');
});

test('a link that is wrong, unknown, expired or revoked opens nothing and says why', async () => {
  expect((await get(at('/l/short'))).status).toBe(404);
  expect((await get(at(`/l/${newToken()}`))).status).toBe(404);
  const { assignee } = (await task(taskId)) ?? { assignee: { id: '' } };
  const link = { roundId: ROUND, opens: { kind: 'task' as const, taskId }, assigneeId: assignee.id };
  const expired = await issueLink(flows.table, { ...link, validUntil: '2025-11-03T00:59:59.999Z' });
  expect(wordsOf((await get(at(`/l/${expired}`))).html)).toContain('link.expired');
  const token = await issueLink(flows.table, { ...link, validUntil: '2025-12-31T00:00:00.000Z' });
  const visit = await follow(at(`/l/${token}`));
  const csrf = await visit.csrf();
  await flows.table.update(keys.link(tokenHash(token)), { set: { revokedAt: '2025-11-03T01:00:00.000Z' } });
  expect(wordsOf((await get(at(`/l/${token}`))).html)).toContain('link.revoked');
  expect((await visit.postRaw({ ...recommend, csrf })).status).toBe(410);
  expect(await task(taskId)).toMatchObject({ status: 'open' });
});

test('a link for somebody else’s task acts on nothing', async () => {
  const other = await issueLink(flows.table, {
    roundId: ROUND,
    opens: { kind: 'task', taskId },
    assigneeId: 'bureau-3',
    validUntil: '2025-12-31T00:00:00.000Z',
  });
  const visit = await follow(at(`/l/${other}`));
  expect((await visit.get()).status).toBe(404);
  const mine = await flows.visit(late.applicationId, 'slot');
  expect((await mine.get(`/tasks/${taskId}`)).status).toBe(403);
  expect((await mine.postRaw(recommend, `/tasks/${taskId}`)).status).toBe(403);
  expect(await task(taskId)).toMatchObject({ status: 'open' });
});

test('only a form from the page itself acts: opening does nothing, and a post from elsewhere is refused', async () => {
  const desk = await flows.visit(taskId);
  for (let i = 0; i < 3; i += 1) await follow(flows.mailAbout(taskId).link);
  expect((await desk.postRaw(recommend)).status).toBe(403);
  expect((await desk.postRaw({ ...recommend, csrf: 'x'.repeat(43) })).status).toBe(403);
  const json = { method: 'POST', headers: { cookie: desk.cookie, 'content-type': 'application/json' }, body: '{}' };
  expect((await fetch(at(desk.path), json)).status).toBe(415);
  expect((await desk.post({ ...recommend, opinion: 'x'.repeat(70_000) })).status).toBe(413);
  expect((await desk.post({ decision: 'recommend', opinion: '' })).status).toBe(422);
  expect((await desk.post({ decision: 'award', opinion: '好' })).status).toBe(422);
  expect((await desk.post({ ...recommend, status: 'paid' })).status).toBe(422);
  await flows.cloud.idle();
  expect(await task(taskId)).toMatchObject({ status: 'open' });
  await flows.decide(taskId, recommend);
  // Used: the link still shows what was decided, and a second decision changes nothing.
  const before = await task(taskId);
  expect((await desk.get()).html).toContain('同意推荐。');
  const used = await follow(flows.mailAbout(taskId).link);
  expect((await used.postRaw({ decision: 'not-recommend', opinion: '改判', csrf: await used.csrf() })).status).toBe(
    403,
  );
  expect(await task(taskId)).toEqual(before);
});

test('starts of what is not there are parked, and the others start', async () => {
  const start = queue('WorkflowStartQueue');
  const bad = [
    NOT_JSON,
    { roundId: ROUND },
    { roundId: ROUND, applicationId: late.applicationId },
    { roundId: 'X', applicationId: '' },
  ];
  await flows.jump(INTAKE_OVER);
  // The last decision of the districts: panels are drawn, and the starts of both follow.
  const last = flows.decide(`${marked.applicationId}~district.3`, recommend);
  await Promise.all([...bad.map((body) => flows.tell(start, body)), last]);
  await flows.cloud.idle();
  expect(await parked('WorkflowStartDead')).toHaveLength(bad.length);
  expect(await flows.execution('Scoring', good.applicationId)).toBe('RUNNING');
  expect(await flows.execution('Scoring', marked.applicationId)).toBe('RUNNING');
});

test('answers of finance that nobody understands are parked, and a good one beside them counts', async () => {
  const awardId = good.applicationId;
  const [amountFen, attempt, planNo] = [5_000_000, 1, 1];
  const common = {
    roundId: ROUND,
    awardId,
    category: 'benchmark-enterprise',
    amountFen,
    attempt,
    planNo,
    payeeRef: 'p',
  };
  const disbursementId = `${awardId}.1.1`;
  const issuedAt = '2025-11-28T00:00:00.000Z';
  const disbursement = { entity: 'Disbursement', disbursementId, instalment: 1, payeeUscc: good.uscc, issuedAt };
  await flows.table.put(keys.disbursement(ROUND, disbursementId), { ...common, ...disbursement, status: 'issued' });
  const words = {
    entity: 'Award',
    uscc: good.uscc,
    name: '甲',
    title: '甲',
    rank: 1,
    listNo: 1,
    announcedAt: issuedAt,
  };
  await flows.table.put(keys.award(ROUND, awardId), {
    ...common,
    ...words,
    otherReadingFen: 0,
    steps: [],
    status: 'issued',
  });
  const answer = { disbursementId, roundId: ROUND, amountFen };
  const settlement = queue('PublishingSettlementQueue');
  await Promise.all([NOT_JSON, { detail: answer }].map((body) => flows.tell(settlement, body)));
  const wrong = [
    { ...answer, outcome: 'maybe' },
    { ...answer, roundId: 'other-round' },
    { ...answer, amountFen: -1 },
  ];
  await sayPaid(flows, [...wrong, answer]);
  expect(await parked('PublishingSettlementDead')).toHaveLength(5);
  expect(await flows.table.get(keys.award(ROUND, awardId), AwardRecord)).toMatchObject({ status: 'paid' });
});

test('a wait that cannot be read is not passed over in silence', async () => {
  await expect(settle(flows.table, { entity: 'Wait', settle: 'due' })).rejects.toThrow('record.malformed: waitId');
});

test('a policy that does not add up and registers that cannot be read are answered with every fault', async () => {
  const policy = structuredClone(city.policy);
  policy.timeline.value.districtClosesAt = '2025-11-01T00:00';
  policy.panel.value.minimum = 9;
  const [indicator] = policy.categories['chain-case'].indicators;
  if (indicator !== undefined) indicator.points = 1;
  const entries = Object.entries(city.registers).map(async ([kind, rows]) => [kind, await flows.store(rows)] as const);
  const { experts: _, ...registers } = Object.fromEntries(await Promise.all(entries));
  const pilots = city.registers.pilots.map((row, i) => (i === 1 ? { ...row, level: 'high', district: '青岛' } : row));
  const files = {
    ...registers,
    pilots: await flows.store(pilots),
    staff: await flows.store('no json'),
    accidents: `config/${'0'.repeat(64)}.json`,
    heroes: await flows.store([]),
  };
  const open = { op: 'open', roundId: 'flow-worse', policy: await flows.store(policy), registers: files };
  const answer = (await flows.call({ ...open, secret: '0123456789abcdef0123' })) as {
    ok: boolean;
    faults: { code: string; path: string }[];
  };
  expect(answer.ok).toBe(false);
  const said = answer.faults.map(({ code, path }) => `${code} ${path}`);
  for (const fault of [
    'dates.out-of-order timeline.value.districtClosesAt',
    'panel.minimum-over-size panel.value.minimum',
    'rubric.not-100 categories.chain-case.indicators',
    'register.row pilots 第 2 行 level',
    'register.row pilots 第 2 行 district',
    'register.missing experts',
    'register.not-rows staff',
    'register.not-rows accidents',
    'register.unknown heroes',
  ])
    expect(said).toContain(fault);
  expect(await flows.call({ op: 'status', roundId: 'flow-worse' })).toMatchObject({
    faults: [{ code: 'round.unknown' }],
  });
  const again = await flows.openRound({ ...city, policy: { ...city.policy, title: '另一方案' } });
  expect(again).toMatchObject({ ok: false, faults: [{ code: 'round.exists' }] });
  await expect(flows.call({ op: 'open' })).rejects.toThrow('input.malformed');
});
