import { isContestable } from '../../domain/refusal.ts';
import type { ApplicationRecord } from '../../schemas/records.ts';
import { hidden, submit, textArea } from '../fields.ts';
import { asWritten, html, type Markup, written } from '../html.ts';
import { APPLICATION_STATUS, DECISION_LABELS } from '../labels.ts';
import { t, tm } from '../language.ts';
import { type Fact, facts, type Tone } from '../parts.ts';
import { recorded } from '../recorded.ts';
import { beijing } from '../time.ts';
import { applicationFacts, attachments, declaration, findings, registerFigures } from './application.ts';
import { compared } from './compared.ts';
import { overrideNotes } from './district-review.ts';
import { flagTable } from './flags.ts';
import { choiceWithReason, decisionForm, type FormContext, reasonField } from './forms.ts';
import { inquiryLog } from './inquiries.ts';
import type { TaskView } from './task-view.ts';

/** Where the applicant asks for a review, and until when; null where that is not possible. */
export interface ReviewRequest extends FormContext {
  deadline: string;
}

/** How a refused application stands while a review may be asked for or is under way, and after its ruling; null for any other. */
export function refusalStanding(
  application: ApplicationRecord,
  request: ReviewRequest | null,
): { text: string; next: string; tone: Tone } | null {
  const { status, review } = application;
  const text = t(APPLICATION_STATUS[status].text);
  if (review?.ruling?.decision === 'admit') return null;
  if (review?.ruling !== undefined)
    return { text: t('{state}，复核维持原决定', { state: text }), next: t('本次申报到此结束。'), tone: 'bad' };
  if (!isContestable(application)) return null;
  if (review !== undefined)
    return {
      text: t('{state}，复核中', { state: text }),
      next: t('{time}已收到复核申请，由未作出原决定的人员办理，结果会发送到您的邮箱。', {
        time: beijing(review.requestedAt),
      }),
      tone: 'warn',
    };
  const next =
    request === null
      ? t('对结果有异议的，可按邮件所写的期限申请复核。')
      : t('对结果有异议的，可在 {time} 前在本页申请复核。', { time: beijing(request.deadline) });
  return { text, next, tone: 'bad' };
}

/** Which conditions the rules found not to be met, with their clauses; then the way to ask for a review, and what became of it. */
export function refusalSection(application: ApplicationRecord, request: ReviewRequest | null): Markup | null {
  const { refusal, review } = application;
  if (refusal === undefined) return null;
  const failed = application.findings.filter(({ outcome }) => outcome === 'fail');
  return html`${
    failed.length === 0
      ? null
      : html`<h2>${t('不符合的条件')}</h2><ul>${failed.map(({ title, clause }) => html`<li>${tm('{title}（方案{clause}）', { title: recorded(title), clause: asWritten(clause) })}</li>`)}</ul>`
  }${review === undefined ? null : reviewFacts(review)}${request === null ? null : requestForm(request)}`;
}

function reviewFacts({ requestedAt, grounds, ruling }: NonNullable<ApplicationRecord['review']>): Markup {
  const decided = ruling === undefined ? undefined : DECISION_LABELS['refusal-review'][ruling.decision];
  return html`<h2>${t('复核')}</h2>${facts([
    [t('申请时间'), beijing(requestedAt)],
    [t('复核决定'), ruling === undefined ? t('办理中') : decided === undefined ? '' : t(decided)],
    ...(ruling === undefined ? [] : [[t('决定时间'), beijing(ruling.at)] satisfies Fact]),
  ])}<h3>${t('申请理由')}</h3>${written(grounds)}${ruling === undefined ? null : html`<h3>${t('复核意见')}</h3>${written(ruling.reason)}`}`;
}

function requestForm({ action, csrf, state, deadline }: ReviewRequest): Markup {
  const hint = t('写明有异议的事项、事实和依据，不要写与申报无关的个人信息。不超过 2000 字。');
  return html`<h2>${t('申请复核')}</h2><p>${tm('截止 {time}，只能申请一次，提交后不能修改。复核由未作出原决定的人员办理。', { time: html`<strong>${beijing(deadline)}</strong>` })}</p>
<form method="post" action="${action}" accept-charset="utf-8">${hidden('csrf', csrf)}${textArea(
    { name: 'reason', label: t('申请理由'), hint, max: 2000, rows: 6 },
    state,
  )}${submit(t('申请复核'))}</form>`;
}

/** 复核: somebody who did not refuse looks at all of it again. */
export function refusalReviewPage({ details, policy }: TaskView<'refusal-review'>, form: FormContext): Markup {
  const { refusal, review } = details.application;
  return html`${applicationFacts(details, policy, { contact: true })}
<h2>${t('原决定')}</h2>${facts([
    [t('结果'), refusal === undefined ? null : t(APPLICATION_STATUS[refusal.status].text)],
    [t('决定时间'), refusal === undefined ? null : beijing(refusal.at)],
  ])}${refusal === undefined ? null : written(refusal.opinion)}
<h2>${t('复核申请')}</h2>${review === undefined ? null : html`<p class="hint">${t('{time}提出', { time: beijing(review.requestedAt) })}</p>${written(review.grounds)}`}
<h2>${t('资格核对')}</h2>${findings(details)}${overrideNotes(details)}
<h2>${t('与其他申报的关联')}</h2>${flagTable(details.flags, policy)}
<h2>${t('台账数据')}</h2>${compared(details)}${registerFigures(details, policy)}
<h2>${t('证明材料')}</h2>${attachments(details, `${form.action}/attachments`)}
<h2>${t('申报内容')}</h2>${declaration(details, policy)}
${inquiryLog(details.inquiries, form.inquiry)}
<h2 id="decide">${t('复核决定')}</h2>
${choiceWithReason(form, 'refusal-review', {
  hints: { uphold: t('本次申报到此结束'), admit: t('进入专家评审') },
  reasonHint: t('写明核查情况、事实依据和适用条款，申报单位可以看到。'),
  button: t('提交复核决定'),
})}`;
}

/** The request as a task of its own, for whoever comes to it by its address. */
export const refusalPage = ({ details }: TaskView<'refusal'>, form: FormContext): Markup =>
  html`<h2>${t('审查意见')}</h2>${written(details.application.opinion ?? '')}
<h2 id="decide">${t('申请复核')}</h2>${decisionForm(form, html`${hidden('decision', 'request')}${reasonField(t('写明有异议的事项、事实和依据。'), form.state)}`, t('申请复核'))}`;
