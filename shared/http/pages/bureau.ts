import { fieldId, hidden, numberInput } from '../fields.ts';
import { asWritten, html, type Markup } from '../html.ts';
import { TASK_TITLES } from '../labels.ts';
import { t, tm } from '../language.ts';
import { type Fact, facts, table, titled } from '../parts.ts';
import { recorded } from '../recorded.ts';
import { beijing } from '../time.ts';
import { districtTitle } from './application.ts';
import { categoryTitle } from './console/frame.ts';
import { choiceWithReason, decisionForm, type FormContext, reasonField, singleWithReason } from './forms.ts';
import type { TaskView } from './task-view.ts';

/** Reviews that a district did not finish in time: the bureau extends, reviews itself, or lets them lapse. */
export function districtLatePage({ details, policy }: TaskView<'district-late'>, form: FormContext): Markup {
  const district = policy.districts.find(({ code }) => code === details.district);
  return html`${facts([
    [t('区（市）'), districtTitle(policy, details.district)],
    [t('审查单位'), district === undefined ? t('名册中没有审查人员') : asWritten(district.office)],
    [t('尚未审查'), details.applications.length === 0 ? null : t('{n} 件', { n: details.applications.length })],
  ])}
${
  details.applications.length === 0
    ? null
    : table(
        t('尚未完成审查的申报'),
        titled('申报主体', '申报名称'),
        details.applications.map((a) => [asWritten(a.name), asWritten(a.title)]),
      )
}
<h2 id="decide">${t('处理决定')}</h2>
${choiceWithReason(form, 'district-late', {
  hints: {
    extend: t('审查人员继续审查，期限顺延'),
    'take-over': t('任务转由市级人员办理'),
    lapse: t('申报终止，申报单位会收到通知'),
  },
  reasonHint: t('说明作出这一决定的理由，会记录在案。'),
  button: t('提交决定'),
})}`;
}

/** Fewer experts, or fewer sheets, than the rules ask for. */
export function panelShortagePage({ details, policy }: TaskView<'panel-shortage'>, form: FormContext): Markup {
  const { size, minimum } = policy.panel.value;
  return html`<p>${t('按规则每件申报由 {size} 位专家评审，有效评分不少于 {minimum} 份，目前不足。', { size, minimum })}</p>
${
  details.application === null
    ? null
    : facts([
        [t('申报主体'), asWritten(details.application.name)],
        [t('申报名称'), asWritten(details.application.title)],
      ])
}
${details.reasons.length === 0 ? null : html`<h2>${t('不足的原因')}</h2><ul>${details.reasons.map((reason) => html`<li>${recorded(reason)}</li>`)}</ul>`}
<h2 id="decide">${t('处理决定')}</h2>
${choiceWithReason(form, 'panel-shortage', {
  hints: { accept: t('按已有的专家和评分继续'), redraw: t('补充专家库后重新抽取') },
  reasonHint: t('说明作出这一决定的理由，会记录在案。'),
  button: t('提交决定'),
})}`;
}

/** A tie across the cut line that the published steps do not resolve. */
export function tieBreakPage({ details, policy }: TaskView<'tie-break'>, form: FormContext): Markup {
  const { category, tied, placesLeft } = details;
  const { state } = form;
  const wrong = state.errors.find((error) => error.field === 'order');
  return html`<p>${t('以下申报得分相同，按公布的规则仍不能分出先后，且正处在入围线上，由评审组集体议定次序。提交时间先后不作为依据。')}</p>
${facts([
  [t('类别'), category === null ? null : categoryTitle(policy, category)],
  [t('并列数量'), tied.length],
  ...(placesLeft === null ? [] : [[t('剩余名额'), placesLeft] satisfies Fact]),
])}
<h2 id="decide">${t('议定次序')}</h2>
${decisionForm(
  form,
  html`${hidden('decision', 'order')}<fieldset id="${fieldId('order')}" tabindex="-1"><legend>${t('次序（1 为最前，不得重复）')}</legend>
${wrong === undefined ? null : html`<p class="message">${wrong.message}</p>`}
${tied.map(({ applicationId, shown, name, title }) =>
  numberInput(
    {
      name: `order.${applicationId}`,
      label:
        title === name
          ? tm('{name}（{points} 分）', { name: asWritten(name), points: shown })
          : tm('{title}（{name}，{points} 分）', { title: asWritten(title), name: asWritten(name), points: shown }),
      min: 1,
      max: tied.length,
      step: 1,
    },
    state,
  ),
)}</fieldset>${reasonField(t('记录评审组议定的经过和理由。'), state)}`,
  t('提交次序'),
)}`;
}

/** Somebody did not do a task in time, nor after a reminder: the bureau sees to it that it is done. */
export function overduePage({ details }: TaskView<'overdue'>, form: FormContext): Markup {
  const { task, application } = details;
  return html`${facts([
    [t('逾期任务'), t(TASK_TITLES[task.kind])],
    [t('申报主体'), application === null ? null : asWritten(application.name)],
    [t('申报名称'), application === null ? null : asWritten(application.title)],
    [t('已提醒'), t('{n} 次', { n: task.reminders })],
    [t('现截止时间'), beijing(task.deadline)],
  ])}
<h2 id="decide">${t('督办记录')}</h2>
${singleWithReason(form, 'noted', { reasonHint: t('说明如何联系和督促，会记录在案。'), button: t('已督促办理') })}`;
}
