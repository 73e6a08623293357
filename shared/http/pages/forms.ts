import type { DecidableKind } from '../../schemas/decisions.ts';
import { type Choice, type FormState, hidden, radios, submit, textArea } from '../fields.ts';
import { html, type Markup } from '../html.ts';
import { DECISION_LABELS } from '../labels.ts';
import { t } from '../language.ts';

/** What a kind's form needs beside the task's details. */
export interface FormContext {
  action: string;
  csrf: string;
  state: FormState;
}

/** A form that decides the task: the token that ties it to the person's session, fields, and one button. */
export const decisionForm = ({ action, csrf }: FormContext, fields: Markup, button: string): Markup =>
  html`<form method="post" action="${action}" accept-charset="utf-8">${hidden('csrf', csrf)}${fields}${submit(button)}</form>`;

/** The kind's decisions as choices, with hints for some. */
export const decisionChoices = (kind: DecidableKind, hints: Record<string, string> = {}): Choice[] =>
  Object.entries(DECISION_LABELS[kind]).map(([value, label]) => {
    const hint = hints[value];
    return hint === undefined ? { value, label } : { value, label, hint };
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
