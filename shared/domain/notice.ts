import type { Policy } from '../policy/schema.ts';
import { endOfLocalDay, endOfWorkingDays, localDateOf } from './calendar.ts';

/**
 * 五(三): the public notice (公示) of a list published at an instant (UTC). `firstDay` and `lastDay` are the first and the
 * last working day that count, dates in the city's zone; `endsAt` is the last millisecond of the last day, UTC.
 * @throws CalendarYearMissing when the period runs into a year whose days off are not published
 */
export function noticePeriod(
  policy: Policy,
  publishedAt: string,
): { firstDay: string; lastDay: string; endsAt: string } {
  const { workingDays, startDayCounts } = policy.notice.value;
  const published = localDateOf(publishedAt);
  const day = (n: number) => endOfWorkingDays(policy.calendar, published, n, startDayCounts);
  const lastDay = day(workingDays);
  return { firstDay: day(1), lastDay, endsAt: endOfLocalDay(lastDay) };
}
