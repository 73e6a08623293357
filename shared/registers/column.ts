import type { RegisterKind } from '../schemas/registers.ts';

/** One of several values of a column: its code in the row, the word people write, and other words they write for it. */
export interface Choice {
  code: string;
  title: string;
  also?: readonly string[];
}

/** What a cell may hold, and so how it is read, written and explained. */
export type CellKind =
  | { type: 'text'; max: number }
  /** An identifier of our own: small letters, digits and hyphens. */
  | { type: 'id' }
  | { type: 'email' }
  | { type: 'mobile' }
  | { type: 'uscc' }
  | { type: 'usccs' }
  /** A person's id: kept as a keyed hash, read from the id itself only where the key is given. */
  | { type: 'id-hash' }
  | { type: 'date' }
  | { type: 'integer'; min: number; max: number }
  /** Points with at most one decimal, kept as tenths. */
  | { type: 'points'; max: number }
  /** Kept as 分; the unit stands in the column's title or in the cell, and is never guessed. */
  | { type: 'money' }
  | { type: 'yes-no' }
  | { type: 'level' }
  /** One of the choices, or one of the policy's lists, whose codes are the city's. */
  | { type: 'choice' | 'choices'; of: readonly Choice[] | 'districts' | 'industries' };

export interface Column {
  /** The row's field; `grades.<scenario>` for one scenario's grade. */
  field: string;
  /** What the template and an export call it. */
  title: string;
  /** What else people call it. */
  also?: readonly string[];
  kind: CellKind;
  /** What a blank cell means, or that the row then has no such field. Without it, a blank cell is refused and the column must be there. */
  blank?: null | readonly [] | 'no-field';
  about: string;
  example: string;
}

/** A register as people see it: what it is called, and its columns in their order. */
export interface Sheet {
  title: string;
  about: string;
  columns: readonly Column[];
}

export type Sheets = Record<RegisterKind, Sheet>;

/** The city's own lists, from its policy. */
export interface Places {
  districts: readonly { code: string; name: string }[];
  industries: readonly { code: string; name: string }[];
}

/** The choices of a column in this city. */
export function choicesOf(of: readonly Choice[] | 'districts' | 'industries', places: Places): readonly Choice[] {
  if (typeof of !== 'string') return of;
  return places[of].map(({ code, name }) => ({ code, title: name }));
}
