import type { Deps } from '../../../shared/deps.ts';
import type { ListLine, TaskDetails } from '../../../shared/http/pages/task-view.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { AwardRecord, PlaceRecord, type TaskRecord } from '../../../shared/schemas/records.ts';
import { categoryOf, keys } from '../../../shared/store/keys.ts';
import { amountOf, loadList as loadStoredList } from '../../../shared/store/lists.ts';
import { reconcileRound } from '../../../shared/store/reconciliation.ts';
import { forEachId } from '../../../shared/store/roster.ts';

/** A proposed list with the amounts it will have; awards exist only once it is confirmed. */
export async function loadList(deps: Deps, task: TaskRecord): Promise<TaskDetails['confirm']> {
  const { roundId } = task;
  const list = await loadStoredList(deps.table, roundId, Number(task.subject['listNo']));
  if (list === null) throw new HttpProblem('task.not-found');
  const lines = await forEachId(list.applicationIds, (id) => proposedLine(deps, roundId, id));
  return { listNo: list.listNo, lines };
}

async function proposedLine(deps: Deps, roundId: string, applicationId: string): Promise<ListLine> {
  const category = categoryOf(applicationId);
  const [{ application, amount }, place] = await Promise.all([
    amountOf(deps, applicationId),
    deps.table.get(keys.place(roundId, category, applicationId), PlaceRecord),
  ]);
  const { name, title } = application;
  return { awardId: applicationId, category, name, title, rank: place?.rank ?? 0, ...amount };
}

export async function loadAward({ table }: Deps, task: TaskRecord): Promise<TaskDetails['payee']> {
  const award = await table.get(keys.award(task.roundId, task.applicationId ?? ''), AwardRecord);
  if (award === null) throw new HttpProblem('task.not-found');
  return { award };
}

/** List, plan, instructions and settlements against each other, as the records are now. */
export const loadReconciliation = async (
  { table }: Deps,
  { roundId }: TaskRecord,
): Promise<TaskDetails['settlement-difference']> => ({ reconciliation: await reconcileRound(table, roundId) });
