import readXlsxFile from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import { type Entry, stageSpans } from '../../../shared/domain/diagnostics.ts';
import { csvOf, workbookOf } from '../../../shared/http/charts/data-file.ts';
import type { DataTable } from '../../../shared/http/charts/data-table.ts';
import { fitting, ticks } from '../../../shared/http/charts/drawing.ts';
import { readBy } from '../../../shared/http/language.ts';
import { funnelPage } from '../../../shared/http/pages/console/funnel.ts';
import { type ProgressView, progressPage } from '../../../shared/http/pages/console/progress.ts';
import { type ScoresView, scoresPage } from '../../../shared/http/pages/console/scores.ts';
import type { PlaceRecord } from '../../../shared/schemas/records.ts';
import { poisoned } from './markup.ts';
import { ID, policy, ROUND, taskOf } from './views.ts';

const console_ = { roundId: ROUND, title: '评选' };
const at = '2025-11-20T02:00:00.000Z';
const ids = Array.from({ length: 12 }, (_, i) => `${ROUND}.b.${String(i).padStart(16, '0')}`);
const names = new Map(ids.map((id) => [id, { name: '甲公司<i>', title: '项目' }]));

const place = (applicationId: string, i: number): PlaceRecord => ({
  ...{ entity: 'Place', roundId: ROUND, category: 'benchmark-enterprise', applicationId, rank: i + 1, order: i + 1 },
  ...{ total: `${90 - i}`, shown: `${90 - i}.00`, decidedBy: null, state: i < 6 ? 'shortlisted' : 'reserve' },
  ...{ noticeEndsAt: null, openObjections: 0, listNo: null },
});
const scored = (applicationId: string, i: number) => ({
  ...{ applicationId, category: 'benchmark-enterprise' as const, total: `${271 - i}/3` },
  ...{ spread: `${i}/2`, spreadFlag: i > 9 },
});
const scores: ScoresView = {
  policy,
  categories: [
    {
      category: 'benchmark-enterprise',
      ranking: {
        ...{ entity: 'Ranking', roundId: ROUND, category: 'benchmark-enterprise', quota: 6, cutOff: '85' },
        ...{ shortlisted: 6, reserve: 6, belowPass: 0, panelOrder: [], rankedAt: at },
      },
      cut: {
        above: ids.slice(1, 6).map((id, i) => place(id, i + 1)),
        below: ids.slice(6, 11).map((id, i) => place(id, i + 6)),
      },
      totals: ids.map(scored),
      stability: {
        ...{ scenarios: 8, unchanged: 6, always: 5, ever: 7 },
        changes: [
          { kind: 'median', expert: null, in: [ids[6] ?? ''], out: [ids[5] ?? ''] },
          { kind: 'without-expert', expert: 'expert-001', in: [], out: [ids[5] ?? ''] },
        ],
        unsteady: [
          { applicationId: ids[5] ?? '', isIn: true, inside: 6, withinPoint: true },
          { applicationId: ids[6] ?? '', isIn: false, inside: 1, withinPoint: false },
        ],
      },
    },
    { category: 'service-provider', ranking: null, cut: { above: [], below: [] }, stability: null, totals: [] },
  ],
  panels: ids.map((_, i) => [
    { expert: 'expert-001', points: `${80 + i}` },
    { expert: 'expert-002', points: '90' },
  ]),
  widest: ids.map(scored),
  looked: [
    {
      ...{ applicationId: ids[0] ?? '', category: 'benchmark-enterprise', asked: 5, revised: 2, stays: false },
      ...{ before: { shown: '70.00', spread: '25.00' }, after: { shown: '72.50', spread: '10.50' } },
    },
    {
      ...{ applicationId: ids[1] ?? '', category: 'benchmark-enterprise', asked: 4, revised: 0, stays: true },
      ...{ before: { shown: '70.00', spread: '25.00' }, after: { shown: '70.00', spread: '25.00' } },
    },
  ],
  names,
};
const entries = ids.map(
  (applicationId, i): Entry => ({
    ...{ applicationId, category: 'benchmark-enterprise', district: i < 9 ? '370202' : null, received: i < 10 },
    ...{ status: i < 9 ? 'recommended' : null, scored: i < 8, shortlisted: i < 6, awarded: i < 5, paid: i < 4 },
  }),
);
const progress: ProgressView = {
  policy,
  stage: 'district',
  spans: stageSpans({
    round: { stage: 'district', openedAt: '2025-11-03T01:00:00.000Z' },
    gates: [{ stage: 'district', deadline: '2025-12-12T09:00:00.000Z', extensions: [] }],
    draw: null,
    notice: null,
    lists: [],
  }),
  open: new Map([['district', 2001]]),
  most: 2000,
  sheets: [
    { ...taskOf('district-sheet'), subject: { district: '370202' } },
    { ...taskOf('district-sheet'), subject: { district: '370203' }, decidedAt: '2025-12-10T01:00:00.000Z' },
  ],
  districts: new Map([
    ['370202', 3],
    [null, 1],
  ]),
  tasks: [
    {
      ...{ taskId: `${ROUND}~deliberate`, kind: 'deliberate', applicationId: null, openedAt: at, deadline: at },
      ...{ assignee: { role: 'bureau', id: 's-1' }, reminders: 0, urgency: 'late' },
    },
    {
      ...{ taskId: `${ID}~score.1.1`, kind: 'score', applicationId: ID, openedAt: at, deadline: at },
      ...{ assignee: { role: 'expert', id: 'e-7' }, reminders: 2, urgency: 'late' },
    },
    {
      ...{ taskId: `${ID}~second-look.1`, kind: 'second-look', applicationId: ID, openedAt: at, deadline: at },
      ...{ assignee: { role: 'expert', id: 'e-7' }, reminders: 0, urgency: 'late' },
    },
  ],
  naming: { policy, staff: [], expert: () => 'expert-001', firms: new Map() },
  now: '2025-12-01T00:00:00.000Z',
};

const CHINESE_DATA = ['评选', '甲公司', '项目', ...policy.districts.map(({ name }) => name)].join(' ');

const PAGES = {
  progress: () => progressPage(console_, { ...progress, policy: poisoned(policy) }),
  funnel: () => funnelPage(console_, { policy: poisoned(policy), entries, most: 10_000 }),
  scores: () => scoresPage(console_, { ...scores, policy: poisoned(policy) }, 10_000),
} as const;

describe.each(Object.entries(PAGES))('the page of the %s', (_, render) => {
  test('draws with classes alone, escapes what people wrote, and has each id once', async () => {
    const page = (await render()).toString();
    expect(page).toContain('<svg class="chart"');
    for (const forbidden of ['style="', '<style', '<script', 'NaN', 'undefined', '<i>'])
      expect(page).not.toContain(forbidden);
    const found = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(found).size).toBe(found.length);
    for (const [, refs = ''] of page.matchAll(/aria-labelledby="([^"]+)"/g))
      for (const ref of refs.split(' ')) expect(found).toContain(ref);
  });

  test('is English for who reads English', async () => {
    const page = await readBy({ language: 'en' }, async () => (await render()).toString());
    expect(page).toContain('Table of the data');
    expect(page).toContain('Bureau console');
    // What is Chinese still is of the policy or of people, or leads to the Chinese page.
    const words = page.replace(/<p class="language">.*?<\/p>/, '');
    const others = [...words.matchAll(/[\p{Script=Han}]+/gu)].filter(([run]) => !CHINESE_DATA.includes(run));
    expect(others.map(([run]) => run)).toEqual([]);
  });
});

test('says how firmly the line lies, and that nothing is decided by it', async () => {
  const page = (await PAGES.scores()).toString();
  expect(page).toMatch(/入围线的稳定性<\/h2><p><strong>仅供参考，不作为评审依据。/);
  expect(page).toContain('缺少 expert-001 的评分');
  expect(page).toContain('6 / 8');
  const early = { ...scores, categories: scores.categories.map((one) => ({ ...one, stability: null })) };
  expect((await scoresPage(console_, early, 5)).toString()).not.toContain('入围线的稳定性');
});

test('says what second looks came to, and where one is under way', async () => {
  const page = (await PAGES.scores()).toString();
  expect(page).toContain('2 件申报的评分经过复核：请 9 人次复核，2 人次修改了评分；复核后 1 件不再超过复核线。');
  expect(page).toContain('25.00</td><td class="number">10.50');
  expect((await scoresPage(console_, { ...scores, looked: [] }, 5)).toString()).not.toContain('评分复核');
  expect((await PAGES.progress()).toString()).toContain('评分复核：正在复核的申报');
});

test('says where it stopped counting, and what is not known', async () => {
  expect((await PAGES.progress()).toString()).toContain('2000+');
  const unknown = entries.map((entry) => ({ ...entry, received: null }));
  expect((await funnelPage(console_, { policy, entries: unknown, most: 5 })).toString()).toContain('未统计');
  expect((await funnelPage(console_, { policy, entries: null, most: 5 })).toString()).toContain('超过 5 件');
  expect((await scoresPage(console_, 'early', 5)).toString()).not.toContain('<svg');
});

describe('a table that is taken away', () => {
  const data: DataTable = {
    name: 'x',
    title: '甲/乙:丙',
    columns: [{ title: '名称' }, { title: '数', numeric: true }],
    rows: [
      ['=1+1', 2],
      ['a"b,c', null],
      ['-0.5', '-0.50'],
    ],
  };

  test('has no formulas, as CSV', () => {
    expect(csvOf(data)).toBe('\ufeff名称,数\r\n\'=1+1,2\r\n"a""b,c",\r\n\'-0.5,-0.5\r\n');
  });

  test('has no formulas, as a workbook, and reads back', async () => {
    const [sheet] = await readXlsxFile(await workbookOf(data));
    expect(sheet?.data).toEqual([
      ['名称', '数'],
      ['=1+1', 2],
      ['a"b,c', null],
      ['-0.5', -0.5],
    ]);
  });
});

test('a drawing has round numbers and labels that fit', () => {
  expect(ticks(0)).toEqual([0, 1]);
  expect(ticks(7)).toEqual([0, 2, 4, 6, 8]);
  expect(ticks(230)).toEqual([0, 100, 200, 300]);
  expect(fitting('青岛某某智能制造有限公司', 80)).toBe('青岛某某智…');
  expect(fitting('short', 80)).toBe('short');
});
