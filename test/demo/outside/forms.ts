/** A field of a form, as a person sees it. */
export interface Field {
  name: string;
  type: string;
  value: string;
  /** What may be chosen: the values of radio buttons, a box, or a list; null where anything may be typed. */
  choices: { value: string; group: string }[] | null;
}

export interface Form {
  /** Where it goes, as the page says. */
  action: string;
  fields: Field[];
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const plain = (text: string) => text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '');

function attributesOf(text: string): Map<string, string> {
  const pairs = [...text.matchAll(/([\w-]+)(?:="([^"]*)")?/g)];
  return new Map(pairs.map(([, name = '', value = '']) => [name, plain(value)]));
}

const TAG = /<(\/?)(form|input|textarea|select|optgroup|option)\b((?:[^>"]|"[^"]*")*)>/g;

/** All forms of a page. It reads the pages of this system, which are well formed; it is no browser. */
export function formsOf(html: string): Form[] {
  const forms: Form[] = [];
  let group = '';
  for (const [, slash, tag, rest = ''] of html.matchAll(TAG)) {
    const form = forms.at(-1);
    const attributes = attributesOf(rest);
    const of = (name: string) => attributes.get(name) ?? '';
    if (slash !== '') {
      if (tag === 'optgroup') group = '';
    } else if (tag === 'form') forms.push({ action: of('action'), fields: [] });
    else if (tag === 'optgroup') group = of('label');
    else if (form === undefined) continue;
    else if (tag === 'option') form.fields.at(-1)?.choices?.push({ value: of('value'), group });
    else if (tag === 'select') form.fields.push({ name: of('name'), type: tag, value: '', choices: [] });
    else addField(form, { name: of('name'), type: of('type') || tag || '', value: of('value'), choices: null });
  }
  return forms;
}

/** Radio buttons of one name are one field. */
function addField(form: Form, field: Field): void {
  if (field.type !== 'radio' && field.type !== 'checkbox') {
    form.fields.push(field);
    return;
  }
  const known = form.fields.find(({ name, type }) => name === field.name && type === field.type);
  const choice = { value: field.value, group: '' };
  if (known === undefined) form.fields.push({ ...field, value: '', choices: [choice] });
  else known.choices?.push(choice);
}

/** What the page did not offer and a person could not have entered. */
export class FormMismatch extends Error {
  override name = 'FormMismatch';
}

/**
 * Fills a form in as a person would: hidden fields stay, only fields that are there can be filled, only choices that are
 * offered can be made.
 * @throws FormMismatch
 */
export function fillIn(form: Form, values: Record<string, string>): URLSearchParams {
  const body = new URLSearchParams();
  for (const { name, type, value } of form.fields) if (type === 'hidden') body.append(name, value);
  for (const [name, value] of Object.entries(values)) {
    const field = form.fields.find((one) => one.name === name && one.type !== 'hidden');
    if (field === undefined) throw new FormMismatch(`the form to ${form.action} has no field ${name}`);
    if (field.choices !== null && !field.choices.some((choice) => choice.value === value))
      throw new FormMismatch(`the form to ${form.action} does not offer ${name}=${value}`);
    body.append(name, value);
  }
  return body;
}

/** The choices of a field, or null where the form has no such field. */
export const choicesOf = (form: Form, name: string): Field['choices'] =>
  form.fields.find((field) => field.name === name)?.choices ?? null;

/** The form whose hidden or only decision is this one. */
export const formDeciding = (forms: Form[], decision: string): Form | undefined =>
  forms.find(({ fields }) =>
    fields.some(
      ({ name, value, choices }) =>
        name === 'decision' && (value === decision || (choices ?? []).some((choice) => choice.value === decision)),
    ),
  );

/** Every point of the form's checklist, ticked. */
export const tickedChecks = (form: Form | undefined): Record<string, string> =>
  Object.fromEntries(
    (form?.fields ?? []).filter(({ name }) => name.startsWith('checks.')).map(({ name }) => [name, 'yes']),
  );
