import { fieldId } from './field-id.ts';
import { html, langOf, type Markup } from './html.ts';
import { t } from './language.ts';
import { type Content, marked } from './own.ts';

export { fieldId };

/** What the person typed and what was wrong with it, by field name. Empty on a fresh form. */
export interface FormState {
  values: Record<string, string>;
  errors: { field: string; message: Content }[];
}
export const freshForm: FormState = { values: {}, errors: [] };

interface Field {
  name: string;
  label: Content;
  hint?: Content;
}

const typedIn = (state: FormState, name: string) =>
  Object.hasOwn(state.values, name) ? (state.values[name] ?? '') : '';
const errorOf = (state: FormState, name: string) => state.errors.find((error) => error.field === name)?.message;

/** Ids of what describes the field, for `aria-describedby`. */
function described(field: Field, state: FormState): string {
  const id = fieldId(field.name);
  const parts = [
    field.hint === undefined ? '' : `${id}-hint`,
    errorOf(state, field.name) === undefined ? '' : `${id}-error`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function notes(field: Field, state: FormState): Markup {
  const id = fieldId(field.name);
  const message = errorOf(state, field.name);
  return html`${field.hint === undefined ? null : html`<p class="hint" id="${id}-hint">${field.hint}</p>`}${
    message === undefined ? null : html`<p class="message" id="${id}-error">${marked(message)}</p>`
  }`;
}

function wrapped(field: Field, state: FormState, control: Markup): Markup {
  const wrong = errorOf(state, field.name) === undefined ? '' : ' wrong';
  return html`<div class="field${wrong}"><label class="label" for="${fieldId(field.name)}">${field.label}</label>
${notes(field, state)}${control}</div>`;
}

const aria = (field: Field, state: FormState): Markup => {
  const ids = described(field, state);
  const wrong = errorOf(state, field.name) !== undefined;
  return html`${ids === '' ? null : html` aria-describedby="${ids}"`}${wrong ? html` aria-invalid="true"` : null}`;
};

export const textArea = (field: Field & { rows?: number; max: number }, state: FormState): Markup =>
  wrapped(
    field,
    state,
    html`<textarea id="${fieldId(field.name)}" name="${field.name}" rows="${field.rows ?? 6}" maxlength="${field.max}"${langOf(typedIn(state, field.name))}${aria(field, state)}>${typedIn(state, field.name)}</textarea>`,
  );

export const textInput = (
  field: Field & { type?: 'text' | 'tel' | 'date'; max: number; autocomplete?: string; keys?: 'numeric' | 'decimal' },
  state: FormState,
): Markup =>
  wrapped(
    field,
    state,
    html`<input id="${fieldId(field.name)}" name="${field.name}" type="${field.type ?? 'text'}" maxlength="${field.max}"${
      field.keys === undefined ? null : html` inputmode="${field.keys}"`
    } autocomplete="${field.autocomplete ?? 'off'}" value="${typedIn(state, field.name)}"${langOf(typedIn(state, field.name))}${aria(field, state)}>`,
  );

/** Number with its range; `step` as HTML wants it. */
export const numberInput = (field: Field & { min: number; max: number; step: number }, state: FormState): Markup =>
  wrapped(
    field,
    state,
    html`<input id="${fieldId(field.name)}" name="${field.name}" type="number" inputmode="decimal" min="${field.min}" max="${field.max}" step="${field.step}" value="${typedIn(state, field.name)}"${aria(field, state)}>`,
  );

export interface Choice {
  value: string;
  label: Content;
  hint?: Content;
}

/** One of a list that opens: nothing but text can stand in it. */
export interface Option {
  value: string;
  label: string;
}

/** One of several. The first choice carries the field's id, so that the error summary leads there. */
export function radios(field: Field & { choices: Choice[] }, state: FormState): Markup {
  const wrong = errorOf(state, field.name) === undefined ? '' : ' wrong';
  const chosen = typedIn(state, field.name);
  const ids = described(field, state);
  return html`<div class="field${wrong}"><fieldset${ids === '' ? null : html` aria-describedby="${ids}"`}>
<legend>${field.label}</legend>${notes(field, state)}
${field.choices.map(
  (choice, i) =>
    html`<label class="choice"><input type="radio" name="${field.name}" value="${choice.value}"${
      i === 0 ? html` id="${fieldId(field.name)}"` : null
    }${choice.value === chosen ? html` checked` : null}>${choice.label}${
      choice.hint === undefined ? null : html` <span class="hint">${choice.hint}</span>`
    }</label>`,
)}</fieldset></div>`;
}

/** Any of several; the ticked ones stand one a line. The first carries the field's id, as with `radios`. */
export function checkboxes(field: Field & { choices: Choice[] }, state: FormState): Markup {
  const wrong = errorOf(state, field.name) === undefined ? '' : ' wrong';
  const ticked = new Set(typedIn(state, field.name).split('\n'));
  const ids = described(field, state);
  return html`<div class="field${wrong}"><fieldset${ids === '' ? null : html` aria-describedby="${ids}"`}>
<legend>${field.label}</legend>${notes(field, state)}
${field.choices.map(
  (choice, i) =>
    html`<label class="choice"><input type="checkbox" name="${field.name}" value="${choice.value}"${
      i === 0 ? html` id="${fieldId(field.name)}"` : null
    }${ticked.has(choice.value) ? html` checked` : null}>${choice.label}</label>`,
)}</fieldset></div>`;
}

/** A box to tick; its value is `yes`, and it is absent when not ticked. */
export function checkbox(field: Field, state: FormState): Markup {
  const wrong = errorOf(state, field.name) === undefined ? '' : ' wrong';
  const ticked = typedIn(state, field.name) === 'yes';
  return html`<div class="field${wrong}">${notes(field, state)}<label class="choice"><input type="checkbox" id="${fieldId(field.name)}" name="${field.name}" value="yes"${ticked ? html` checked` : null}${aria(field, state)}>${field.label}</label></div>`;
}

export function select(field: Field & { groups: { label: string; choices: Option[] }[] }, state: FormState): Markup {
  const chosen = typedIn(state, field.name);
  const option = (choice: Option) =>
    html`<option value="${choice.value}"${choice.value === chosen ? html` selected` : null}${langOf(choice.label)}>${choice.label}</option>`;
  return wrapped(
    field,
    state,
    html`<select id="${fieldId(field.name)}" name="${field.name}"${aria(field, state)}><option value="">${t('请选择')}</option>${field.groups.map(
      (group) => html`<optgroup label="${group.label}">${group.choices.map(option)}</optgroup>`,
    )}</select>`,
  );
}

export const hidden = (name: string, value: string): Markup =>
  html`<input type="hidden" name="${name}" value="${value}">`;

export const submit = (label: string): Markup => html`<button type="submit">${label}</button>`;

/** All that is wrong, at the top, each with a way to its field. */
export function errorSummary(state: FormState): Markup | null {
  if (state.errors.length === 0) return null;
  return html`<div class="panel bad" role="alert" aria-labelledby="errors-title"><h2 id="errors-title">${t('未能提交，请改正以下 {count} 处', { count: state.errors.length })}</h2>
<ul>${state.errors.map((error) => html`<li><a href="#${fieldId(error.field)}">${marked(error.message)}</a></li>`)}</ul>
<p>${t('已填写的内容仍保留在下面。')}</p></div>`;
}
