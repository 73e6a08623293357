import { describe, expect, test } from 'vitest';
import { freshForm } from '../../../shared/http/fields.ts';
import {
  type CategoryLetters,
  type LettersView,
  letterPreviewPage,
  lettersPage,
  type PreviewView,
} from '../../../shared/http/pages/console/letters.ts';
import { type Shown, showcasePage } from '../../../shared/http/pages/showcase.ts';
import type { ReleaseRecord, Result } from '../../../shared/schemas/records.ts';
import { inEnglish, unmarked } from './foreign.ts';
import { formsOf, poisoned } from './markup.ts';
import { ID, policy, ROUND } from './views.ts';

const at = '2025-12-20T02:00:00.000Z';
const category = 'benchmark-enterprise' as const;
const console_ = { roundId: ROUND, title: 'Round' };
const release: ReleaseRecord & { byName: string } = {
  ...{ entity: 'Release', releaseId: `${ROUND}~release.${category}.1`, roundId: ROUND, category, no: 1, cursor: ID },
  ...{ by: 'bureau-1', byName: '王五', reason: '会议纪要第 3 号', at, finishedAt: at },
};
const own: CategoryLetters = {
  category,
  kinds: {
    awarded: { pending: 0, sent: 0, first: null },
    reserve: { pending: 3, sent: 1, first: ID },
    'not-awarded': { pending: 5, sent: 0, first: ID },
  },
  ...{ told: 4, open: 0, release: 'done', releases: [release] },
};
const letters = (change: Partial<CategoryLetters> = {}, state: LettersView['state'] = null) =>
  lettersPage(console_, { policy, categories: [{ ...own, ...change }], csrf: () => 'secret', state }, 10_000);
const result: Result = {
  ...{ kind: 'reserve', why: null, rank: 7, position: 2, shown: '71.50' },
  byIndicator: Object.fromEntries(policy.categories[category].indicators.map(({ code }) => [code, '12.00'])),
};
const preview: PreviewView = {
  ...{ policy, category, result, name: '某公司', sentAt: null },
  letter: { subject: '【评选结果】某项目', text: '得分 71.50 分' },
};
const shown: Shown[] = [
  { category, rank: 1, name: '某公司', title: '某公司', district: '市南区', summary: '简介' },
  { category: 'chain-case', rank: 1, name: '乙公司', title: '某案例', district: '市北区', summary: '第一行\n第二行' },
];

const PAGES = {
  letters: () => letters(),
  'letters, some open': () => letters({ release: 'some', open: 2 }),
  'letters, too early': () => letters({ release: 'early', releases: [] }),
  'letters that are being written': () => letters({ releases: [{ ...release, outbox: 'mail' }] }),
  'letters, none pending': () =>
    letters({ kinds: { ...own.kinds, reserve: own.kinds.awarded, 'not-awarded': own.kinds.awarded } }),
  'more letters than are counted': () => lettersPage(console_, 'many', 10_000),
  'a pending letter': () => letterPreviewPage(console_, preview),
  'a letter that was sent': () => letterPreviewPage(console_, { ...preview, sentAt: at }),
  'a winner who was told before': () =>
    letterPreviewPage(console_, { ...preview, letter: null, result: { ...result, kind: 'awarded', position: null } }),
  showcase: () => showcasePage(ROUND, policy, shown, at),
  'nobody to show': () => showcasePage(ROUND, policy, [], at),
};

describe.each(Object.entries(PAGES))('the page: %s', (_name, render) => {
  test('is English, but for what people and the policy wrote, and Chinese for everybody else', async () => {
    const english = await inEnglish(render);
    expect(unmarked(english)).toEqual([]);
    expect(english).not.toMatch(/\{\w+\}|undefined/);
    expect(String(await render())).toMatch(/<h1>\p{Script=Han}+<\/h1>/u);
  });
});

test('only pending letters that may go have a form, which says how many there were when it was looked at', async () => {
  const buttons = async (page: unknown) =>
    formsOf(String(await page)).flatMap((form) =>
      form.filter(({ name }) => name === 'looked').map(({ value }) => value),
    );
  expect(await buttons(PAGES.letters())).toEqual(['1']);
  expect(await buttons(PAGES['letters, some open']())).toEqual(['1']);
  for (const name of ['letters, too early', 'letters that are being written', 'letters, none pending'] as const)
    expect(await buttons(PAGES[name]()), name).toEqual([]);
});

test('errors stand in the form of their category', async () => {
  const errors = [{ field: `confirm.${category}`, message: '请先勾选确认。' }];
  const page = String(await letters({}, { category, form: { values: {}, errors } }));
  expect(page).toContain('请先勾选确认。');
  const other = String(await letters({}, { category: 'chain-case', form: { ...freshForm, errors } }));
  expect(other).not.toContain('请先勾选确认。');
});

test('whatever people wrote is escaped', async () => {
  const pages = [
    letterPreviewPage(console_, poisoned(preview)),
    showcasePage(ROUND, policy, poisoned(shown), at),
    lettersPage(
      console_,
      { policy, categories: [{ ...own, releases: poisoned([release]) }], csrf: () => 'c', state: null },
      9,
    ),
  ];
  for (const page of await Promise.all(pages.map(String))) expect(page).not.toMatch(/<script/i);
});
