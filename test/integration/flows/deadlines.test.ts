import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeIn } from '../../../functions/intake/handler.ts';
import { noScan } from '../../../functions/intake/scan.ts';
import {
  ApplicationRecord,
  GateRecord,
  TaskRecord,
  UploadRecord,
  WaitRecord,
} from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { ASKED } from '../../world/corrections.ts';
import { type Applicant, makeCity } from './city.ts';
import { type Flows, openFlows, type UploadForm, uploadForm, wordsOf } from './harness.ts';
import { follow, get, postFile } from './visit.ts';

const DISTRICTS_CLOSE = '2025-12-12T09:00:00.000Z';
const at = (time: string) => `2025-${time}:00.000Z`;

/** Where each applicant's officer sits; two share a desk. */
const DESKS = [0, 0, 1, 2, 3, 4, 5, 6, 6];
const city = makeCity({
  roundId: 'flow-late',
  invite: { 'benchmark-enterprise': DESKS.length },
  registers: (registers, policy) => {
    for (const [i, desk] of DESKS.entries()) {
      const pilot = registers.pilots.find((row) => row.uscc === registers.invitations[i]?.uscc);
      const code = policy.districts[desk]?.code;
      if (pilot !== undefined && code !== undefined) pilot.district = code;
    }
  },
});
const [taken, alsoTaken, extended, lapsing, forgotten, unanswered, answered, lateOne, latest] = city.applicants as [
  Applicant,
  Applicant,
  Applicant,
  Applicant,
  Applicant,
  Applicant,
  Applicant,
  Applicant,
  Applicant,
];
const moved = makeCity({ roundId: 'flow-moved', invite: { 'benchmark-enterprise': 3 } });

let flows: Flows;
beforeAll(async () => {
  flows = await openFlows();
  await flows.openRound(city);
  await flows.openRound(moved);
  expect(await extend(moved.roundId, 'intake', at('12-02T09:00'))).toMatchObject({ ok: true });
});
afterAll(() => flows.close());

const application = (id: string) => flows.table.get(keys.application(id), ApplicationRecord);
const upload = (id: string, uploadId: string) => flows.table.get(keys.upload(id, uploadId), UploadRecord);
const task = (id: string) => flows.table.get(keys.task(id), TaskRecord);
const wait = (id: string) => flows.table.get(keys.wait(id), WaitRecord);
const recommend = { decision: 'recommend', opinion: '同意推荐。' };
const lateTask = (applicant: Applicant, no = 1) => {
  const pilot = city.registers.pilots.find((row) => row.uscc === applicant.uscc);
  return `${city.roundId}~late.${pilot?.district}.${no}`;
};
const extend = (roundId: string, stage: string, until: string) =>
  flows.call({ op: 'extend', roundId, stage, until, by: '王处长', reason: '系统维护' });

/** The intake hears only now of an object of the other round that was complete at `time`. */
async function hearLateOf(applicationId: string, name: string, bytes: Uint8Array, time: string): Promise<void> {
  const key = `inbox/${moved.roundId}/${applicationId}/${name}.zip`;
  await flows.evidence.write(key, bytes, 'application/zip');
  const object = { etag: '', ...(await flows.evidence.head(key)), key, size: bytes.length };
  const machine = flows.output('ApplicationMachineArn');
  // From a bucket that tells nobody of its objects.
  const deps = { ...flows.deps, inbox: flows.evidence, applicationMachineArn: machine, scan: noScan };
  await takeIn(deps, { time, detail: { bucket: { name: flows.evidence.name }, object } });
  await flows.cloud.idle();
}

const forms: UploadForm[] = [];
const returned = { decision: 'return', ...ASKED, opinion: '请补充发票。' };

test('an upload within the grace is taken, a minute after it no more', async () => {
  for (const { applicationId, zip } of [taken, alsoTaken, extended, lapsing, forgotten, unanswered, answered])
    await flows.upload(applicationId, zip());
  for (const { applicationId } of [lateOne, latest])
    forms.push(await uploadForm(await flows.visit(applicationId, 'slot')));
  await flows.jump(at('11-28T09:10'));
  const [inGrace, tooLate] = forms as [UploadForm, UploadForm];
  expect(await postFile(inGrace, lateOne.zip())).toBe(201);
  await flows.cloud.idle();
  expect(await upload(lateOne.applicationId, inGrace.uploadId)).toMatchObject({ verdict: 'accepted' });
  await flows.jump(at('11-28T09:16'));
  expect(await postFile(tooLate, latest.zip())).toBe(201);
  await flows.cloud.idle();
  expect(await upload(latest.applicationId, tooLate.uploadId)).toMatchObject({ verdict: 'late' });
  expect(flows.mailAbout(latest.applicationId, 'upload').subject).toContain('逾期');
  expect(await application(latest.applicationId)).toBeNull();
  await flows.decide(`${lateOne.applicationId}~district.1`, recommend);
});

test('of two versions the one uploaded last counts, in whatever order their news come', async () => {
  const [, , third] = moved.applicants as [Applicant, Applicant, Applicant];
  const { applicationId, zip } = third;
  await flows.upload(applicationId, zip('revised'));
  await hearLateOf(applicationId, 'earlier', zip(), at('11-28T09:00'));
  expect(await upload(applicationId, 'earlier')).toMatchObject({
    verdict: 'refused',
    problems: [{ code: 'intake.outdated', mendEn: expect.stringContaining('upload it again') }],
  });
  expect(await application(applicationId)).toMatchObject({ version: 1, attempt: 1 });
  await flows.decide(`${applicationId}~district.1`, recommend);
});

test('an extension of the intake moves its end while the round waits', async () => {
  const [first, second] = moved.applicants as [Applicant, Applicant];
  expect(await extend(city.roundId, 'intake', at('12-01T09:00'))).toMatchObject({ ok: false });
  expect(await extend('no-such-round', 'intake', at('12-01T09:00'))).toMatchObject({
    faults: [{ code: 'round.unknown' }],
  });
  // The other round was extended in time; it still waits.
  expect(await flows.table.get(keys.gate(moved.roundId, 'intake'), GateRecord)).toMatchObject({
    deadline: at('12-02T09:00'),
    closed: false,
  });
  await flows.upload(first.applicationId, first.zip());
  expect(await application(first.applicationId)).toMatchObject({ status: 'in-review' });
  await flows.jump(at('12-02T09:16'));
  await expect(flows.upload(second.applicationId, second.zip())).rejects.toThrow('410');
  expect(await flows.table.get(keys.gate(moved.roundId, 'intake'), GateRecord)).toMatchObject({ closed: true });
});

test('an extension of the districts moves the deadline of a review that waits', async () => {
  const [first] = moved.applicants as [Applicant];
  const waitId = `${first.applicationId}~district.1`;
  expect(await wait(waitId)).toMatchObject({ deadline: DISTRICTS_CLOSE });
  expect(await extend(moved.roundId, 'district', at('11-30T09:00'))).toMatchObject({
    faults: [{ code: 'round.extension-earlier' }],
  });
  expect(await extend(moved.roundId, 'district', at('12-31T09:00'))).toMatchObject({ ok: true });
  expect(await flows.call({ op: 'status', roundId: moved.roundId })).toMatchObject({
    stage: 'district',
    stages: [
      { stage: 'intake', extensions: 1 },
      { stage: 'district', open: 1, extensions: 1 },
    ],
  });
});

test('a correction nobody answers goes back to a person, who is told and decides', async () => {
  const { applicationId } = unanswered;
  await flows.decide(`${applicationId}~district.1`, returned);
  await flows.decide(`${answered.applicationId}~district.1`, returned);
  // Five working days, the day of the request not counted.
  expect(await wait(`${applicationId}~correction.1`)).toMatchObject({ deadline: '2025-12-09T15:59:59.999Z' });
  await flows.upload(answered.applicationId, answered.zip('corrected'));
  await flows.jump(at('12-09T16:01'));
  expect(await task(`${applicationId}~correction.1`)).toMatchObject({ status: 'expired' });
  expect(await application(applicationId)).toMatchObject({ status: 'in-review', version: 1, attempt: 2 });
  const desk = await flows.visit(`${applicationId}~district.2`);
  expect(wordsOf((await desk.get()).html)).toContain('没有在期限内提交新的材料');
  expect((await desk.post(returned)).status).toBe(422);
  await flows.decide(`${applicationId}~district.2`, { decision: 'not-recommend', opinion: '材料不足。' });
  expect(await application(applicationId)).toMatchObject({ status: 'not-recommended' });
  expect(await wait(`${applicationId}~refusal.2`)).toMatchObject({ deadline: '2025-12-17T15:59:59.999Z' });
  await flows.decide(`${answered.applicationId}~district.2`, recommend);
});

test('a district that is late is reminded, and the bureau is asked once per district', async () => {
  await flows.jump(at('12-12T09:01'));
  for (const { applicationId } of [taken, alsoTaken, extended, lapsing, forgotten]) {
    const mails = flows.mailsAbout(`${applicationId}~district.1`);
    expect(mails.map((mail) => mail.subject.includes('提醒'))).toEqual([false, true]);
  }
  expect(flows.mailsAbout(lateTask(taken))).toHaveLength(1);
  expect(flows.mailAbout(lateTask(taken)).to).toBe('bureau-1@gov.example.test');
  // The other round has until the end of the year.
  const first = `${moved.applicants[0]?.applicationId}~district.1`;
  expect(await wait(first)).toMatchObject({ deadline: at('12-31T09:00') });
  await expect(follow(flows.mailsAbout(`${taken.applicationId}~district.1`)[0]?.link ?? '')).rejects.toThrow('410');
});

test('the bureau takes over: the officer’s task ends, the bureau decides', async () => {
  const reason = '区市人手不足';
  await flows.decide(lateTask(taken), { decision: 'take-over', reason });
  await flows.decide(lateTask(extended), { decision: 'extend', reason });
  await flows.decide(lateTask(lapsing), { decision: 'lapse', reason });
  const officer = await flows.visit(`${taken.applicationId}~district.1`);
  const csrf = await officer.csrf();
  await flows.jump(at('12-15T09:01'));
  expect(await task(`${taken.applicationId}~district.1`)).toMatchObject({ status: 'reassigned' });
  expect((await officer.postRaw({ ...recommend, csrf })).status).toBe(410);
  expect(await application(taken.applicationId)).toMatchObject({ status: 'in-review' });
  for (const { applicationId } of [taken, alsoTaken]) {
    expect(flows.mailAbout(`${applicationId}~district.1.bureau`).to).toBe('bureau-1@gov.example.test');
    await flows.decide(`${applicationId}~district.1.bureau`, recommend);
    expect(await application(applicationId)).toMatchObject({ status: 'recommended', decidedBy: 'bureau-1' });
    expect(await flows.execution('Application', applicationId)).toBe('SUCCEEDED');
  }
});

test('the bureau extends: the officer has two more weeks', async () => {
  const { applicationId } = extended;
  expect(await wait(`${applicationId}~district.1`)).toMatchObject({ deadline: at('12-26T09:01') });
  await flows.jump(at('12-20T09:00'));
  await flows.decide(`${applicationId}~district.1`, recommend);
  expect(await application(applicationId)).toMatchObject({
    status: 'recommended',
    decidedBy: expect.stringContaining('district'),
  });
});

test('the bureau lets it lapse: the application ends, once its days to ask for a review are over', async () => {
  const { applicationId } = lapsing;
  expect(await application(applicationId)).toMatchObject({ status: 'lapsed', decidedBy: 'bureau-1' });
  expect(await task(`${applicationId}~district.1`)).toMatchObject({ status: 'expired' });
  expect(await flows.execution('Application', applicationId)).toBe('RUNNING');
  expect(flows.mailAbout(`${applicationId}~refusal.1`).text).toContain('区市人手不足');
});

test('a bureau that does not answer is reminded with a link that works', async () => {
  const mails = flows.mailsAbout(lateTask(forgotten));
  expect(mails.map((mail) => mail.subject.includes('提醒'))).toEqual([false, true]);
  await flows.decide(lateTask(forgotten), { decision: 'lapse', reason: '逾期' });
  await flows.jump(at('12-24T09:01'));
  expect(await application(forgotten.applicationId)).toMatchObject({ status: 'lapsed' });
});

test('when the last is decided, and nobody asked for a review in time, the stage is over and experts are drawn', async () => {
  expect(await flows.call({ op: 'status', roundId: city.roundId })).toMatchObject({ stage: 'district' });
  await flows.jump(at('12-31T16:01'));
  expect(await flows.call({ op: 'status', roundId: city.roundId })).toMatchObject({ stage: 'experts' });
  const page = await get(`${flows.cloud.endpoints.http}/rounds/${city.roundId}`);
  expect(page.status).toBe(200);
});

test('a correction that came in time is taken, however late its event comes', async () => {
  const [applicant] = moved.applicants as [Applicant];
  const { applicationId, zip } = applicant;
  await flows.decide(`${applicationId}~district.1`, returned);
  const correction = await wait(`${applicationId}~correction.1`);
  const deadline = correction?.deadline ?? '';
  await flows.jump(Date.parse(deadline) + 60_000);
  expect(await application(applicationId)).toMatchObject({ status: 'in-review', attempt: 2, version: 1 });
  await hearLateOf(applicationId, 'in-time', zip('corrected'), deadline);
  expect(await upload(applicationId, 'in-time')).toMatchObject({ verdict: 'accepted', version: 2 });
  expect(await application(applicationId)).toMatchObject({ status: 'in-review', attempt: 3, version: 2 });
  const desk = await flows.visit(`${applicationId}~district.3`);
  expect(wordsOf((await desk.get()).html)).not.toContain('没有在期限内提交新的材料');
});

test('nothing of all this was parked', async () => {
  expect(await flows.deadLetters()).toEqual({});
});
