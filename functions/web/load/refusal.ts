import type { Deps } from '../../../shared/deps.ts';
import { isContestable } from '../../../shared/domain/refusal.ts';
import { TaskRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { findApplication } from './application.ts';

/** The task by which a refused applicant may ask for a review, whatever became of it; null where none was refused. */
export async function findRefusalTask(deps: Deps, applicationId: string): Promise<TaskRecord | null> {
  const application = await findApplication(deps, applicationId);
  if (application?.refusal === undefined) return null;
  return deps.table.get(keys.task(`${applicationId}~refusal.${application.attempt}`), TaskRecord);
}

/** Until when a review may still be asked for; null where it may not. */
export async function reviewRequestDeadline(deps: Deps, applicationId: string, now: string): Promise<string | null> {
  const [application, task] = await Promise.all([
    findApplication(deps, applicationId),
    findRefusalTask(deps, applicationId),
  ]);
  if (application === null || !isContestable(application) || task?.status !== 'open') return null;
  return now <= task.deadline ? task.deadline : null;
}
