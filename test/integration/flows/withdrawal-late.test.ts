import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportRound } from '../../../shared/export/export.ts';
import { recompute } from '../../../shared/export/recompute.ts';
import { csrfToken } from '../../../shared/links.ts';
import {
  ApplicationRecord,
  FlagRecord,
  PlaceRecord,
  ScoreRecord,
  TaskRecord,
} from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { type Applicant, makeCity } from './city.ts';
import { type Flows, openFlows, wordsOf } from './harness.ts';
import { expectInvariants } from './invariants.ts';
import { scoreAll, seatsOf, sheetForm, toExperts } from './rounds.ts';

/** One place; two who are equal in everything, others who are less good, and some who never come that far. */
const city = makeCity({
  roundId: 'flow-leave',
  invite: { 'solution-product': 6 },
  policy: ({ categories }) => {
    categories['solution-product'].quota.value = 1;
    categories['solution-product'].tieBreaks.value = ['results-indicator'];
  },
});
/** Fewer experts than seats. */
const short = makeCity({
  roundId: 'flow-leave-short',
  invite: { 'chain-case': 2 },
  registers: (registers) => {
    registers.experts = registers.experts.slice(0, 2);
  },
});
const [equal, alsoEqual, lesser, busy, scored, other] = city.applicants as [
  Applicant,
  Applicant,
  Applicant,
  Applicant,
  Applicant,
  Applicant,
];
const { roundId } = city;
let flows: Flows;
beforeAll(async () => {
  flows = await openFlows();
  await toExperts(flows, [city, short]);
});
afterAll(() => flows.close());

const application = (id: string) => flows.table.get(keys.application(id), ApplicationRecord);
const task = (id: string) => flows.table.get(keys.task(id), TaskRecord);
const places = async () =>
  (await flows.table.all(keys.placesPk(roundId, 'solution-product'), PlaceRecord)).toSorted(
    (a, b) => a.order - b.order,
  );

/** Twice at the same moment, as somebody who is in doubt clicks. */
async function withdraw(applicationId: string) {
  const slot = await flows.visit(applicationId, 'slot');
  const csrf = csrfToken(slot.cookie.slice(slot.cookie.indexOf('=') + 1), applicationId);
  const clicks = await Promise.all([1, 2].map(() => slot.postRaw({ confirm: 'yes', csrf })));
  await flows.cloud.idle();
  return clicks.map((answer) => answer.status);
}

const TAKEN = [303, 303];

test('while panels cannot be drawn: who is left is drawn for', async () => {
  const [one, other] = short.applicants as [Applicant, Applicant];
  expect(await withdraw(one.applicationId)).toEqual(TAKEN);
  expect(await application(one.applicationId)).toMatchObject({ status: 'withdrawn' });
  expect(await task(`${short.roundId}~panels.1`)).toMatchObject({ status: 'open' });
  expect(await withdraw(other.applicationId)).toEqual(TAKEN);
  await flows.decide(`${short.roundId}~panels.1`, { decision: 'redraw', reason: '申报单位已撤回。' });
  expect(await task(`${short.roundId}~deliberate`)).toMatchObject({ status: 'open' });
});

test('while the panel is at work: its tasks end, a sheet that is in stays, there is no total', async () => {
  const { applicationId } = busy;
  const form = await sheetForm(flows, city, applicationId, 0.8);
  await flows.decide(`${applicationId}~score.1.1`, form);
  const desk = await flows.visit(`${applicationId}~score.2.1`);
  expect(await withdraw(applicationId)).toEqual(TAKEN);
  expect(await application(applicationId)).toMatchObject({ status: 'withdrawn', decidedBy: applicationId });
  expect(await flows.execution('Scoring', applicationId)).toBe('SUCCEEDED');
  expect(await flows.table.get(keys.score(applicationId), ScoreRecord)).toBeNull();
  const seats = await seatsOf(flows, applicationId);
  expect(seats.map(({ status }) => status)).toEqual(['scored', 'assigned', 'assigned']);
  for (const { seat } of seats.slice(1))
    expect(await task(`${applicationId}~score.${seat}.1`)).toMatchObject({ status: 'superseded' });
  expect(wordsOf((await desk.get()).html)).toContain('撤回了申报');
  // A sheet that comes too late, and so does a recusal: nobody else is asked.
  const csrf = csrfToken(desk.cookie.slice(desk.cookie.indexOf('=') + 1), `${applicationId}~score.2.1`);
  for (const late of [form, { decision: 'recuse', reason: '与申报单位有合作。' }])
    expect((await desk.postRaw({ ...late, csrf })).status).toBe(303);
  expect(await seatsOf(flows, applicationId)).toEqual(seats);
  expect(flows.mailsAbout(applicationId, 'slot').at(-1)?.subject).toContain('已撤回');
});

test('when its total is there and others are not: it is not ranked', async () => {
  const only = (applicants: Applicant[]) => ({ ...city, applicants });
  await scoreAll(flows, only([scored]), () => 1);
  expect(await flows.table.get(keys.score(scored.applicationId), ScoreRecord)).not.toBeNull();
  expect(await withdraw(scored.applicationId)).toEqual(TAKEN);
  await scoreAll(flows, only([equal, alsoEqual, lesser, other]), (one) =>
    one === lesser || one === other ? 0.7 : 0.8,
  );
  expect(await task(`${roundId}~tie.solution-product`)).toMatchObject({
    status: 'open',
    subject: { applicationIds: [equal.applicationId, alsoEqual.applicationId].toSorted(), placesLeft: 1 },
  });
});

test('flags that it shared are gone with it', async () => {
  const all = await Promise.all(
    city.applicants.map((one) => flows.table.all(keys.applicationPk(one.applicationId), FlagRecord, 'FLAG#')),
  );
  const standing = all.flat().filter((flag) => flag.gone === null);
  const ids = standing.flatMap(({ applicationId, counterpartId }) => [applicationId, counterpartId]);
  expect(ids).not.toContain(busy.applicationId);
});

test('while a tie waits for the panel: it is asked anew, or need not be', async () => {
  const tie = `${roundId}~tie.solution-product`;
  expect(await task(tie)).toMatchObject({ status: 'open' });
  // Not one of those who are tied.
  expect(await withdraw(other.applicationId)).toEqual(TAKEN);
  expect(await task(tie)).toMatchObject({ status: 'superseded' });
  expect(await task(`${tie}.2`)).toMatchObject({
    status: 'open',
    subject: { applicationIds: [equal.applicationId, alsoEqual.applicationId].toSorted() },
  });
  expect(await withdraw(equal.applicationId)).toEqual(TAKEN);
  expect(await task(`${tie}.2`)).toMatchObject({ status: 'superseded' });
  expect(await task(`${tie}.3`)).toBeNull();
  expect(await places()).toMatchObject([
    { applicationId: alsoEqual.applicationId, order: 1, state: 'shortlisted' },
    { applicationId: lesser.applicationId, order: 2, state: 'reserve' },
  ]);
});

test('while the ranking is deliberated: it is ranked anew and put anew', async () => {
  expect(await task(`${roundId}~deliberate`)).toMatchObject({ status: 'open' });
  const desk = await flows.visit(`${roundId}~deliberate`);
  expect(await withdraw(alsoEqual.applicationId)).toEqual(TAKEN);
  expect(await task(`${roundId}~deliberate`)).toMatchObject({ status: 'superseded' });
  expect(await task(`${roundId}~deliberate.2`)).toMatchObject({ status: 'open' });
  expect(await places()).toMatchObject([{ applicationId: lesser.applicationId, order: 1, state: 'shortlisted' }]);
  // What was looked at is not what would be approved.
  const csrf = csrfToken(desk.cookie.slice(desk.cookie.indexOf('=') + 1), `${roundId}~deliberate`);
  expect((await desk.postRaw({ decision: 'approve', reason: '同意。', csrf })).status).toBe(303);
  expect(await flows.call({ op: 'status', roundId })).toMatchObject({ stage: 'ranking' });
});

test('once the shortlist is approved nobody goes any more', async () => {
  await flows.decide(`${roundId}~deliberate.2`, { decision: 'approve', reason: '同意。' });
  expect(await flows.call({ op: 'status', roundId })).toMatchObject({ stage: 'notice' });
  const slot = await flows.visit(lesser.applicationId, 'slot');
  expect((await slot.get()).html).not.toContain('name="confirm"');
  await withdraw(lesser.applicationId);
  const statuses = await Promise.all(
    city.applicants.map(async (one) => (await application(one.applicationId))?.status),
  );
  expect(statuses).toEqual(city.applicants.map((one) => (one === lesser ? 'recommended' : 'withdrawn')));
});

test('and the records say so: everything is worked out again and agrees', async () => {
  const exported = await exportRound(flows.table, flows.evidence, roundId);
  expect(recompute(exported)).toEqual({ agrees: true, differences: [] });
  expect(exported.draw?.applications).toBe(6);
  for (const id of [roundId, short.roundId]) await expectInvariants(flows, id);
  expect(await flows.deadLetters()).toEqual({});
});
