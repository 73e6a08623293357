import { checklistOf } from '../../domain/checklist.ts';
import { CREDIT_CODE_RULE } from '../../domain/eligibility/common.ts';
import type { Policy } from '../../policy/schema.ts';
import { checkbox, radios, textArea, textInput } from '../fields.ts';
import { asWritten, html, type Markup, written } from '../html.ts';
import { t, tm } from '../language.ts';
import { panel, proposalMark } from '../parts.ts';
import { recorded } from '../recorded.ts';
import { beijing } from '../time.ts';
import { applicationFacts, attachments, declaration, findings, registerFigures } from './application.ts';
import { coSigning } from './co-sign.ts';
import { compared } from './compared.ts';
import { askedList, pointChoices } from './correction.ts';
import { flagTable } from './flags.ts';
import { decisionChoices, decisionForm, type FormContext } from './forms.ts';
import { inquiryLog } from './inquiries.ts';
import type { DistrictView, ReviewView, TaskView } from './task-view.ts';

/** 五(二): the district examines qualification and authenticity and gives its opinion. */
export function districtReviewPage({ details, policy, task }: TaskView<'district-review'>, form: FormContext): Markup {
  return html`${
    task.subject['unanswered'] === 1
      ? panel('warn', html`<p>${t('已要求补正，申报单位没有在期限内提交新的材料。请按现有材料作出决定。')}</p>`)
      : null
  }${applicationFacts(details, policy, { contact: true })}
<h2>${t('资格核对')}</h2>${findings(details)}${overrideNotes(details)}
<h2>${t('与其他申报的关联')}</h2>${flagTable(details.flags, policy)}
<h2>${t('台账数据')}</h2>${compared(details)}${registerFigures(details, policy)}
<h2>${t('证明材料')}</h2>${attachments(details, `${form.action}/attachments`)}
<h2>${t('申报内容')}</h2>${declaration(details, policy)}
${inquiryLog(details.inquiries, form.inquiry)}
${details.proposal === null ? ownOpinion(details, policy, form) : coSigning(details.proposal, details, policy, form)}`;
}

/** The officer's own opinion; one that a second officer gave back is written anew. */
function ownOpinion(details: DistrictView, policy: Policy, form: FormContext): Markup {
  const { application, sentBack } = details;
  return html`${
    sentBack === null
      ? null
      : panel(
          'warn',
          html`<p>${tm('{name}于{time}退回了上一次的审查意见：', { name: asWritten(sentBack.byName), time: beijing(sentBack.at) })}</p>${written(sentBack.reason)}`,
        )
  }<h2 id="decide">${t('审查意见')}</h2>
${application.correctedOnce ? html`<p class="hint">${t('本申报已补正过一次，不能再退回补正。')}</p>` : null}${
  application.correction === undefined
    ? null
    : html`<p>${t('已要求补正（其他内容与第 {version} 版一致）：', { version: application.correction.version })}</p>${askedList(application.category, policy, application.correction.asked)}`
}
${decisionForm(form, html`${checklist(details, policy, form)}${creditCodeFields(details, form)}${fields(details, policy, form)}`, t('提交审查意见'))}`;
}

const CHECKS = { qualification: '资格条件', authenticity: '真实性' } as const;

/** What the officer goes through, point by point; every point is wanted for a recommendation. */
function checklist({ application }: ReviewView, policy: Policy, { state }: FormContext): Markup | null {
  const points = checklistOf(policy, application.category);
  if (points.length === 0) return null;
  const group = (kind: keyof typeof CHECKS) =>
    html`<fieldset class="checks"><legend>${t(CHECKS[kind])}</legend>${points
      .filter((point) => point.kind === kind)
      .map(({ code, title, clause }) =>
        checkbox({ name: `checks.${code}`, label: asWritten(`${title}（${clause}）`) }, state),
      )}</fieldset>`;
  return html`<h3>${t('核对清单')}${proposalMark(policy.review.proposal)}</h3><p class="hint">${t('推荐的，须逐项核对并勾选。')}</p>${group('qualification')}${group('authenticity')}`;
}

/** Who let a finding stand that the rule left to a person. */
export const overrideNotes = ({ overrides, application }: ReviewView): Markup =>
  html`${overrides.map(({ rule, at, reason, byName }) => {
    const title = application.findings.find((finding) => finding.rule === rule)?.title ?? rule;
    return html`<p class="hint">${tm('“{title}”由{name}于{time}确认：{reason}', { title: recorded(title), name: asWritten(byName), time: beijing(at), reason: asWritten(reason) })}</p>`;
  })}`;

/** Asked for only while the code's check fails and nobody has confirmed it. */
function creditCodeFields({ application }: ReviewView, { state }: FormContext): Markup | null {
  const open = application.findings.some((one) => one.rule === CREDIT_CODE_RULE && one.outcome === 'needs-person');
  if (!open) return null;
  return html`${checkbox(
    { name: 'usccConfirmed', label: t('统一社会信用代码校验码不符，已核对营业执照原件，代码无误。') },
    state,
  )}${textInput({ name: 'usccReason', label: t('核对情况'), hint: t('确认时填写核对了什么，不超过 200 字，会记录在案。'), max: 200 }, state)}`;
}

function fields({ application }: ReviewView, policy: Policy, { state }: FormContext): Markup {
  const { correctedOnce, category } = application;
  const choices = decisionChoices('district-review', {
    return: t('只能退回一次，须一次性勾选并写明全部需要补正的内容'),
  }).filter(({ value }) => value !== 'sign' && value !== 'send-back' && !(correctedOnce && value === 'return'));
  return html`${radios({ name: 'decision', label: t('审查决定'), choices }, state)}${correctedOnce ? null : pointChoices(category, policy, state)}
${textArea(
  {
    name: 'opinion',
    label: t('审查意见'),
    hint: t('对资格条件和真实性的审核意见，申报单位可以看到。退回补正的，逐条写明缺什么、怎么改。不超过 2000 字。'),
    max: 2000,
    rows: 8,
  },
  state,
)}`;
}
