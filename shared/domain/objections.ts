import type { Policy } from '../policy/schema.ts';
import type { ObjectionRecord, ObjectionStep } from '../schemas/objections.ts';
import type { TaskKind } from '../schemas/task-kinds.ts';
import { endOfLocalDay, endOfWorkingDays, localDateOf } from './calendar.ts';
import { type Held, nextOfReserve } from './declines.ts';
import { type NoticePeriod, noticePeriod } from './notice.ts';

export interface UpheldEffect {
  out: string;
  in: string | null;
}

/**
 * 五(四): what an upheld objection (异议成立) does to a list: who goes out, and the first of the reserve who moves up, with a
 * notice period of its own (`nextOfReserve`). A shared rank at the head of the reserve has to be decided by the panel first, as any
 * tie across a cut.
 * @param places of all categories, each category in the order of its ranking
 * @returns null where the place is not held any more
 */
export function upheldEffect(
  policy: Pick<Policy, 'providerMayWinInSeveral'>,
  places: readonly Held[],
  removed: string,
): UpheldEffect | null {
  const out = places.find(({ applicationId }) => applicationId === removed);
  if (out?.state !== 'shortlisted') return null;
  return { out: removed, in: nextOfReserve(policy, out.category, places) };
}

/**
 * Until when an objection must be ruled on: end of the policy's working days, the day on which it was filed excluded. UTC.
 * @throws CalendarYearMissing
 */
export function rulingDueAt(policy: Policy, filedAt: string): string {
  const days = policy.objection.value.rulingWorkingDays;
  return endOfLocalDay(endOfWorkingDays(policy.calendar, localDateOf(filedAt), days, false));
}

/**
 * 五(三): the period of a notice that is published now. Whoever objects on its last day has to be told until when the ruling comes, so
 * these days must be known, too. @throws CalendarYearMissing
 */
export function publishablePeriod(policy: Policy, publishedAt: string): NoticePeriod {
  const period = noticePeriod(policy, publishedAt);
  rulingDueAt(policy, period.endsAt);
  return period;
}

/**
 * 五(四): until when the objector (补充材料) or the applicant (听取意见) is waited for: end of the policy's working days, the day of
 * asking excluded, but never beyond the day on which the ruling is due: that stays as the receipt said it. UTC.
 * @throws CalendarYearMissing
 */
export function answerDueAt(
  { objection, calendar }: Policy,
  asked: 'supplement-asked' | 'hearing-asked',
  askedAt: string,
  rulingDue: string,
): string {
  const { supplementWorkingDays, hearingWorkingDays } = objection.value;
  const days = asked === 'supplement-asked' ? supplementWorkingDays : hearingWorkingDays;
  const end = endOfLocalDay(endOfWorkingDays(calendar, localDateOf(askedAt), days, false));
  return end < rulingDue ? end : rulingDue;
}

type Steps = Pick<ObjectionRecord, 'steps'>;
const last = ({ steps }: Steps, ...kinds: ObjectionStep['kind'][]) =>
  steps.findLast(({ kind }) => kinds.includes(kind));

export const isAccepted = ({ steps }: Steps): boolean => steps.some(({ kind }) => kind === 'accepted');

/** What the objector was asked for and has not answered, though its days may be over; null where nothing is. */
export function askedOfObjector(objection: Steps): ObjectionStep | null {
  const step = last(objection, 'supplement-asked', 'supplemented');
  return step?.kind === 'supplement-asked' ? step : null;
}

/** What the applicant was told of the objection, and asked about; null where it was not heard yet. */
export const hearingOf = (objection: Steps): { asked: ObjectionStep; answer: ObjectionStep | null } | null => {
  const asked = last(objection, 'hearing-asked');
  return asked === undefined ? null : { asked, answer: last(objection, 'heard') ?? null };
};

/** 依职权: the bureau goes on even where the objector withdraws. */
export const goesOnAnyway = ({ steps }: Steps): boolean => steps.some(({ kind }) => kind === 'ex-officio');

/** A step that the handler may take now. One that was taken, or that waits for an answer, is not asked for again. */
export function mayTake(
  objection: ObjectionRecord,
  step: 'accept' | 'ask' | 'hear' | 'ex-officio',
  now: string,
): boolean {
  if (objection.status !== 'open') return false;
  switch (step) {
    case 'accept':
      return !isAccepted(objection);
    case 'ask':
      return (askedOfObjector(objection)?.until ?? '') < now && now < objection.dueAt;
    case 'hear':
      return isAccepted(objection) && hearingOf(objection) === null && now < objection.dueAt;
    case 'ex-officio':
      return !goesOnAnyway(objection);
    default:
      return step satisfies never;
  }
}

/** What does not count as having decided before: scoring, which the panel does, and the money, which comes after. */
const APART: ReadonlySet<TaskKind> = new Set(['objection-ruling', 'objection-hearing', 'approve-plan', 'score']);

/** Whether a decided task counts as a decision before about an application: its own, or one about the whole round. */
export const isDecisionBefore = (
  task: { kind: TaskKind; status: string; applicationId: string | null },
  applicationId: string,
): boolean =>
  task.status === 'decided' &&
  !APART.has(task.kind) &&
  (task.applicationId === null || task.applicationId === applicationId);

/**
 * 五(四): who handles an objection: somebody who did not decide before; where there is nobody, whoever decided least.
 * @param officers the bureau's, in the order in which they are asked
 * @param decidedBy for each decision before, who took it
 */
export function leastInvolved(officers: string[], decidedBy: string[]): { staffId: string; decided: number } | null {
  const known = officers.map((staffId) => ({ staffId, decided: decidedBy.filter((one) => one === staffId).length }));
  const [first] = known.toSorted((a, b) => a.decided - b.decided);
  return first ?? null;
}

/** What the ruling's page shows: the objection's steps, and whom the ruling would move. Who rules on something else looks again. */
export const seenOf = ({ revision }: Pick<ObjectionRecord, 'revision'>, effect: UpheldEffect | null): string =>
  `${revision}.${effect === null ? 'gone' : (effect.in ?? 'none').slice(-16)}`;
