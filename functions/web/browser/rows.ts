import { BLANK_ROW } from '../../../shared/http/blank-row.ts';
import { fieldId } from '../../../shared/http/field-id.ts';
import { find } from './page.ts';

type Named = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const named = (row: ParentNode) => [...row.querySelectorAll<Named>('input[name], textarea[name], select[name]')];

const rowsOf = (table: HTMLElement) => [...find('.rows', table).querySelectorAll<HTMLElement>(':scope > fieldset')];

/** Gives a row another number: its fields' names, their ids, labels and button follow. */
function number(table: HTMLElement, row: HTMLElement, from: number, to: number): void {
  const name = table.dataset['table'] ?? '';
  for (const control of named(row)) {
    const label = row.querySelector<HTMLLabelElement>(`label[for="${fieldId(control.name)}"]`);
    control.name = control.name.replace(`${name}[${from}]`, `${name}[${to}]`);
    control.id = fieldId(control.name);
    if (label !== null) label.htmlFor = control.id;
  }
  row.dataset['row'] = String(to);
  find<HTMLButtonElement>('[data-remove]', row).value = `remove:${name}[${to}]`;
  find('legend span', row).textContent = String(to + 1);
}

/** Adds an empty row, up to as many as the format takes. */
export function addRow(table: HTMLElement): HTMLElement | null {
  const rows = rowsOf(table);
  if (rows.length >= Number(table.dataset['max'])) return null;
  const row = find<HTMLElement>('fieldset', find<HTMLTemplateElement>('template', table).content).cloneNode(true);
  if (!(row instanceof HTMLElement)) return null;
  number(table, row, BLANK_ROW, rows.length);
  find('.rows', table).append(row);
  return row;
}

/** Takes a row out; those below move up. */
export function removeRow(table: HTMLElement, row: HTMLElement): void {
  const below = rowsOf(table).filter((other) => Number(other.dataset['row']) > Number(row.dataset['row']));
  row.remove();
  for (const other of below) number(table, other, Number(other.dataset['row']), Number(other.dataset['row']) - 1);
}

export const tableOf = (element: Element): HTMLElement | null => element.closest<HTMLElement>('[data-table]');

/** What stands in the form, by field name, as the server keeps it. */
export function valuesOf(form: HTMLFormElement): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== 'string' || value === '' || ['csrf', 'revision', 'then'].includes(name)) continue;
    const text = value.replaceAll('\r\n', '\n');
    values[name] = values[name] === undefined ? text : `${values[name]}\n${text}`;
  }
  return values;
}

/** Puts values back into the form, with as many rows as they need. */
export function fill(form: HTMLFormElement, values: Record<string, string>): void {
  for (const name of Object.keys(values)) {
    const [, table = '', row] = /^([\w.]+)\[(\d+)\]/.exec(name) ?? [];
    const found = form.querySelector<HTMLElement>(`[data-table="${table}"]`);
    if (found === null) continue;
    for (let added: unknown = true; added && rowsOf(found).length <= Number(row); ) added = addRow(found);
  }
  for (const control of named(form)) {
    if (['csrf', 'revision'].includes(control.name)) continue;
    const value = values[control.name] ?? '';
    if (control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio'))
      control.checked = value.split('\n').includes(control.value);
    else control.value = value;
  }
}
