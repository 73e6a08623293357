import type { ApplicationRecord } from '../schemas/records.ts';
import { retractFacts } from '../store/flags.ts';
import { leaveAction, openAction } from '../store/gates.ts';
import type { Action, Table } from '../store/table.ts';

const STAGE = 'retract';

/** Stands, from the moment an application is taken back, until what it has in common with others is held against nobody. */
export const retractionAction = ({ roundId, applicationId }: Pick<ApplicationRecord, 'roundId' | 'applicationId'>) =>
  openAction(roundId, STAGE, applicationId);

/**
 * Takes back what was stated of a withdrawn application. Repeated it changes nothing more.
 * @returns false where others changed at the same time; it stands on the list until somebody has done it
 */
export async function retract(
  table: Table,
  { roundId, applicationId, uscc, category, version }: ApplicationRecord,
): Promise<boolean> {
  if (!(await retractFacts(table, { roundId, applicationId, uscc, category, version }))) return false;
  const done: Action = leaveAction(roundId, STAGE, applicationId);
  await table.transact([done]);
  return true;
}
