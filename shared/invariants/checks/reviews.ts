import type { RoundExport } from '../../export/schema.ts';
import { decidedTasks, openTasks } from '../tasks.ts';

/** 复核: not by whoever refused, and by whose task it was; asked for while the applicant had the time. */
export function reviewsByOthers({ applications, tasks }: RoundExport): string[] {
  const rulings = Map.groupBy(decidedTasks(tasks, 'refusal-review'), ({ applicationId }) => applicationId);
  const requests = Map.groupBy(decidedTasks(tasks, 'refusal', 'request'), ({ applicationId }) => applicationId);
  return applications.flatMap(({ applicationId, refusal, review }) => {
    if (review === null) return [];
    if (refusal === null) return [`${applicationId} 有复核，没有原决定`];
    const { ruling, requestedAt } = review;
    const asked = requests
      .get(applicationId)
      ?.some((task) => task.decidedAt === requestedAt && requestedAt <= task.deadline);
    const own = rulings
      .get(applicationId)
      ?.some(({ assignee, decision }) => assignee === ruling?.by && decision.decision === ruling.decision);
    return [
      ...(asked === true ? [] : [`${applicationId} 的复核没有在期限内提出的申请`]),
      ...(ruling === null || own === true ? [] : [`${applicationId} 的复核决定不是任务所交办的人作出的`]),
      ...(ruling?.by === refusal.by ? [`${applicationId} 的复核由作出原决定的 ${refusal.by} 办理`] : []),
    ];
  });
}

/** Whoever was refused was told how to ask for a review; whoever asked has a ruling, or somebody has it on the desk. */
export function reviewsGoOn({ applications, tasks }: RoundExport): string[] {
  const told = new Set(tasks.filter(({ kind }) => kind === 'refusal').map(({ applicationId }) => applicationId));
  const asked = new Set(openTasks(tasks, 'refusal-review').map(({ applicationId }) => applicationId));
  return applications.flatMap(({ applicationId, refusal, review }) => [
    ...(refusal === null || told.has(applicationId) ? [] : [`${applicationId} 未获推荐或终止，没有告知如何申请复核`]),
    ...(review === null || review.ruling !== null || asked.has(applicationId)
      ? []
      : [`${applicationId} 的复核未决定，也没有待办任务`]),
  ]);
}
