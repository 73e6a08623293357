import type { Calendar, Policy } from '../policy/schema.ts';

/**
 * Days and deadlines in the city's zone. Instants are ISO 8601 UTC with milliseconds, dates are YYYY-MM-DD in
 * Asia/Shanghai. That zone has been at UTC+8 without daylight saving since 1992, so the offset is a constant here.
 */
const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** Thrown when a deadline falls into a year whose days off have not been published: never guessed. */
export class CalendarYearMissing extends Error {
  readonly code = 'calendar.year-missing';
  readonly year: string;
  constructor(year: string) {
    super(`${year} 年的放假安排尚未写入政策数据，无法推算工作日（calendar.years.${year}）`);
    this.name = 'CalendarYearMissing';
    this.year = year;
  }
}

/** With years that were published after the policy was pinned. What a policy says of a year itself stays. */
export const withYears = (policy: Policy, added: readonly ({ year: string } & Calendar['years'][string])[]): Policy => {
  if (added.length === 0) return policy;
  const years = Object.fromEntries(added.map(({ year, source, off, worked }) => [year, { source, off, worked }]));
  return { ...policy, calendar: { years: { ...years, ...policy.calendar.years } } };
};

/** The date that the clock on the wall in the city shows at this instant. */
export function localDateOf(instant: string): string {
  return new Date(utcMs(instant) + OFFSET_MS).toISOString().slice(0, 10);
}

/** `YYYY-MM-DDTHH:MM` or `…:SS` on the wall in the city, as a UTC instant. @throws RangeError when there is no such time. */
export function localInstant(localDateTime: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(localDateTime);
  if (match?.[1] === undefined) throw new RangeError(`not a local date and time: ${JSON.stringify(localDateTime)}`);
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
  return new Date(dayMs(match[1]) + seconds * 1000 - OFFSET_MS).toISOString();
}

/** Last millisecond of the date in the city: a deadline "on a day" lasts until then. */
export function endOfLocalDay(date: string): string {
  return new Date(dayMs(date) + DAY_MS - 1 - OFFSET_MS).toISOString();
}

/** The date `n` calendar days later (earlier when negative). */
export function addDays(date: string, n: number): string {
  return dateOf(dayMs(date) + n * DAY_MS);
}

/**
 * Working day by the State Council's published calendar: a weekday that is not off, or a weekend day that is worked.
 * @throws CalendarYearMissing
 */
export function isWorkingDay(calendar: Calendar, date: string): boolean {
  const ms = dayMs(date);
  const year = calendar.years[date.slice(0, 4)];
  if (year === undefined) throw new CalendarYearMissing(date.slice(0, 4));
  const weekday = new Date(ms).getUTCDay();
  return weekday === 0 || weekday === 6 ? year.worked.includes(date) : !year.off.includes(date);
}

/**
 * Date of the last of `days` working days counted from `startDate`; the start day itself counts only when
 * `startDayCounts` and when it is a working day. The period ends with that day: `endOfLocalDay` of the result.
 * @throws CalendarYearMissing when the count runs into a year that is not published
 */
export function endOfWorkingDays(calendar: Calendar, startDate: string, days: number, startDayCounts: boolean): string {
  if (!Number.isSafeInteger(days) || days < 1) throw new RangeError(`not a number of working days: ${days}`);
  let date = startDayCounts ? startDate : addDays(startDate, 1);
  let left = days;
  for (;;) {
    if (isWorkingDay(calendar, date)) left -= 1;
    if (left === 0) return date;
    date = addDays(date, 1);
  }
}

function utcMs(instant: string): number {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms) || !instant.endsWith('Z')) throw new RangeError(`not a UTC instant: ${JSON.stringify(instant)}`);
  return ms;
}

function dayMs(date: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00.000Z`) : Number.NaN;
  if (Number.isNaN(ms) || dateOf(ms) !== date) throw new RangeError(`not a date: ${JSON.stringify(date)}`);
  return ms;
}

const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
