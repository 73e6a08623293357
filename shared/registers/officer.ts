import { RoundRecord } from '../schemas/records.ts';
import type { StaffRow } from '../schemas/registers.ts';
import { keys } from '../store/keys.ts';
import { currentImport } from '../store/register-versions.ts';
import { registerRow } from '../store/registers.ts';
import type { Table } from '../store/table.ts';

/**
 * The bureau's officer who may import registers: one of the round's pinned staff, or of the current staff where no round
 * is named. Null once the register does not name the person any more: an old link then opens nothing.
 */
export async function registerOfficer(
  table: Table,
  staffId: string,
  roundId: string | undefined,
): Promise<StaffRow | null> {
  const version =
    roundId === undefined
      ? (await currentImport(table, 'staff'))?.version
      : (await table.get(keys.round(roundId), RoundRecord))?.registers.staff;
  const row = version === undefined ? null : await registerRow(table, 'staff', version, staffId);
  return row?.role === 'bureau' ? row : null;
}
