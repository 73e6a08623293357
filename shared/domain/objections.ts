import type { Policy } from '../policy/schema.ts';
import { endOfLocalDay, endOfWorkingDays, localDateOf } from './calendar.ts';

/**
 * 五(四): what an upheld objection (异议成立) does to a list: who goes out, and the first of the reserve who moves up, with a
 * notice period of its own. Nobody moves up for one who was not on the list.
 * `reserve` is the order of the ranking without those that may not win any more; a shared rank at its head has to be
 * decided by the panel first, as any tie across a cut.
 */
export function upheldEffect(input: { shortlisted: string[]; reserve: string[]; removed: string }): {
  out: string;
  in: string | null;
} {
  const frees = input.shortlisted.includes(input.removed);
  const next = input.reserve.find((id) => !input.shortlisted.includes(id));
  return { out: input.removed, in: frees ? (next ?? null) : null };
}

/**
 * Until when an accepted objection must be ruled on: end of the policy's working days, the day of acceptance excluded. UTC.
 * @throws CalendarYearMissing
 */
export function rulingDueAt(policy: Policy, acceptedAt: string): string {
  const days = policy.objection.value.rulingWorkingDays;
  return endOfLocalDay(endOfWorkingDays(policy.calendar, localDateOf(acceptedAt), days, false));
}
