import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  CalendarYearMissing,
  endOfLocalDay,
  endOfWorkingDays,
  isWorkingDay,
  localDateOf,
  localInstant,
} from '../../../shared/domain/calendar.ts';
import qingdao from '../../../shared/policy/qingdao-2025.json' with { type: 'json' };

const { calendar } = qingdao;
const dates = fc.integer({ min: 0, max: 364 + 300 }).map((n) => addDays('2025-01-01', n));

describe('working days', () => {
  it.each([
    ['2025-09-25', '2025-10-09', '2025-09-30'],
    ['2025-12-29', '2026-01-06', '2026-01-05'],
    ['2026-02-10', '2026-02-24', '2026-02-14'],
    ['2026-04-30', '2026-05-11', '2026-05-09'],
    ['2026-09-18', '2026-09-24', '2026-09-23'],
  ])('five from %s end on %s without the start day, on %s with it', (start, excluded, included) => {
    expect(endOfWorkingDays(calendar, start, 5, false)).toBe(excluded);
    expect(endOfWorkingDays(calendar, start, 5, true)).toBe(included);
  });

  it.each(['2025', '2026'])('%s has 248', (year) => {
    const all = Array.from({ length: 365 }, (_, n) => addDays(`${year}-01-01`, n));
    expect(all.filter((date) => isWorkingDay(calendar, date))).toHaveLength(248);
  });

  it('does not count a start day that is off', () => {
    expect(endOfWorkingDays(calendar, '2025-10-01', 1, true)).toBe('2025-10-09');
  });

  it('never guesses a year that is not published', () => {
    expect(() => isWorkingDay(calendar, '2027-03-01')).toThrow(CalendarYearMissing);
    expect(() => endOfWorkingDays(calendar, '2026-12-30', 5, false)).toThrow(
      expect.objectContaining({ code: 'calendar.year-missing', year: '2027' }),
    );
  });

  it('refuses a count that is none', () => {
    for (const days of [0, -1, 1.5, Number.NaN]) {
      expect(() => endOfWorkingDays(calendar, '2025-11-03', days, false)).toThrow(RangeError);
    }
  });

  it('ends on a working day with exactly the asked number in between', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: 1, max: 30 }), fc.boolean(), (start, days, counts) => {
        const end = endOfWorkingDays(calendar, start, days, counts);
        let counted = 0;
        for (let date = counts ? start : addDays(start, 1); date <= end; date = addDays(date, 1)) {
          if (isWorkingDay(calendar, date)) counted += 1;
        }
        expect(isWorkingDay(calendar, end)).toBe(true);
        expect(counted).toBe(days);
      }),
    );
  });
});

describe('the city’s zone', () => {
  it('shows a UTC evening as the next day', () => {
    expect(localDateOf('2025-11-03T15:59:59.999Z')).toBe('2025-11-03');
    expect(localDateOf('2025-11-03T16:00:00.000Z')).toBe('2025-11-04');
  });

  it('turns wall time into an instant', () => {
    expect(localInstant('2025-11-03T09:00')).toBe('2025-11-03T01:00:00.000Z');
    expect(localInstant('2026-01-01T00:00:01')).toBe('2025-12-31T16:00:01.000Z');
    expect(endOfLocalDay('2025-12-31')).toBe('2025-12-31T15:59:59.999Z');
  });

  it('steps over months and leap days', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  });

  it.each(['2025-02-30', '2025-1-1', '', '2025-13-01', 'x'])('refuses the date %j', (date) => {
    expect(() => addDays(date, 1)).toThrow(RangeError);
    expect(() => endOfLocalDay(date)).toThrow(RangeError);
    expect(() => localInstant(`${date}T09:00`)).toThrow(RangeError);
  });

  it('refuses other times and instants', () => {
    for (const text of ['2025-11-03', '2025-11-03T24:00', '2025-11-03T09:60', '2025-11-03T09:00Z']) {
      expect(() => localInstant(text)).toThrow(RangeError);
    }
    for (const text of ['', '2025-11-03T09:00', '2025-11-03T09:00:00+08:00']) {
      expect(() => localDateOf(text)).toThrow(RangeError);
    }
  });

  it('ends a day on that day', () => {
    fc.assert(
      fc.property(dates, (date) => {
        expect(localDateOf(endOfLocalDay(date))).toBe(date);
        expect(localDateOf(localInstant(`${date}T00:00`))).toBe(date);
      }),
    );
  });
});
