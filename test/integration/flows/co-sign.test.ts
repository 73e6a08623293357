import { afterAll, beforeAll, expect, test } from 'vitest';
import { ActionRecord, ApplicationRecord, TaskRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { type Applicant, makeCity } from './city.ts';
import { type Flows, openFlows, wordsOf } from './harness.ts';
import { submitAll } from './rounds.ts';

/** 联签: three firms of a district with two officers, one of a district with a single one. */
const city = makeCity({
  roundId: 'flow-co-sign',
  invite: { 'benchmark-enterprise': 4 },
  policy: (policy) => {
    policy.review.value.coSign = true;
  },
  registers: (registers, policy) => {
    const [one, other] = policy.districts.map(({ code }) => code);
    for (const [i, { uscc }] of registers.invitations.entries()) {
      const pilot = registers.pilots.find((row) => row.uscc === uscc);
      const code = i < 3 ? one : other;
      if (pilot !== undefined && code !== undefined) pilot.district = code;
    }
    const first = registers.staff.find((row) => row.role === 'district' && row.district === one);
    registers.staff = registers.staff.filter(
      (row) => row.role !== 'district' || row === first || row.district === other,
    );
    if (first !== undefined)
      registers.staff.push({
        ...first,
        staffId: `${first.staffId}-second`,
        name: '赵六',
        email: 'second@district.test',
      });
  },
});
const [good, bad, returned, lonely] = city.applicants as [Applicant, Applicant, Applicant, Applicant];
const idOf = ({ applicationId }: Applicant) => `${applicationId}~district.1`;

let flows: Flows;
beforeAll(async () => {
  flows = await openFlows();
  await flows.openRound(city);
  await submitAll(flows, city.applicants);
});
afterAll(() => flows.close());

const task = async (one: Applicant) => (await flows.table.get(keys.task(idOf(one)), TaskRecord)) as TaskRecord;
const statusOf = async (one: Applicant) =>
  (await flows.table.get(keys.application(one.applicationId), ApplicationRecord))?.status;

test('an opinion decides nothing before a second officer signs it, and says so to who wrote it', async () => {
  const author = (await task(good)).assignee.id;
  const first = await flows.visit(idOf(good));
  const sent = await first.post({ decision: 'recommend', opinion: '符合条件，同意推荐。' });
  expect(sent.status).toBe(303);
  await flows.cloud.idle();
  expect(await statusOf(good)).toBe('in-review');
  expect(wordsOf((await first.get()).html)).toContain('正在等待另一位工作人员联签');
  expect((await first.postRaw({ csrf: 'x', decision: 'sign', reason: '同意' })).status).toBe(200);
  const waiting = await task(good);
  expect(waiting).toMatchObject({ status: 'open', proposal: { by: author, opinion: { decision: 'recommend' } } });
  expect(waiting.assignee).toEqual({ role: 'district', id: `${author}-second` });

  const second = await flows.visit(idOf(good));
  const page = await second.get();
  expect(wordsOf(page.html)).toContain('符合条件，同意推荐。');
  expect(page.html).not.toContain('value="recommend"');
  expect((await second.post({ decision: 'recommend', opinion: '自行推荐' })).status).toBe(422);
  expect((await second.post({ decision: 'sign', reason: ' ' })).status).toBe(422);
  const clicks = await Promise.all([1, 2].map(() => second.post({ decision: 'sign', reason: '已复核，同意。' })));
  expect(clicks.map(({ status }) => status)).toEqual([303, 303]);
  await flows.cloud.idle();
  expect(await statusOf(good)).toBe('recommended');
  expect((await task(good)).decision).toMatchObject({
    ...{ decision: 'recommend', opinion: '符合条件，同意推荐。', proposedBy: author, signed: '已复核，同意。' },
  });
  const application = await flows.table.get(keys.application(good.applicationId), ApplicationRecord);
  expect(application).toMatchObject({ opinion: '符合条件，同意推荐。', decidedBy: `${author}-second` });
});

test('one that is given back is written anew, and both steps stand on record', async () => {
  const author = (await task(bad)).assignee.id;
  await (await flows.visit(idOf(bad))).post({ decision: 'not-recommend', opinion: '投入与实际不符。' });
  await flows.cloud.idle();
  await (await flows.visit(idOf(bad))).post({ decision: 'send-back', reason: '发票已补齐，请再核。' });
  await flows.cloud.idle();
  const back = await task(bad);
  expect(back).toMatchObject({
    status: 'open',
    assignee: { id: author },
    sentBack: { reason: '发票已补齐，请再核。' },
  });
  expect(back.proposal).toBeUndefined();
  const again = await flows.visit(idOf(bad));
  expect(wordsOf((await again.get()).html)).toContain('发票已补齐，请再核。');
  await again.post({ decision: 'recommend', opinion: '再次核对，同意推荐。' });
  await flows.cloud.idle();
  await (await flows.visit(idOf(bad))).post({ decision: 'sign', reason: '同意。' });
  await flows.cloud.idle();
  expect(await statusOf(bad)).toBe('recommended');
  const actions = await flows.table.all(keys.actionsPk(city.roundId), ActionRecord);
  const own = actions.filter(({ taskId }) => taskId === idOf(bad)).toReversed();
  expect(own.map(({ kind }) => kind)).toEqual(['proposed', 'sent-back', 'proposed']);
});

test('a correction needs no second signature, and a newer version ends what waits for one', async () => {
  await flows.decide(idOf(returned), { decision: 'return', opinion: '请补充。', 'asked.publicSummary': 'yes' });
  await flows.cloud.idle();
  expect(await statusOf(returned)).toBe('returned');
});

test('where a district has one officer, the bureau signs', async () => {
  await (await flows.visit(idOf(lonely))).post({ decision: 'recommend', opinion: '同意推荐。' });
  await flows.cloud.idle();
  expect((await task(lonely)).assignee.role).toBe('bureau');
  await flows.upload(lonely.applicationId, lonely.zip('revised'));
  await flows.cloud.idle();
  expect(await task(lonely)).toMatchObject({ status: 'superseded' });
  expect(await flows.deadLetters()).toEqual({});
});
