import { seenNext } from '../../declines/places.ts';
import { checkbox, type FormState, hidden, radios, textArea } from '../fields.ts';
import { asWritten, html, type Markup, written } from '../html.ts';
import { t, titleOf, tm } from '../language.ts';
import { type Fact, facts, panel } from '../parts.ts';
import { sumOf } from '../sums.ts';
import { beijing } from '../time.ts';
import { decisionChoices, decisionForm, type FormContext, reasonField } from './forms.ts';
import type { TaskView } from './task-view.ts';

/** Where a winner declines, with the token against forgery. */
export interface DeclineForm {
  action: string;
  csrf: string;
  state: FormState;
}

/** 放弃: a form of its own, apart from whatever else the page asks for. */
export const declineForm = ({ action, csrf, state }: DeclineForm): Markup => html`<h2>${t('放弃奖补')}</h2>
<p>${t('不需要这项奖补的，可以在资金拨付方案批准之前放弃。放弃后不再支付，不能恢复；空出的名额由主管部门决定是否递补。')}</p>
<form method="post" action="${action}" accept-charset="utf-8">${hidden('csrf', csrf)}${hidden('decision', 'decline')}
${textArea({ name: 'reason', label: t('放弃的理由'), hint: t('会记录在案，并随导出文件供核验，请勿写入个人信息。'), max: 2000, rows: 3 }, state)}
${checkbox({ name: 'confirm', label: t('我单位放弃这项奖补，知悉不能恢复。') }, state)}<button class="quiet" type="submit">${t('确认放弃奖补')}</button></form>`;

/** 五(四): the bureau decides whether the next of the reserve moves up into a place that was given back. */
export function fillPlacePage({ details, policy }: TaskView<'fill-place'>, form: FormContext): Markup {
  const { award, next, noticeEndsAt } = details;
  const { declined } = award;
  const choices = decisionChoices('fill-place', {
    'move-up': t('列入补充名单之前另行公示'),
    'leave-empty': t('名额不再使用'),
  }).filter(({ value }) => next !== null || value === 'leave-empty');
  return html`<p>${t('获奖单位放弃了这项奖补，名额空出。请决定是否由候补递补。')}</p>
${facts([
  [t('获奖单位'), asWritten(award.name)],
  [t('类别'), titleOf(policy.categories[award.category])],
  ...(award.title === award.name ? [] : [[t('项目名称'), asWritten(award.title)] satisfies Fact]),
  [t('放弃的金额'), sumOf(award.amountFen)],
  [t('放弃时间'), declined === undefined ? null : beijing(declined.at)],
])}
<h2>${t('放弃的理由')}</h2>${written(declined?.reason ?? '')}
<h2>${t('下一名候补')}</h2>${
    next === null
      ? panel('warn', html`<p>${t('没有可以递补的申报，名额空缺。请确认。')}</p>`)
      : html`<p>${tm('{title}（{name}），第 {rank} 名，{points} 分，奖补 {sum}', {
          ...{ title: asWritten(next.title), name: asWritten(next.name), rank: next.place.rank },
          ...{ points: next.place.shown, sum: sumOf(next.amountFen) },
        })}</p><p>${noticeEndsAt === null ? t('递补对象另行公示；公示期要用到的放假安排还没有录入，录入后才能决定递补。') : t('递补的，另行公示；现在决定的，公示至 {time}，期满没有未处理的异议即列入补充名单。', { time: beijing(noticeEndsAt) })}</p>`
  }
<h2 id="decide">${t('决定')}</h2>
${decisionForm(
  form,
  html`${hidden('seen', seenNext(next?.place.applicationId ?? null))}${radios({ name: 'decision', label: t('决定'), choices }, form.state)}
${reasonField(t('写明决定的依据，例如会议纪要编号；会记录在案。'), form.state)}`,
  t('提交决定'),
)}`;
}
