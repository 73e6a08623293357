import { nowUtc } from '../clock.ts';
import type { Policy } from '../policy/schema.ts';
import type { CalendarYearRecord } from '../schemas/records.ts';
import { calendarWaitId, calendarYearAction } from '../store/calendar-years.ts';
import { loadCalendarYears } from '../store/rounds.ts';
import { ConditionFailed, type Table } from '../store/table.ts';
import { settleWait } from '../store/waits.ts';
import { endTask } from '../tasks/open.ts';

export type YearOrder = Omit<CalendarYearRecord, 'entity' | 'at'>;

/**
 * Puts in a year's days off beside a task for it: a published fact that is added to the pinned calendar, once. Whoever waits for it goes on.
 * @returns `known` where the year is there already, as it is
 */
export async function addCalendarYear(table: Table, policy: Policy, order: YearOrder): Promise<'added' | 'known'> {
  const { roundId, year } = order;
  if (Object.hasOwn(policy.calendar.years, year)) return 'known';
  const known = (await loadCalendarYears(table, roundId)).some((one) => one.year === year);
  const added = !known && (await put(table, { entity: 'CalendarYear', ...order, at: nowUtc() }));
  // Also where it was there: whoever put it in may have come no further.
  const waitId = calendarWaitId(roundId, year);
  await settleWait(table, waitId, { decision: 'published' });
  await endTask(table, waitId, 'superseded');
  return added ? 'added' : 'known';
}

async function put(table: Table, record: CalendarYearRecord): Promise<boolean> {
  try {
    await table.transact([calendarYearAction(record)]);
    return true;
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    return false;
  }
}
