import { isDecisionBefore, leastInvolved } from '../domain/objections.ts';
import { TaskRecord } from '../schemas/records.ts';
import { keys } from '../store/keys.ts';
import { bureauOfficers } from '../store/staff.ts';
import type { Table } from '../store/table.ts';

/**
 * 五(四): who handles an objection, and how much it had decided about the application before: nothing, unless everybody had.
 * @throws Error where the register names nobody of the bureau
 */
export async function objectionHandler(
  table: Table,
  staffVersion: string,
  roundId: string,
  applicationId: string,
): Promise<{ staffId: string; decided: number }> {
  const [officers, ...tasks] = await Promise.all([
    bureauOfficers(table, staffVersion, 'objections'),
    table.all(keys.roundPk(roundId), TaskRecord, 'TASK#'),
    table.all(keys.applicationPk(applicationId), TaskRecord, 'TASK#'),
  ]);
  const before = tasks.flat().filter((task) => isDecisionBefore(task, applicationId));
  const handler = leastInvolved(
    officers.map(({ staffId }) => staffId),
    before.map(({ assignee }) => assignee.id),
  );
  if (handler === null) throw new Error('staff.bureau-missing: the staff register names nobody of the bureau');
  return handler;
}
