import { nowUtc } from '../../../shared/clock.ts';
import type { Deps } from '../../../shared/deps.ts';
import { CalendarYearMissing } from '../../../shared/domain/calendar.ts';
import { hearingOf, publishablePeriod } from '../../../shared/domain/objections.ts';
import type { NamedPlace, TaskDetails } from '../../../shared/http/pages/task-view.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { effectOf } from '../../../shared/objections/effect.ts';
import { loadObjected } from '../../../shared/objections/objector.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import { ObjectionRecord, PlaceRecord, type TaskRecord } from '../../../shared/schemas/records.ts';
import { categoryOf, keys } from '../../../shared/store/keys.ts';
import { amountOf } from '../../../shared/store/lists.ts';
import { loadPinnedDays } from '../../../shared/store/rounds.ts';
import { named } from './panel.ts';

/** All that the handler of an objection needs, who objects included, and what a ruling would do now. */
export async function loadObjection(deps: Deps, task: TaskRecord): Promise<TaskDetails['objection-ruling']> {
  const { roundId } = task;
  const objected = await loadObjected(deps.table, roundId, String(task.subject['objectionId']));
  if (objected === null) throw new HttpProblem('task.not-found');
  const { applicationId } = objected.objection;
  const { policy } = await loadPinnedDays(deps.table, deps.evidence, roundId);
  const [effect, against] = await Promise.all([
    effectOf(deps.table, policy, objected.objection),
    placeOf(deps, roundId, applicationId),
  ]);
  const [leaves, movesUp] = await Promise.all([
    effect === null ? null : sumFor(deps, effect.out),
    effect === null || effect.in === null ? null : rising(deps, policy, roundId, effect.in),
  ]);
  return { ...objected, against, effect, leaves, movesUp, now: nowUtc() };
}

async function placeOf(deps: Deps, roundId: string, id: string): Promise<NamedPlace | null> {
  const place = await deps.table.get(keys.place(roundId, categoryOf(id), id), PlaceRecord);
  return place === null ? null : named(deps, place);
}

const sumFor = async (deps: Deps, id: string) => ({ amountFen: (await amountOf(deps, id)).amount.amountFen });

async function rising(
  deps: Deps,
  policy: Policy,
  roundId: string,
  id: string,
): Promise<TaskDetails['objection-ruling']['movesUp']> {
  const [place, sum] = await Promise.all([placeOf(deps, roundId, id), sumFor(deps, id)]);
  return place === null ? null : { place, ...sum, noticeEndsAt: endOfNotice(policy) };
}

/** Null where the period, or the time for objections after it, runs into a year whose days off nobody knows yet. */
export function endOfNotice(policy: Policy): string | null {
  try {
    return publishablePeriod(policy, nowUtc()).endsAt;
  } catch (error) {
    if (error instanceof CalendarYearMissing) return null;
    throw error;
  }
}

/** What the applicant is told of an objection, and nothing of who objects. */
export async function loadHearing(
  { table }: Deps,
  { roundId, subject }: TaskRecord,
): Promise<TaskDetails['objection-hearing']> {
  const objection = await table.get(keys.objection(roundId, String(subject['objectionId'])), ObjectionRecord);
  const hearing = objection === null ? null : hearingOf(objection);
  if (hearing === null) throw new HttpProblem('task.not-found');
  return { asked: hearing.asked.text ?? '' };
}
