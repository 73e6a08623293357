import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportRound } from '../../../shared/export/export.ts';
import { recompute } from '../../../shared/export/recompute.ts';
import { objectionHandler } from '../../../shared/objections/handler.ts';
import { isWithinLimits } from '../../../shared/objections/limits.ts';
import { ObjectionRecord, ObjectorRecord, PlaceRecord, TaskRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { amountOf, loadLists } from '../../../shared/store/lists.ts';
import { takeUp } from '../../../shared/store/places.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';
import { writePdf, writePng } from '../../world/documents.ts';
import { makeCity } from './city.ts';
import { type Flows, openFlows, wordsOf } from './harness.ts';
import { objector, type Paper, progressOf } from './objecting.ts';
import { scoreAll, toExperts } from './rounds.ts';
import { follow } from './visit.ts';

const CATEGORY = 'benchmark-enterprise';
const city = makeCity({
  roundId: 'flow-objections',
  invite: { [CATEGORY]: 6, 'service-provider': 0, 'solution-product': 0, 'chain-case': 0 },
  policy: ({ categories, objection }) => {
    categories[CATEGORY].quota.value = 4;
    objection.value.dailyByVisitor = 6;
  },
});
const ROUND = city.roundId;
/** The last millisecond of the notice: five working days after the day of publication. */
const ENDS = Date.parse('2025-12-05T15:59:59.999Z');

let flows: Flows;
let ranked: string[];
/** The page of who objected at the last moment. */
let frozen = '';
beforeAll(async () => {
  flows = await openFlows();
  await toExperts(flows, [city]);
  await scoreAll(flows, city, (applicant) => 0.98 - city.applicants.indexOf(applicant) * 0.04);
  const places = await flows.table.all(keys.placesPk(ROUND, CATEGORY), PlaceRecord);
  ranked = places.toSorted((a, b) => a.order - b.order).map(({ applicationId }) => applicationId);
});
afterAll(() => flows.close());

const of = (n: number): string => {
  const id = ranked[n];
  if (id === undefined) throw new RangeError(`no place ${n}`);
  return id;
};
const lists = async () => (await loadLists(flows.table, ROUND)).map(({ applicationIds }) => applicationIds);
const place = (n: number) => flows.table.get(keys.place(ROUND, CATEGORY, of(n)), PlaceRecord);
const record = (id: string) => flows.table.get(keys.objection(ROUND, id), ObjectionRecord);
const who = { objectorName: '孙隐名', phone: '13900008765' };
const taskOf = (id: string) => `${ROUND}~objection.${id}`;
const pdf = (name: string, field: Paper['field'] = 'evidence'): Paper => ({ field, name, bytes: writePdf([name]) });

/** The handler's page, and what is done on it before the ruling. */
async function handler(id: string) {
  const visit = await flows.visit(taskOf(id));
  const step = async (name: string, words: Record<string, string> = {}) => {
    const answer = await visit.postRaw({ csrf: await visit.csrf(), step: name, ...words }, `${visit.path}/objection`);
    await flows.cloud.idle();
    return answer;
  };
  return { visit, step, words: async () => wordsOf((await visit.get()).html) };
}

test('nobody objects before the notice; from its first moment on an organisation does, with seal and evidence', async () => {
  const file = objector(flows, ROUND, who);
  expect((await file(of(0))).status).toBe(403);
  await flows.decide(`${ROUND}~deliberate`, { decision: 'approve', reason: '经研究同意。' });
  const organisation = { objectorKind: 'organisation', objectorName: '隐名有限公司', email: 'hidden@example.test' };
  const unsealed = await file(of(0), organisation);
  expect([unsealed.status, unsealed.words]).toEqual([422, expect.stringContaining('请上传加盖公章的异议书')]);
  const page = { field: 'evidence' as const, name: '证据.pdf', bytes: Buffer.from('<html><script>alert(1)</script>') };
  const active = await file(of(0), organisation, [pdf('公章.pdf', 'seal'), page]);
  expect([active.status, active.words]).toEqual([422, expect.stringContaining('active-content')]);
  expect(await place(0)).toMatchObject({ openObjections: 0 });

  const seal: Paper = { field: 'seal', name: '公章.png', bytes: writePng(8, () => 200) };
  const filed = await file(of(0), organisation, [seal, pdf('发票.pdf'), pdf('合同.pdf')]);
  expect([filed.status, filed.words]).toEqual([200, expect.stringContaining('已收到异议')]);
  expect(await place(0)).toMatchObject({ state: 'shortlisted', openObjections: 1 });
  const kept = await flows.table.get(keys.objector(filed.id), ObjectorRecord);
  expect(kept?.files.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'seal 公章.png',
    'evidence 发票.pdf',
    'evidence 合同.pdf',
  ]);
  for (const { key } of kept?.files ?? []) {
    expect(key).toMatch(/^objections\/[0-9a-f]{32}\/[0-9a-f]{64}\.(pdf|png)$/);
    expect(await flows.evidence.head(key)).not.toBeNull();
  }
  expect(flows.mailAbout(filed.id, 'objection')).toMatchObject({ to: 'hidden@example.test' });
  // The same once more: no second one, and the way to its page anew, for this browser only.
  const again = await file(of(0), organisation, [seal]);
  expect([again.id, again.link]).toEqual([filed.id, expect.stringMatching(/\/l\//)]);
  const other = await objector(flows, ROUND, who)(of(0), organisation, [seal]);
  expect([other.id, other.link]).toEqual([filed.id, '']);
  // Withdrawn by its objector, who must mean it.
  const progress = await progressOf(flows, filed.link);
  expect(await progress.words()).toContain('处理中');
  expect(await progress.withdraw('')).toBe(422);
  expect(await progress.withdraw()).toBe(303);
  expect(await progress.words()).toContain('已撤回');
  expect(await place(0)).toMatchObject({ state: 'shortlisted', openObjections: 0 });
  expect(await flows.table.get(keys.task(taskOf(filed.id)), TaskRecord)).toMatchObject({ status: 'superseded' });
});

test('it is taken on, more is asked for, the applicant is heard, and what a ruling does is seen before it is given', async () => {
  await flows.jump('2025-12-01T01:00:00.000Z');
  const { id, link } = await objector(flows, ROUND, who)(of(1), { email: 'sun@example.test' });
  const desk = await handler(id);
  expect(await desk.words()).toContain('孙隐名');
  expect((await desk.step('hear', { hearText: '投入与发票不符。' })).status).toBe(303);
  expect((await record(id))?.steps.map(({ kind }) => kind)).toEqual(['filed']);
  await desk.step('accept');
  await desk.step('accept');
  expect((await desk.step('ask', { askText: '' })).status).toBe(422);
  await desk.step('ask', { askText: '请补充发票复印件。' });
  expect(flows.mailAbout(id, 'objection').subject).toContain('请补充材料');

  const progress = await progressOf(flows, flows.mailAbout(id, 'objection').link);
  expect(await progress.words()).toContain('请补充发票复印件。');
  expect(await progress.send({ text: '' })).toBe(422);
  expect(await progress.send({ text: '发票复印件见附件。' }, [pdf('发票.pdf')])).toBe(303);
  expect(await progress.send({ text: '发票复印件见附件。' }, [pdf('发票.pdf')])).toBe(303);
  const named = await desk.step('hear', { hearText: '孙隐名反映投入与发票不符。' });
  expect([named.status, wordsOf(named.html)]).toEqual([422, expect.stringContaining('不得告知申报单位')]);
  await desk.step('hear', { hearText: '有人反映投入与发票不符，请说明。' });

  const hearing = `${of(1)}~objection-hearing.${id}`;
  const stale = /name="seen" value="([^"]*)"/.exec((await desk.visit.get()).html)?.[1] ?? '';
  const asked = await flows.visit(hearing);
  const told = wordsOf((await asked.get()).html);
  expect(told).toContain('有人反映投入与发票不符');
  expect(told).not.toMatch(/孙隐名|13900008765|发票复印件/);
  await flows.decide(hearing, { decision: 'answer', statement: '投入属实，发票清单另附。' });
  expect((await record(id))?.steps.map(({ kind }) => kind)).toEqual([
    ...['filed', 'accepted', 'supplement-asked', 'supplemented', 'hearing-asked', 'heard'],
  ]);

  const [leaves, moves] = await Promise.all([1, 4].map((n) => amountOf(flows.deps, of(n))));
  const shown = await desk.words();
  expect(shown).toContain('投入属实，发票清单另附。');
  expect(shown).toContain('递补');
  for (const sum of [leaves, moves])
    expect(shown).toContain(
      (Number(sum?.amount.amountFen) / 100).toLocaleString('en-US', { maximumFractionDigits: 0 }),
    );
  const uphold = { decision: 'uphold', ground: '', reason: '经核查属实。' };
  expect((await flows.send(taskOf(id), { ...uphold, seen: stale })).status).toBe(422);
  expect((await flows.send(taskOf(id), { ...uphold, reason: '孙隐名反映属实。' })).status).toBe(422);
  const seen = /name="seen" value="([^"]*)"/.exec((await desk.visit.get()).html)?.[1] ?? '';
  await flows.decide(taskOf(id), { ...uphold, seen });
  expect(await place(1)).toMatchObject({ state: 'removed', openObjections: 0 });
  expect(await place(4)).toMatchObject({ state: 'shortlisted', noticeEndsAt: '2025-12-08T15:59:59.999Z' });
  expect(await (await progressOf(flows, link)).words()).toContain('经核查属实。');
  expect(flows.mailAbout(id, 'objection').subject).toContain('异议处理结果');
});

test('it is not taken on with a ground of the policy’s; one that the bureau goes on with survives its withdrawal', async () => {
  await flows.jump('2025-12-02T01:00:00.000Z');
  const [first, second] = [
    await objector(flows, ROUND, who)(of(2)),
    await objector(flows, ROUND, { ...who, phone: '13900001111' })(of(2)),
  ];
  expect(await place(2)).toMatchObject({ openObjections: 2 });
  const decline = { decision: 'decline', reason: '所述事项与名单无关。' };
  expect((await flows.send(taskOf(first.id), { ...decline, ground: '' })).status).toBe(422);
  await flows.decide(taskOf(first.id), { ...decline, ground: 'not-about-list' });
  expect(await record(first.id)).toMatchObject({ status: 'declined', declined: 'not-about-list' });
  expect(await place(2)).toMatchObject({ state: 'shortlisted', openObjections: 1 });

  const desk = await handler(second.id);
  await desk.step('ex-officio', { exOfficioText: '反映的问题须查清。' });
  const progress = await progressOf(flows, second.link);
  expect(await progress.withdraw()).toBe(303);
  expect(await progress.words()).toContain('决定依职权继续核查');
  expect(await place(2)).toMatchObject({ openObjections: 1 });
  await flows.decide(taskOf(second.id), { decision: 'reject', reason: '经核查不属实。' });
  expect(await record(second.id)).toMatchObject({ status: 'rejected' });
  expect(await place(2)).toMatchObject({ state: 'shortlisted', openObjections: 0 });
});

test('more than the policy’s number a day from one address are told to wait', async () => {
  await flows.jump('2025-12-03T01:00:00.000Z');
  const file = objector(flows, ROUND, who);
  const filed = [];
  for (let n = 0; n < 7; n += 1) filed.push(await file(of(3), { grounds: `第 ${n} 份，反映的内容各不相同。` }));
  expect(filed.map(({ status }) => status)).toEqual([...Array(6).fill(200), 429]);
  expect(filed.at(-1)?.words).toContain('objection.too-many');
  expect(await place(3)).toMatchObject({ openObjections: 6 });
  expect(await takeUp(flows.table, PlaceRecord.parse(await place(3)), 1)).toBe(false);
  for (const { id } of filed.slice(0, 6))
    await flows.decide(taskOf(id), { decision: 'decline', ground: 'abusive', reason: '同一人反复提出。' });
  expect(await place(3)).toMatchObject({ openObjections: 0 });
});

test('the last millisecond of the notice is in time, the next is not; the rest goes on, and who moved up has days of its own', async () => {
  await flows.jump(ENDS);
  // A list that is being made has taken this one up in the same moment.
  const taken = keys.place(ROUND, CATEGORY, of(2));
  await flows.table.update(taken, { set: { proposedIn: 1 } });
  expect((await objector(flows, ROUND, who)(of(2), { grounds: '与名单同一时刻提出的异议。' })).status).toBe(410);
  await flows.table.update(taken, { remove: ['proposedIn'] });
  const last = await objector(flows, ROUND, who)(of(3));
  expect(last.status).toBe(200);
  frozen = last.link;
  await flows.jump(ENDS + 1);
  const late = await objector(flows, ROUND, who)(of(0), { grounds: '公示结束后才提出的异议。' });
  expect([late.status, late.words]).toEqual([410, expect.stringContaining('objection.closed')]);
  await flows.jump('2025-12-05T16:01:00.000Z');
  expect(await lists()).toEqual([[of(0), of(2)].toSorted()]);
  // Against who moved up, within its own days.
  const moved = await objector(flows, ROUND, who)(of(4));
  expect(moved.status).toBe(200);
  await flows.decide(`${ROUND}~confirm.1`, { decision: 'confirm', reason: '经研究同意。' });
  expect(await place(0)).toMatchObject({ state: 'confirmed', listNo: 1 });
  expect(await place(3)).toMatchObject({ state: 'shortlisted', openObjections: 1, listNo: null });
  const after = await objector(flows, ROUND, who)(of(0), { grounds: '名单公布之后才提出的异议。' });
  expect(after.status).toBe(410);
  await flows.decide(taskOf(moved.id), { decision: 'reject', reason: '经核查不属实。' });
});

test('who objects is nowhere but with the objection’s handler', async () => {
  const exported = await exportRound(flows.table, flows.evidence, ROUND);
  const secret = /孙隐名|隐名有限公司|13900008765|hidden@example|发票复印件|投入属实|请补充/;
  expect(JSON.stringify(exported)).not.toMatch(secret);
  expect(exported.objections.flatMap(({ steps }) => steps.map(({ by }) => by))).toContain('objector');
  expect(recompute(exported).differences).toEqual([]);
  const everything = await flows.table.all(keys.objectionsPk(ROUND), ObjectionRecord);
  expect(JSON.stringify(everything)).not.toMatch(/孙隐名|隐名有限公司|13900008765|hidden@example/);
  // Another officer's link to another task does not open it.
  const open = exported.objections.find(({ status }) => status === 'open');
  const other = await flows.visit(`${ROUND}~confirm.1`);
  expect((await other.get(`/tasks/${encodeURIComponent(taskOf(open?.objectionId ?? ''))}`)).status).toBe(403);
  const objecting = await fetch(`${flows.cloud.endpoints.http}/objections/${open?.objectionId}`);
  expect(objecting.status).toBe(403);
  expect((await follow(flows.mailAbout(taskOf(open?.objectionId ?? '')).link)).path).toContain('/tasks/');
});

test('an objection that is withdrawn after the notice lets its place go on at once, on a list of its own', async () => {
  const [open] = (await flows.table.all(keys.objectionsPk(ROUND), ObjectionRecord)).filter(
    ({ status }) => status === 'open',
  );
  expect(open?.applicationId).toBe(of(3));
  const desk = await handler(open?.objectionId ?? '');
  await desk.step('accept');
  await desk.step('hear', { hearText: '投入与发票不符，请说明。' });
  const first = [of(0), of(2)].toSorted();
  // No account was given: the round looks for what can go on when the days for that are over.
  await flows.jump('2025-12-20T16:01:00.000Z');
  expect(await lists()).toEqual([first, [of(4)]]);
  await flows.decide(`${ROUND}~confirm.2`, { decision: 'confirm', reason: '经研究同意。' });
  await flows.jump('2026-01-05T16:01:00.000Z');
  expect(await lists()).toEqual([first, [of(4)]]);
  await (await progressOf(flows, frozen)).withdraw();
  const hearing = await flows.table.get(keys.task(`${of(3)}~objection-hearing.${open?.objectionId}`), TaskRecord);
  expect(hearing).toMatchObject({ status: 'superseded' });
  expect(await lists()).toEqual([first, [of(4)], [of(3)]]);
});

test('it goes to somebody who did not decide before, and where there is nobody to whoever decided least', async () => {
  const round = 'another-round';
  const decided = async (id: string, no: number) => {
    const task = await flows.table.get(keys.task(`${ROUND}~deliberate`), TaskRecord);
    const [taskId, assignee] = [`${round}~tie.${no}`, { role: 'bureau', id }];
    await flows.table.put(keys.task(taskId), { ...task, taskId, roundId: round, assignee, outbox: undefined });
  };
  const { registers } = await loadPinned(flows.table, flows.evidence, ROUND);
  const officers = city.registers.staff.filter(({ role }) => role === 'bureau').map(({ staffId }) => staffId);
  const chosen = () => objectionHandler(flows.table, registers.staff, round, `${round}.b.0123456789abcdef`);
  expect(officers).toEqual(['bureau-1', 'bureau-2', 'bureau-3']);
  expect(await chosen()).toEqual({ staffId: 'bureau-2', decided: 0 });
  await decided('bureau-2', 1);
  expect(await chosen()).toEqual({ staffId: 'bureau-3', decided: 0 });
  await decided('bureau-3', 2);
  await decided('bureau-1', 3);
  await decided('bureau-2', 4);
  expect(await chosen()).toEqual({ staffId: 'bureau-3', decided: 1 });
});

test('a place meets no more objections a day than the policy says, whoever they come from', async () => {
  const applicationId = 'another-round.b.0123456789abcdef';
  const policy = structuredClone(city.policy);
  policy.objection.value.dailyByApplication = 2;
  const round = { roundId: 'another-round', secret: 'secret' };
  const asked = ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map((address) => ({ address, applicationId }));
  const within: boolean[] = [];
  for (const one of asked) within.push(await isWithinLimits(flows.table, round, policy, one));
  expect(within).toEqual([true, true, false]);
});
