import { firstOf } from '../../../shared/domain/second-look.ts';
import type { RoundRecords } from '../../../shared/export/read.ts';
import type { TaskRecord } from '../../../shared/schemas/records.ts';
import { at, ROUND } from './constants.ts';

type Duty = Pick<TaskRecord, 'taskId' | 'kind' | 'openedAt' | 'deadline' | 'decidedAt'> & Partial<TaskRecord>;

const decided = ({ applicationId = null, ...task }: Duty): TaskRecord => ({
  entity: 'Task',
  roundId: ROUND,
  applicationId,
  waitId: task.taskId,
  assignee: { role: 'bureau', id: 'bureau-1' },
  status: 'decided',
  reminders: 0,
  subject: {},
  mailedAt: task.openedAt,
  ...task,
});

/** Everything that people were asked in the round and what they said, beside the tie: each record of a decision has its task. */
export function duties(records: RoundRecords): TaskRecord[] {
  return [
    ...records.applications.map(review),
    ...records.applications.flatMap(refusals),
    ...scores(records),
    ...looks(records),
    decided({
      taskId: `${ROUND}~deliberate`,
      kind: 'deliberate',
      openedAt: at('12-08'),
      deadline: at('12-12'),
      decision: { decision: 'approve', reason: '同意公示' },
      decidedAt: at('12-09'),
    }),
    ...records.objections.map(ruling),
    ...money(records),
  ];
}

const review = ({ applicationId, status, opinion, decidedAt, decidedBy }: RoundRecords['applications'][number]) =>
  decided({
    taskId: `${applicationId}~district.1`,
    kind: 'district-review',
    applicationId,
    assignee: { role: 'district', id: decidedBy ?? '' },
    openedAt: at('11-12', '04:00:00.000'),
    deadline: at('11-28'),
    subject: { version: 1, attempt: 1, unanswered: 0 },
    decision: { decision: status === 'recommended' ? 'recommend' : 'not-recommend', opinion },
    decidedAt,
  });

/** What follows from a refusal: the days to ask for a review, and the review. */
function refusals({ applicationId, refusal, review: asked }: RoundRecords['applications'][number]): TaskRecord[] {
  if (refusal === undefined) return [];
  const told = {
    taskId: `${applicationId}~refusal.1`,
    kind: 'refusal' as const,
    applicationId,
    assignee: { role: 'applicant' as const, id: applicationId },
    openedAt: refusal.at,
    deadline: at('12-01'),
    subject: { attempt: 1 },
  };
  const { decidedAt: _, ...expired } = decided({ ...told, decidedAt: refusal.at, status: 'expired' });
  if (asked?.ruling === undefined) return [expired];
  const { decision, reason, by, at: decidedAt } = asked.ruling;
  return [
    decided({ ...told, decision: { decision: 'request' }, decidedAt: asked.requestedAt }),
    decided({
      taskId: `${applicationId}~review.1`,
      kind: 'refusal-review',
      applicationId,
      assignee: { role: 'bureau', id: by },
      openedAt: asked.requestedAt,
      deadline: at('12-08'),
      subject: { attempt: 1 },
      decision: { decision, reason },
      decidedAt,
    }),
  ];
}

/** Every expert who had a seat: those who stood aside, and those who scored. */
function scores({ seats, sheets }: RoundRecords): TaskRecord[] {
  return seats.flatMap(({ applicationId, seat, past, turn, expertId }) => {
    const task = (
      no: number,
      expert: string,
      decision: Record<string, unknown> & { decision: string },
      time?: string,
    ) =>
      decided({
        taskId: `${applicationId}~score.${seat}.${no}`,
        kind: 'score',
        applicationId,
        assignee: { role: 'expert', id: expert },
        openedAt: at('12-01'),
        deadline: at('12-06'),
        subject: { seat, turn: no, items: [] },
        decision,
        decidedAt: time,
      });
    const sheet = sheets.find((one) => one.applicationId === applicationId && one.seat === seat);
    return [
      ...past.map((one, i) => task(i + 1, one.expertId, { decision: 'recuse', reason: '曾任顾问' }, one.at)),
      task(
        turn,
        expertId ?? '',
        { decision: 'submit', comment: '材料完整' },
        sheet === undefined ? undefined : firstOf(sheet).submittedAt,
      ),
    ];
  });
}

/** 复核打分: who revised its sheet, who stood by it, and who said nothing. */
function looks({ secondLooks, sheets }: RoundRecords): TaskRecord[] {
  return secondLooks.flatMap(({ applicationId, seats, openedAt, deadline }) =>
    seats.map((seat, i) => {
      const sheet = sheets.find((one) => one.applicationId === applicationId && one.seat === seat);
      const task = decided({
        ...{ taskId: `${applicationId}~second-look.${seat}`, kind: 'second-look', applicationId, openedAt, deadline },
        assignee: { role: 'expert', id: sheet?.expertId ?? '' },
        subject: { seat, items: [] },
        decision: { decision: sheet?.first === undefined ? 'stand' : 'revise', reason: '重新核对了材料' },
        decidedAt: sheet?.first === undefined ? at('12-06') : sheet.submittedAt,
      });
      if (i > 0) return task;
      const { decision: _, decidedAt: _at, ...silent } = task;
      return { ...silent, status: 'expired' as const };
    }),
  );
}

const ruling = ({
  objectionId,
  applicationId,
  taskId,
  status,
  filedAt,
  dueAt,
  ruling,
}: RoundRecords['objections'][number]) =>
  decided({
    taskId,
    kind: 'objection-ruling',
    applicationId,
    waitId: null,
    assignee: { role: 'bureau', id: ruling?.by ?? '' },
    openedAt: filedAt,
    deadline: dueAt,
    subject: { objectionId },
    decision: { decision: status === 'upheld' ? 'uphold' : 'reject', reason: ruling?.reason },
    decidedAt: ruling?.at,
  });

/** Confirmations, accounts for every attempt to pay, and approvals. */
function money({ lists, plans, disbursements }: RoundRecords): TaskRecord[] {
  const common = { openedAt: at('12-18'), deadline: at('12-31') };
  return [
    ...lists.map(({ listNo, confirmedAt }) =>
      decided({
        ...common,
        taskId: `${ROUND}~confirm.${listNo}`,
        kind: 'confirm',
        subject: { listNo },
        decision: { decision: 'confirm', reason: '同意' },
        decidedAt: confirmedAt,
      }),
    ),
    ...disbursements.map(({ awardId, attempt }) =>
      decided({
        ...common,
        taskId: `${awardId}~payee.${attempt}`,
        kind: 'payee',
        applicationId: awardId,
        waitId: null,
        assignee: { role: 'applicant', id: awardId },
        subject: { listNo: 1, attempt },
        decision: { decision: 'account' },
        decidedAt: at('12-28'),
      }),
    ),
    ...plans.map(({ planNo, decidedAt, decidedBy }) =>
      decided({
        ...common,
        taskId: `${ROUND}~plan.${planNo}`,
        kind: 'approve-plan',
        assignee: { role: 'bureau', id: decidedBy ?? '' },
        subject: { planNo },
        decision: { decision: 'approve', reason: '同意拨付' },
        decidedAt,
      }),
    ),
  ];
}
