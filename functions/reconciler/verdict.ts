import type { Policy } from '../../shared/policy/schema.ts';
import type { TaskRecord } from '../../shared/schemas/records.ts';
import type { Seen } from '../../shared/store/executions.ts';

const DAY_MS = 86_400_000;

export type Machine = 'round' | 'application' | 'scoring';

/** What stands still at one place is started anew so often; then a person must look. */
const MAX_RESTARTS = 3;

/** The name of a subject's execution: its id, and for each one after the first a number of its own. AWS gives no name twice. */
export const executionName = (id: string, restarts: number): string => (restarts === 0 ? id : `${id}.r${restarts}`);

export type Verdict = 'alive' | 'young' | 'start' | 'restart' | 'stuck';

/**
 * What to do about a subject that is still open, by what its latest execution says. What has just ended or just begun is
 * left alone: its last write, or its start, may be under way.
 * @param here how often it was started anew at the place where it stands
 * @param since when the subject began to need an execution, UTC instant
 * @param until what is younger is left alone, UTC instant
 */
export function verdictOn(
  seen: Seen | null,
  here: number,
  { since, until }: { since: string; until: string },
): Verdict {
  if (seen === null) return since > until ? 'young' : 'start';
  if (seen.stoppedAt === null) return 'alive';
  if (seen.stoppedAt > until) return 'young';
  return here >= MAX_RESTARTS ? 'stuck' : 'restart';
}

/** Days that an overdue task gets more: what the policy gives to the same when its execution reminds. */
export function daysMore({ kind }: Pick<TaskRecord, 'kind'>, policy: Policy): number {
  switch (kind) {
    case 'district-review':
    case 'correction':
      return policy.review.value.escalationDays;
    case 'score':
      return policy.expertStage.value.escalationDays;
    case 'payee':
      return policy.payee.value.days;
    default:
      return policy.bureauTask.value.days;
  }
}

/** The bureau hears of a task that others have when a reminder did not help, or when its own days have passed as well. */
export function mustBureauKnow(
  { assignee, reminders, early = 0, deadline }: Pick<TaskRecord, 'assignee' | 'reminders' | 'early' | 'deadline'>,
  policy: Policy,
  now: number,
): boolean {
  if (assignee.role === 'bureau') return false;
  return reminders > early || Date.parse(deadline) + policy.bureauTask.value.days * DAY_MS < now;
}
