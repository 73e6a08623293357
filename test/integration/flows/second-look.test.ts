import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { total } from '../../../functions/aggregate/handler.ts';
import { lookLapsed } from '../../../functions/task-escalate/second-look.ts';
import { aggregate } from '../../../shared/domain/scoring.ts';
import { exportRound } from '../../../shared/export/export.ts';
import { recompute } from '../../../shared/export/recompute.ts';
import { csrfToken } from '../../../shared/links.ts';
import { formObject } from '../../../shared/schemas/decisions.ts';
import { ScoreRecord, SecondLookRecord, SheetRecord, TaskRecord } from '../../../shared/schemas/records.ts';
import { loadAuto } from '../../../shared/store/auto.ts';
import { keys } from '../../../shared/store/keys.ts';
import { type Action, Table } from '../../../shared/store/table.ts';
import { loadWait } from '../../../shared/store/waits.ts';
import { decideTask } from '../../../shared/tasks/decide.ts';
import { type Applicant, type City, makeCity } from './city.ts';
import { type Flows, openFlows, wordsOf } from './harness.ts';
import { decideAll, seatsOf, sheetForm, toExperts } from './rounds.ts';

const DAYS = 3;
const city = makeCity({
  roundId: 'flow-spread',
  applications: 36,
  invite: { 'solution-product': 7 },
  policy: ({ panel, scoring }) => {
    panel.value.size = 4;
    scoring.value.secondLook = { days: DAYS, show: 'summary' };
  },
});
/** Three sheets: a summary would be the other two. */
const small = makeCity({
  roundId: 'flow-spread-small',
  invite: { 'chain-case': 1 },
  policy: ({ scoring }) => {
    scoring.value.secondLook = { days: DAYS, show: 'summary' };
  },
});
const [revised, calm, standing, leaving, dying, racing, aborted] = city.applicants as [
  Applicant,
  Applicant,
  Applicant,
  Applicant,
  Applicant,
  Applicant,
  Applicant,
];
const few = small.one('chain-case', 0);

let flows: Flows;
beforeAll(async () => {
  flows = await openFlows();
  await toExperts(flows, [city, small]);
  for (const applicant of city.applicants) await scoreAs(city, applicant, applicant === calm ? CLOSE : APART);
  await scoreAs(small, few, APART.slice(0, 3));
});
afterAll(() => flows.close());

const CLOSE = [0.8, 0.8, 0.75, 0.8];
const APART = [0.4, 0.8, 0.9, 0.8];
const OTHERS = '别的专家写的意见';

async function scoreAs(of: City, { applicationId }: Applicant, shares: number[]) {
  const sheets = shares.map(async (share, i): Promise<[string, Record<string, string>]> => {
    const form = await sheetForm(flows, of, applicationId, share);
    return [`${applicationId}~score.${i + 1}.1`, { ...form, comment: i === 1 ? OTHERS : '' }];
  });
  await decideAll(flows, await Promise.all(sheets));
}

const idOf = ({ applicationId }: Applicant, seat: number) => `${applicationId}~second-look.${seat}`;
const task = (id: string) => flows.table.get(keys.task(id), TaskRecord);
const tasksOf = (applicant: Applicant) => Promise.all([1, 2, 3, 4].map((seat) => task(idOf(applicant, seat))));
const score = ({ applicationId }: Applicant) => flows.table.get(keys.score(applicationId), ScoreRecord);
const sheetsOf = ({ applicationId }: Applicant) =>
  flows.table.all(keys.applicationPk(applicationId), SheetRecord, 'SHEET#');
const stand = { decision: 'stand', reason: '重新核对材料，原评分有据。' };
async function revision(applicant: Applicant, share: number, of = city): Promise<Record<string, string>> {
  const { noConflict: _, ...form } = await sheetForm(flows, of, applicant.applicationId, share);
  return { ...form, decision: 'revise', comment: '重新评分', change: '首次评分偏严。' };
}
const expertOf = async ({ applicationId }: Applicant, seat: number) =>
  (await seatsOf(flows, applicationId))[seat - 1]?.expertId ?? '';

test('sheets that lie close together are added up at once, and nobody is asked', async () => {
  expect(await score(calm)).toMatchObject({ spreadFlag: false });
  expect(await tasksOf(calm)).toEqual([null, null, null, null]);
});

test('sheets that lie far apart go to everybody of the panel, with a letter and a few days, before there is a total', async () => {
  expect(await score(revised)).toBeNull();
  const deadline = new Date(flows.cloud.clock.now() + DAYS * 86_400_000).toISOString();
  const seats = await seatsOf(flows, revised.applicationId);
  expect(await tasksOf(revised)).toMatchObject(
    seats.map(({ expertId }) => ({ status: 'open', deadline, assignee: { role: 'expert', id: expertId } })),
  );
  expect(flows.mailAbout(idOf(revised, 3)).subject).toContain('评分复核');
  const record = await flows.table.get(keys.secondLook(revised.applicationId), SecondLookRecord);
  expect(record).toMatchObject({ seats: [1, 2, 3, 4], deadline });
});

test('an expert sees its own sheet and three figures of the panel by item, and nobody’s name, words or total', async () => {
  const { html } = await (await flows.visit(idOf(revised, 1))).get();
  const words = wordsOf(html);
  expect(words).toContain('评审组最低 评审组中位数 评审组最高');
  const low = await sheetForm(flows, city, revised.applicationId, 0.4);
  const [name = '', value = ''] = Object.entries(low).find(([field]) => field.startsWith('points.')) ?? [];
  expect(html).toMatch(new RegExp(`name="${name}"[^>]*value="${value}"`));
  expect(words).not.toContain(OTHERS);
  const experts = await Promise.all([2, 3, 4].map((seat) => expertOf(revised, seat)));
  const people = city.registers.experts.filter(({ expertId }) => experts.includes(expertId));
  expect(people).toHaveLength(3);
  for (const { expertId, name: person, employer } of people)
    for (const told of [expertId, person, employer]) expect(html).not.toContain(told);
  const other = wordsOf((await (await flows.visit(idOf(few, 1))).get()).html);
  expect(other).toContain('首次评分');
  expect(other).not.toContain('评审组');
});

test('a revised sheet that is not one, or is the first one again, is not taken; the check shows what differs', async () => {
  const visit = await flows.visit(idOf(revised, 1));
  const form = await revision(revised, 0.8);
  const [first = ''] = Object.keys(form).filter((name) => name.startsWith('points.'));
  const { change: _, ...unexplained } = form;
  for (const wrong of [
    { ...form, [first]: '99' },
    { ...form, [first]: '' },
    unexplained,
    await revision(revised, 0.4),
    { decision: 'stand' },
  ])
    expect((await visit.post(wrong)).status).toBe(422);
  const csrf = await visit.csrf();
  const summary = await visit.postRaw({ ...form, csrf }, `${visit.path}/summary`);
  expect(summary.status).toBe(200);
  expect(wordsOf(summary.html)).toContain('与首次评分的差别');
  expect((await sheetsOf(revised)).filter((sheet) => sheet.first !== undefined)).toEqual([]);
  expect(await task(idOf(revised, 1))).toMatchObject({ status: 'open' });
});

test('one revises, clicking thrice at once; one stands by its sheet; the others say nothing', async () => {
  const visit = await flows.visit(idOf(revised, 1));
  const form = { ...(await revision(revised, 0.8)), csrf: await visit.csrf() };
  const before = await sheetsOf(revised);
  const answers = await Promise.all([1, 2, 3].map(() => visit.postRaw(form)));
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
  await flows.decide(idOf(revised, 2), stand);
  const [sheet, ...rest] = await sheetsOf(revised);
  const { pointsByItem, comment, comments, submittedAt } = before[0] ?? {};
  expect(sheet).toMatchObject({ comment: '重新评分', first: { pointsByItem, comment, comments, submittedAt } });
  expect(sheet?.pointsByItem).not.toEqual(pointsByItem);
  expect(rest).toEqual(before.slice(1));
  expect(await score(revised)).toBeNull();
  const page = wordsOf((await visit.get()).html);
  expect(page).toContain('与首次评分的差别');
  expect(page).toContain('专家签名');
  // Whoever comes later sees the panel as it was at first.
  const { html } = await (await flows.visit(idOf(revised, 3))).get();
  expect(wordsOf(html)).not.toContain('重新评分');
});

test('two who answer at the same moment are both heard', async () => {
  await decideAll(flows, [
    [idOf(racing, 1), await revision(racing, 0.7)],
    [idOf(racing, 3), await revision(racing, 0.8)],
    [idOf(racing, 2), stand],
    [idOf(racing, 4), stand],
  ]);
  const sheets = await sheetsOf(racing);
  expect(sheets.map(({ first }) => first !== undefined)).toEqual([true, false, true, false]);
  expect(await score(racing)).toMatchObject({ spreadFlag: false });
});

test('a spread that stays is flagged as it always was, and nobody is asked a third time', async () => {
  await decideAll(
    flows,
    [1, 2, 3, 4].map((seat) => [idOf(standing, seat), stand]),
  );
  expect(await score(standing)).toMatchObject({ spreadFlag: true });
  expect(await flows.execution('Scoring', standing.applicationId)).toBe('SUCCEEDED');
});

test('an application that is taken back meanwhile ends it: tasks are void, what was revised stays, there is no total', async () => {
  await flows.decide(idOf(leaving, 1), await revision(leaving, 0.8));
  const desk = await flows.visit(idOf(leaving, 2));
  const csrf = await desk.csrf();
  const slot = await flows.visit(leaving.applicationId, 'slot');
  const token = csrfToken(slot.cookie.slice(slot.cookie.indexOf('=') + 1), leaving.applicationId);
  expect((await slot.postRaw({ confirm: 'yes', csrf: token })).status).toBe(303);
  await flows.cloud.idle();
  expect((await tasksOf(leaving)).map((one) => one?.status)).toEqual(['decided', ...Array(3).fill('superseded')]);
  expect(await flows.execution('Scoring', leaving.applicationId)).toBe('SUCCEEDED');
  const before = await sheetsOf(leaving);
  await desk.postRaw({ ...(await revision(leaving, 0.7)), csrf });
  expect(await sheetsOf(leaving)).toEqual(before);
  expect(await score(leaving)).toBeNull();
});

/** The table of a function that dies as soon as its transaction is written, or before. */
class Dying extends Table {
  written = false;

  override async transact(actions: Action[]): Promise<void> {
    if (this.written) await super.transact(actions);
    throw new Error('killed');
  }
}

test('whoever dies before or after a write leaves nothing half done, and a repetition finds it', async () => {
  const deps = { table: new Dying(flows.table.name, flows.database), evidence: flows.evidence };
  const { applicationId } = dying;
  const form = formObject(Object.entries(await revision(dying, 0.8)));
  const decide = { taskId: idOf(dying, 1), personId: await expertOf(dying, 1), form };
  await expect(decideTask(deps, decide)).rejects.toThrow('killed');
  expect((await sheetsOf(dying))[0]?.first).toBeUndefined();
  deps.table.written = true;
  await expect(decideTask(deps, decide)).rejects.toThrow('killed');
  await flows.cloud.idle();
  expect((await sheetsOf(dying))[0]?.first).toBeDefined();
  expect(await decideTask(flows.deps, decide)).toMatchObject({ status: 'already' });
  // Whoever adds up once more finds who is still asked, and asks nobody anew.
  const again = await total(flows.deps, { roundId: city.roundId, applicationId });
  expect(again).toMatchObject({ decision: 'spread', looks: [{ seat: 2 }, { seat: 3 }, { seat: 4 }] });
  await expect(lookLapsed(deps, idOf(dying, 2))).rejects.toThrow('killed');
  expect(await task(idOf(dying, 2))).toMatchObject({ status: 'expired' });
  expect(await loadWait(flows.table, idOf(dying, 2))).toMatchObject({ outcome: { decision: 'lapsed' } });
  expect(await lookLapsed(flows.deps, idOf(dying, 2))).toMatchObject({ decision: 'wait' });
  await flows.cloud.idle();
});

test('an execution that was aborted meanwhile is started again, and goes on where it was', async () => {
  const { applicationId } = aborted;
  await flows.decide(idOf(aborted, 1), await revision(aborted, 0.8));
  const arn = flows.output('ScoringMachineArn').replace(':stateMachine:', ':execution:');
  await flows.machines.send(new StopExecutionCommand({ executionArn: `${arn}:${applicationId}` }));
  await flows.jump(flows.cloud.clock.now() + 16 * 60_000);
  await flows.invoke(flows.output('ReconcilerFunctionName'), { by: '王处长' });
  await flows.cloud.idle();
  expect(await flows.execution('Scoring', `${applicationId}.r1`)).toBe('RUNNING');
  expect((await tasksOf(aborted)).map((one) => one?.status)).toEqual(['decided', 'open', 'open', 'open']);
  expect(flows.mailsAbout(idOf(aborted, 2))).toHaveLength(1);
  await decideAll(
    flows,
    [2, 3, 4].map((seat) => [idOf(aborted, seat), stand]),
  );
  expect(await score(aborted)).toMatchObject({ spreadFlag: false });
  expect(await flows.execution('Scoring', `${applicationId}.r1`)).toBe('SUCCEEDED');
});

test('who has said nothing by the deadline stands by the first sheet: the total is that of the sheets that count', async () => {
  const late = await flows.visit(idOf(revised, 3));
  const form = { ...(await revision(revised, 0.5)), csrf: await late.csrf() };
  await flows.jump(flows.cloud.clock.now() + DAYS * 86_400_000 + 60_000);
  expect((await tasksOf(revised)).map((one) => one?.status)).toEqual(['decided', 'decided', 'expired', 'expired']);
  expect((await late.postRaw(form)).status).toBe(410);
  const sheets = (await sheetsOf(revised)).map(({ seat, pointsByItem }) => ({ seat, items: pointsByItem }));
  const auto = await loadAuto(flows.table, revised.applicationId);
  const expected = aggregate(city.policy, 'solution-product', auto, sheets);
  expect(expected.spreadFlag).toBe(false);
  expect(await score(revised)).toMatchObject({ ...expected });
  expect(await score(dying)).not.toBeNull();
});

test('the panel that deliberates sees which spreads stayed, and who looked again', async () => {
  const words = wordsOf((await (await flows.visit(`${city.roundId}~deliberate`)).get()).html);
  expect(words.match(/评分已复核/g)).toHaveLength(5);
  expect(words.match(/评分分歧较大 评分已复核/g)).toHaveLength(1);
});

test('the export has both sheets, and everything is worked out again from those that count', async () => {
  const exported = await exportRound(flows.table, flows.evidence, city.roundId);
  expect(recompute(exported)).toEqual({ agrees: true, differences: [] });
  expect(exported.secondLooks).toHaveLength(6);
  const own = exported.sheets.filter(({ applicationId }) => applicationId === revised.applicationId);
  expect(own.map(({ first }) => first !== undefined)).toEqual([true, false, false, false]);
  expect(await flows.deadLetters()).toEqual({});
});
