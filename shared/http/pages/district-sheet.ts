import { type Policy, policyCategories } from '../../policy/schema.ts';
import type { ApplicationRecord, RoundRecord } from '../../schemas/records.ts';
import { html, type Markup } from '../html.ts';
import { APPLICATION_STATUS } from '../labels.ts';
import { t } from '../language.ts';
import { page } from '../layout.ts';
import { paperHead, signature } from '../paper.ts';
import { panel, table } from '../parts.ts';
import { beijing } from '../time.ts';
import { categoryTitle, roundTitle } from './console/frame.ts';
import { workPath } from './worklist.ts';

export interface DistrictSheetView {
  roundId: string;
  policy: Policy;
  district: Policy['districts'][number];
  lines: Pick<
    ApplicationRecord,
    'applicationId' | 'category' | 'uscc' | 'name' | 'title' | 'status' | 'opinion' | 'decidedAt'
  >[];
  stage: RoundRecord['stage'];
  /** When the districts' stage ended: from then on nothing of it changes, but for withdrawals. */
  closed: string | null;
}

/** 推荐汇总表: what a district has recommended and what not, to be printed and stamped. */
export function districtSheetPage(
  { roundId, policy, district, lines, closed }: DistrictSheetView,
  now: string,
): Markup {
  const open = lines.filter(({ status }) => status === 'in-review' || status === 'returned').length;
  const columns = [
    { title: t('序号'), numeric: true },
    ...(['申报主体', '信用代码', '申报名称', '审查结论', '审查意见', '编号'] as const).map((title) => ({
      title: t(title),
    })),
  ];
  const own = (text: string) => html`<span lang="zh-CN">${text}</span>`;
  const section = (category: ApplicationRecord['category']) => {
    const some = lines.filter((line) => line.category === category);
    if (some.length === 0) return null;
    const recommended = some.filter(({ status }) => status === 'recommended').length;
    const title = categoryTitle(policy, category);
    return html`<h2>${title}</h2>${table(
      t('{category}：受理 {all} 件，推荐 {recommended} 件', { category: title, all: some.length, recommended }),
      columns,
      some.map(({ name, uscc, title: of, status, opinion = '', applicationId }, i) => [
        i + 1,
        own(name),
        uscc,
        of === name ? '' : own(of),
        t(APPLICATION_STATUS[status].text),
        own(opinion),
        html`<code>${applicationId}</code>`,
      ]),
    )}`;
  };
  const body = html`${paperHead([['评选编号', roundId]], now)}<p class="noprint"><a href="${workPath(roundId)}">${t('返回我的待办')}</a></p>
<p>${t('区（市）')}：<strong lang="zh-CN">${district.name}</strong>　${t('审查单位')}：<span lang="zh-CN">${district.office}</span></p>
<p>${t('截至 {time}，共受理 {all} 件，尚未办结 {open} 件。', { time: beijing(now), all: lines.length, open })}</p>
${closed === null && open > 0 ? panel('warn', html`<p>${t('区市审查尚未结束，本表还会变化；请在全部办结后打印盖章。')}</p>`) : null}
${lines.length === 0 ? html`<p>${t('本区（市）没有受理的申报。')}</p>` : policyCategories(policy).map(([category]) => section(category))}
${signature('审查单位（盖章）：', '负责人签字：')}`;
  return page({ title: t('推荐汇总表'), site: roundTitle(policy), wide: true, body });
}
