import { afterAll, beforeAll, expect, test } from 'vitest';
import { aggregate } from '../../../shared/domain/scoring.ts';
import { issueLink } from '../../../shared/links.ts';
import {
  ApplicationRecord,
  PlaceRecord,
  ScoreRecord,
  type SeatRecord,
  SheetRecord,
  TaskRecord,
} from '../../../shared/schemas/records.ts';
import { AutoSheet } from '../../../shared/store/auto.ts';
import { keys } from '../../../shared/store/keys.ts';
import { type Applicant, type City, makeCity } from './city.ts';
import { type Flows, openFlows, wordsOf } from './harness.ts';
import { decideAll, scoreAll, seatsOf, sheetForm, toExperts } from './rounds.ts';
import { follow } from './visit.ts';

const city = makeCity({
  roundId: 'flow-score',
  invite: { 'benchmark-enterprise': 4, 'solution-product': 1 },
  policy: (policy) => {
    policy.expertStage.value.maxReplacements = 1;
  },
});
/** One more expert than seats. */
const few = makeCity({
  roundId: 'flow-few',
  invite: { 'chain-case': 1 },
  registers: (registers) => {
    registers.experts = registers.experts.filter((row) => row.employerUscc === null).slice(0, 4);
    for (const [i, row] of registers.experts.entries()) Object.assign(row, { employer: `大学 ${i}`, relatedUsccs: [] });
  },
});
/** Fewer experts than seats. */
const none = makeCity({
  roundId: 'flow-none',
  invite: { 'chain-case': 1 },
  registers: (registers) => {
    registers.experts = registers.experts.slice(0, 2);
  },
});
/** Two equals, one place, and no rule that tells them apart. */
const equal = makeCity({
  roundId: 'flow-tie',
  invite: { 'solution-product': 3 },
  policy: ({ categories }) => {
    categories['solution-product'].quota.value = 1;
    categories['solution-product'].tieBreaks.value = ['results-indicator'];
  },
});
/** Sheets may be changed until the deadline. */
const changing = makeCity({
  roundId: 'flow-change',
  invite: { 'solution-product': 1 },
  policy: (policy) => {
    policy.expertStage.value.changes = true;
  },
});
const [recusing, silent, falling, double, fifth] = city.applicants as [
  Applicant,
  Applicant,
  Applicant,
  Applicant,
  Applicant,
];
const lonely = few.one('chain-case', 0).applicationId;

let flows: Flows;
beforeAll(async () => {
  flows = await openFlows();
  await toExperts(flows, [city, few, none, equal, changing]);
  await scoreAll(flows, equal, (applicant) => (applicant === equal.applicants[2] ? 0.7 : 0.8));
});
afterAll(() => flows.close());

const task = (id: string) => flows.table.get(keys.task(id), TaskRecord);
const score = (id: string) => flows.table.get(keys.score(id), ScoreRecord);
const sheets = (id: string) => flows.table.all(keys.applicationPk(id), SheetRecord, 'SHEET#');
const taskOf = (id: string, seat: number, turn = 1) => `${id}~score.${seat}.${turn}`;
const recuse = { decision: 'recuse', reason: '曾任该企业顾问。' };
const REDRAW = { decision: 'redraw', reason: '补充专家。' };

/** Whom the registers forbid on this panel, and that everybody is of another employer. */
async function expectSound({ registers }: City, applicationId: string, seats: SeatRecord[]) {
  const application = await flows.table.get(keys.application(applicationId), ApplicationRecord);
  const experts = seats.flatMap(({ expertId }) => registers.experts.filter((row) => row.expertId === expertId));
  expect(new Set(experts.map((row) => row.employer)).size).toBe(seats.filter((seat) => seat.expertId !== null).length);
  const conflicts = new Set([application?.uscc, ...(application?.conflictUsccs ?? [])]);
  expect(experts.filter((row) => conflicts.has(row.employerUscc ?? undefined))).toEqual([]);
  expect(experts.flatMap((row) => row.relatedUsccs).filter((uscc) => conflicts.has(uscc))).toEqual([]);
}

test('every application has a full panel of different employers without a conflict', async () => {
  for (const { applicationId } of city.applicants) {
    const seats = await seatsOf(flows, applicationId);
    expect(seats.map((seat) => seat.status)).toEqual(['assigned', 'assigned', 'assigned']);
    await expectSound(city, applicationId, seats);
  }
});

test('an expert who stands aside is replaced by another one of another employer, on no seat of this panel', async () => {
  const { applicationId } = recusing;
  const before = await seatsOf(flows, applicationId);
  await decideAll(
    flows,
    [1, 2, 3].map((seat) => [taskOf(applicationId, seat), recuse]),
  );
  const seats = await seatsOf(flows, applicationId);
  expect(seats.map((seat) => seat.turn)).toEqual([2, 2, 2]);
  await expectSound(city, applicationId, seats);
  const gone = before.map((seat) => seat.expertId);
  expect(seats.filter((seat) => gone.includes(seat.expertId))).toEqual([]);
  expect(seats.map((seat) => seat.past[0]?.left)).toEqual(['recused', 'recused', 'recused']);
  const old = await flows.visit(taskOf(applicationId, 1));
  expect(wordsOf((await old.get()).html)).toContain('已经办理完毕');
  expect((await old.get(`/tasks/${encodeURIComponent(taskOf(applicationId, 1, 2))}`)).status).toBe(403);
});

test('a sheet is complete and within bounds, or nothing of it is taken', async () => {
  const { applicationId } = double;
  const desk = await flows.visit(taskOf(applicationId, 1));
  const form = await sheetForm(flows, city, applicationId, 0.8);
  const [first = '', second = ''] = Object.keys(form).filter((name) => name.startsWith('points.'));
  const { noConflict: _, ...withoutWord } = form;
  for (const wrong of [
    { ...form, [first]: '99' },
    { ...form, [second]: '' },
    { ...form, [first]: '1.3' },
    withoutWord,
  ]) {
    const answer = await desk.post(wrong);
    expect(answer.status).toBe(422);
    expect(answer.html).toContain('未能提交');
  }
  expect(await sheets(applicationId)).toHaveLength(0);
  const csrf = await desk.csrf();
  const answers = await Promise.all([1, 2, 3].map(() => desk.postRaw({ ...form, csrf })));
  await flows.cloud.idle();
  expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303]);
  expect(await sheets(applicationId)).toHaveLength(1);
});

test('panels that cannot be drawn are put to the bureau, with the reasons', async () => {
  const [first, second] = [`${none.roundId}~panels.1`, `${none.roundId}~panels.2`];
  const desk = await flows.visit(first);
  expect(wordsOf((await desk.get()).html)).toContain('还差');
  expect((await desk.post({ decision: 'accept', reason: '先评。' })).status).toBe(422);
  await flows.decide(first, REDRAW);
  expect(await task(second)).toMatchObject({ status: 'open', kind: 'panel-shortage' });
});

test('too few sheets go to the bureau, who has it drawn again', async () => {
  const { applicationId } = falling;
  for (const turn of [1, 2])
    await decideAll(
      flows,
      [1, 2].map((seat) => [taskOf(applicationId, seat, turn), recuse]),
    );
  expect((await seatsOf(flows, applicationId)).map((seat) => seat.status)).toEqual(['vacant', 'vacant', 'assigned']);
  await flows.decide(taskOf(applicationId, 3), await sheetForm(flows, city, applicationId, 0.7));
  expect(await score(applicationId)).toBeNull();
  await flows.decide(`${applicationId}~shortage.1`, REDRAW);
  const seats = await seatsOf(flows, applicationId);
  expect(seats.map((seat) => seat.status)).toEqual(['assigned', 'assigned', 'scored']);
  await expectSound(city, applicationId, seats);
  const past = seats.flatMap((seat) => seat.past.map((one) => one.expertId));
  expect(past).toHaveLength(4);
  expect(seats.filter((seat) => past.includes(seat.expertId ?? ''))).toEqual([]);
});

test('where the policy lets it, a sheet that was handed in may be changed until the deadline …', async () => {
  const { applicationId } = changing.one('solution-product', 0);
  const ids = [1, 2, 3].map((seat) => taskOf(applicationId, seat));
  const [low, high] = await Promise.all([0.5, 0.9].map((share) => sheetForm(flows, changing, applicationId, share)));
  await decideAll(
    flows,
    ids.map((id) => [id, low ?? {}]),
  );
  expect(await sheets(applicationId)).toEqual([]);
  const [first = '', second = '', third = ''] = ids;
  const visit = await flows.visit(first);
  const { html } = await visit.get();
  expect(wordsOf(html)).toContain('截止时间前可以修改，修改后须再次提交');
  const [name = '', value = ''] = Object.entries(low ?? {}).find(([field]) => field.startsWith('points.')) ?? [];
  expect(html).toMatch(new RegExp(`name="${name}"[^>]*value="${value}"`));
  expect((await visit.post({ ...high, [name]: '1000' })).status).toBe(422);
  await decideAll(flows, [
    [first, high ?? {}],
    [third, recuse],
  ]);
  await flows.decide(taskOf(applicationId, 3, 2), high ?? {});
  expect(await task(second)).toMatchObject({ status: 'open', reminders: 0 });
  // Nobody is late with what was handed in, nor urged.
  const opens = { kind: 'console' as const, roundId: changing.roundId };
  const officer = changing.registers.staff.find(({ role }) => role === 'bureau')?.staffId ?? '';
  const link = { roundId: changing.roundId, opens, assigneeId: officer, validUntil: '2026-12-31T00:00:00.000Z' };
  const desk = await follow(`${flows.cloud.endpoints.http}/l/${await issueLink(flows.table, link)}`);
  expect(wordsOf((await desk.get(`${desk.path}/tasks`)).html)).toContain('没有等待办理的任务');
  expect(await score(applicationId)).toBeNull();
});

test('an expert who lets the deadline pass is replaced, and the old link opens nothing', async () => {
  const { applicationId } = silent;
  const desk = await flows.visit(taskOf(applicationId, 2));
  const form = { ...(await sheetForm(flows, city, applicationId, 0.9)), csrf: await desk.csrf() };
  for (const seat of [1, 3]) await flows.decide(taskOf(applicationId, seat), form);
  await scoreAll(flows, { ...city, applicants: [recusing, falling, double, fifth] }, () => 0.75);
  await flows.jump('2025-12-08T09:17:00.000Z');
  const [, seat] = await seatsOf(flows, applicationId);
  expect(seat).toMatchObject({ status: 'assigned', turn: 2, past: [{ left: 'late' }] });
  expect(await task(taskOf(applicationId, 2))).toMatchObject({ status: 'expired' });
  expect((await desk.postRaw(form)).status).toBe(410);
  await expect(follow(flows.mailAbout(taskOf(applicationId, 2)).link)).rejects.toThrow('410');
  await expectSound(city, applicationId, await seatsOf(flows, applicationId));
  await flows.decide(taskOf(applicationId, 2, 2), await sheetForm(flows, city, applicationId, 0.9));
  expect(await sheets(applicationId)).toHaveLength(3);
});

test('three seats that are late at once never get one expert twice', async () => {
  const seats = await seatsOf(flows, lonely);
  expect(seats.map((seat) => seat.status).toSorted()).toEqual(['assigned', 'vacant', 'vacant']);
  await expectSound(few, lonely, seats);
});

test('where nobody is left the bureau is asked again, and may accept what there is', async () => {
  const seat = (await seatsOf(flows, lonely)).find((one) => one.status === 'assigned');
  await flows.decide(taskOf(lonely, seat?.seat ?? 0, seat?.turn), await sheetForm(flows, few, lonely, 0.8));
  await flows.decide(`${lonely}~shortage.1`, REDRAW);
  expect(await task(`${lonely}~shortage.2`)).toMatchObject({ status: 'open' });
  await flows.decide(`${lonely}~shortage.2`, { decision: 'accept', reason: '专家库已无其他人选。' });
  expect(await score(lonely)).toMatchObject({ sheetTotals: [{ dropped: false }] });
  expect(await flows.execution('Scoring', lonely)).toBe('SUCCEEDED');
});

test('totals are what the published formula makes of the sheets', async () => {
  for (const { applicationId, category } of city.applicants) {
    const auto = await flows.table.get(keys.auto(applicationId), AutoSheet);
    const written = (await sheets(applicationId)).map(({ seat, pointsByItem }) => ({ seat, items: pointsByItem }));
    expect(written).toHaveLength(3);
    const expected = aggregate(city.policy, category, auto?.items ?? [], written);
    expect(await score(applicationId)).toMatchObject({ ...expected });
  }
});

test('when every seat is settled the ranking follows, and the panel is asked to approve it', async () => {
  for (const { roundId } of [city, few]) {
    expect(await task(`${roundId}~deliberate`)).toMatchObject({ status: 'open' });
    const desk = await flows.visit(`${roundId}~deliberate`);
    expect((await desk.get()).status).toBe(200);
  }
});

test('a tie across the cut line stops for the panel, whose order is recorded and decides', async () => {
  const taskId = `${equal.roundId}~tie.solution-product`;
  const ids = equal.applicants.slice(0, 2).map((one) => one.applicationId);
  const [first = '', second = ''] = ids;
  expect(await task(taskId)).toMatchObject({ subject: { applicationIds: ids.toSorted(), placesLeft: 1 } });
  const desk = await flows.visit(taskId);
  const order = { decision: 'order', reason: '评审组集体议定。' };
  expect((await desk.post({ ...order, [`order.${first}`]: '1', [`order.${second}`]: '1' })).status).toBe(422);
  expect((await desk.post({ ...order, [`order.${first}`]: '1' })).status).toBe(422);
  await flows.decide(taskId, { ...order, [`order.${first}`]: '2', [`order.${second}`]: '1' });
  const places = await flows.table.all(keys.placesPk(equal.roundId, 'solution-product'), PlaceRecord);
  expect(places.toSorted((a, b) => a.order - b.order)).toMatchObject([
    { applicationId: second, state: 'shortlisted', decidedBy: 'panel-decision' },
    { applicationId: first, state: 'reserve', decidedBy: 'panel-decision' },
    { applicationId: equal.applicants[2]?.applicationId, state: 'reserve', decidedBy: null },
  ]);
  expect(await task(`${equal.roundId}~deliberate`)).toMatchObject({ status: 'open' });
});

test('… and the last one counts once the deadline is over, as of when it was handed in', async () => {
  const { applicationId } = changing.one('solution-product', 0);
  const [low, high] = await Promise.all([0.5, 0.9].map((share) => sheetForm(flows, changing, applicationId, share)));
  const [name = ''] = Object.keys(low ?? {}).filter((field) => field.startsWith('points.'));
  const first = taskOf(applicationId, 1);
  const item = name.slice('points.'.length);
  const tenths = (form: Record<string, string> | undefined) => Math.round(Number(form?.[name]) * 10);
  const counted = (await sheets(applicationId)).toSorted((a, b) => a.seat - b.seat);
  expect(counted.map(({ pointsByItem }) => pointsByItem[item])).toEqual([high, low, high].map(tenths));
  const decided = await task(first);
  expect(decided).toMatchObject({ status: 'decided', decision: { decision: 'submit' } });
  expect((decided?.decidedAt ?? '') < (decided?.deadline ?? '')).toBe(true);
  await expect(flows.visit(first)).rejects.toThrow('410');
  expect((await score(applicationId))?.sheetTotals).toHaveLength(3);
});

test('nothing of all this was parked', async () => {
  expect(await flows.deadLetters()).toEqual({});
});
