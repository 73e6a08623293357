import type { StaffRow } from '../schemas/registers.ts';
import { registerRows } from './registers.ts';
import type { Table } from './table.ts';

const cache = new Map<string, StaffRow[]>();

async function staff(table: Table, version: string): Promise<StaffRow[]> {
  const known = cache.get(version);
  if (known !== undefined) return known;
  const rows = (await registerRows(table, 'staff', version)).toSorted((a, b) => (a.staffId < b.staffId ? -1 : 1));
  cache.set(version, rows);
  return rows;
}

/** The officer of a district; null where the register names none, so that the bureau gets the task. */
export async function districtOfficer(
  table: Table,
  version: string,
  district: string | null,
): Promise<StaffRow | null> {
  const rows = await staff(table, version);
  return rows.find((row) => row.role === 'district' && row.district === district) ?? null;
}

/** What the bureau's people do, apart: who deliberated does not rule on objections, and neither approves the money. */
const DUTIES = { panel: 0, objections: 1, money: 2 } as const;

/** The bureau's officer for a duty. With fewer people than duties, they take turns. */
export async function bureauOfficer(table: Table, version: string, duty: keyof typeof DUTIES): Promise<StaffRow> {
  const rows = (await staff(table, version)).filter((row) => row.role === 'bureau');
  const officer = rows[DUTIES[duty] % Math.max(1, rows.length)];
  if (officer === undefined) throw new Error('staff.bureau-missing: the staff register names nobody of the bureau');
  return officer;
}
