import { yuan } from '../domain/money.ts';
import type { RegisterKind, RegisterRow } from '../schemas/registers.ts';
import { type CellKind, type Column, choicesOf, type Places } from './column.ts';
import { fieldOf, SHEETS } from './columns.ts';
import type { Refusal } from './reading.ts';

const LEVELS = ['未达级', '一级', '二级', '三级', '四级'];
const points = (tenths: number): string => String(tenths / 10);

/** A field as people read it. */
export function shownField(column: Column, value: unknown, places: Places): string {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return '（空）';
  const title = titleOfChoice(column.kind, places);
  if (Array.isArray(value)) return value.map((one) => title(String(one))).join('、');
  switch (column.kind.type) {
    case 'money':
      return yuan(Number(value));
    case 'points':
      return points(Number(value));
    case 'yes-no':
      return value === true ? '是' : '否';
    case 'level':
      return LEVELS[Number(value)] ?? String(value);
    // Enough to see that it is there and whether it changed.
    case 'id-hash':
      return `${String(value).slice(0, 17)}…`;
    default:
      return title(String(value));
  }
}

/** The word for a code of the column's choices; any other text stays. */
export function titleOfChoice(kind: CellKind, places: Places): (code: string) => string {
  if (kind.type !== 'choice' && kind.type !== 'choices') return (text) => text;
  const titles = new Map(choicesOf(kind.of, places).map(({ code, title }) => [code, title]));
  return (code) => titles.get(code) ?? code;
}

/** What a row is about, in a line: its first columns. */
export function shownRow<K extends RegisterKind>(kind: K, row: RegisterRow<K>, places: Places): string {
  return SHEETS[kind].columns
    .slice(0, 4)
    .map((column) => shownField(column, fieldOf(row, column), places))
    .join(' ');
}

/** Refusals for people: cells of one row that are refused for one reason stand together. */
export function shownRefusals(refused: readonly Refusal[]): { row: number; column: string; reason: string }[] {
  return [...Map.groupBy(refused, ({ row, reason }) => `${row} ${reason}`).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const columns = group.map(({ column }) => column.replace(/\s+/g, '')).join('、');
    return [{ ...first, column: columns === '' ? '整行' : columns }];
  });
}
