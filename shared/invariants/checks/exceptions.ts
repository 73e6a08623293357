import { checklistOf } from '../../domain/checklist.ts';
import { index } from '../../export/recompute/differ.ts';
import type { RoundExport } from '../../export/schema.ts';
import { type Decided, decidedTasks, isExplained } from '../tasks.ts';

const isReasoned = ({ assignee, decidedAt, decision }: Decided) => isExplained(assignee, decidedAt, decision.reason);

/** Whatever left the usual way: moved deadlines, the bureau in a district's place, too few sheets, money that did not agree. */
export function exceptionsExplained(exported: RoundExport): string[] {
  const { round, tasks } = exported;
  const signed = decidedTasks(tasks, 'settlement-difference', 'sign').some(isReasoned);
  return [
    ...extensions(exported),
    ...takeOvers(exported),
    ...overrides(exported),
    ...shortages(exported),
    ...(round.settlement?.signed === true && !signed ? ['对账差异已签认，没有载明理由的签认'] : []),
  ];
}

/** 五(二): who recommends has gone through everything that the policy lists; a review that admits (复核) goes by its reason. */
export function checklistsComplete({ applications, policy }: RoundExport): string[] {
  return applications.flatMap(({ applicationId, category, status, checks = [], review }) => {
    if (status !== 'recommended' || review?.ruling?.decision === 'admit') return [];
    const missing = checklistOf(policy, category).filter(({ code }) => !checks.includes(code));
    return missing.length === 0 ? [] : [`${applicationId} 已推荐，核对清单有 ${missing.length} 项没有完成`];
  });
}

/** 联签: a district's opinion is two persons' where the policy says so; a correction, and what the bureau took over, is one's. */
export function opinionsCoSigned({ tasks, policy }: RoundExport): string[] {
  if (policy.review.value.coSign !== true) return [];
  return decidedTasks(tasks, 'district-review')
    .filter(({ role, decision }) => role === 'district' && decision.decision !== 'return')
    .filter(({ assignee, decision: { proposedBy } }) => proposedBy === null || proposedBy === assignee)
    .map(({ taskId }) => `任务 ${taskId} 的审查结论没有经另一人联签`);
}

/** Each extension begins where the one before ended, and the last one is the deadline. */
function extensions({ gates }: RoundExport): string[] {
  return gates.flatMap(({ stage, deadline, extensions: own }) => {
    const last = own.at(-1);
    return [
      ...own
        .filter(({ by, at, reason, from, to }, i) => {
          const before = own[i - 1];
          return !isExplained(by, at, reason) || to <= from || (before !== undefined && before.to !== from);
        })
        .map(({ to }) => `环节 ${stage} 延至 ${to}，没有载明何人、何时、为何，或与前后不相接`),
      ...(last === undefined || last.to === deadline ? [] : [`环节 ${stage} 的期限不是最后一次延期的期限`]),
    ];
  });
}

/** A review that was taken from its officer went by the bureau's answer for that district. */
function takeOvers({ applications, tasks }: RoundExport): string[] {
  const answers = new Set(
    decidedTasks(tasks, 'district-late', 'take-over')
      .filter(isReasoned)
      .map(({ subject }) => subject['district']),
  );
  const reviewed = index(applications, ({ applicationId }) => applicationId);
  return tasks
    .filter(({ kind, status, applicationId, subject }) => {
      const application = reviewed.get(applicationId ?? '');
      if (kind !== 'district-review' || status !== 'reassigned') return false;
      // A newer version may lie in another district than the one that was taken over.
      return application?.attempt === subject['attempt']
        ? !answers.has(application?.district ?? 'none')
        : answers.size === 0;
    })
    .map(({ taskId }) => `任务 ${taskId} 转由市级审查，没有载明理由的决定`);
}

/** Whoever let a finding stand decided a review of that application at that moment. */
function overrides({ applications, tasks }: RoundExport): string[] {
  const reviews = Map.groupBy(decidedTasks(tasks, 'district-review'), ({ applicationId }) => applicationId ?? '');
  return applications.flatMap(({ applicationId, overrides: own }) =>
    own
      .filter(({ by, at, reason }) => {
        const reviewed = reviews.get(applicationId)?.some((task) => task.assignee === by && task.decidedAt === at);
        return !isExplained(by, at, reason) || reviewed !== true;
      })
      .map(({ rule }) => `${applicationId} 的 ${rule} 经人工确认，没有载明何人、何时、为何，或不是审查时所作`),
  );
}

/** Fewer sheets than the minimum count because somebody accepted it, or struck one. */
function shortages({ policy, scores, tasks, struckSheets }: RoundExport): string[] {
  const accepted = new Set(
    decidedTasks(tasks, 'panel-shortage', 'accept')
      .filter(isReasoned)
      .map(({ applicationId }) => applicationId),
  );
  for (const { applicationId } of struckSheets) accepted.add(applicationId);
  return scores
    .filter(
      ({ applicationId, sheetTotals }) =>
        sheetTotals.length < policy.panel.value.minimum && !accepted.has(applicationId),
    )
    .map(({ applicationId }) => `${applicationId} 的评分表少于最低份数，没有载明理由的接受`);
}
