import type { PeriodicSource } from '../clock.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const UNITS: Record<string, number> = { minute: MINUTE, hour: 60 * MINUTE, day: DAY };
const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const WEEKDAYS = 'SUN MON TUE WED THU FRI SAT'.split(' ');

/** When a schedule is due, in UTC ms. */
export type Occurrences = Pick<PeriodicSource, 'lastWithin' | 'nextAfter'>;

/** What is wrong with a schedule expression; empty when it is understood. */
export function checkSchedule(expression: string): string[] {
  try {
    parseSchedule(expression);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/**
 * Understands `rate(5 minutes)` and `cron(0 8 ? * MON-FRI *)` (UTC, as EventBridge rules).
 * @throws Error naming the part that is not understood.
 */
export function parseSchedule(expression: string): Occurrences {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) return every(Number(rate[1]) * (UNITS[rate[2] ?? ''] ?? 0), expression);
  const cron = /^cron\((.+)\)$/.exec(expression);
  const fields = cron?.[1]?.trim().split(/\s+/) ?? [];
  if (fields.length !== 6) throw new Error(`${expression} is neither rate(…) nor cron(six fields)`);
  const [minute, hour, day, month, weekday, year] = fields as [string, string, string, string, string, string];
  return cronOccurrences({
    minutes: field(minute, 0, 59),
    hours: field(hour, 0, 23),
    days: day === '?' ? undefined : field(day, 1, 31),
    months: field(month, 1, 12, MONTHS, 1),
    weekdays: weekday === '?' ? undefined : field(weekday, 1, 7, WEEKDAYS, 1),
    years: field(year, 1970, 2199),
  });
}

/** A rate counts from the beginning of time, so that a restart does not shift it. */
function every(period: number, expression: string): Occurrences {
  if (period <= 0) throw new Error(`${expression} has no period`);
  return {
    lastWithin: (from, to) => {
      const last = Math.floor(to / period) * period;
      return last > from ? last : undefined;
    },
    nextAfter: (from) => (Math.floor(from / period) + 1) * period,
  };
}

interface Cron {
  minutes: Set<number>;
  hours: Set<number>;
  days: Set<number> | undefined;
  months: Set<number>;
  weekdays: Set<number> | undefined;
  years: Set<number>;
}

/** Two years always hold an occurrence of a cron expression that has any in the future (except 29 February). */
const HORIZON_DAYS = 366 * 5;

function cronOccurrences(cron: Cron): Occurrences {
  const times = [...cron.hours].flatMap((hour) => [...cron.minutes].map((minute) => (hour * 60 + minute) * MINUTE));
  times.sort((a, b) => a - b);
  const dayMatches = (start: number): boolean => {
    const date = new Date(start);
    return (
      cron.years.has(date.getUTCFullYear()) &&
      cron.months.has(date.getUTCMonth() + 1) &&
      (cron.days?.has(date.getUTCDate()) ?? true) &&
      (cron.weekdays?.has(date.getUTCDay() + 1) ?? true)
    );
  };
  return {
    lastWithin: (from, to) => {
      for (let day = Math.floor(to / DAY) * DAY; day > from - DAY; day -= DAY) {
        const last = dayMatches(day) ? times.findLast((time) => day + time <= to) : undefined;
        if (last !== undefined) return day + last > from ? day + last : undefined;
      }
      return undefined;
    },
    nextAfter: (from) => {
      const first = Math.floor(from / DAY) * DAY;
      for (let day = first; day < first + HORIZON_DAYS * DAY; day += DAY) {
        const next = dayMatches(day) ? times.find((time) => day + time > from) : undefined;
        if (next !== undefined) return day + next;
      }
      return undefined;
    },
  };
}

function field(text: string, min: number, max: number, names: string[] = [], firstName = 0): Set<number> {
  const number = (part: string): number => {
    const named = names.indexOf(part.toUpperCase());
    const value = named >= 0 ? named + firstName : Number(part);
    if (!/^\w+$/.test(part) || !Number.isInteger(value) || value < min || value > max) {
      throw new Error(`cron field "${text}" is not understood`);
    }
    return value;
  };
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [range = '', stepText] = part.split('/');
    const step = stepText === undefined ? 1 : number(stepText);
    const [low, high] = range === '*' ? [min, max] : range.split('-').map(number);
    const from = low ?? min;
    const to = high ?? (stepText === undefined ? from : max);
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return values;
}
