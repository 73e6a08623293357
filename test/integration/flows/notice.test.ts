import { afterAll, beforeAll, expect, test } from 'vitest';
import { correctTheNotice } from '../../../infra/cli/notice.ts';
import { checkDecisions, exportDecisions } from '../../../shared/export/decisions.ts';
import { exportRound } from '../../../shared/export/export.ts';
import { recompute } from '../../../shared/export/recompute.ts';
import { issueLink } from '../../../shared/links.ts';
import { NoticeRecord, PlaceRecord, RoundRecord, TaskRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { loadLists } from '../../../shared/store/lists.ts';
import { migrateRound } from '../../../shared/store/migrations/bulk.ts';
import { loadDocument } from '../../../shared/store/notices.ts';
import { type City, makeCity } from './city.ts';
import { type Flows, openFlows, wordsOf } from './harness.ts';
import { objector } from './objecting.ts';
import { scoreAll, toExperts } from './rounds.ts';
import { follow, get } from './visit.ts';

const CATEGORY = 'benchmark-enterprise';
const enterprises = (roundId: string, n: number, policy: (policy: City['policy']) => void): City =>
  makeCity({
    ...{ roundId, policy },
    invite: { [CATEGORY]: n, 'service-provider': 0, 'solution-product': 0, 'chain-case': 0 },
  });
const city = enterprises('flow-notice', 5, ({ categories }) => {
  categories[CATEGORY].quota.value = 3;
});
/** Its policy was pinned before the State Council published the days off of the year that its notice runs into. */
const early = enterprises('flow-calendar', 2, ({ calendar, timeline, notice }) => {
  notice.value.showRanks = true;
  delete calendar.years['2026'];
  timeline.value = { ...timeline.value, intakeClosesAt: '2025-11-12T17:00', districtClosesAt: '2025-11-14T17:00' };
});
const ROUND = city.roundId;

let flows: Flows;
let ranked: string[];
beforeAll(async () => {
  flows = await openFlows();
  await toExperts(flows, [city, early]);
  for (const one of [city, early])
    await scoreAll(flows, one, (applicant) => 0.98 - one.applicants.indexOf(applicant) * 0.04);
  const places = await flows.table.all(keys.placesPk(ROUND, CATEGORY), PlaceRecord);
  ranked = places.toSorted((a, b) => a.order - b.order).map(({ applicationId }) => applicationId);
});
afterAll(() => flows.close());

const of = (n: number): string => {
  const id = ranked[n];
  if (id === undefined) throw new RangeError(`no place ${n}`);
  return id;
};
const place = (n: number) => flows.table.get(keys.place(ROUND, CATEGORY, of(n)), PlaceRecord);
const record = async (roundId: string) => NoticeRecord.parse(await flows.table.get(keys.notice(roundId), NoticeRecord));
const stage = async (roundId: string) => (await flows.table.get(keys.round(roundId), RoundRecord))?.stage;
const page = (path = '') => get(`${flows.cloud.endpoints.http}/rounds/${ROUND}/notice${path}`);
const END = '2025-12-05T15:59:59.999Z';
const NEW_END = '2025-12-10T15:59:59.999Z';

/** The console's page of the notice, for an officer of the bureau. */
async function desk(roundId: string) {
  const token = await issueLink(flows.table, {
    roundId,
    opens: { kind: 'console', roundId },
    assigneeId: 'bureau-3',
    validUntil: '2026-12-01T00:00:00.000Z',
  });
  const visit = await follow(`${flows.cloud.endpoints.http}/l/${token}`);
  const path = `/console/${roundId}/notice`;
  return {
    words: async () => wordsOf((await visit.get(path)).html),
    post: async (form: Record<string, string>, at = path) => {
      const csrf =
        /name="csrf" value="([^"]*)"/.exec((await visit.get(`/console/${roundId}/calendar`)).html)?.[1] ?? '';
      const answer = await visit.postRaw({ csrf, ...form }, at);
      await flows.cloud.idle();
      return { ...answer, words: wordsOf(answer.html), seen: /name="seen" value="([^"]*)"/.exec(answer.html)?.[1] };
    },
  };
}

test('the shortlist is published without ranks, and its files say what the page says', async () => {
  expect((await page()).status).toBe(404);
  expect(await (await desk(ROUND)).words()).toContain('入围名单还没有公示。');
  await flows.decide(`${ROUND}~deliberate`, { decision: 'approve', reason: '经研究同意。' });
  const published = await record(ROUND);
  expect(published).toMatchObject({ version: 1, lastDay: '2025-12-05', endsAt: END, places: 3, earlier: [] });
  const { html, status } = await page();
  expect(status).toBe(200);
  expect(html).toContain(`${flows.cloud.endpoints.http}/rounds/${ROUND}/notice</code>`);
  expect(html).toContain('排名不分先后');
  const [csv, json] = [await page('/1/list.csv'), await page('/1/list.json')];
  const document = await loadDocument(flows, city.policy, published);
  expect(JSON.parse(json.html)).toEqual(document);
  expect(document.entries).toHaveLength(3);
  for (const { name } of document.entries) for (const text of [html, csv.html]) expect(text).toContain(name);
  expect((await page('/1/list.xlsx')).status).toBe(200);
  expect((await page('/2')).status).toBe(404);
  expect(JSON.stringify(document)).not.toContain('rank');
});

test('a notice that was published before there were versions is shown as it was, is completed once, and can be corrected', async () => {
  const { document, ...published } = await record(ROUND);
  const shown = (await page('/1/list.json')).html;
  await flows.table.update(keys.notice(ROUND), { remove: ['version', 'earlier', 'document'] });
  expect(await record(ROUND)).toEqual(published);
  expect((await page()).status).toBe(200);
  expect((await page('/1/list.json')).html).toBe(shown);
  expect(await migrateRound(flows.table, ROUND, true)).toMatchObject({ completed: 1 });
  expect((await flows.table.stored(keys.notice(ROUND).pk)).some((one) => 'earlier' in one)).toBe(false);
  expect(await migrateRound(flows.table, ROUND)).toMatchObject({ completed: 1 });
  expect(await migrateRound(flows.table, ROUND)).toMatchObject({ completed: 0 });
  // The corrections that follow begin with a record that nobody has completed.
  await flows.table.update(keys.notice(ROUND), { set: { document }, remove: ['version', 'earlier'] });
});

test('a correction is looked at, then published once: the days begin anew and the old version stays', async () => {
  await flows.jump('2025-12-01T01:00:00.000Z');
  const { id } = await objector(flows, ROUND, { objectorName: '孙隐名', phone: '13900008765' })(of(0));
  await flows.decide(`${ROUND}~objection.${id}`, { decision: 'uphold', reason: '经核查属实。' });
  await flows.jump('2025-12-03T01:00:00.000Z');
  const officer = await desk(ROUND);
  const form = { 'who.0': of(1), 'name.0': '更名后有限公司', reason: '一家单位名称有误；异议成立，名单变动。' };
  expect((await officer.post({ ...form, reason: '' })).status).toBe(422);
  expect((await officer.post({ ...form, csrf: 'another' })).status).toBe(403);
  const preview = await officer.post(form);
  expect(preview.status).toBe(200);
  for (const said of ['移出名单', '列入名单', '名称更正', '更名后有限公司', '3 个公示中的名额顺延到 2025年12月10日'])
    expect(preview.words).toContain(said);
  expect((await record(ROUND)).version).toBe(1);

  const confirmed = { ...form, seen: preview.seen ?? '' };
  expect((await officer.post({ ...confirmed, 'name.0': '另一名称' })).status).toBe(409);
  const clicks = await Promise.all([officer.post(confirmed), officer.post(confirmed)]);
  expect(clicks.map(({ status }) => status)).toEqual([303, 303]);
  expect((await officer.post(confirmed)).status).toBe(303);

  const corrected = await record(ROUND);
  expect(corrected).toMatchObject({ version: 2, endsAt: NEW_END, lastDay: '2025-12-10', places: 3 });
  expect(corrected.correction).toMatchObject({ by: 'bureau-3', out: [of(0)], in: [of(3)], amended: [of(1)] });
  for (const n of [1, 2, 3]) expect(await place(n)).toMatchObject({ state: 'shortlisted', noticeEndsAt: NEW_END });
  const [newest, first] = [wordsOf((await page()).html), wordsOf((await page('/1')).html)];
  expect(newest).toContain('更名后有限公司');
  expect(newest).toContain('更正理由：一家单位名称有误');
  expect(first).toContain('已由第 2 版更正');
  expect(first).not.toContain('更名后有限公司');
  // Nothing has changed since: there is nothing to correct.
  const again = await officer.post({ reason: '再次更正。' });
  expect([again.status, again.words]).toEqual([422, expect.stringContaining('没有需要更正的内容')]);
});

test('the same by command: what it would change is told, and only that is published', async () => {
  const order = {
    round: ROUND,
    by: '王主任',
    reason: '另一家单位名称有误。',
    application: of(2),
    name: '再更名有限公司',
  };
  const told = await correctTheNotice(flows.deps, order);
  expect([told.good, told.text]).toEqual([
    true,
    expect.stringMatching(/名称更正：.+ → 再更名有限公司\n公示期：2025-12-04/),
  ]);
  const seen = /--seen '([^']+)'/.exec(told.text)?.[1] ?? '';
  expect(await correctTheNotice(flows.deps, { ...order, seen: '2 another' })).toMatchObject({ good: false });
  for (const _ of [1, 2])
    expect(await correctTheNotice(flows.deps, { ...order, seen })).toEqual({
      ...{ good: true, text: expect.stringContaining('已发布第 3 版公示') },
    });
  expect(await record(ROUND)).toMatchObject({ version: 3, endsAt: NEW_END });
});

test('the round waits for the new end; then the list goes on with the right name, and all of it can be recomputed', async () => {
  await flows.jump('2025-12-05T16:01:00.000Z');
  expect([await stage(ROUND), await loadLists(flows.table, ROUND)]).toEqual(['notice', []]);
  await flows.jump('2025-12-10T16:01:00.000Z');
  const lists = await loadLists(flows.table, ROUND);
  expect(lists.map(({ applicationIds }) => applicationIds)).toEqual([[of(1), of(2), of(3)].toSorted()]);
  const officer = await desk(ROUND);
  expect(await officer.words()).toContain('现在没有可以更正的公示');
  expect((await officer.post({ reason: '太晚了。', seen: '3 0' })).status).toBe(422);
  await flows.decide(`${ROUND}~confirm.1`, { decision: 'confirm', reason: '经研究同意。' });
  const awards = await get(`${flows.cloud.endpoints.http}/rounds/${ROUND}/awards`);
  expect(awards.html).toContain('更名后有限公司');
  const exported = await exportRound(flows.table, flows.evidence, ROUND);
  expect(recompute(exported).differences).toEqual([]);
  expect(checkDecisions(await exportDecisions(flows.table, ROUND), exported)).toEqual([]);
});

test('into a year whose days off nobody knows nothing is published: the bureau is asked, and what it puts in counts', async () => {
  const round = early.roundId;
  await flows.jump('2025-12-29T01:00:00.000Z');
  await flows.decide(`${round}~deliberate`, { decision: 'approve', reason: '经研究同意。' });
  expect(await flows.table.get(keys.notice(round), NoticeRecord)).toBeNull();
  expect(await flows.execution('Round', round)).toBe('RUNNING');
  const taskId = `${round}~calendar.2026`;
  expect(flows.mailAbout(taskId)).toMatchObject({ subject: expect.stringContaining('2026 年放假安排') });
  const visit = await flows.visit(taskId);
  expect(wordsOf((await visit.get()).html)).toContain('系统中没有该年的放假安排');
  const off = '2026-01-01、2026-01-02\n2026-02-16';
  const days = { source: '国务院办公厅关于2026年部分节假日安排的通知', off, worked: '2026-01-04', checked: 'yes' };
  const form = { decision: 'publish', reason: '已逐日核对。', ...days };
  const wrong = await visit.post({ ...form, off: '2026-01-03', worked: '2025-12-28' });
  expect(wrong.status).toBe(422);
  expect(wordsOf(wrong.html)).toContain('2026-01-03 是周末');
  expect(wordsOf(wrong.html)).toContain('2025-12-28 不是 2026 年的日期');
  await flows.decide(taskId, form);
  expect(await record(round)).toMatchObject({ firstDay: '2025-12-30', lastDay: '2026-01-06' });
  expect(await stage(round)).toBe('notice');
  // This policy shows ranks, and lists in their order.
  const document = await loadDocument(flows, city.policy, await record(round));
  expect(document.entries.map(({ rank }) => rank)).toEqual([1, 2]);
  expect((await get(`${flows.cloud.endpoints.http}/rounds/${round}/notice`)).html).toContain('名次');
  // The year stays as it was put in, and an objection counts its days by it.
  const officer = await desk(round);
  expect(await officer.words()).toContain('国务院办公厅关于2026年部分节假日安排的通知');
  const { checked: _, ...year } = days;
  const calendar = `/console/${round}/calendar`;
  const twice = await officer.post({ ...year, year: '2026', reason: '再录一次。', off: '2026-05-01' }, calendar);
  expect([twice.status, twice.words]).toEqual([422, expect.stringContaining('已经录入，不能修改')]);
  const filed = await objector(flows, round, { objectorName: '孙隐名', phone: '13900008765' })(
    early.one(CATEGORY, 0).applicationId,
  );
  expect(filed.status).toBe(200);
  const exported = await exportRound(flows.table, flows.evidence, round);
  expect(exported.round.calendarYears.map(({ year: known, by }) => [known, by.startsWith('staff-')])).toEqual([
    ['2026', true],
  ]);
  expect(recompute(exported).differences).toEqual([]);
  expect(await flows.table.get(keys.task(taskId), TaskRecord)).toMatchObject({ status: 'decided' });
});
