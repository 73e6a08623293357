import type { Policy } from '../../../policy/schema.ts';
import type { ApplicationRecord, SlotRecord } from '../../../schemas/records.ts';
import { html, type Markup } from '../../html.ts';
import { APPLICATION_STATUS } from '../../labels.ts';
import { t } from '../../language.ts';
import { panel, table, titled } from '../../parts.ts';
import { type Console, categoryTitle, consolePage, consolePath, districtName } from './frame.ts';

export interface Hit {
  slot: Pick<SlotRecord, 'applicationId' | 'category' | 'uscc' | 'name' | 'applicationNo'>;
  application: Pick<ApplicationRecord, 'status' | 'district' | 'title'> | null;
}

export interface SearchView {
  policy: Policy;
  /** As it was typed; empty on a fresh page. */
  wanted: string;
  hits: Hit[];
  /** There are more than are shown; or too many in the round to look through, so that only whole credit codes are found. */
  more: boolean;
  tooMany: boolean;
}

export const MOST_HITS = 50;

function form(base: string, wanted: string): Markup {
  return html`<form method="get" action="${base}/search" class="search" role="search"><div><label class="label" for="q">${t('单位名称的一部分，或完整的统一社会信用代码')}</label>
<input id="q" name="q" type="text" maxlength="100" autocomplete="off" value="${wanted}"></div><button type="submit">${t('查找')}</button></form>`;
}

function found(base: string, { policy, hits }: SearchView): Markup {
  const columns = titled('申报主体', '信用代码', '类别', '申报名称', '区（市）', '状态');
  const rows = hits.map(({ slot, application }) => [
    html`<a href="${base}/applications/${slot.applicationId}">${slot.name}</a>`,
    html`<code>${slot.uscc}</code>`,
    `${categoryTitle(policy, slot.category)} ${slot.applicationNo}`,
    application?.title ?? null,
    application === null ? null : districtName(policy, application.district),
    application === null ? t('尚未受理') : t(APPLICATION_STATUS[application.status].text),
  ]);
  return table(t('找到的申报'), columns, rows);
}

export function searchPage(console: Console, view: SearchView): Markup {
  const base = consolePath(console.roundId);
  const { wanted, hits, more, tooMany } = view;
  const body = html`${form(base, wanted)}
${tooMany ? panel('warn', html`<p>${t('本批次申报过多，只能按完整的信用代码查找。')}</p>`) : null}
${wanted === '' ? null : html`<p role="status">${hits.length === 0 ? t('没有找到。') : t('找到 {n} 件。', { n: hits.length })}${more ? t('只列出前 {n} 件，请写得更具体。', { n: MOST_HITS }) : null}</p>`}
${hits.length === 0 ? null : found(base, view)}`;
  return consolePage(console, '/search', t('查找申报'), body);
}
