import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApplicationRecord, OpenRecord, TaskRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { makeCity } from './city.ts';
import { type Flows, openFlows, wordsOf } from './harness.ts';
import { askForReview, INTAKE_OVER, submitAll } from './rounds.ts';

/** Five who are refused: by their districts, or by the bureau in a district's place; and one who is recommended. */
const city = makeCity({
  roundId: 'flow-refusal',
  invite: { 'benchmark-enterprise': 6 },
  registers: ({ invitations, pilots }, { districts }) => {
    for (const [i, { uscc }] of invitations.entries()) {
      const pilot = pilots.find((row) => row.uscc === uscc);
      // The last but one has a district of its own, which answers no mail.
      if (pilot !== undefined) pilot.district = districts[i === 4 ? 1 : 0]?.code ?? '';
      // Nobody of this level may enter (二(一)).
      if (pilot !== undefined && i === 0) pilot.level = 1;
    }
  },
});
const [admitted, upheld, silent, late, lapsing, fine] = city.applicants.map((one) => one.applicationId) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
let flows: Flows;
beforeAll(async () => {
  flows = await openFlows();
  expect(await flows.openRound(city)).toMatchObject({ ok: true });
  await submitAll(flows, city.applicants);
});
afterAll(() => flows.close());

const refuse = { decision: 'not-recommend', opinion: '投入与实际不符。' };
const application = (id: string) => flows.table.get(keys.application(id), ApplicationRecord);
const task = (id: string) => flows.table.get(keys.task(id), TaskRecord);
const isOpen = async (id: string) =>
  (await flows.table.get(keys.open(city.roundId, 'district', id), OpenRecord)) !== null;
const slot = (id: string) => flows.visit(id, 'slot');
const words = async (id: string) => wordsOf((await (await slot(id)).get()).html);
const ask = (id: string, reason: string) => askForReview(flows, id, reason);

test('a refusal is told by mail and on the page: reason, clause, and until when a review may be asked for', async () => {
  for (const id of [admitted, upheld, silent, late]) await flows.decide(`${id}~district.1`, refuse);
  await flows.decide(`${fine}~district.1`, { decision: 'recommend', opinion: '同意推荐。' });
  const { text } = flows.mailAbout(`${admitted}~refusal.1`, 'refusal');
  expect(text).toContain('投入与实际不符。');
  expect(text).toContain('数字化水平等级达 2 级及以上（方案二(一)）');
  expect(text).toMatch(/可在 \d+年\d+月\d+日 \d\d:\d\d（北京时间） 前在申报页面申请复核/);
  const page = await words(admitted);
  for (const part of ['未获推荐', '投入与实际不符。', '方案二(一)', '申请复核', '只能申请一次'])
    expect(page).toContain(part);
  expect(await isOpen(admitted)).toBe(true);
});

test('a request without a reason, without the token or from somewhere else is none', async () => {
  const empty = await ask(admitted, ' ');
  expect(empty.status).toBe(422);
  expect(wordsOf(empty.html)).toContain('请填写理由');
  const visit = await slot(admitted);
  expect((await visit.postRaw({ csrf: 'x', reason: '请再核' }, `${visit.path}/review`)).status).toBe(403);
  const csrf = await visit.csrf();
  expect((await visit.postRaw({ csrf, reason: '请再核' }, `/slots/${upheld}/review`)).status).toBe(403);
  // Of one who was not refused nothing comes.
  expect((await ask(fine, '请再核')).status).toBe(303);
  for (const id of [admitted, upheld, fine]) expect((await application(id))?.review).toBeUndefined();
});

test('a request is one, however often it is clicked, and goes to somebody who did not refuse', async () => {
  const visit = await slot(admitted);
  const form = { csrf: await visit.csrf(), reason: '发票齐全，请再核。' };
  const clicks = await Promise.all([1, 2, 3].map(() => visit.postRaw(form, `${visit.path}/review`)));
  await flows.cloud.idle();
  expect(clicks.map(({ status }) => status)).toEqual([303, 303, 303]);
  expect(await ask(upheld, '请再看一次。')).toMatchObject({ status: 303 });
  const refuser = (await application(admitted))?.refusal?.by;
  const review = await task(`${admitted}~review.1`);
  expect(review).toMatchObject({
    kind: 'refusal-review',
    status: 'open',
    assignee: { role: 'bureau', id: 'bureau-1' },
  });
  expect(review?.assignee.id).not.toBe(refuser);
  // What the applicant wrote stands with its application and nowhere else.
  expect((await task(`${admitted}~refusal.1`))?.decision).toEqual({ decision: 'request' });
  expect(flows.mailsAbout(`${admitted}~review.1`)).toHaveLength(1);
  expect(await words(admitted)).toContain('复核中');
  expect(wordsOf((await (await flows.visit(`${admitted}~review.1`)).get()).html)).toContain('发票齐全，请再核。');
});

test('its ruling is the end: admitted it is recommended after all, upheld it leaves the stage', async () => {
  await flows.decide(`${admitted}~review.1`, { decision: 'admit', reason: '等级以复测为准，符合条件。' });
  await flows.decide(`${upheld}~review.1`, { decision: 'uphold', reason: '核查无误。' });
  expect(await application(admitted)).toMatchObject({
    status: 'recommended',
    decidedBy: 'bureau-1',
    waitId: null,
    refusal: { opinion: '投入与实际不符。' },
  });
  expect(await application(upheld)).toMatchObject({ status: 'not-recommended', waitId: null });
  for (const id of [admitted, upheld]) {
    expect(await isOpen(id)).toBe(false);
    expect(await flows.execution('Application', id)).toBe('SUCCEEDED');
  }
  expect(flows.mailAbout(admitted, 'slot')).toMatchObject({ subject: expect.stringContaining('予以推荐') });
  expect(flows.mailAbout(upheld, 'slot').text).toContain('核查无误。');
  expect(await words(upheld)).toContain('复核维持原决定');
  expect((await ask(upheld, '再申请一次。')).status).toBe(303);
  expect((await application(upheld))?.review?.grounds).toBe('请再看一次。');
});

test('who asks when the days are over is too late, and the refusal is final by itself', async () => {
  const { deadline = '' } = (await task(`${silent}~refusal.1`)) ?? {};
  const visit = await slot(late);
  const csrf = await visit.csrf();
  await flows.jump(Date.parse(deadline) + 1000);
  expect(await task(`${silent}~refusal.1`)).toMatchObject({ status: 'expired' });
  expect((await visit.postRaw({ csrf, reason: '请再核' }, `${visit.path}/review`)).status).toBe(303);
  for (const id of [silent, late]) {
    expect((await application(id))?.review).toBeUndefined();
    expect(await isOpen(id)).toBe(false);
    expect(await words(id)).not.toContain('只能申请一次');
    expect(await flows.execution('Application', id)).toBe('SUCCEEDED');
  }
});

test('what the bureau let lapse is reviewed by another of the bureau, and the stage waits for it', async () => {
  await flows.jump(INTAKE_OVER);
  const district = city.policy.districts[1]?.code;
  await flows.jump('2025-12-12T09:01:00.000Z');
  await flows.decide(`${city.roundId}~late.${district}.1`, { decision: 'lapse', reason: '区市无人办理。' });
  await flows.jump('2025-12-15T09:02:00.000Z');
  expect(await application(lapsing)).toMatchObject({ status: 'lapsed', refusal: { by: 'bureau-1' } });
  expect(flows.mailAbout(`${lapsing}~refusal.1`).text).toContain('区市无人办理。');
  expect((await ask(lapsing, '我单位材料已按时提交。')).status).toBe(303);
  const review = await task(`${lapsing}~review.1`);
  expect(review?.assignee).toEqual({ role: 'bureau', id: 'bureau-3' });
  // The reviewer lets the days pass, is reminded, and the stage is still open.
  await flows.jump(Date.parse(review?.deadline ?? '') + 60_000);
  expect(flows.mailsAbout(`${lapsing}~review.1`).map(({ subject }) => subject.includes('提醒'))).toEqual([false, true]);
  expect(await flows.call({ op: 'status', roundId: city.roundId })).toMatchObject({ stage: 'district' });
  await flows.decide(`${lapsing}~review.1`, { decision: 'admit', reason: '材料齐全，予以推荐。' });
  expect(await application(lapsing)).toMatchObject({ status: 'recommended', decidedBy: 'bureau-3' });
});

test('when the last review is decided, the stage is over and experts are drawn, also for who was admitted', async () => {
  expect(await flows.call({ op: 'status', roundId: city.roundId })).toMatchObject({ stage: 'experts' });
  for (const id of [admitted, lapsing, fine])
    expect(await flows.table.all(keys.applicationPk(id), TaskRecord, 'TASK#score')).not.toEqual([]);
  expect(await flows.deadLetters()).toEqual({});
});
