import { filledRows, nameOf } from '../../package/draft.ts';
import type { FormField, Option } from '../../package/form.ts';
import { BLANK_ROW } from '../blank-row.ts';
import { checkboxes, type FormState, fieldId, radios, select, textArea, textInput } from '../fields.ts';
import { asWritten, html, type Markup } from '../html.ts';
import { t, titleOf, tm } from '../language.ts';
import { type Content, known, listed, marked, told } from '../own.ts';
import { table } from '../parts.ts';
import { keptMark } from './correction.ts';

/** What a form is filled with, and how many rows of a table are wanted beyond those that are filled. */
export interface Filling {
  state: FormState;
  rows: Record<string, number>;
  /** The points that may be written in; null where all may. What may not is shown as it is. */
  asked?: readonly string[] | null;
}

const unitOf = ({ unit }: FormField): string => (unit === undefined ? '' : t('（{unit}）', { unit: known(unit) }));

const labelOf = (field: FormField): string => `${titleOf(field)}${unitOf(field)}${field.required ? '' : t('（选填）')}`;

/** Examples are values of the format: sums are shown as people type them. */
function exampleOf({ input, examples = [] }: FormField): string | null {
  const [example] = examples;
  if (typeof example === 'number') return String(input === 'money' ? example / 100 : example);
  return typeof example === 'string' && input !== 'choice' && input !== 'date' ? example : null;
}

function hintOf(field: FormField): { hint?: Content } {
  const example = exampleOf(field);
  const parts: Content[] = [];
  if (field.description !== undefined) parts.push(told(field.description));
  if (example !== null) parts.push(tm('例如：{example}', { example: asWritten(example) }));
  if (field.input === 'lines') parts.push(t('每项写一行。'));
  return parts.length === 0 ? {} : { hint: html`${parts.map((part, i) => html`${i === 0 ? '' : ' '}${part}`)}` };
}

/** What the reader calls a choice; what a policy lists has one name. */
const wordFor = ({ title, titleEn = title }: Option): string => titleOf({ title, titleEn });

/** Of a text that has no bound of its own: more than any of the format's. */
const MAX_TEXT = 4000;

function control(field: FormField, name: string, state: FormState, hints: boolean): Markup {
  const common = { name, label: labelOf(field), ...(hints ? hintOf(field) : {}) };
  const options = (field.options ?? []).map((option) => ({ value: option.value, label: wordFor(option) }));
  switch (field.input) {
    case 'long-text':
      return textArea({ ...common, max: field.max ?? MAX_TEXT, rows: 5 }, state);
    case 'lines':
      return textArea({ ...common, max: MAX_TEXT * 4, rows: 4 }, state);
    case 'choices':
      return checkboxes(
        { ...common, choices: options.map(({ value, label }) => ({ value, label: asWritten(label) })) },
        state,
      );
    case 'choice':
      return select({ ...common, groups: [{ label: titleOf(field), choices: options }] }, state);
    case 'yes-no':
      return radios(
        {
          ...common,
          choices: [
            { value: 'yes', label: t('是') },
            { value: 'no', label: t('否') },
          ],
        },
        state,
      );
    case 'date':
      return textInput({ ...common, type: 'date', max: 10 }, state);
    case 'integer':
      return textInput({ ...common, max: 20, keys: 'numeric' }, state);
    case 'money':
      return textInput({ ...common, max: 30, keys: 'decimal' }, state);
    default:
      return textInput({ ...common, max: field.max ?? 200 }, state);
  }
}

function row(field: FormField, name: string, at: number, state: FormState): Markup {
  const columns = (field.fields ?? []).map((column) =>
    control(column, `${name}[${at}].${nameOf(column.path)}`, state, false),
  );
  return html`<fieldset data-row="${at}"><legend>${tm('{table} 第 {row} 行', { table: titleOf(field), row: html`<span>${at === BLANK_ROW ? '' : at + 1}</span>` })}</legend>
<div class="cells">${columns}</div>
<button class="quiet small" type="submit" name="then" value="remove:${name}[${at}]" data-remove>${t('删除本行')}</button></fieldset>`;
}

/** A row for each entry, with a button that adds one; without a script the page comes back with it. */
function rows(field: FormField, name: string, { state, rows: wanted }: Filling): Markup {
  const filled = (filledRows(state.values, name).at(-1) ?? -1) + 1;
  const count = Math.min(Math.max(filled, wanted[name] ?? 0, field.required ? 1 : 0), field.max ?? 1);
  const error = state.errors.find((one) => one.field === name)?.message;
  const id = fieldId(name);
  const columns = (field.fields ?? []).flatMap((column) => {
    const { hint } = hintOf(column);
    return hint === undefined ? [] : [tm('{column}：{hint}', { column: titleOf(column), hint })];
  });
  return html`<div class="field${error === undefined ? '' : ' wrong'}"><fieldset id="${id}" tabindex="-1" data-table="${name}" data-max="${field.max ?? 1}">
<legend>${labelOf(field)}</legend>${error === undefined ? null : html`<p class="message" id="${id}-error">${marked(error)}</p>`}
${[field.description === undefined ? undefined : told(field.description), ...columns].map((text) => (text === undefined ? null : html`<p class="hint">${text}</p>`))}
<div class="rows">${Array.from({ length: count }, (_, at) => row(field, name, at, state))}</div>
<template>${row(field, name, BLANK_ROW, { values: {}, errors: [] })}</template>
<button class="quiet small" type="submit" name="then" value="add:${name}" data-add>${t('增加一行')}</button></fieldset></div>`;
}

/** A value in words. */
function shownValue({ input, options }: FormField, text: string): Content {
  if (text === '') return t('（未填写）');
  if (input === 'yes-no') return t(text === 'yes' ? '是' : '否');
  const wordOf = (value: string) => {
    const found = options?.find((option) => option.value === value);
    return asWritten(found === undefined ? value : wordFor(found));
  };
  return options === undefined ? asWritten(text) : listed(text.split('\n').map(wordOf));
}

/** A field that nobody asked to be corrected: its title, that it stays, and what it says. */
function lockedField(field: FormField, name: string, { values }: FormState): Markup {
  const columns = field.fields ?? [];
  const filled = filledRows(values, name);
  const cell = (at: number, column: FormField) =>
    shownValue(column, values[`${name}[${at}].${nameOf(column.path)}`] ?? '');
  const content =
    field.input === 'table' && filled.length > 0
      ? table(
          titleOf(field),
          columns.map((column) => ({ title: titleOf(column) })),
          filled.map((at) => columns.map((column) => cell(at, column))),
        )
      : html`<div class="written">${field.input === 'table' ? t('（未填写）') : shownValue(field, values[name] ?? '')}</div>`;
  return html`<div class="field kept" id="${fieldId(name)}" tabindex="-1"><p class="label">${titleOf(field)}${unitOf(field)} ${keptMark()}</p>${content}</div>`;
}

/** Fields as their format says, with what was typed and what is wrong with it. Files are somebody else's. */
export function renderFields(fields: readonly FormField[], filling: Filling): Markup[] {
  return fields.flatMap((field) => {
    const name = nameOf(field.path);
    if (field.input === 'attachments') return [];
    if (field.input !== 'group' && filling.asked?.includes(name) === false)
      return [lockedField(field, name, filling.state)];
    if (field.input === 'table') return [rows(field, name, filling)];
    if (field.input !== 'group') return [control(field, name, filling.state, true)];
    return [
      html`<fieldset><legend><h3>${titleOf(field)}</h3></legend>${renderFields(field.fields ?? [], filling)}</fieldset>`,
    ];
  });
}
