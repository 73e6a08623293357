import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApplicationRecord, TaskRecord, UploadRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { ASKED } from '../../world/corrections.ts';
import { type Applicant, makeCity } from './city.ts';
import { type Flows, openFlows, uploadForm, wordsOf } from './harness.ts';
import { submitAll } from './rounds.ts';
import { postFile } from './visit.ts';

const city = makeCity({
  roundId: 'flow-withdraw',
  invite: { 'benchmark-enterprise': 5 },
  registers: (registers, policy) => {
    for (const [i, { uscc }] of registers.invitations.entries()) {
      const pilot = registers.pilots.find((row) => row.uscc === uscc);
      const code = policy.districts[i]?.code;
      if (pilot !== undefined && code !== undefined) pilot.district = code;
    }
  },
});
const [first, returned, decided, late, lateToo] = city.applicants as [
  Applicant,
  Applicant,
  Applicant,
  Applicant,
  Applicant,
];
let flows: Flows;
beforeAll(async () => {
  flows = await openFlows();
  await flows.openRound(city);
  await submitAll(flows, city.applicants);
});
afterAll(() => flows.close());

const application = (id: string) => flows.table.get(keys.application(id), ApplicationRecord);
const task = (id: string) => flows.table.get(keys.task(id), TaskRecord);
const reason = '区市人手不足';
const recommend = { decision: 'recommend', opinion: '同意推荐。' };

async function withdraw(applicationId: string, form: Record<string, string> = { confirm: 'yes' }) {
  const answer = await (await flows.visit(applicationId, 'slot')).post(form);
  await flows.cloud.idle();
  return answer;
}

test('an applicant takes its application back: the review ends, the execution too, and a letter says so', async () => {
  const { applicationId, zip } = first;
  const slot = await flows.visit(applicationId, 'slot');
  const form = await uploadForm(slot);
  expect((await withdraw(applicationId, {})).status).toBe(422);
  expect((await slot.postRaw({ confirm: 'yes', csrf: 'made-up' })).status).toBe(403);
  expect(await application(applicationId)).toMatchObject({ status: 'in-review' });

  const csrf = await slot.csrf();
  const clicks = await Promise.all([1, 2].map(() => slot.postRaw({ confirm: 'yes', csrf })));
  await flows.cloud.idle();
  expect(clicks.map((answer) => answer.status)).toContain(303);
  expect(await application(applicationId)).toMatchObject({ status: 'withdrawn', waitId: null });
  expect(await flows.execution('Application', applicationId)).toBe('SUCCEEDED');
  expect(flows.mailsAbout(applicationId, 'slot').map((mail) => mail.subject.includes('已撤回'))).toEqual([false, true]);
  expect(wordsOf((await slot.get()).html)).toContain('已撤回');

  // What the district decides now comes too late, and so does a package.
  const desk = await flows.visit(`${applicationId}~district.1`);
  expect(wordsOf((await desk.get()).html)).toContain('撤回了申报');
  expect(await task(`${applicationId}~district.1`)).toMatchObject({ status: 'superseded' });
  expect(await postFile(form, zip('revised'))).toBe(201);
  await flows.cloud.idle();
  const uploads = await flows.table.all(keys.applicationPk(applicationId), UploadRecord, 'UPLOAD#');
  expect(uploads.map((one) => one.verdict).toSorted()).toEqual(['accepted', 'closed']);
});

test('also while a correction is waited for', async () => {
  const { applicationId } = returned;
  await flows.decide(`${applicationId}~district.1`, { decision: 'return', ...ASKED, opinion: '请补充发票。' });
  expect((await withdraw(applicationId)).status).toBe(303);
  expect(await application(applicationId)).toMatchObject({ status: 'withdrawn', correctedOnce: true });
  expect(await task(`${applicationId}~correction.1`)).toMatchObject({ status: 'superseded' });
  expect(await flows.execution('Application', applicationId)).toBe('SUCCEEDED');
});

test('also when the district has recommended it, once', async () => {
  const { applicationId } = decided;
  const slot = await flows.visit(applicationId, 'slot');
  await flows.decide(`${applicationId}~district.1`, recommend);
  expect((await slot.get()).html).toContain('撤回申报');
  const csrf = await slot.csrf();
  const clicks = await Promise.all([1, 2].map(() => slot.postRaw({ confirm: 'yes', csrf })));
  await flows.cloud.idle();
  expect(clicks.map((answer) => answer.status)).toEqual([303, 303]);
  expect(await application(applicationId)).toMatchObject({ status: 'withdrawn', decidedBy: applicationId });
  expect(flows.mailsAbout(applicationId, 'slot').map((mail) => mail.subject.includes('已撤回'))).toEqual([false, true]);
});

test('a review that the bureau took over ends as well, by a newer version or a withdrawal', async () => {
  const until = '2025-12-31T09:00:00.000Z';
  await flows.call({ op: 'extend', roundId: city.roundId, stage: 'intake', until, by: '王处长', reason: '系统维护' });
  await flows.jump('2025-12-12T09:01:00.000Z');
  const districts = [late, lateToo].map(({ uscc }) => city.registers.pilots.find((row) => row.uscc === uscc)?.district);
  for (const district of districts)
    await flows.decide(`${city.roundId}~late.${district}.1`, { decision: 'take-over', reason });
  await flows.jump('2025-12-15T09:02:00.000Z');
  const taken = [late, lateToo].map(({ applicationId }) => `${applicationId}~district.1.bureau`);
  for (const id of taken) expect(await task(id)).toMatchObject({ status: 'open' });
  await flows.upload(late.applicationId, late.zip('revised'));
  expect((await withdraw(lateToo.applicationId)).status).toBe(303);
  for (const id of taken) expect(await task(id)).toMatchObject({ status: 'superseded' });
  await flows.decide(`${late.applicationId}~district.2`, recommend);
});

test('the round goes on without those who went', async () => {
  await flows.jump('2025-12-31T09:16:00.000Z');
  expect(await flows.call({ op: 'status', roundId: city.roundId })).toMatchObject({ stage: 'experts' });
  expect(await flows.deadLetters()).toEqual({});
});
