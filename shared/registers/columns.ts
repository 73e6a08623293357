import { REGISTER_KINDS, type RegisterKind } from '../schemas/registers.ts';
import type { Column, Sheets } from './column.ts';
import { accidents, dishonesty, participation, pilots, providers, subsidies } from './columns/firms.ts';
import { experts, invitations, staff } from './columns/people.ts';

/** Every register as people see it: the one owner of titles, accepted words, explanations and examples. */
export const SHEETS: Sheets = {
  pilots,
  providers,
  dishonesty,
  accidents,
  subsidies,
  participation,
  experts,
  staff,
  invitations,
};

export const isRegisterKind = (text: string): text is RegisterKind => REGISTER_KINDS.some((kind) => kind === text);

/** A row's field by the column's name for it. */
export function fieldOf(row: Record<string, unknown>, { field }: Column): unknown {
  const [outer = '', inner] = field.split('.');
  const value = row[outer];
  if (inner === undefined || typeof value !== 'object' || value === null) return value;
  return (value as Record<string, unknown>)[inner];
}

/** A row from its fields; a field with a dot goes into the object before it. */
export function rowOf(fields: readonly (readonly [Column, unknown])[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  const inside: Record<string, Record<string, unknown>> = {};
  for (const [{ field }, value] of fields) {
    const [outer = '', inner] = field.split('.');
    if (inner === undefined) {
      row[outer] = value;
      continue;
    }
    const nested = inside[outer] ?? {};
    nested[inner] = value;
    inside[outer] = nested;
    row[outer] = nested;
  }
  return row;
}
