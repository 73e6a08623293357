import type { DecidableKind } from '../../schemas/decisions.ts';
import { type Choice, type FormState, hidden, radios, submit, textArea } from '../fields.ts';
import { html, type Markup } from '../html.ts';
import { DECISION_LABELS } from '../labels.ts';
import { t } from '../language.ts';
import { beijingSeconds } from '../time.ts';
import type { InquiryFormView } from './inquiries.ts';

/** What a kind's form needs beside the task's details. */
export interface FormContext {
  action: string;
  csrf: string;
  state: FormState;
  /** What is saved of the form before it is sent; null where nothing is, or may be. */
  draft: FormDraft | null;
  /** Whether there is a list to go on with. */
  next?: boolean;
  /** For writing down whom a reviewer asked, beside the form that decides. */
  inquiry?: InquiryFormView;
  /** Where what is filled in is looked at once more before it is sent. */
  check?: string;
}

export interface FormDraft {
  taskId: string;
  /** 0 where nothing is saved yet. */
  revision: number;
  savedAt: string | null;
  /** Two windows had saved different ones, and the other is still there. */
  hasOther: boolean;
  /** Another window saved since this page was shown: the person is asked which one is meant. */
  conflict: boolean;
}

/** A form that decides the task: the token that ties it to the person's session, fields, and one button. */
export const decisionForm = (
  { action, csrf, draft, next = false, check }: FormContext,
  fields: Markup,
  button: string,
): Markup =>
  draft === null
    ? html`<form method="post" action="${action}" accept-charset="utf-8">${hidden('csrf', csrf)}${fields}${submit(button)}</form>`
    : html`<form id="task-form" method="post" action="${action}" accept-charset="utf-8" autocomplete="off" data-owner="${draft.taskId}">
${hidden('csrf', csrf)}${hidden('revision', String(draft.revision))}<div id="conflict">${chooseDraft(action, draft)}</div>${fields}
<div class="bar">${check === undefined ? html`<button type="submit" data-decides>${button}</button>` : html`<button type="submit" formaction="${check}" data-decides>${button}</button>`}${next ? html`<button type="submit" data-decides name="then" value="next">${t('提交并办理下一项')}</button>` : null}${saveButton(action, 'save', t('保存草稿'))}<p id="save-state" role="status">${draft.savedAt === null ? t('还没有保存。') : t('已保存：{time}', { time: beijingSeconds(draft.savedAt) })}</p></div></form>`;

/** Works without a script, too: the same fields, sent to be saved only. */
const saveButton = (action: string, then: string, label: string): Markup =>
  html`<button class="quiet" type="submit" formaction="${action}/draft" formnovalidate name="then" value="${then}">${label}</button>`;

function chooseDraft(action: string, { conflict, hasOther }: FormDraft): Markup | null {
  if (conflict)
    return html`<div class="panel warn" role="alert"><h2>${t('另一个窗口已经保存了不同的内容')}</h2>
<p>${t('本页的内容还没有保存。请选择继续使用哪一份；另一份会另外保留，可以随时换回。')}</p>
<p>${saveButton(action, 'mine', t('使用本页的内容'))} ${saveButton(action, 'theirs', t('使用另一个窗口的内容'))}</p></div>`;
  if (!hasOther) return null;
  return html`<p class="hint">${t('两个窗口曾保存不同的内容，没有采用的一份仍保留着。')} ${saveButton(action, 'swap', t('换成另一份'))}</p>`;
}

/** The kind's decisions as choices, with hints for some. */
export const decisionChoices = (kind: DecidableKind, hints: Record<string, string> = {}): Choice[] =>
  Object.entries(DECISION_LABELS[kind]).map(([value, label]) => {
    const hint = hints[value];
    const choice = { value, label: t(label) };
    return hint === undefined ? choice : { ...choice, hint };
  });

/** A choice between decisions, with the reason that every one of them needs. */
export const choiceWithReason = (
  context: FormContext,
  kind: DecidableKind,
  options: { hints?: Record<string, string>; reasonHint: string; button: string },
): Markup =>
  decisionForm(
    context,
    html`${radios({ name: 'decision', label: t('决定'), choices: decisionChoices(kind, options.hints) }, context.state)}
${reasonField(options.reasonHint, context.state)}`,
    options.button,
  );

/** One decision only, taken by the button, with a reason or remark on record. */
export const singleWithReason = (
  context: FormContext,
  decision: string,
  options: { reasonHint: string; button: string; fields?: Markup },
): Markup =>
  decisionForm(
    context,
    html`${hidden('decision', decision)}${options.fields ?? null}${reasonField(options.reasonHint, context.state)}`,
    options.button,
  );

export const reasonField = (hint: string, state: FormState): Markup =>
  textArea({ name: 'reason', label: t('理由'), hint, max: 2000, rows: 4 }, state);
