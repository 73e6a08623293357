import type { Letter } from '../../../infra/local/start/mailroom.ts';
import { addDays, localDateOf, localInstant } from '../../../shared/domain/calendar.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import { seeded } from '../../world/random.ts';

const iso = (ms: number) => new Date(ms).toISOString();

/** `time` (HH:MM in the city's zone) so many days after an instant; UTC ms. */
export const daysAfter = (ms: number, days: number, time: string): number =>
  Date.parse(localInstant(`${addDays(localDateOf(iso(ms)), days)}T${time}`));

export const HOUR_MS = 3_600_000;

/** When things happen that the policy dates; UTC ms. */
export function calendarOf({ timeline, intake }: Policy) {
  const at = (local: string) => Date.parse(localInstant(local));
  const { callAt, intakeClosesAt } = timeline.value;
  const opens = at(callAt);
  const closes = at(intakeClosesAt);
  const during = (share: number) => Math.round(opens + (closes - opens) * share);
  return {
    opens,
    /** When the first, second … upload of an application is made. */
    upload: (step: number) => during((step + 1) / 5),
    /** Districts begin when all of that is in. */
    reviewsFrom: during(3 / 5),
    lastMinute: closes - HOUR_MS,
    tooLate: closes + intake.value.graceSeconds * 1000 + HOUR_MS,
  };
}

/** A number below `limit` that depends on its labels alone. */
export const chanceOf = (limit: number, ...labels: (string | number)[]): number =>
  seeded('demo', ...labels).int(0, Math.max(0, limit - 1));

const DEADLINE = /请于 (\d{4})年(\d{1,2})月(\d{1,2})日 (\d{2}:\d{2})（北京时间） 前/;

/** `wanted`, or an hour before the deadline that the letter names, if that is earlier; never before the letter came. */
export function beforeDeadline({ text, receivedAt }: Letter, wanted: number): number {
  const [, year, month, day, time] = DEADLINE.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return wanted;
  const deadline = Date.parse(localInstant(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${time}`));
  return Math.max(receivedAt, Math.min(wanted, deadline - HOUR_MS));
}
