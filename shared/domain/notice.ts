import { canonicalJson, sha256Hex } from '../canonical.ts';
import type { Policy } from '../policy/schema.ts';
import type { Category } from '../schemas/basics.ts';
import type { NoticeRecord, NoticeVersion } from '../schemas/notice-records.ts';
import { addDays, endOfLocalDay, endOfWorkingDays, isWorkingDay, localDateOf } from './calendar.ts';

export type NoticePeriod = Pick<NoticeVersion, 'firstDay' | 'lastDay' | 'endsAt'>;

/**
 * 五(三): the public notice (公示) of a list published at an instant (UTC). `firstDay` and `lastDay` are the first and the
 * last working day that count, dates in the city's zone; `endsAt` is the last millisecond of the last day, UTC.
 * @throws CalendarYearMissing when the period runs into a year whose days off are not published
 */
export function noticePeriod(policy: Policy, publishedAt: string): NoticePeriod {
  const { workingDays, startDayCounts } = policy.notice.value;
  const published = localDateOf(publishedAt);
  const day = (n: number) => endOfWorkingDays(policy.calendar, published, n, startDayCounts);
  const lastDay = day(workingDays);
  return { firstDay: day(1), lastDay, endsAt: endOfLocalDay(lastDay) };
}

/**
 * 五(三): the period of a corrected notice (更正公示): a new one from the day of the correction where the policy says so, and
 * never one that ends before the one that was published. @throws CalendarYearMissing
 */
export function correctedPeriod(policy: Policy, before: NoticePeriod, publishedAt: string): NoticePeriod {
  const { firstDay, lastDay, endsAt } = before;
  const anew = restartsWhenCorrected(policy) ? noticePeriod(policy, publishedAt) : null;
  return anew !== null && anew.endsAt > endsAt ? anew : { firstDay, lastDay, endsAt };
}

export const restartsWhenCorrected = ({ notice }: Policy): boolean => notice.value.correctionRestarts ?? true;
export const showsRanks = ({ notice }: Policy): boolean => notice.value.showRanks ?? false;

/** The working days of a period, each by its date. @throws CalendarYearMissing */
export function daysOfNotice({ calendar }: Policy, { firstDay, lastDay }: NoticePeriod): string[] {
  const days: string[] = [];
  for (let day = firstDay; day <= lastDay; day = addDays(day, 1)) if (isWorkingDay(calendar, day)) days.push(day);
  return days;
}

/** Who is on a notice, in the order of the ranking: what its hash is made of. */
export interface NoticedPlace {
  category: Category;
  rank: number;
  applicationId: string;
}

export const noticeHash = (list: readonly NoticedPlace[]): string =>
  sha256Hex(canonicalJson(list.map(({ category, rank, applicationId }) => ({ category, rank, applicationId }))));

/** When there was a notice for the first time: corrections come later. UTC. */
export const firstPublished = ({ earlier, publishedAt }: Pick<NoticeRecord, 'earlier' | 'publishedAt'>): string =>
  earlier[0]?.publishedAt ?? publishedAt;

/** Whether somebody who is on the list may still be objected to: a correction moves the end of these, and of nobody else. */
export const isUnderNotice = (
  place: { state: string; noticeEndsAt: string | null; proposedIn?: number | undefined },
  at: string,
): boolean =>
  place.state === 'shortlisted' &&
  place.proposedIn === undefined &&
  place.noticeEndsAt !== null &&
  place.noticeEndsAt >= at;
