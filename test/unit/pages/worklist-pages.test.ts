import { describe, expect, test } from 'vitest';
import { type WorkEntry, workOrder, workState } from '../../../shared/domain/worklist.ts';
import { readBy } from '../../../shared/http/language.ts';
import { districtFirmsPage, type FirmsView, firmsRemindPage } from '../../../shared/http/pages/district-firms.ts';
import { districtSheetPage } from '../../../shared/http/pages/district-sheet.ts';
import { scoreSummaryPage } from '../../../shared/http/pages/score-summary.ts';
import { bulkDonePage, bulkPage, worklistPage } from '../../../shared/http/pages/worklist.ts';
import { unmarked } from './foreign.ts';
import { poisoned } from './markup.ts';
import { askedItems, viewOf } from './views.ts';

const { policy, details } = viewOf('score');
const { application } = details;
const at = '2025-12-01T00:00:00.000Z';
const entry = (taskId: string, more: Partial<WorkEntry> = {}): WorkEntry => ({
  ...{ taskId, kind: 'district-review', applicationId: application.applicationId, deadline: at, openedAt: at },
  ...{
    status: 'open',
    name: '甲公司',
    title: '甲项目',
    category: application.category,
    decision: null,
    decidedAt: null,
  },
  ...{ sheets: 0, state: 'waiting', ...more },
});
const entries = [
  entry('x~district.1', { state: 'late' }),
  entry('y~score.1.1', { kind: 'score', sheets: 2 }),
  entry('z~district.1', { status: 'decided', state: 'done', decision: 'recommend', decidedAt: at }),
  entry('w~district.1', { status: 'superseded', state: 'gone' }),
  entry('round~deliberate', { kind: 'deliberate', applicationId: null, name: '', title: '', category: null }),
];
const filter = { state: 'all', category: null, wanted: '' } as const;
const list = { roundId: 'r', policy, all: entries, filter, shown: entries, page: 1, pages: 2, script: '/assets/x.js' };
const state = { values: {}, errors: [{ field: 'pick', message: 'x' }] };
const values = Object.fromEntries([...askedItems.map((code) => [`points.${code}`, '2.5']), ['comment', '很好']]);
const [first = entry('a')] = entries;
const line = { ...application, title: '甲项目', opinion: '同意推荐。' };
const [district] = policy.districts;
if (district === undefined) throw new Error('the policy has no district');

const invited = {
  ...{ category: application.category, uscc: application.uscc, name: '甲公司' },
  slot: { ...application, mailedAt: '2025-11-01T00:00:00.000Z', reminders: 1 },
};
const firms: FirmsView = {
  ...{ roundId: 'r', policy, district, until: at, applied: 3, ineligible: 1, page: 1, pages: 1, csrf: 'c', sent: null },
  ...{ now: '2025-11-20T00:00:00.000Z', state: { values: {}, errors: [] } },
  unapplied: [invited, { ...invited, slot: null }],
  shown: [invited, { ...invited, slot: { ...application } }, { ...invited, slot: null }],
};

const PAGES = {
  list: () => worklistPage({ ...list, bulk: { csrf: 'c' }, done: entries[2] ?? null }),
  'empty list': () => worklistPage({ ...list, all: [], shown: [], pages: 1, bulk: null, done: null, script: null }),
  bulk: () =>
    bulkPage({ ...list, picked: [first], left: [{ entry: first, why: '有与其他申报的关联提示' }], csrf: 'c', state }),
  'bulk of nothing': () => bulkPage({ ...list, picked: [], left: [], csrf: 'c', state }),
  'bulk done': () => bulkDonePage({ roundId: 'r', policy, done: [first], not: [first] }),
  sheet: () =>
    districtSheetPage(
      { roundId: 'r', policy, district, lines: [line], stage: 'district', closed: null, code: 'ab', back: '/work/r' },
      at,
    ),
  firms: () => districtFirmsPage(firms),
  'firms, after reminders': () => districtFirmsPage({ ...firms, until: null, sent: { sent: 1, asked: 2 } }),
  'no firms': () => districtFirmsPage({ ...firms, unapplied: [], shown: [] }),
  'firms to be reminded': () => firmsRemindPage({ roundId: 'r', policy, firms: [invited], gone: 1, csrf: 'c', state }),
  summary: () =>
    scoreSummaryPage({ view: viewOf('score'), values, action: '/tasks/x', csrf: 'c', next: true, now: at }),
};

describe.each(Object.entries(PAGES))('the page: %s', (_name, render) => {
  test('is English for an English reader, but for what people and the policy wrote', () => {
    const page = readBy({ language: 'en', query: '' }, () => String(render()));
    expect(unmarked(page.replaceAll(/ (?:aria-label|value)="[^"]*"/g, ''))).toEqual([]);
    expect(page).toContain('<html lang="en">');
  });

  test('is Chinese for everybody else', () => {
    expect(String(render())).toMatch(/<h1>\p{Script=Han}+<\/h1>/u);
  });
});

test('what a district stamps is Chinese for every reader, and says that it is; what to do with it is in English', () => {
  const page = readBy({ language: 'en', query: '' }, () => String(PAGES.sheet()));
  expect(page).toMatch(/<div lang="zh-CN">[\s\S]*截至 2025年12月1日 08:00（北京时间），共受理 1 件[\s\S]*负责人签字：/);
  expect(page).toContain('please print and stamp it when all is decided');
  expect(page).toContain('<h1><span lang="zh-CN">推荐汇总表</span>');
});

test('whatever people wrote is escaped', () => {
  const page = String(
    worklistPage({ ...list, ...poisoned({ all: entries, shown: entries }), bulk: { csrf: 'c' }, done: null }),
  );
  expect(page).not.toMatch(/<script>|<img/);
});

test.each([
  ['open', '2025-12-01T00:00:01.000Z', 'waiting'],
  ['open', '2025-11-30T23:59:59.000Z', 'late'],
  ['decided', '2025-11-30T23:59:59.000Z', 'done'],
  ['superseded', '2025-12-02T00:00:00.000Z', 'gone'],
  ['reassigned', '2025-12-02T00:00:00.000Z', 'gone'],
  ['expired', '2025-12-02T00:00:00.000Z', 'gone'],
] as const)('a task that is %s, due %s, is %s', (status, deadline, expected) => {
  expect(workState({ status, deadline }, at)).toBe(expected);
});

test('what is late comes first, then the panel with the fewest sheets, then what is due first', () => {
  const of = (taskId: string, sheets: number, deadline: string, more: Partial<WorkEntry> = {}) =>
    entry(taskId, { sheets, deadline, ...more });
  const shuffled = [
    of('done-early', 0, at, { state: 'done', decidedAt: '2025-11-01T00:00:00.000Z' }),
    of('many', 3, '2025-12-02'),
    of('few-later', 1, '2025-12-04'),
    of('done-late', 0, at, { state: 'done', decidedAt: '2025-11-02T00:00:00.000Z' }),
    of('few-sooner', 1, '2025-12-03'),
    of('late', 4, '2025-11-01', { state: 'late' }),
  ];
  expect(shuffled.toSorted(workOrder).map(({ taskId }) => taskId)).toEqual([
    ...['late', 'few-sooner', 'few-later', 'many', 'done-late', 'done-early'],
  ]);
});
