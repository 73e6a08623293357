import { radios, textArea } from '../fields.ts';
import { html, type Markup } from '../html.ts';
import { panel } from '../parts.ts';
import { applicationFacts, attachments, declaration, findings, registerFigures } from './application.ts';
import { decisionChoices, decisionForm, type FormContext } from './forms.ts';
import type { TaskView } from './task-view.ts';

/** 五(二): the district examines qualification and authenticity and gives its opinion. */
export function districtReviewPage({ details, policy, task }: TaskView<'district-review'>, form: FormContext): Markup {
  const { application } = details;
  return html`${
    task.subject['unanswered'] === 1
      ? panel('warn', html`<p>已要求补正，申报单位没有在期限内提交新的材料。请按现有材料作出决定。</p>`)
      : null
  }${applicationFacts(details, policy, { contact: true })}
<h2>资格核对</h2>${findings(details)}
<h2>台账数据</h2>${registerFigures(details, policy)}
<h2>证明材料</h2>${attachments(details, `${form.action}/attachments`)}
<h2>申报内容</h2>${declaration(details, policy)}
<h2 id="decide">审查意见</h2>
${application.correctedOnce ? html`<p class="hint">本申报已补正过一次，不能再退回补正。</p>` : null}
${decisionForm(form, fields(application.correctedOnce, form), '提交审查意见')}`;
}

function fields(correctedOnce: boolean, { state }: FormContext): Markup {
  const choices = decisionChoices('district-review', {
    return: '只能退回一次，须一次性写明全部需要补正的内容',
  }).filter((choice) => !(correctedOnce && choice.value === 'return'));
  return html`${radios({ name: 'decision', label: '审查决定', choices }, state)}
${textArea(
  {
    name: 'opinion',
    label: '审查意见',
    hint: '对资格条件和真实性的审核意见，申报单位可以看到。退回补正的，逐条写明缺什么、怎么改。不超过 2000 字。',
    max: 2000,
    rows: 8,
  },
  state,
)}`;
}
