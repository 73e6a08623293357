import { checkDecisions } from '../../export/decisions.ts';
import type { RoundExport } from '../../export/schema.ts';
import type { Check } from '../check.ts';
import { decidedTasks, isExplained, type Task } from '../tasks.ts';
import { declinesExplained } from './declines.ts';
import { directivesExplained } from './directives.ts';
import { plansCoApproved } from './duties.ts';
import { checklistsComplete, exceptionsExplained, opinionsCoSigned } from './exceptions.ts';
import { flagsMirrored } from './flags.ts';
import { objectionsByStep } from './objections.ts';

/** 7. People decide, the system explains. */
export const people: Check[] = [
  {
    name: 'endings-by-persons',
    says: '每件申报的推荐、不推荐或终止都由人决定，载明何人、何时、为何',
    saysEn: 'every recommendation, rejection and lapse is a person’s decision with who, when and why',
    find: endingsByPersons,
  },
  {
    name: 'removals-by-ruling',
    says: '每个失去的名次都依据成立的异议，裁定载明何人、何时、为何',
    saysEn: 'every place that was lost was lost by an upheld objection, whose ruling says who, when and why',
    find: removalsByRuling,
  },
  {
    name: 'declines-explained',
    says: '每次放弃都载明何时、为何，空出的名额由人决定，没有拨付',
    saysEn:
      'every award that was given back says when and why, a person decided about its place, and nothing was paid of it',
    find: declinesExplained,
  },
  {
    name: 'objections-by-step',
    says: '每件异议的每一步都载明何人、何时，先后有序，结果与最后一步一致',
    saysEn: 'every step of an objection says who and when, in its turn, and the last one is how it ended',
    find: objectionsByStep,
  },
  {
    name: 'ties-by-panel',
    says: '跨入围线的并列都由评审组议定次序，并记录理由',
    saysEn: 'every tie across a cut line was put in order by the panel, with its reason',
    find: ({ rankings, tasks }) =>
      rankings.flatMap(({ category, panelOrder }) => {
        if (panelOrder.length === 0) return [];
        const decided = decidedTasks(tasks, 'tie-break', 'order').filter(
          ({ subject }) => subject['category'] === category,
        );
        return decided.some(({ assignee, decidedAt, decision }) => isExplained(assignee, decidedAt, decision.reason))
          ? []
          : [`${category} 的并列次序没有载明理由的议定`];
      }),
  },
  {
    name: 'exceptions-explained',
    says: '每次延期、代为审查、人工确认、按现有评分合计和签认差异都载明何人、何时、为何',
    saysEn:
      'every extension, take-over, confirmed finding, accepted shortage and signed difference says who, when and why',
    find: exceptionsExplained,
  },
  {
    name: 'checklists-complete',
    says: '每件推荐都逐项完成了政策规定的核对清单',
    saysEn: 'every recommendation went through the whole checklist of the policy',
    find: checklistsComplete,
  },
  {
    name: 'opinions-co-signed',
    says: '政策要求联签的，区（市）的每个审查结论都由另一人联签',
    saysEn: 'where the policy wants a second signature, every opinion of a district was signed by somebody else',
    find: opinionsCoSigned,
  },
  {
    name: 'plans-co-approved',
    says: '政策要求两人审批的，每个拨付方案都由没有确认所涉名单的两人先后审批',
    saysEn:
      'where the policy wants two approvers, every plan was approved by two persons who had not confirmed its lists',
    find: plansCoApproved,
  },
  {
    name: 'directives-explained',
    says: '每次暂缓、恢复、撤销拨付和追回都载明何人、何时、为何；追回由两人决定',
    saysEn: 'every hold, release, cancellation and recovery says who, when and why; a recovery is two persons’',
    find: directivesExplained,
  },
  {
    name: 'flags-mirrored',
    says: '每条关联提示在双方申报下各有一条，状态一致；撤回的申报不再牵涉他人',
    saysEn: 'every flag stands under both applications alike, and none that was withdrawn speaks against another',
    find: flagsMirrored,
  },
  {
    name: 'decisions-are-chained',
    says: '每个决定都在前后衔接的决定记录中，决定记录与各项记录一致',
    saysEn: 'every decision stands in its unbroken chain, and the chains agree with the records',
    findLive: (exported, { decisions }) => checkDecisions(decisions, exported),
  },
  {
    name: 'decisions-explained',
    says: '每个已办理的任务都载明理由',
    saysEn: 'every decided task has its reason',
    find: ({ tasks }) =>
      tasks
        .filter((task) => task.status === 'decided' && asksWhy(task))
        .filter(({ assignee, decidedAt, decision }) => !isExplained(assignee, decidedAt, decision?.reason ?? null))
        .map(({ taskId }) => `任务 ${taskId} 的决定没有载明何人、何时、为何`),
  },
];

/** A score sheet has its points, an account is none's business, a request for a review stands with its application, an answer with its objection, a signed sheet says all itself. */
const UNREASONED: ReadonlySet<Task['kind']> = new Set(['payee', 'refusal', 'district-sheet', 'objection-hearing']);
const asksWhy = ({ kind, decision }: Task): boolean => !UNREASONED.has(kind) && decision?.decision !== 'submit';

const DECISIONS: Record<string, string> = { recommended: 'recommend', 'not-recommended': 'not-recommend' };
const ENDINGS: Record<string, string> = { recommended: '推荐', 'not-recommended': '不推荐', lapsed: '终止' };

function endingsByPersons({ applications, tasks }: RoundExport): string[] {
  const reviews = Map.groupBy(decidedTasks(tasks, 'district-review'), ({ applicationId }) => applicationId);
  const admitted = new Set(decidedTasks(tasks, 'refusal-review', 'admit').map(({ applicationId }) => applicationId));
  const lapses = decidedTasks(tasks, 'district-late', 'lapse');
  return applications.flatMap(({ applicationId, status, district, decidedBy, decidedAt, opinion }) => {
    const ending = ENDINGS[status];
    if (ending === undefined) return [];
    const lapsed = lapses.find(({ subject }) => subject['district'] === (district ?? 'none'));
    const why = status === 'lapsed' ? (lapsed?.decision.reason ?? null) : opinion;
    const decided =
      status === 'lapsed' ||
      (status === 'recommended' && admitted.has(applicationId)) ||
      reviews.get(applicationId)?.some(({ decision }) => decision.decision === DECISIONS[status]) === true;
    return decided && isExplained(decidedBy, decidedAt, why)
      ? []
      : [`${applicationId} 的${ending}没有载明何人、何时、为何的决定`];
  });
}

function removalsByRuling({ places, objections }: RoundExport): string[] {
  const effects = objections.flatMap(({ status, ruling }) =>
    status === 'upheld' && ruling !== null && isExplained(ruling.by, ruling.at, ruling.reason) && ruling.effect !== null
      ? [ruling.effect.out]
      : [],
  );
  return [
    ...places
      .filter(({ state, applicationId }) => state === 'removed' && !effects.includes(applicationId))
      .map(({ applicationId }) => `${applicationId} 失去名次，没有载明理由的成立异议`),
    ...objections
      .filter(({ ruling }) => ruling !== null && !isExplained(ruling.by, ruling.at, ruling.reason))
      .map(({ objectionId }) => `异议 ${objectionId} 的裁定没有载明何人、何时、为何`),
  ];
}
