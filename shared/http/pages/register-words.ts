import type { CellKind, Column, Places } from '../../registers/column.ts';
import { fieldOf, SHEETS } from '../../registers/columns.ts';
import { shownField } from '../../registers/show.ts';
import type { RegisterKind, RegisterRow } from '../../schemas/registers.ts';
import { REGISTER_READING } from '../english/register-reading.ts';
import { asWritten, html, type Markup } from '../html.ts';
import { language } from '../language.ts';
import { type Content, known, listed, recognised, told } from '../own.ts';
import { sumOf } from '../sums.ts';

const TEMPLATES = Object.keys(REGISTER_READING) as (keyof typeof REGISTER_READING)[];

/** What the reader of a file said of it, in the reader's language. */
export const saidOfFile = (text: string): string => recognised(text, TEMPLATES);

/** Kinds of cells that hold words of the register's own; all others hold what people wrote. */
const WORDS: ReadonlySet<CellKind['type']> = new Set(['yes-no', 'level', 'choice', 'choices']);

/** A field of a row as it is shown, in the reader's language where the register itself has the words. */
export function cellOf(column: Column, value: unknown, places: Places): Content {
  const text = shownField(column, value, places);
  if (language() !== 'en') return text;
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return known(text);
  if (column.kind.type === 'money') return sumOf(Number(value));
  return WORDS.has(column.kind.type) ? listed(text.split('、').map(told)) : asWritten(text);
}

/** What a row is about, in a line: its first columns. */
export const lineOf = <K extends RegisterKind>(kind: K, row: RegisterRow<K>, places: Places): Markup =>
  html`${SHEETS[kind].columns.slice(0, 4).map((column, i) => html`${i === 0 ? '' : ' '}${cellOf(column, fieldOf(row, column), places)}`)}`;
