import type { Deps } from '../../../shared/deps.ts';
import type { TaskDetails } from '../../../shared/http/pages/task-view.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { AwardRecord, DirectiveRecord, type TaskRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { registerRow } from '../../../shared/store/registers.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';

/** The proposal to revoke, with who made it; the thing said before it may be the cancellation that came too late. */
export async function loadRevocation(deps: Deps, task: TaskRecord): Promise<TaskDetails['revocation']> {
  const { table, evidence } = deps;
  const { roundId, subject, applicationId } = task;
  const said = (no: number) =>
    table.get(keys.directive(roundId, String(subject['disbursementId']), no), DirectiveRecord);
  const no = Number(subject['no']);
  const [award, proposal, before, { registers }] = await Promise.all([
    table.get(keys.award(roundId, applicationId ?? ''), AwardRecord),
    said(no),
    said(no - 1),
    loadPinned(table, evidence, roundId),
  ]);
  if (award === null || proposal === null) throw new HttpProblem('task.not-found');
  const officer = await registerRow(table, 'staff', registers.staff, proposal.by);
  return { award, proposal, byName: officer?.name ?? proposal.by, tooLate: before?.answer === 'too-late' };
}
