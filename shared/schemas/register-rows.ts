import { REGISTERS, type RegisterKind, type RegisterRow } from './registers.ts';

export interface RowFault {
  code: 'register.row' | 'register.duplicate';
  /** Register, row number and field. */
  path: string;
  message: string;
}

/** Reads the rows of a register; each that cannot be read, and each that is there twice, is named by its number. */
export function readRows<K extends RegisterKind>(
  kind: K,
  values: unknown[],
): { rows: RegisterRow<K>[]; faults: RowFault[] } {
  const faults: RowFault[] = [];
  const rows = values.flatMap((value, i) => {
    const parsed = REGISTERS[kind].safeParse(value);
    if (parsed.success) return [parsed.data as RegisterRow<K>];
    for (const { path, message } of parsed.error.issues) {
      faults.push({ code: 'register.row', path: `${kind} 第 ${i + 1} 行 ${path.join('.')}`.trim(), message });
    }
    return [];
  });
  return { rows, faults: [...faults, ...repeated(kind, values)] };
}

/** What a row is known by; of two with the same only one would remain. Past subsidies and lists may have several of one firm. */
const IDENTITY: Partial<Record<RegisterKind, string[]>> = {
  pilots: ['uscc'],
  providers: ['uscc'],
  participation: ['uscc'],
  experts: ['expertId'],
  staff: ['staffId'],
  invitations: ['uscc', 'category', 'applicationNo'],
};

function repeated(kind: RegisterKind, rows: unknown[]): RowFault[] {
  const identity = IDENTITY[kind];
  if (identity === undefined) return [];
  const firstAt = new Map<string, number>();
  return rows.flatMap((row, i) => {
    if (typeof row !== 'object' || row === null) return [];
    const key = identity.map((name) => String((row as Record<string, unknown>)[name])).join(' ');
    const first = firstAt.get(key);
    if (first === undefined) firstAt.set(key, i + 1);
    if (first === undefined) return [];
    return [
      { code: 'register.duplicate', path: `${kind} 第 ${i + 1} 行`, message: `与第 ${first} 行重复（${key}）。` },
    ];
  });
}
