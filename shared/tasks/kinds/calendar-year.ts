import { type YearFault, yearFaults } from '../../domain/calendar-year.ts';
import type { Text } from '../../http/english/texts.ts';
import { calendarYearAction } from '../../store/calendar-years.ts';
import { loadCalendarYears } from '../../store/rounds.ts';
import { type Apply, type FieldError, fieldError } from '../kind.ts';

const WORDS: Record<YearFault['code'], Text> = {
  'wrong-year': '{date} 不是 {year} 年的日期。',
  weekend: '{date} 是周末；这里只填放假的工作日（周一至周五）。',
  weekday: '{date} 不是周末；这里只填上班的周末。',
  repeated: '{date} 填了两次。',
};

/** What cannot be right in the days of a year, each at its field. */
export const yearErrors = (year: string, days: Parameters<typeof yearFaults>[1]): FieldError[] =>
  yearFaults(year, days).map(({ list, code, date }) =>
    fieldError(list, WORDS[code], code === 'wrong-year' ? { date, year } : { date }),
  );

/** A published fact, not a rule: it is added to the pinned policy's calendar, once, and nothing in it is changed. */
export const applyCalendarYear: Apply<'calendar-year'> = async ({ task, table, now, personId }, decision) => {
  const { roundId, subject } = task;
  const { source, off, worked, reason } = decision;
  const year = String(subject['year']);
  const outcome = { decision: 'published' };
  // Put in on the console meanwhile: what stands there counts.
  const known = (await loadCalendarYears(table, roundId)).some((one) => one.year === year);
  if (known) return { ok: true, actions: [], outcome };
  const errors = yearErrors(year, { off, worked });
  if (errors.length > 0) return { ok: false, errors };
  const record = { year, source, off, worked, by: personId, at: now, reason };
  return { ok: true, actions: [calendarYearAction({ entity: 'CalendarYear', roundId, ...record })], outcome };
};
