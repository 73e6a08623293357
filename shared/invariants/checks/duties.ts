import { isDecisionBefore } from '../../domain/objections.ts';
import type { RoundExport } from '../../export/schema.ts';

/** With fewer officers than duties they take turns: who confirms a list may approve its plan. */
const OFFICERS_FOR_MONEY = 3;

/** What is held apart: ruling on objections from the decisions before, approving money from confirming the list. */
export function dutiesApart(exported: RoundExport): string[] {
  const { plans, lists, awards, registers } = exported;
  const officers = registers.staff.filter(({ role }) => role === 'bureau').length;
  const listOf = new Map(awards.map(({ awardId, listNo }) => [awardId, listNo]));
  const confirmedBy = new Map(lists.map((list) => [list.listNo, list.confirmedBy]));
  const approvals = plans.filter(({ awardIds, decidedBy }) =>
    awardIds.some((id) => decidedBy !== null && confirmedBy.get(listOf.get(id) ?? 0) === decidedBy),
  );
  return [
    ...rulings(exported),
    ...(officers < OFFICERS_FOR_MONEY ? [] : approvals).map(
      ({ planNo, decidedBy }) => `第 ${planNo} 号拨付方案由确认所涉名单的 ${decidedBy} 批准`,
    ),
  ];
}

/** 五(五): where the policy wants two persons, each plan was approved by two, and by nobody who had confirmed its lists. */
export function plansCoApproved({ plans, lists, awards, policy }: RoundExport): string[] {
  if (policy.plan?.value.coApproval !== true) return [];
  const listOf = new Map(awards.map(({ awardId, listNo }) => [awardId, listNo]));
  const confirmedBy = new Map(lists.map((list) => [list.listNo, list.confirmedBy]));
  return plans
    .filter(({ status }) => status === 'approved' || status === 'issued')
    .filter(({ awardIds, firstApprovedBy: first, decidedBy: second }) => {
      const confirmers = new Set(awardIds.map((id) => confirmedBy.get(listOf.get(id) ?? 0) ?? null));
      return first === null || second === null || first === second || confirmers.has(first) || confirmers.has(second);
    })
    .map(({ planNo }) => `第 ${planNo} 号拨付方案没有经未确认名单的两人先后审批`);
}

/** 五(四): whoever ruled had decided nothing before about the application; or nobody else was there, and the record says so. */
function rulings({ objections, tasks, registers }: RoundExport): string[] {
  const bureau = registers.staff.filter(({ role }) => role === 'bureau').map(({ staff }) => staff);
  return objections.flatMap(({ objectionId, applicationId, filedAt, handlerDecided, ruling }) => {
    if (ruling === null) return [];
    const before = tasks.filter((task) => isDecisionBefore(task, applicationId));
    const decided = (until: string, by: string) =>
      before.filter(({ assignee, decidedAt }) => assignee === by && (decidedAt ?? '') < until).length;
    if (decided(ruling.at, ruling.by) === 0) return [];
    const least = Math.min(...bureau.map((staff) => decided(filedAt, staff)));
    return least > 0 && handlerDecided >= least ? [] : [`异议 ${objectionId} 由参与之前决定的 ${ruling.by} 裁定`];
  });
}
