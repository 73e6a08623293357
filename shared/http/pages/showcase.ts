import { type Policy, policyCategories } from '../../policy/schema.ts';
import type { Category } from '../../schemas/basics.ts';
import type { PublicityRecord } from '../../schemas/publicity.ts';
import { checkbox, type FormState, hidden } from '../fields.ts';
import { asWritten, html, type Markup, written } from '../html.ts';
import { t } from '../language.ts';
import { page } from '../layout.ts';
import { paperHead } from '../paper.ts';
import { beijing } from '../time.ts';
import { categoryTitle, roundTitle } from './console/frame.ts';

/** A winner as it agreed to be shown: nothing of it but this. */
export interface Shown {
  category: Category;
  rank: number;
  name: string;
  title: string;
  district: string;
  summary: string;
}

export const showcasePath = (roundId: string): string => `/rounds/${roundId}/showcase`;

/** Winners by category, in the order of the plan and of their ranks. */
export const byCategory = (policy: Policy, shown: readonly Shown[]): { title: string; winners: Shown[] }[] =>
  policyCategories(policy).flatMap(([category]) => {
    const winners = shown.filter((one) => one.category === category);
    return winners.length === 0 ? [] : [{ title: categoryTitle(policy, category), winners }];
  });

/** What a winner is called: its entry, and whose that is where it has another name. */
const entryOf = ({ name, title, district }: Shown): Markup =>
  html`<h3>${asWritten(title)}</h3><p>${title === name ? null : html`${asWritten(name)} · `}${asWritten(district)}</p>`;

/** 宣传: winning enterprises, products and cases, by their consent; a page to read and to print. */
export function showcasePage(roundId: string, policy: Policy, shown: readonly Shown[], now: string): Markup {
  const categories = byCategory(policy, shown);
  const title = t('获奖单位和项目');
  const body = html`${paperHead([['批次编号', roundId]], now)}<p>${t('经正式公布并由获奖单位同意公开的单位、产品和案例，简介由获奖单位提供。')}</p>
${categories.length === 0 ? html`<p>${t('还没有获奖单位同意公开简介。')}</p>` : html`<p class="noprint"><a href="${showcasePath(roundId)}.docx" download>${t('下载 Word 文档')}</a></p>`}
${categories.map(
  (one) => html`<h2>${t('{title}，公开 {count} 个', { title: one.title, count: one.winners.length })}</h2>
${one.winners.map((winner) => html`<article>${entryOf(winner)}${written(winner.summary)}</article>`)}`,
)}`;
  return page({ title, site: roundTitle(policy), body });
}

/** Where a winner agrees, or takes it back. */
export interface PublicityForm {
  action: string;
  csrf: string;
  state: FormState;
  /** Of its package, as it would be shown. */
  summary: string;
  record: Pick<PublicityRecord, 'consent' | 'at'> | null;
}

export function publicitySection({ action, csrf, state, summary, record }: PublicityForm): Markup {
  const agreed = record?.consent === true;
  const time = record === null ? '' : beijing(record.at);
  const standing = agreed
    ? t('已于 {time} 同意公开。', { time })
    : record === null
      ? t('尚未同意，不公开。')
      : t('已于 {time} 撤回，不再公开。', { time });
  return html`<h2 id="publicity">${t('获奖宣传')}</h2><p>${t('名单公布后，主管部门可以公开获奖单位、项目名称和下面的简介用于宣传，是否同意不影响奖补，可以随时撤回。')}</p>
<h3>${t('申报材料中的公开简介')}</h3>${written(summary)}<p><strong>${standing}</strong></p>
<form method="post" action="${action}" accept-charset="utf-8">${hidden('csrf', csrf)}${
    agreed
      ? html`<button class="quiet" type="submit" name="publicity" value="no">${t('撤回同意')}</button>`
      : html`${checkbox({ name: 'publicity', label: t('我单位同意公开单位名称、项目名称和上述简介。') }, state)}<button type="submit">${t('同意公开')}</button>`
  }</form>`;
}
