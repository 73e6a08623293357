import { index } from '../../export/recompute/differ.ts';
import type { RoundExport } from '../../export/schema.ts';
import type { Check } from '../check.ts';
import { type Decided, decidedTasks, type Task } from '../tasks.ts';
import { correctionsAsAsked } from './corrections.ts';
import { dutiesApart } from './duties.ts';
import { reviewsByOthers } from './reviews.ts';
import { actsInTime, uploadsInTime } from './timely.ts';

/** 3. Nobody acts who shouldn't. */
export const acting: Check[] = [
  {
    name: 'acts-by-assignee',
    says: '每个决定都由任务所交办的人作出，职责与任务相符',
    saysEn: 'every decision is the one of the person whose task it was, in the right office',
    find: (exported) => [...offices(exported), ...actors(exported)],
  },
  {
    name: 'acts-in-time',
    says: '每项任务都在交办之后、期限之内办理，异议在公示期内提出',
    saysEn:
      'every task was decided after it was opened and before its deadline, every objection filed during the notice',
    find: actsInTime,
  },
  {
    name: 'uploads-in-time',
    says: '受理的上传都持有凭证，并在受理期或补正期内完成',
    saysEn: 'every accepted upload had a slot and was complete within the intake or the correction that was asked for',
    find: uploadsInTime,
  },
  {
    name: 'corrections-as-asked',
    says: '退回补正之后受理的版本，没有要求补正的材料与退回的版本相同',
    saysEn: 'every version accepted after a return has the returned files, but for what was asked to be corrected',
    find: correctionsAsAsked,
  },
  {
    name: 'no-conflict-counted',
    says: '记录了利害关系的专家没有计入合计的评分表，除非主管部门载明理由予以保留；剔除的评分表仍有记录',
    saysEn:
      'no sheet of an expert with a recorded conflict counts, unless the bureau kept it and said why; what was struck is on record',
    find: conflictCounted,
  },
  {
    name: 'no-conflicted-expert',
    says: '应回避、已回避或已离席的专家没有列席，也没有评分',
    saysEn: 'no expert with a conflict, and none who left a seat, sat on the panel or scored',
    find: noConflict,
  },
  {
    name: 'duties-apart',
    says: '裁定异议的人没有参与之前的决定（无人可选的，为参与最少的人并已记录），批准拨付的人没有确认所涉名单',
    saysEn:
      'whoever ruled had not decided before (where everybody had: had decided least, on record), and whoever approved a plan had not confirmed its lists',
    find: dutiesApart,
  },
  {
    name: 'reviews-by-others',
    says: '每个复核决定都由没有作出原决定的人作出，申请在期限之内',
    saysEn: 'every review of a refusal was asked for in time and decided by somebody who had not refused',
    find: reviewsByOthers,
  },
];

const ROLES: Record<Task['kind'], Task['role'][]> = {
  // Where a district has no officer, or is late, the bureau reviews.
  'district-review': ['district', 'bureau'],
  'district-late': ['bureau'],
  'district-sheet': ['district'],
  correction: ['applicant'],
  refusal: ['applicant'],
  // Whoever did not refuse.
  'refusal-review': ['bureau', 'district'],
  score: ['expert'],
  'second-look': ['expert'],
  'panel-shortage': ['bureau'],
  'tie-break': ['bureau'],
  deliberate: ['bureau'],
  'calendar-year': ['bureau'],
  'objection-ruling': ['bureau'],
  'objection-hearing': ['applicant'],
  confirm: ['bureau'],
  payee: ['applicant'],
  'fill-place': ['bureau'],
  'approve-plan': ['bureau'],
  'settlement-difference': ['bureau'],
  revocation: ['bureau'],
  overdue: ['bureau'],
};

/** Whether a task's assignee holds the office that the task asks for, by the pinned registers. */
function offices({ tasks, registers, applications }: RoundExport): string[] {
  const staff = index(registers.staff, (row) => row.staff);
  const experts = new Set(registers.experts.map(({ expert }) => expert));
  const reviewed = index(applications, ({ applicationId }) => applicationId);
  const holds = ({ kind, role, assignee, applicationId, subject }: Task): boolean => {
    if (role === 'applicant') return assignee === 'applicant';
    if (role === 'expert') return experts.has(assignee);
    const officer = staff.get(assignee);
    if (kind === 'district-sheet') return officer?.role === role && officer.district === subject['district'];
    const application = reviewed.get(applicationId ?? '');
    // A newer version may lie in another district than the one that was looked at before.
    const elsewhere = application?.attempt === subject['attempt'] && application?.district !== officer?.district;
    return officer?.role === role && (kind === 'refusal-review' || !(role === 'district' && elsewhere));
  };
  return tasks
    .filter((task) => !(ROLES[task.kind].includes(task.role) && holds(task)))
    .map(({ taskId, assignee }) => `任务 ${taskId} 交给了 ${assignee}，与其职责不符`);
}

/** Whether the records name those who decided the tasks. */
function actors({ applications, sheets, lists, plans, objections, tasks }: RoundExport): string[] {
  const by = (decided: Decided[], keyOf: (task: Decided) => string) =>
    new Map(decided.map((task) => [keyOf(task), task.assignee]));
  const ofSubject = (kind: Task['kind'], member: string, decision?: string) =>
    by(decidedTasks(tasks, kind, decision), ({ subject }) => String(subject[member]));
  const reviews = decidedTasks(tasks, 'district-review').filter(({ decision }) => decision.decision !== 'return');
  const reviewers = by(reviews, ({ applicationId }) => applicationId ?? '');
  const admitted = by(decidedTasks(tasks, 'refusal-review', 'admit'), ({ applicationId }) => applicationId ?? '');
  const experts = by(decidedTasks(tasks, 'score', 'submit'), scored);
  const confirmers = ofSubject('confirm', 'listNo');
  const approvers = ofSubject('approve-plan', 'planNo');
  const rulers = ofSubject('objection-ruling', 'objectionId');
  const other = (what: string, recorded: string | null, known: string | undefined) =>
    recorded === null || recorded === known ? [] : [`${what}记为 ${recorded} 所作，任务交给了 ${known ?? '（无人）'}`];
  return [
    // What lapsed was ended by the bureau's answer for the whole district.
    ...applications.flatMap(({ applicationId, status, decidedBy }) =>
      status === 'lapsed'
        ? []
        : status === 'withdrawn'
          ? other(`${applicationId} 的撤回`, decidedBy, 'applicant')
          : other(
              `${applicationId} 的审查结论`,
              decidedBy,
              admitted.get(applicationId) ?? reviewers.get(applicationId),
            ),
    ),
    ...sheets.flatMap((sheet) =>
      other(
        `${sheet.applicationId} 第 ${sheet.seat} 席的评分表`,
        sheet.expert,
        experts.get(`${sheet.applicationId} ${sheet.seat}`),
      ),
    ),
    ...lists.flatMap(({ listNo, confirmedBy }) =>
      other(`第 ${listNo} 批名单的确认`, confirmedBy, confirmers.get(String(listNo))),
    ),
    ...plans.flatMap(({ planNo, decidedBy }) =>
      other(`第 ${planNo} 号拨付方案的审批`, decidedBy, approvers.get(String(planNo))),
    ),
    ...objections.flatMap(({ objectionId, ruling }) =>
      other(`异议 ${objectionId} 的裁定`, ruling?.by ?? null, rulers.get(objectionId)),
    ),
  ];
}

const scored = ({ applicationId, subject }: Task) => `${applicationId ?? ''} ${String(subject['seat'])}`;

/** Of the panels as they were drawn, as they changed, and of everybody who was asked to score. */
function noConflict({ seats, sheets, tasks, registers }: RoundExport): string[] {
  const barred = new Map(registers.experts.map(({ expert, barredFrom }) => [expert, new Set(barredFrom)]));
  const conflicted = (applicationId: string, expert: string | null) =>
    expert !== null && barred.get(expert)?.has(applicationId) !== false;
  const left = Map.groupBy(
    seats.flatMap(({ applicationId, past }) => past.map(({ expert }) => `${applicationId} ${expert}`)),
    (one) => one,
  );
  const asked = tasks.filter(({ kind }) => kind === 'score' || kind === 'second-look');
  return [
    ...seats.flatMap(({ applicationId, seat, expert, past }) =>
      [expert, ...past.map((one) => one.expert)]
        .filter((one) => conflicted(applicationId, one))
        .map((one) => `${applicationId} 第 ${seat} 席的专家 ${one} 应当回避`),
    ),
    ...asked
      .filter(({ applicationId, assignee }) => conflicted(applicationId ?? '', assignee))
      .map(({ taskId, assignee }) => `评分任务 ${taskId} 交给了应当回避的专家 ${assignee}`),
    ...sheets
      .filter(({ applicationId, expert }) => conflicted(applicationId, expert))
      .map(({ applicationId, expert }) => `${applicationId} 由应当回避的专家 ${expert} 评分`),
    ...[...sheets, ...seats]
      .filter(({ applicationId, expert }) => left.has(`${applicationId} ${expert}`))
      .map(({ applicationId, expert }) => `${applicationId} 的专家 ${expert} 离席后又列席或评分`),
  ];
}

/** Of conflicts that were recorded by hand: each says who, when and why, and what came of it is so. */
function conflictCounted({ conflicts, sheets, struckSheets, seats }: RoundExport): string[] {
  const of = <T extends { applicationId: string; expert: string | null }>(all: T[]) =>
    new Set(all.map(({ applicationId, expert }) => `${applicationId} ${expert}`));
  const [counted, struck, seated] = [of(sheets), of(struckSheets), of(seats)];
  const known = new Set(conflicts.map(({ applicationId, expert }) => `${applicationId} ${expert}`));
  return [
    ...conflicts.flatMap(({ applicationId, expert, effect, reason, by }) => {
      const one = `${applicationId} ${expert}`;
      const what = `${applicationId} 的专家 ${expert}`;
      return [
        ...(reason.trim() === '' || by === 'unknown' ? [`${what}的利害关系没有载明何人、为何记录`] : []),
        ...(counted.has(one) && effect !== 'kept' ? [`${what}记录了利害关系，评分表仍计入合计`] : []),
        ...(struck.has(one) !== (effect === 'struck') ? [`${what}的利害关系与剔除的评分表不符`] : []),
        ...(seated.has(one) && ['before-draw', 'barred', 'struck'].includes(effect)
          ? [`${what}记录了利害关系，仍在席`]
          : []),
      ];
    }),
    ...struckSheets
      .filter(({ applicationId, expert }) => !known.has(`${applicationId} ${expert}`))
      .map(({ applicationId, seat }) => `${applicationId} 第 ${seat} 席的评分表被剔除，没有记录利害关系`),
  ];
}
