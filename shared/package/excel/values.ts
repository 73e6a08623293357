import type { FormField } from '../form.ts';
import { type Cell, dateOf } from './workbook.ts';

/** Why a cell cannot be read as what its field asks for. */
export type CellFault =
  | 'date'
  | 'money'
  | 'money-fraction'
  | 'integer'
  | 'choice'
  | 'yes-no'
  | 'number-cut'
  | 'error'
  | 'uncomputed';

/** A value as `application.json` has it; undefined where the cell is empty. */
export type CellReading = { ok: true; value: unknown } | { ok: false; fault: CellFault; unknown?: number };

const read = (value: unknown): CellReading => ({ ok: true, value });
const fault = (what: CellFault, unknown?: number): CellReading => ({
  ok: false,
  fault: what,
  ...(unknown === undefined ? {} : { unknown }),
});

/** Full-width letters, digits and signs as their plain ones. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .trim();
const unspaced = (text: string): string => plain(text).replaceAll(/\s/g, '');

/** Excel keeps 15 digits of a number and shows no others, whatever the binary fraction says. */
const DIGITS = 15;
const decimals = (value: number): string => String(Number(value.toPrecision(DIGITS)));
const isCut = (cell: Cell): boolean => cell.type === 'number' && Math.abs(cell.value) >= 10 ** DIGITS;

const textOf = (cell: Cell): string => {
  if (cell.type === 'text') return cell.value;
  if (cell.type === 'number') return decimals(cell.value);
  return cell.type === 'boolean' ? String(cell.value) : '';
};

/** What is no text has no more characters than this, however it is written; several choices have more. */
const CHARACTERS: Partial<Record<FormField['input'], [number, CellFault]>> = {
  money: [60, 'money'],
  integer: [60, 'integer'],
  date: [60, 'date'],
  choice: [200, 'choice'],
  'yes-no': [20, 'yes-no'],
  choices: [2000, 'choice'],
};

/** Reads a cell as its field asks for. Empty cells are for the caller, who knows what an empty answer means there. */
export function readCell(field: FormField, cell: Cell, date1904: boolean): CellReading {
  if (cell.type === 'error' || cell.type === 'uncomputed') return fault(cell.type);
  const [most, tooLong] = CHARACTERS[field.input] ?? [];
  if (most !== undefined && tooLong !== undefined && textOf(cell).length > most) return fault(tooLong);
  switch (field.input) {
    case 'money':
      return moneyOf(textOf(cell));
    case 'integer':
      return integerOf(textOf(cell), field.unit);
    case 'date':
      return cell.type === 'number' ? serialDate(cell.value, date1904) : writtenDate(textOf(cell));
    case 'choice':
      return choiceOf(field, textOf(cell));
    case 'choices':
      return choicesOf(field, textOf(cell));
    case 'yes-no':
      return yesNoOf(textOf(cell));
    case 'lines':
      return read(linesOf(textOf(cell)));
    default:
      return isCut(cell) ? fault('number-cut') : read(answerOf(field, textOf(cell)));
  }
}

const newlines = (text: string): string => text.replaceAll(/\r\n?|\v/g, '\n').replaceAll('\t', ' ');

const linesOf = (text: string): string[] =>
  newlines(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** A text that only its pattern bounds is a code or a number: it has one way to be written. */
function answerOf(field: FormField, text: string): string {
  if (field.input !== 'text' || field.max !== undefined) return newlines(text);
  const name = field.path.at(-1);
  if (name === 'phone') return plain(text);
  return name === 'uscc' ? unspaced(text).toUpperCase() : unspaced(text);
}

const MONEY = /^[¥]?(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(万元?|元)?$/;

/** 元 or 万元 as people write them, in 分. A fraction of a 分 is nothing that anybody was paid. */
function moneyOf(text: string): CellReading {
  const [, sign = '', whole, fraction = '', unit = ''] = MONEY.exec(unspaced(text)) ?? [];
  if (whole === undefined || whole.length > 20) return fault('money');
  const places = unit.startsWith('万') ? 6 : 2;
  const digits = fraction.replace(/0+$/, '');
  if (digits.length > places) return fault('money-fraction');
  return read(Number(`${sign}${whole.replaceAll(',', '')}${digits.padEnd(places, '0')}`));
}

function integerOf(text: string, unit: string | undefined): CellReading {
  const written = unspaced(text);
  const bare = unit !== undefined && written.endsWith(unit) ? written.slice(0, -unit.length) : written;
  const [, digits] = /^(-?\d{1,3}(?:,\d{3})+|-?\d{1,15})(?:\.0+)?$/.exec(bare) ?? [];
  return digits === undefined ? fault('integer') : read(Number(digits.replaceAll(',', '')));
}

function serialDate(value: number, date1904: boolean): CellReading {
  const date = dateOf(value, date1904);
  return date === null ? writtenDate(decimals(value)) : read(date);
}

const DATE =
  /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日?)$/;

/** `2025-3-31`, `2025/03/31`, `2025.3.31`, `2025年3月31日`, `20250331`; a time of day behind it counts for nothing. */
function writtenDate(text: string): CellReading {
  const [day = ''] = plain(text)
    .replaceAll(/\s*([年月日])\s*/g, '$1')
    .split(/[T\s]/, 1);
  const match = DATE.exec(day)?.slice(1) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(day)?.slice(1);
  const [year, month, date] = (match ?? []).filter((part) => part !== undefined);
  if (year === undefined || month === undefined || date === undefined) return fault('date');
  const iso = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const at = new Date(`${iso}T00:00:00.000Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? read(iso) : fault('date');
}

/** Title or code, in any width. */
function optionOf(field: FormField, text: string): string | undefined {
  const wanted = unspaced(text).toLowerCase();
  return field.options?.find(({ value, title }) => [value, title].some((one) => unspaced(one).toLowerCase() === wanted))
    ?.value;
}

function choiceOf(field: FormField, text: string): CellReading {
  const value = optionOf(field, text);
  return value === undefined ? fault('choice') : read(value);
}

/** Several, divided by 、 or what people write instead. Says which of them is unknown, counted from 1. */
function choicesOf(field: FormField, text: string): CellReading {
  const words = plain(text)
    .split(/[、,;|/\n]/)
    .filter((word) => word.trim() !== '');
  const values = words.map((word) => optionOf(field, word));
  const unknown = values.indexOf(undefined);
  return unknown < 0 ? read([...new Set(values)]) : fault('choice', unknown + 1);
}

const YES = ['是', '同意', '有', 'yes', 'y', 'true', '1', '√', '✓'];
const NO = ['否', '不同意', '无', '没有', '不', 'no', 'n', 'false', '0', '×'];

function yesNoOf(text: string): CellReading {
  const word = unspaced(text).toLowerCase();
  if (YES.includes(word)) return read(true);
  return NO.includes(word) ? read(false) : fault('yes-no');
}
