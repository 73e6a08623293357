import { fieldId, hidden, numberInput } from '../fields.ts';
import { html, type Markup } from '../html.ts';
import { TASK_TITLES } from '../labels.ts';
import { facts, table } from '../parts.ts';
import { beijing } from '../time.ts';
import { choiceWithReason, decisionForm, type FormContext, reasonField, singleWithReason } from './forms.ts';
import type { TaskView } from './task-view.ts';

/** Reviews that a district did not finish in time: the bureau extends, reviews itself, or lets them lapse. */
export function districtLatePage({ details, policy }: TaskView<'district-late'>, form: FormContext): Markup {
  const district = policy.districts.find(({ code }) => code === details.district);
  return html`${facts([
    ['区（市）', district?.name ?? '未确定'],
    ['审查单位', district?.office ?? '名册中没有审查人员'],
    ['尚未审查', details.applications.length === 0 ? null : `${details.applications.length} 件`],
  ])}
${
  details.applications.length === 0
    ? null
    : table(
        '尚未完成审查的申报',
        [{ title: '申报主体' }, { title: '申报名称' }],
        details.applications.map((a) => [a.name, a.title]),
      )
}
<h2 id="decide">处理决定</h2>
${choiceWithReason(form, 'district-late', {
  hints: {
    extend: '审查人员继续审查，期限顺延',
    'take-over': '任务转由市级人员办理',
    lapse: '申报终止，申报单位会收到通知',
  },
  reasonHint: '说明作出这一决定的理由，会记录在案。',
  button: '提交决定',
})}`;
}

/** Fewer experts, or fewer sheets, than the rules ask for. */
export function panelShortagePage({ details, policy }: TaskView<'panel-shortage'>, form: FormContext): Markup {
  const { size, minimum } = policy.panel.value;
  return html`<p>按规则每件申报由 ${size} 位专家评审，有效评分不少于 ${minimum} 份，目前不足。</p>
${
  details.application === null
    ? null
    : facts([
        ['申报主体', details.application.name],
        ['申报名称', details.application.title],
      ])
}
${details.reasons.length === 0 ? null : html`<h2>不足的原因</h2><ul>${details.reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`}
<h2 id="decide">处理决定</h2>
${choiceWithReason(form, 'panel-shortage', {
  hints: { accept: '按已有的专家和评分继续', redraw: '补充专家库后重新抽取' },
  reasonHint: '说明作出这一决定的理由，会记录在案。',
  button: '提交决定',
})}`;
}

/** A tie across the cut line that the published steps do not resolve. */
export function tieBreakPage({ details, policy }: TaskView<'tie-break'>, form: FormContext): Markup {
  const { category, tied, placesLeft } = details;
  const { state } = form;
  const wrong = state.errors.find((error) => error.field === 'order');
  return html`<p>以下申报得分相同，按公布的规则仍不能分出先后，且正处在入围线上，由评审组集体议定次序。提交时间先后不作为依据。</p>
${facts([
  ['类别', category === null ? null : policy.categories[category].title],
  ['并列数量', tied.length],
  ...(placesLeft === null ? [] : ([['剩余名额', placesLeft]] as [string, number][])),
])}
<h2 id="decide">议定次序</h2>
${decisionForm(
  form,
  html`${hidden('decision', 'order')}<fieldset id="${fieldId('order')}" tabindex="-1"><legend>次序（1 为最前，不得重复）</legend>
${wrong === undefined ? null : html`<p class="message">${wrong.message}</p>`}
${tied.map(({ applicationId, shown, name, title }) =>
  numberInput(
    {
      name: `order.${applicationId}`,
      label: title === name ? `${name}（${shown} 分）` : `${title}（${name}，${shown} 分）`,
      min: 1,
      max: tied.length,
      step: 1,
    },
    state,
  ),
)}</fieldset>${reasonField('记录评审组议定的经过和理由。', state)}`,
  '提交次序',
)}`;
}

/** Somebody did not do a task in time, nor after a reminder: the bureau sees to it that it is done. */
export function overduePage({ details }: TaskView<'overdue'>, form: FormContext): Markup {
  const { task, application } = details;
  return html`${facts([
    ['逾期任务', TASK_TITLES[task.kind]],
    ['申报主体', application?.name ?? null],
    ['申报名称', application?.title ?? null],
    ['已提醒', `${task.reminders} 次`],
    ['现截止时间', beijing(task.deadline)],
  ])}
<h2 id="decide">督办记录</h2>
${singleWithReason(form, 'noted', { reasonHint: '说明如何联系和督促，会记录在案。', button: '已督促办理' })}`;
}
