import { format, parse, rational, sum, toFixedHalfUp } from '../../domain/rational.ts';
import { hidden } from '../fields.ts';
import { html, type Markup, written } from '../html.ts';
import { languageTag, t, titleOf } from '../language.ts';
import { page } from '../layout.ts';
import { paperHead, signature } from '../paper.ts';
import { facts, table } from '../parts.ts';
import { roundTitle } from './console/frame.ts';
import { differences } from './second-look.ts';
import type { ScoredView } from './sheet-fields.ts';
import { entryName } from './worklist.ts';

interface SummaryView {
  view: ScoredView;
  /** The sheet's fields as they were sent: they are handed in as they are. */
  values: Record<string, string>;
  action: string;
  csrf: string;
  next: boolean;
  /** When the page is made. */
  now: string;
}

const shown = (points: string): string => toFixedHalfUp(parse(points), 2);

/** What is about to be handed in, indicator by indicator, with what the system adds to it. */
export function scoreSummaryPage({ view, values, action, csrf, next, now }: SummaryView): Markup {
  const { policy, details, task } = view;
  const { application, auto } = details;
  const automatic = new Map(auto.map(({ code, points }) => [code, points]));
  const rows = policy.categories[application.category].indicators.map((indicator) => {
    const own = indicator.items.flatMap(({ code }) => {
      const typed = values[`points.${code}`];
      return typed === undefined ? [] : [rational(Math.round(Number(typed) * 10), 10)];
    });
    const counted = indicator.items.flatMap(({ code }) => {
      const points = automatic.get(code);
      return points === undefined ? [] : [parse(points)];
    });
    return { indicator, own: sum(own), counted: sum(counted), comment: values[`comments.${indicator.code}`] ?? '' };
  });
  const total = sum(rows.flatMap(({ own, counted }) => [own, counted]));
  const body = html`${paperHead([['申报编号', application.applicationId]], now)}${facts([
    [t('申报'), entryName({ title: application.title, name: application.name, kind: view.kind })],
    [t('任务编号'), task.taskId],
    [t('合计'), html`<strong>${shown(format(total))}</strong> ${t('分')}`],
  ])}
${table(
  t('各指标得分'),
  [t('指标'), t('您的评分'), t('系统计算'), t('满分')].map((title, i) => ({ title, numeric: i > 0 })),
  rows.map(({ indicator, own, counted }) => [
    html`<span lang="${languageTag()}">${titleOf(indicator)}</span>`,
    shown(format(own)),
    shown(format(counted)),
    indicator.points,
  ]),
)}
${rows.map(({ indicator, comment }) => (comment === '' ? null : html`<h2 lang="${languageTag()}">${titleOf(indicator)}</h2><div lang="zh-CN">${written(comment)}</div>`))}
${changes(view, values)}
${(values['comment'] ?? '') === '' ? null : html`<h2>${t('评审意见')}</h2><div lang="zh-CN">${written(values['comment'] ?? '')}</div>`}
<p class="noprint">${view.kind === 'score' && policy.expertStage.value.changes === true ? t('提交后在截止时间前可以修改，到期以最后一次提交的为准。') : t('提交后不能修改。')}</p>
<form method="post" action="${action}" accept-charset="utf-8">${hidden('csrf', csrf)}${Object.entries(values).map(([name, value]) => hidden(name, value))}
<div class="bar">${next ? html`<button type="submit" name="then" value="next">${t('确认提交并办理下一项')}</button>` : null}<button type="submit"${next ? html` class="quiet"` : null}>${t('确认提交')}</button><a href="${action}#decide">${t('返回修改')}</a></div></form>
${signature('专家签名：')}`;
  return page({ title: t('核对评分'), site: roundTitle(policy), body });
}

/** 复核打分: how the sheet differs from the first one, and why. */
function changes(view: ScoredView, values: Record<string, string>): Markup | null {
  if (view.kind !== 'second-look') return null;
  const { policy, details } = view;
  const { pointsByItem } = details.first;
  const now = Object.keys(pointsByItem).map((code) => [code, Math.round(Number(values[`points.${code}`]) * 10)]);
  return html`${differences(policy, details.application.category, pointsByItem, Object.fromEntries(now))}
<h2>${t('修改理由')}</h2><div lang="zh-CN">${written(values['change'] ?? '')}</div>`;
}
