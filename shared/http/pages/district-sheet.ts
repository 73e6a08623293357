import { type Policy, policyCategories } from '../../policy/schema.ts';
import type { ApplicationRecord, RoundRecord } from '../../schemas/records.ts';
import { html, type Markup } from '../html.ts';
import { APPLICATION_STATUS } from '../labels.ts';
import { language, readBy, t } from '../language.ts';
import { page } from '../layout.ts';
import { paperHead, signature } from '../paper.ts';
import { panel, table } from '../parts.ts';
import { beijing } from '../time.ts';
import { roundTitle } from './console/frame.ts';

export interface DistrictSheetView {
  roundId: string;
  policy: Policy;
  district: Policy['districts'][number];
  lines: Pick<
    ApplicationRecord,
    'applicationId' | 'category' | 'uscc' | 'name' | 'title' | 'status' | 'opinion' | 'decidedAt'
  >[];
  /** 核验码: tells this sheet from one that says something else. */
  code: string;
  stage: RoundRecord['stage'];
  /** When the districts' stage ended: from then on nothing of it changes, but for withdrawals. */
  closed: string | null;
  /** Where the sheet was opened from. */
  back: string;
}

const isOpen = ({ status }: Pick<ApplicationRecord, 'status'>): boolean =>
  status === 'in-review' || status === 'returned';

/** What is printed and stamped, in Chinese whoever reads it. */
function printed(
  { roundId, policy, district, lines, code }: DistrictSheetView,
  now: string,
  warning: Markup | null,
): Markup {
  const open = lines.filter(isOpen).length;
  const columns = [
    { title: '序号', numeric: true },
    ...['申报主体', '信用代码', '申报名称', '审查结论', '审查意见', '编号'].map((title) => ({ title })),
  ];
  const written = (text: string) => html`<span lang="zh-CN">${text}</span>`;
  const section = ([category, { title }]: ReturnType<typeof policyCategories>[number]) => {
    const some = lines.filter((line) => line.category === category);
    if (some.length === 0) return null;
    const recommended = some.filter(({ status }) => status === 'recommended').length;
    return html`<h2>${title}</h2>${table(
      `${title}：受理 ${some.length} 件，推荐 ${recommended} 件`,
      columns,
      some.map(({ name, uscc, title: of, status, opinion = '', applicationId }, i) => [
        i + 1,
        written(name),
        uscc,
        of === name ? '' : written(of),
        APPLICATION_STATUS[status].text,
        written(opinion),
        html`<code>${applicationId}</code>`,
      ]),
    )}`;
  };
  return html`${paperHead([['评选编号', roundId]], now)}<p>区（市）：<strong lang="zh-CN">${district.name}</strong>　审查单位：<span lang="zh-CN">${district.office}</span></p>
<p>截至 ${beijing(now)}，共受理 ${lines.length} 件，尚未办结 ${open} 件。<br>核验码：<code>${code}</code></p>
${warning}
${lines.length === 0 ? html`<p>本区（市）没有受理的申报。</p>` : policyCategories(policy).map(section)}
${signature('审查单位（盖章）：', '负责人签字：')}`;
}

/**
 * 推荐汇总表: what a district has recommended and what not, to be printed and stamped. It goes to the bureau under the district's
 * seal, so the sheet is Chinese; around it an English reader is told what it is.
 */
export function districtSheetPage(view: DistrictSheetView, now: string): Markup {
  const { policy, lines, closed } = view;
  const warning =
    closed === null && lines.some(isOpen)
      ? panel('warn', html`<p>${t('区市审查尚未结束，本表还会变化；请在全部办结后打印盖章。')}</p>`)
      : null;
  const back = html`<p class="noprint"><a href="${view.back}">${t('返回')}</a></p>`;
  const title = t('推荐汇总表');
  const site = roundTitle(policy);
  if (language() === 'zh')
    return page({ title, site, wide: true, body: html`${back}\n${printed(view, now, warning)}` });
  const sheet = readBy({ language: 'zh' }, () => printed(view, now, null));
  return page({
    title,
    heading: html`<span lang="zh-CN">推荐汇总表</span><span class="noprint"> ${title}</span>`,
    site,
    wide: true,
    body: html`${back}
<p class="noprint">${t('本表加盖公章后报送，内容为中文。')}</p>${warning}<div lang="zh-CN">${sheet}</div>`,
  });
}
