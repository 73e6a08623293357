import { expect, test } from 'vitest';
import { csvOf } from '../../../shared/http/charts/data-file.ts';
import { noticePage, noticeTable } from '../../../shared/http/pages/notice.ts';
import { poisoned } from './markup.ts';
import { corrected, listed, noticeDocument, noticeVersion, noticeView, root } from './noticed.ts';
import { ID, OTHER, policy, ROUND } from './views.ts';

const shown = async (change: Partial<typeof noticeView> = {}) =>
  String(await noticePage(poisoned({ ...noticeView, ...change })));
const headings = (page: string) => [...page.matchAll(/<th[^>]*>([^<]+)/g)].map(([, title]) => title);

test('the notice tells basis, conditions, procedure, each working day, how to object, and where it stands', async () => {
  const page = await shown();
  for (const said of [
    ...['2026年1月6日至2026年1月12日，共 5 个工作日', '2026年1月9日（周五）', '2026年1月12日（周一）', '（北京时间）'],
    ...[policy.basis[0]?.title ?? '', '数字化水平等级达到 2 级', '不少于 5 家', '区市审查：', '市南区', '排名不分先后'],
    ...[`href="/rounds/${ROUND}/objections"`, `<code class="root">${root}</code>`, 'href="/verify"'],
    ...[noticeView.address, 'role="img" aria-label="公示的固定网址二维码', noticeVersion.document],
    ...[policy.authority, '2026年1月5日', `href="/rounds/${ROUND}/notice/1/list.csv"`],
  ])
    expect(page, said).toContain(said);
  expect(page).not.toMatch(/2026年1月1[01]日（/);
  expect(page).not.toMatch(/<script|undefined|\{\w+\}/);
});

test('ranks are there only where the list has them, and scores and persons never', async () => {
  const page = await shown();
  expect(headings(page)).not.toContain('名次');
  const place = noticeView.places[0]?.place;
  expect(page).not.toContain(place?.shown);
  const ranked = { ...noticeDocument, entries: noticeDocument.entries.map((entry) => ({ ...entry, rank: 7 })) };
  const withRanks = await shown({ document: ranked });
  expect(headings(withRanks)).toContain('名次');
  expect(withRanks).toContain('>7<');
  expect(withRanks).not.toContain('排名不分先后');
  expect(await shown({ version: corrected, versions: [noticeVersion, corrected] })).not.toContain('bureau-7');
});

test('who left the list, and who moved up since, is told beside the version in force', async () => {
  const other = `${ID.slice(0, -1)}0`;
  const page = await shown({ places: [listed('removed'), listed('shortlisted', other)] });
  expect(page).toContain('取消入围');
  expect(page).toContain('异议成立后递补入围，共 1 个');
  expect(page).toContain('公示至 2026年1月12日');
  expect(headings(await shown())).not.toContain('状态');
});

test('an old version says that it is one and leads to the newest, which says why', async () => {
  const versions = [noticeVersion, corrected];
  const old = await shown({ versions, places: [listed('removed')] });
  expect(old).toContain('这是第 1 版，已由第 2 版更正，不再有效。');
  expect(old).not.toContain('取消入围');
  expect(old).not.toContain('/objections');
  const newest = await shown({ version: corrected, versions, document: { ...noticeDocument, version: 2 } });
  expect(newest).toContain('更正公示（第 2 版');
  expect(newest).toContain('名称有误。');
  expect(newest).toContain('公示期自更正之日起重新计算。');
  expect(newest).toContain(`href="/rounds/${ROUND}/notice/1"`);
  const fixed = structuredClone(policy);
  fixed.notice.value.correctionRestarts = false;
  expect(await shown({ policy: fixed, version: corrected, versions })).toContain('公示期不变。');
});

test('its table numbers each category, and a name that is a formula is none in the file', () => {
  const document = structuredClone(noticeDocument);
  const [entry] = document.entries;
  if (entry === undefined) throw new Error('the fixture has an entry');
  Object.assign(entry, { name: '=1+1', title: '=1+1' });
  const data = noticeTable(policy, document);
  expect(data.rows.map((row) => row.slice(1))).toEqual([
    [1, '=1+1', '', '市南区'],
    [1, '乙公司', '某案例', '城阳区'],
  ]);
  const csv = csvOf(data);
  expect(csv.startsWith('\ufeff')).toBe(true);
  expect(csv).toContain("'=1+1");
  expect(csv).not.toContain(OTHER);
});
