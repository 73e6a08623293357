import { loadPlanOf } from '../../../shared/declines/decline.ts';
import { nextFor } from '../../../shared/declines/places.ts';
import type { Deps } from '../../../shared/deps.ts';
import { mayDecline } from '../../../shared/domain/declines.ts';
import type { TaskDetails } from '../../../shared/http/pages/task-view.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { AwardRecord, PlaceRecord, type TaskRecord } from '../../../shared/schemas/records.ts';
import { categoryOf, keys } from '../../../shared/store/keys.ts';
import { amountOf } from '../../../shared/store/lists.ts';
import { loadPinnedDays } from '../../../shared/store/rounds.ts';
import { endOfNotice } from './objection.ts';

/** Whether the slot's page has the form: before the account was given, the task that asks for it has one. */
export async function mayDeclineHere({ table }: Deps, award: AwardRecord | null): Promise<boolean> {
  if (award === null || award.status === 'announced') return false;
  return mayDecline(award, await loadPlanOf(table, award));
}

/** The award that was declined, and who would move up now. */
export async function loadFillPlace(deps: Deps, task: TaskRecord): Promise<TaskDetails['fill-place']> {
  const { table, evidence } = deps;
  const { roundId } = task;
  const [award, { policy }] = await Promise.all([
    table.get(keys.award(roundId, task.applicationId ?? ''), AwardRecord),
    loadPinnedDays(table, evidence, roundId),
  ]);
  if (award === null) throw new HttpProblem('task.not-found');
  const id = await nextFor(table, policy, award);
  return {
    award,
    next: id === null ? null : await nextOf(deps, roundId, id),
    noticeEndsAt: endOfNotice(policy),
  };
}

async function nextOf(deps: Deps, roundId: string, id: string): Promise<TaskDetails['fill-place']['next']> {
  const [{ application, amount }, place] = await Promise.all([
    amountOf(deps, id),
    deps.table.get(keys.place(roundId, categoryOf(id), id), PlaceRecord),
  ]);
  if (place === null) throw new HttpProblem('task.not-found');
  return { place, name: application.name, title: application.title, amountFen: amount.amountFen };
}
