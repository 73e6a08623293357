import type * as z from 'zod';
import type { Problem } from '../schemas/findings.ts';
import { type AttachmentEntry, PACKAGE_FORMAT } from '../schemas/package.ts';
import type { FormField } from './form.ts';
import { readManifest, type Slot } from './manifest.ts';
import { packageProblem } from './problems.ts';

/**
 * What an applicant has typed so far, as typed, by field name: `contact.phone`, `served[0].uscc`. Items of a list and
 * ticked choices stand one a line. Names are the places that problems of an `application.json` name.
 */
export type DraftValues = Record<string, string>;

type Listed = z.infer<typeof AttachmentEntry>;

export const nameOf = (path: readonly string[]): string => path.join('.');

/** Fields that hold a value, by name; `[]` stands where the number of a row goes. */
function leaves(fields: readonly FormField[], before = ''): [string, FormField, number][] {
  return fields.flatMap((field): [string, FormField, number][] => {
    const name = `${before}${nameOf(field.path)}`;
    if (field.input === 'attachments') return [];
    if (field.input === 'group') return leaves(field.fields ?? []);
    if (field.input !== 'table') return [[name, field, 0]];
    return leaves(field.fields ?? [], `${name}[].`).map(([column, leaf]) => [column, leaf, field.max ?? 0]);
  });
}

const ROW = /\[(\d{1,3})\]/;

/** Of what was sent, what the form asks for; line breaks are as people mean them. */
export function knownValues(fields: readonly FormField[], sent: Iterable<readonly [string, string]>): DraftValues {
  const rows = new Map(leaves(fields).map(([name, , max]) => [name, max]));
  const values: DraftValues = {};
  for (const [name, raw] of sent) {
    const row = ROW.exec(name)?.[1];
    const max = rows.get(name.replace(ROW, '[]'));
    if (max === undefined || (row === undefined ? max !== 0 : Number(row) >= max || String(Number(row)) !== row))
      continue;
    const value = raw.replaceAll('\r\n', '\n');
    // Ticked boxes of one name come one by one.
    const before = Object.hasOwn(values, name) && value !== '' ? values[name] : undefined;
    values[name] = before === undefined || before === '' ? value : `${before}\n${value}`;
  }
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}

/** Numbers of the rows in which anything is written, in their order. */
export function filledRows(values: DraftValues, table: string): number[] {
  const rows = new Set<number>();
  for (const [name, value] of Object.entries(values))
    if (name.startsWith(`${table}[`) && value.trim() !== '') rows.add(Number(ROW.exec(name.slice(table.length))?.[1]));
  return [...rows].toSorted((a, b) => a - b);
}

/** The draft without one row; those below move up. */
export function withoutRow(values: DraftValues, table: string, row: number): DraftValues {
  const moved = Object.entries(values).flatMap(([name, value]): [string, string][] => {
    if (!name.startsWith(`${table}[`)) return [[name, value]];
    const at = Number(ROW.exec(name.slice(table.length))?.[1]);
    if (at === row) return [];
    return [[at < row ? name : name.replace(`${table}[${at}]`, `${table}[${at - 1}]`), value]];
  });
  return Object.fromEntries(moved);
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Digits as people type them: full width, with commas or spaces between. */
const tidyNumber = (text: string): string => text.normalize('NFKC').replaceAll(/[\s,，]/g, '');

/** 元 with at most two decimals, as 分; null for anything else. */
export function fenOf(text: string): number | null {
  const [, whole = '', cents = ''] = /^(\d{1,13})(?:\.(\d{1,2}))?元?$/.exec(tidyNumber(text)) ?? [];
  return whole === '' ? null : Number(whole) * 100 + Number(cents.padEnd(2, '0'));
}

const notMoney = (where: string, title: string): Problem =>
  packageProblem(
    'amount',
    where,
    `“${title}”不是金额。`,
    '请填写以元为单位的数字，最多两位小数，例如 15000.50。',
    'Not an amount in yuan with at most two decimals.',
  );

/** Builds `application.json` from a draft; collects what no format could carry, and which row each entry of a table came from. */
class Builder {
  readonly problems: Problem[] = [];
  readonly rows = new Map<string, number[]>();
  readonly #values: DraftValues;
  constructor(values: DraftValues) {
    this.#values = values;
  }

  fields(fields: readonly FormField[], before = ''): Record<string, unknown> {
    const entries = fields.flatMap((field): [string, unknown][] => {
      const key = field.path.at(-1) ?? '';
      const value = this.#value(field, `${before}${nameOf(field.path)}`);
      return value === undefined ? [] : [[key, value]];
    });
    return Object.fromEntries(entries);
  }

  #value(field: FormField, name: string): unknown {
    const text = this.#values[name] ?? '';
    switch (field.input) {
      case 'attachments':
        return undefined;
      case 'group':
        return this.fields(field.fields ?? []);
      case 'table':
        return this.#table(field, name);
      case 'choices':
      case 'lines':
        return linesOf(text);
      case 'yes-no':
        return text === '' ? undefined : text === 'yes';
      case 'integer':
        return /^\d{1,15}$/.test(tidyNumber(text)) ? Number(tidyNumber(text)) : text.trim() === '' ? undefined : text;
      case 'money':
        return this.#money(field, name, text);
      default:
        return text.trim() === '' && field.required ? undefined : text;
    }
  }

  #table(field: FormField, name: string): unknown[] {
    const rows = filledRows(this.#values, name);
    this.rows.set(name, rows);
    return rows.map((row) => this.fields(field.fields ?? [], `${name}[${row}].`));
  }

  #money(field: FormField, name: string, text: string): number | undefined {
    if (text.trim() === '') return undefined;
    const fen = fenOf(text);
    if (fen === null) this.problems.push(notMoney(name, field.title));
    return fen ?? undefined;
  }
}

const typed = (field: FormField, value: unknown): string => {
  if (Array.isArray(value)) return value.map(String).join('\n');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (field.input !== 'money' || typeof value !== 'number') return String(value ?? '');
  const cents = String(value % 100).padStart(2, '0');
  return `${Math.floor(value / 100)}${cents === '00' ? '' : `.${cents}`}`;
};

/** The draft that makes these fields of an `application.json` again: whoever sent a package goes on from what it said. */
export function draftOf(fields: readonly FormField[], content: unknown, before = ''): DraftValues {
  const known = (typeof content === 'object' && content !== null ? content : {}) as Record<string, unknown>;
  const values = fields.flatMap((field): [string, string][] => {
    const name = `${before}${nameOf(field.path)}`;
    const value = known[field.path.at(-1) ?? ''];
    if (field.input === 'attachments') return [];
    if (field.input === 'group') return Object.entries(draftOf(field.fields ?? [], value));
    if (field.input !== 'table') return [[name, typed(field, value)]];
    const rows: unknown[] = Array.isArray(value) ? value : [];
    return rows.flatMap((row, i) => Object.entries(draftOf(field.fields ?? [], row, `${name}[${i}].`)));
  });
  return Object.fromEntries(values.filter(([, value]) => value !== ''));
}

export interface DraftReading {
  /** The whole `application.json`, whatever is still wrong with it. */
  manifest: Record<string, unknown>;
  /** Every problem, each at the name of its field in the draft; of the attachments only where they were given. */
  problems: Problem[];
}

/**
 * What `application.json` a draft makes, and what the intake would say of it: the same reading by the same schema.
 * @param attachments null while only the form itself is looked at
 */
export function readDraft(
  values: DraftValues,
  fields: readonly FormField[],
  slot: Slot,
  attachments: Listed[] | null,
): DraftReading {
  const builder = new Builder(values);
  const { roundId, category, uscc, applicationNo } = slot;
  const manifest = {
    format: PACKAGE_FORMAT,
    ...{ roundId, category, uscc, applicationNo },
    ...builder.fields(fields),
    attachments: attachments ?? [],
  };
  const { problems } = readManifest(Buffer.from(JSON.stringify(manifest)), slot);
  const own = new Set(builder.problems.map(({ where }) => where));
  const lists = new Set(leaves(fields).flatMap(([name, { input }]) => (isList(input) ? [name] : [])));
  const placed = problems
    .filter(({ where }) => attachments !== null || !/^attachments\b/.test(where))
    .map((problem) => ({ ...problem, where: placeOf(problem.where, builder.rows, lists) }))
    .filter(({ where }) => !own.has(where));
  return { manifest, problems: [...builder.problems, ...placed] };
}

const isList = (input: FormField['input']) => input === 'choices' || input === 'lines';

/** The name of the field in the draft: empty rows are not in the package, and a list is one field. */
function placeOf(where: string, rows: ReadonlyMap<string, number[]>, lists: ReadonlySet<string>): string {
  const [whole, table = '', at = ''] = /^([\w.]+)\[(\d+)\]/.exec(where) ?? [];
  const row = rows.get(table)?.[Number(at)];
  const placed = whole === undefined || row === undefined ? where : `${table}[${row}]${where.slice(whole.length)}`;
  const list = placed.replace(/\[\d+\]$/, '');
  return lists.has(list.replace(ROW, '[]')) ? list : placed;
}
