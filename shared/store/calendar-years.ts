import type { CalendarYearRecord } from '../schemas/records.ts';
import { keys } from './keys.ts';
import type { Action } from './table.ts';

/** The wait of a round that cannot publish before a year's days off are known. */
export const calendarWaitId = (roundId: string, year: string): string => `${roundId}~calendar.${year}`;

/** A year is written once: what deadlines were counted by does not change afterwards. */
export const calendarYearAction = (record: CalendarYearRecord): Action => ({
  put: keys.calendarYear(record.roundId, record.year),
  item: record,
});
