import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportRound } from '../../../shared/export/export.ts';
import { recompute } from '../../../shared/export/recompute.ts';
import { issueLink } from '../../../shared/links.ts';
import { recordConflict } from '../../../shared/panels/conflicts.ts';
import {
  ConflictRecord,
  PlaceRecord,
  ScoreRecord,
  SheetRecord,
  StruckSheetRecord,
  TaskRecord,
} from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { formsOf } from '../../unit/pages/markup.ts';
import { type Applicant, makeCity } from './city.ts';
import { type Flows, openFlows, wordsOf } from './harness.ts';
import { decideAll, INTAKE_OVER, scoreAll, seatsOf, sheetForm, submitAll } from './rounds.ts';
import { follow } from './visit.ts';

const city = makeCity({ roundId: 'flow-conflict', invite: { 'benchmark-enterprise': 5 } });
const { roundId } = city;
const [stopped, raced, struck, ranked, early] = city.applicants as [
  Applicant,
  Applicant,
  Applicant,
  Applicant,
  Applicant,
];

/** Whom the draw would not have given a seat for another reason than the conflict that is recorded before it. */
const barred = city.registers.experts.find(
  ({ relatedUsccs, employerUscc }) => relatedUsccs.length === 0 && employerUscc === null,
)?.expertId;
const reason = '专家来电说明曾任该企业顾问。';
let flows: Flows;
const order = (applicationId: string, expertId: string) => ({
  roundId,
  applicationId,
  expertId,
  by: 'bureau-1',
  reason,
});
const record = (applicationId: string, expertId: string, sheet?: 'keep' | 'strike') =>
  recordConflict(flows.deps, { ...order(applicationId, expertId), sheet });

beforeAll(async () => {
  flows = await openFlows();
  await flows.openRound(city);
  await submitAll(flows, city.applicants);
  const before = await record(early.applicationId, barred ?? '');
  expect(before).toMatchObject({ status: 'recorded', record: { effect: 'before-draw' } });
  const recommend = { decision: 'recommend', opinion: '同意推荐。' };
  await decideAll(
    flows,
    city.applicants.map(({ applicationId }) => [`${applicationId}~district.1`, recommend]),
  );
  await flows.jump(INTAKE_OVER);
});
afterAll(() => flows.close());

const task = (id: string) => flows.table.get(keys.task(id), TaskRecord);
const sheets = (id: string) => flows.table.all(keys.applicationPk(id), SheetRecord, 'SHEET#');
const score = (id: string) => flows.table.get(keys.score(id), ScoreRecord);
const conflict = (id: string, expertId: string) =>
  flows.table.get(keys.conflict(roundId, id, expertId), ConflictRecord);
const taskOf = (id: string, seat: number, turn = 1) => `${id}~score.${seat}.${turn}`;
const holder = async (id: string, seat: number) => (await seatsOf(flows, id))[seat - 1]?.expertId ?? '';

async function officer() {
  const token = await issueLink(flows.table, {
    roundId,
    opens: { kind: 'console', roundId },
    assigneeId: city.registers.staff.find(({ role }) => role === 'bureau')?.staffId ?? '',
    validUntil: '2026-01-01T00:00:00.000Z',
  });
  return follow(`${flows.output('ApiUrl')}/l/${token}`);
}

test('what was recorded before the draw is drawn by: the expert is on no seat of it, and the seed says so', async () => {
  const { applicationId } = early;
  expect((await seatsOf(flows, applicationId)).map(({ expertId }) => expertId)).not.toContain(barred);
  expect(await record(applicationId, barred ?? '')).toMatchObject({ status: 'already' });
  const exported = await exportRound(flows.table, flows.evidence, roundId);
  expect(exported.conflicts).toMatchObject([{ applicationId, effect: 'before-draw', reason }]);
  const { expert } = exported.conflicts[0] ?? { expert: '' };
  expect(exported.registers.experts.find((one) => one.expert === expert)?.barredFrom).toContain(applicationId);
  expect(recompute(exported).differences).toEqual([]);
  const [first] = exported.conflicts;
  if (first !== undefined) first.effect = 'barred';
  expect(recompute(exported).differences).toEqual(expect.arrayContaining([expect.stringContaining('抽取种子')]));
});

test('an officer stops an expert from the console; two clicks are one, and the page says why', async () => {
  const { applicationId } = stopped;
  const expertId = await holder(applicationId, 1);
  const taskId = taskOf(applicationId, 1);
  const desk = await flows.visit(taskId);
  const form = { ...(await sheetForm(flows, city, applicationId, 0.8)), csrf: await desk.csrf() };
  const person = await officer();
  const path = `/console/${roundId}/applications/${applicationId}/conflict`;
  const page = (await person.get(path)).html;
  const csrf =
    formsOf(page)
      .flat()
      .find(({ name }) => name === 'csrf')?.value ?? '';
  expect((await person.postRaw({ csrf, expert: expertId, reason: '' }, path)).status).toBe(422);
  expect((await person.postRaw({ csrf, expert: 'nobody', reason }, path)).html).toContain('没有这位专家');
  expect((await person.postRaw({ csrf: 'x', expert: expertId, reason }, path)).status).toBe(403);
  const clicks = await Promise.all([1, 2].map(() => person.postRaw({ csrf, expert: expertId, reason }, path)));
  expect(clicks.map(({ status }) => status)).toEqual([303, 303]);
  // Before anything that follows from it: the sheet is not taken any more.
  const refused = await desk.postRaw(form);
  expect([refused.status, refused.html.includes('task.conflict')]).toEqual([403, true]);
  await flows.cloud.idle();
  expect(await conflict(applicationId, expertId)).toMatchObject({ effect: 'stopped', seat: 1, reason });
  expect(await task(taskId)).toMatchObject({ status: 'superseded', endedFor: 'conflict' });
  expect(wordsOf((await desk.get()).html)).toContain('存在利害关系，须回避');
  expect(await sheets(applicationId)).toEqual([]);
  const [seat] = await seatsOf(flows, applicationId);
  expect(seat).toMatchObject({ status: 'assigned', turn: 2, past: [{ expertId, left: 'recused' }] });
  expect(seat?.expertId).not.toBe(expertId);
  expect(wordsOf((await person.get(path.replace('/conflict', ''))).html)).toContain('已停止评分');
});

test('an expert who submits at the very moment either has a sheet and no conflict yet, or a conflict and no sheet', async () => {
  const { applicationId } = raced;
  const form = await sheetForm(flows, city, applicationId, 0.8);
  for (const seat of [1, 2, 3]) {
    const expertId = await holder(applicationId, seat);
    const desk = await flows.visit(taskOf(applicationId, seat));
    const csrf = await desk.csrf();
    const [, outcome] = await Promise.all([desk.postRaw({ ...form, csrf }), record(applicationId, expertId)]);
    await flows.cloud.idle();
    const own = (await sheets(applicationId)).filter((sheet) => sheet.expertId === expertId);
    expect(own).toHaveLength(outcome.status === 'sheet-in' ? 1 : 0);
    expect((await conflict(applicationId, expertId)) === null).toBe(outcome.status === 'sheet-in');
    expect(['recorded', 'sheet-in']).toContain(outcome.status);
  }
});

test('a sheet that is in is struck only where somebody says so: it stays on record, and its seat is given to another', async () => {
  const { applicationId } = struck;
  const expertId = await holder(applicationId, 2);
  const form = await sheetForm(flows, city, applicationId, 1);
  await decideAll(flows, [[taskOf(applicationId, 2), form]]);
  expect(await record(applicationId, expertId)).toEqual({ status: 'sheet-in' });
  const both = await Promise.all([1, 2].map(() => record(applicationId, expertId, 'strike')));
  expect(both.map(({ status }) => status).sort()).toEqual(['already', 'recorded']);
  expect(await sheets(applicationId)).toEqual([]);
  const aside = await flows.table.all(keys.applicationPk(applicationId), StruckSheetRecord, 'STRUCK#');
  expect(aside).toMatchObject([{ seat: 2, turn: 1, expertId }]);
  await decideAll(
    flows,
    [1, 3].map((seat) => [taskOf(applicationId, seat), form]),
  );
  const again = (await seatsOf(flows, applicationId))[1];
  expect(again).toMatchObject({ status: 'assigned', turn: 3, past: [{ expertId, left: 'recused' }] });
  expect(await score(applicationId)).toBeNull();
  await decideAll(flows, [[taskOf(applicationId, 2, 3), await sheetForm(flows, city, applicationId, 0.5)]]);
  expect((await score(applicationId))?.sheetTotals).toHaveLength(3);
});

test('once there are ranks, a struck sheet makes them anew; kept ones count; after the approval it is too late', async () => {
  await scoreAll(flows, city, () => 0.8);
  const { applicationId } = ranked;
  const ask = (turn: number) => task(`${roundId}~deliberate${turn === 1 ? '' : `.${turn}`}`);
  const before = await score(applicationId);
  expect(before?.sheetTotals).toHaveLength(3);
  const first = (await ask(1)) ?? { taskId: '' };
  expect(first).toMatchObject({ status: 'open' });
  const [one, two, three] = await Promise.all([1, 2, 3].map((seat) => holder(applicationId, seat)));
  expect(await record(applicationId, one ?? '', 'strike')).toMatchObject({
    status: 'recorded',
    record: { effect: 'struck' },
  });
  await flows.cloud.idle();
  expect((await score(applicationId))?.sheetTotals).toMatchObject([{ seat: 2 }, { seat: 3 }]);
  expect(await task(first.taskId)).toMatchObject({ status: 'superseded' });
  expect(await record(applicationId, two ?? '', 'keep')).toMatchObject({
    status: 'recorded',
    record: { effect: 'kept' },
  });
  expect((await score(applicationId))?.sheetTotals).toHaveLength(2);
  const place = await flows.table.get(keys.place(roundId, 'benchmark-enterprise', applicationId), PlaceRecord);
  expect(place?.total).toBe((await score(applicationId))?.total);

  const exported = await exportRound(flows.table, flows.evidence, roundId);
  expect(exported.struckSheets).toHaveLength(2);
  expect(recompute(exported).differences).toEqual([]);
  const tasks = await flows.table.all(keys.roundPk(roundId), TaskRecord, 'TASK#deliberate');
  const open = tasks.find(({ status }) => status === 'open');
  await flows.decide(open?.taskId ?? '', { decision: 'approve', reason: '同意。' });
  expect(await record(applicationId, three ?? '', 'strike')).toEqual({ status: 'closed' });
});
