import { firstOf } from '../../domain/second-look.ts';
import { index } from '../../export/recompute/differ.ts';
import type { RoundExport } from '../../export/schema.ts';
import { LATE_ACCOUNT_DAYS } from '../../links.ts';
import type { Task } from '../tasks.ts';

const DAY_MS = 86_400_000;
/** What was under way at the deadline is written a moment later. */
const REQUEST_MS = 60_000;

/** The last moment at which a task's link acts, UTC milliseconds. */
const linkEnds = ({ kind, deadline }: Task): number =>
  Date.parse(deadline) + (kind === 'payee' ? LATE_ACCOUNT_DAYS * DAY_MS : 0) + REQUEST_MS;

export function actsInTime({ tasks, sheets, objections, places, notice }: RoundExport): string[] {
  // A correction does not undo what was objected before it.
  const first = notice === null ? null : (notice.earlier[0] ?? notice);
  const placed = index(places, ({ applicationId }) => applicationId);
  const submitted = new Set(
    tasks
      .filter(({ kind, decidedAt }) => (kind === 'score' || kind === 'second-look') && decidedAt !== null)
      .map(({ kind, applicationId, subject, decidedAt }) => `${kind} ${applicationId} ${subject['seat']} ${decidedAt}`),
  );
  const came = (kind: 'score' | 'second-look', { applicationId, seat }: (typeof sheets)[number], at: string) =>
    submitted.has(`${kind} ${applicationId} ${seat} ${at}`);
  return [
    ...tasks
      .filter(
        (task) =>
          task.decidedAt !== null && (task.decidedAt < task.openedAt || Date.parse(task.decidedAt) > linkEnds(task)),
      )
      .map(({ taskId, decidedAt }) => `任务 ${taskId} 于 ${decidedAt} 办理，不在交办与期限之间`),
    ...sheets
      .filter(
        (sheet) =>
          !came('score', sheet, firstOf(sheet).submittedAt) ||
          (sheet.first !== undefined && !came('second-look', sheet, sheet.submittedAt)),
      )
      .map(({ applicationId, seat }) => `${applicationId} 第 ${seat} 席的评分表不是随任务办理提交的`),
    ...objections
      .filter(({ applicationId, filedAt }) => {
        const until = placed.get(applicationId)?.noticeEndsAt ?? '';
        return first === null || filedAt < first.publishedAt || Date.parse(filedAt) > Date.parse(until) + REQUEST_MS;
      })
      .map(({ objectionId, filedAt }) => `异议 ${objectionId} 于 ${filedAt} 提出，不在公示期内`),
  ];
}

/** Taken in time: by the closing time with its grace, or within the days of a correction that was asked for before. */
export function uploadsInTime({ uploads, slots, registers, gates, policy, tasks, round }: RoundExport): string[] {
  const issued = new Set(slots.map(({ applicationId }) => applicationId));
  const invited = new Set(registers.invitations.map(invitation));
  const closes = gates.find(({ stage }) => stage === 'intake')?.deadline ?? round.openedAt;
  const until = Date.parse(closes) + policy.intake.value.graceSeconds * 1000;
  const corrections = Map.groupBy(
    tasks.filter(({ kind }) => kind === 'correction'),
    ({ applicationId }) => applicationId,
  );
  return [
    ...slots
      .filter((slot) => !invited.has(invitation(slot)))
      .map(({ applicationId }) => `${applicationId} 有上传凭证，不在邀请之列`),
    ...uploads.flatMap(({ applicationId, no, verdict, receivedAt }) => {
      if (!issued.has(applicationId)) return [`${applicationId} 第 ${no} 次上传没有凭证`];
      if (verdict !== 'accepted' || Date.parse(receivedAt) <= until) return [];
      const asked = corrections.get(applicationId) ?? [];
      return asked.some(({ openedAt, deadline }) => openedAt <= receivedAt && receivedAt <= deadline)
        ? []
        : [`${applicationId} 第 ${no} 次上传于 ${receivedAt} 完成，已过期限而受理`];
    }),
  ];
}

const invitation = ({ uscc, category, applicationNo }: { uscc: string; category: string; applicationNo: number }) =>
  `${uscc} ${category} ${applicationNo}`;
