import type { RoundExport } from '../../export/schema.ts';
import { decidedTasks, isExplained, openTasks } from '../tasks.ts';

/** 放弃: each says when and why; a person decided what became of the place, or has that on the desk; nothing was paid of it. */
export function declinesExplained({ awards, tasks, disbursements }: RoundExport): string[] {
  const decided = new Map(decidedTasks(tasks, 'fill-place').map((task) => [task.applicationId, task]));
  const asked = new Set(openTasks(tasks, 'fill-place').map(({ applicationId }) => applicationId));
  const instructed = new Set(disbursements.map(({ awardId }) => awardId));
  return awards.flatMap(({ awardId, declined }) => {
    if (declined === null) return [];
    const { at, reason, filled } = declined;
    const task = decided.get(awardId);
    const own = task?.assignee === filled?.by && task?.decidedAt === filled?.at;
    return [
      ...(isExplained('applicant', at, reason) ? [] : [`${awardId} 的放弃没有载明何时、为何`]),
      ...(instructed.has(awardId) ? [`${awardId} 已放弃，却有拨付指令`] : []),
      ...(filled === null && !asked.has(awardId) ? [`${awardId} 放弃后的名额没有决定，也没有待办任务`] : []),
      ...(filled !== null && !(own && isExplained(filled.by, filled.at, filled.reason))
        ? [`${awardId} 放弃后的名额没有载明何人、何时、为何的决定`]
        : []),
    ];
  });
}
