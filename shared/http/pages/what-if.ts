import { raw } from 'hono/html';
import { yuan } from '../../domain/money.ts';
import type { Changed, Standing, WhatIf } from '../../export/what-if.ts';
import { html, type Markup } from '../html.ts';
import { PLACE_STATES } from '../labels.ts';
import { facts, panel, table } from '../parts.ts';
import { STYLE } from '../style.ts';

/** What is said wherever an outcome is shown. */
export const WHAT_IF_NOTE =
  '本测算只供参考，不改变批次的任何记录。评分、名次和金额由导出文件中的评分表和台账按草案重算；资格审查、推荐、回避和异议的结论不重新作出；异议成立取消入围的申报，前后都不计入。';

export const WHAT_IF_KINDS: Record<Changed['kind'], string> = {
  in: '新入围',
  out: '不再入围',
  amount: '金额变化',
  'to-be-ordered': '待评审组排序',
};

const stateText = (state: Standing['state']): string =>
  state === 'tied-across-cut' ? '待评审组排序' : PLACE_STATES[state];
/** Where somebody stands, in one text. */
export const standingText = ({ rank, shown, state }: Standing): string =>
  `第 ${rank} 名，${shown} 分，${stateText(state)}`;

const numeric = (title: string) => ({ title, numeric: true });
const PAIRS = ['入围（现行）', '入围（草案）', '奖补（现行）', '奖补（草案）'].map(numeric);
type Sums = WhatIf['total'];
const pairs = ({ winners, amountFen }: Sums) => [
  ...[winners.before, winners.after],
  ...[yuan(amountFen.before), yuan(amountFen.after)],
];

function categoriesTable({ categories, total }: WhatIf): Markup {
  const rows = categories.map((one) => [
    ...[one.title, `${one.quota.before} → ${one.quota.after}`, ...pairs(one)],
    ...[one.in, one.out, one.amount, one.tied],
  ]);
  return table(
    '各类别',
    [{ title: '类别' }, numeric('名额'), ...PAIRS, ...['新入围', '不再入围', '金额变化', '待排序'].map(numeric)],
    [...rows, ['合计', null, ...pairs(total), null, null, null, null]],
  );
}

function changedTable({ changed, categories }: WhatIf): Markup {
  const titles = new Map(categories.map(({ category, title }) => [category, title]));
  return table(
    `结果有变化的申报，共 ${changed.length} 件`,
    [
      ...['类别', '申报主体', '申报名称', '变化', '现行方案', '草案'].map((title) => ({ title })),
      ...['奖补（现行）', '奖补（草案）'].map(numeric),
    ],
    changed.map(({ category, name, title, kind, before, after }) => [
      ...[titles.get(category) ?? category, name, title === name ? '' : title, WHAT_IF_KINDS[kind]],
      ...[standingText(before), standingText(after), yuan(before.amountFen), yuan(after.amountFen)],
    ]),
  );
}

/** A page that stands by itself: its style is in it, and nothing comes from elsewhere. */
export function whatIfPage(outcome: WhatIf): Markup {
  const { round, versions, policy, districts, changed } = outcome;
  const title = `方案调整测算：${round.title}`;
  const code = (text: string | null) => (text === null ? null : html`<code>${text}</code>`);
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<header><p>${round.title}</p></header>
<main id="main">
<h1>方案调整测算</h1>
${panel('plain', html`<p>${WHAT_IF_NOTE}</p>`)}
${facts([
  ['批次', code(round.roundId)],
  ['现行方案', code(versions.before)],
  ['草案', code(versions.after)],
])}
<h2>方案的改动</h2>
${table(
  `共 ${policy.length} 处`,
  ['位置', '现行', '草案'].map((one) => ({ title: one })),
  policy.map(({ path, before, after }) => [code(path), code(before), code(after)]),
)}
<h2>各类别</h2>${categoriesTable(outcome)}
<h2>各区（市）</h2>
${
  districts.length === 0
    ? html`<p>各区（市）的结果没有变化。</p>`
    : table(
        '结果有变化的区（市）',
        [{ title: '区（市）' }, ...PAIRS],
        districts.map((one) => [one.name, ...pairs(one)]),
      )
}
<h2>申报</h2>${changed.length === 0 ? html`<p>没有申报的结果会变化。</p>` : changedTable(outcome)}
</main>
</body>
</html>`;
}
