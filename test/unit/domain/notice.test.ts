import { describe, expect, it } from 'vitest';
import { CalendarYearMissing } from '../../../shared/domain/calendar.ts';
import { noticePeriod } from '../../../shared/domain/notice.ts';
import { policy, policyWith } from './fixtures.ts';

const startCounts = policyWith((p) => {
  p.notice.value.startDayCounts = true;
});

describe('the public notice (五(三))', () => {
  it.each([
    // published in Qingdao, first and last day without the start day, with it
    ['2025-09-25', '2025-09-26', '2025-10-09', '2025-09-25', '2025-09-30'],
    ['2025-12-29', '2025-12-30', '2026-01-06', '2025-12-29', '2026-01-05'],
    ['2026-02-10', '2026-02-11', '2026-02-24', '2026-02-10', '2026-02-14'],
    ['2026-04-30', '2026-05-06', '2026-05-11', '2026-04-30', '2026-05-09'],
    ['2026-09-18', '2026-09-20', '2026-09-24', '2026-09-18', '2026-09-23'],
  ])('published on %s runs from %s to %s, or %s to %s', (date, first, last, firstIncluded, lastIncluded) => {
    const noon = `${date}T04:00:00.000Z`;
    expect(noticePeriod(policy, noon)).toEqual({ firstDay: first, lastDay: last, endsAt: `${last}T15:59:59.999Z` });
    expect(noticePeriod(startCounts, noon)).toMatchObject({ firstDay: firstIncluded, lastDay: lastIncluded });
  });

  it('starts from the date in the city, not in UTC', () => {
    expect(noticePeriod(policy, '2025-09-24T16:00:00.000Z').lastDay).toBe('2025-10-09');
    expect(noticePeriod(policy, '2025-09-24T15:59:59.999Z').lastDay).toBe('2025-09-30');
  });

  it('never guesses a year that is not published', () => {
    expect(() => noticePeriod(policy, '2026-12-30T04:00:00.000Z')).toThrow(CalendarYearMissing);
  });
});
