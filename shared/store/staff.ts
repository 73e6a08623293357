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

/** 联签: another officer of the same district; where it has none, the bureau's. @throws Error where nobody else is there */
export async function coSigner(
  table: Table,
  version: string,
  by: string,
): Promise<{ role: 'district' | 'bureau'; id: string }> {
  const rows = await staff(table, version);
  const own = rows.find((row) => row.staffId === by);
  const other = rows.find((row) => row.role === 'district' && row.district === own?.district && row.staffId !== by);
  if (other !== undefined) return { role: 'district', id: other.staffId };
  return { role: 'bureau', id: (await bureauOfficer(table, version, 'panel')).staffId };
}

/**
 * Who decides on the review (复核) of a refusal: somebody else than who refused. Of the bureau first, but the officer for
 * objections last, who may have to rule on the same application later; then the district's other officers, then anybody's.
 * @throws Error where the register names nobody but the refuser
 */
export async function refusalReviewer(
  table: Table,
  version: string,
  { by, district }: { by: string; district: string | null },
): Promise<StaffRow & { role: 'bureau' | 'district' }> {
  const rows = await staff(table, version);
  const bureau = rows.filter((row) => row.role === 'bureau');
  const districts = rows.filter((row) => row.role === 'district');
  const objections = bureau[DUTIES.objections];
  const order = [
    ...bureau.filter((row) => row !== objections),
    ...districts.filter((row) => row.district === district),
    ...(objections === undefined ? [] : [objections]),
    ...districts,
  ];
  const reviewer = order.find((row) => row.staffId !== by);
  if (reviewer === undefined || reviewer.role === 'finance')
    throw new Error('staff.reviewer-missing: the staff register names nobody but who refused');
  return { ...reviewer, role: reviewer.role };
}

/** An officer of the bureau who is not this one; who cares for the money first. Null where there is nobody else. */
export async function otherOfficer(table: Table, version: string, by: string): Promise<StaffRow | null> {
  const rows = (await staff(table, version)).filter((row) => row.role === 'bureau');
  const money = rows[DUTIES.money % Math.max(1, rows.length)];
  return [...(money === undefined ? [] : [money]), ...rows].find((row) => row.staffId !== by) ?? null;
}

/** The second of two who approve a plan (五(五)): an officer of the bureau who is none of these; who cares for the money first. */
export async function secondApprover(table: Table, version: string, not: string[]): Promise<StaffRow | null> {
  const officers = await bureauOfficers(table, version, 'money');
  return officers.find(({ staffId }) => !not.includes(staffId)) ?? null;
}

/** What the bureau's people do, apart: who deliberated does not rule on objections, and neither approves the money. */
const DUTIES = { panel: 0, objections: 1, money: 2 } as const;

/** The bureau's officers, whoever has this duty first, then the others in turn. */
export async function bureauOfficers(table: Table, version: string, duty: keyof typeof DUTIES): Promise<StaffRow[]> {
  const rows = (await staff(table, version)).filter((row) => row.role === 'bureau');
  const first = DUTIES[duty] % Math.max(1, rows.length);
  return [...rows.slice(first), ...rows.slice(0, first)];
}

/** The bureau's officer for a duty. With fewer people than duties, they take turns. */
export async function bureauOfficer(table: Table, version: string, duty: keyof typeof DUTIES): Promise<StaffRow> {
  const [officer] = await bureauOfficers(table, version, duty);
  if (officer === undefined) throw new Error('staff.bureau-missing: the staff register names nobody of the bureau');
  return officer;
}
