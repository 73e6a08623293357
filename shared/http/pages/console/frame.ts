import type { Policy } from '../../../policy/schema.ts';
import type { Category } from '../../../schemas/basics.ts';
import type { Text } from '../../english/texts.ts';
import { html, type Markup } from '../../html.ts';
import { t, titleOf } from '../../language.ts';
import { page } from '../../layout.ts';

/** Which console a page is of. */
export interface Console {
  roundId: string;
  /** Of the round. */
  title: string;
}

export const consolePath = (roundId: string): string => `/console/${roundId}`;

const TABS: readonly [path: string, text: Text][] = [
  ['', '进度'],
  ['/funnel', '漏斗'],
  ['/tasks', '待办与催办'],
  ['/panels', '专家抽取'],
  ['/scores', '评分'],
  ['/notice', '公示'],
  ['/letters', '结果通知'],
  ['/money', '资金'],
  ['/search', '查找申报'],
  ['/registers', '台账版本'],
  ['/access', '链接与会话'],
  ['/audit', '操作记录'],
];

/** A page of the console with the way to all others. @param at the tab's path, for pages below one as well */
export function consolePage(console: Console, at: string, title: string, body: Markup, faulty = false): Markup {
  const base = consolePath(console.roundId);
  const tabs = TABS.map(([path, text]) => {
    const current = path === at ? html` aria-current="page"` : null;
    return html`<li><a href="${base}${path}"${current}>${t(text)}</a></li>`;
  });
  return page({
    title,
    site: `${t('评选管理台')} · ${console.title}`,
    faulty,
    body: html`<nav aria-label="${t('评选管理台')}" class="noprint"><ul class="tabs">${tabs}</ul></nav>${body}`,
  });
}

export const categoryTitle = (policy: Policy, category: Category): string => titleOf(policy.categories[category]);

/** Of the round, in the reader's language. */
export const roundTitle = (policy: Policy): string => titleOf(policy);

/** A district's name; of applications whose district was not found, that. */
export const districtName = (policy: Policy, code: string | null): string =>
  policy.districts.find((one) => one.code === code)?.name ?? t('未确定');

/** Classes of the categories in drawings, in the plan's order. */
export const CATEGORY_CSS: Record<Category, string> = {
  'benchmark-enterprise': 's1',
  'service-provider': 's2',
  'solution-product': 's3',
  'chain-case': 's4',
};
