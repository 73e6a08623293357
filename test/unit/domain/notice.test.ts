import { describe, expect, it } from 'vitest';
import { CalendarYearMissing, withYears } from '../../../shared/domain/calendar.ts';
import { yearFaults } from '../../../shared/domain/calendar-year.ts';
import { correctedPeriod, daysOfNotice, isUnderNotice, noticePeriod } from '../../../shared/domain/notice.ts';
import { publishablePeriod } from '../../../shared/domain/objections.ts';
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

  const year = { year: '2027', source: '某通知', off: ['2027-01-01'], worked: ['2027-01-03'] };

  it('goes on with a year that was published later, and nothing in the policy’s own years changes', () => {
    const known = withYears(policy, [year, { ...year, year: '2026', off: [], worked: [] }]);
    expect(noticePeriod(known, '2026-12-30T04:00:00.000Z').lastDay).toBe('2027-01-06');
    expect(known.calendar.years['2026']).toEqual(policy.calendar.years['2026']);
  });

  it('is published only when the days of an objection on its last day are known, too', () => {
    const at = '2026-12-24T04:00:00.000Z';
    expect(noticePeriod(policy, at).lastDay).toBe('2026-12-31');
    expect(() => publishablePeriod(policy, at)).toThrow(CalendarYearMissing);
    expect(publishablePeriod(withYears(policy, [year]), at)).toEqual(noticePeriod(policy, at));
  });

  it('names each of its working days, over a holiday and a working weekend', () => {
    const days = daysOfNotice(policy, noticePeriod(policy, '2026-09-18T04:00:00.000Z'));
    expect(days).toEqual(['2026-09-20', '2026-09-21', '2026-09-22', '2026-09-23', '2026-09-24']);
  });

  it.each([
    // corrected at, last day where the policy begins anew, last day where it does not
    ['2025-12-03T01:00:00.000Z', '2025-12-10', '2025-12-05'],
    ['2025-11-28T02:00:00.000Z', '2025-12-05', '2025-12-05'],
    // A clock that is behind shortens nothing.
    ['2025-11-20T02:00:00.000Z', '2025-12-05', '2025-12-05'],
  ])('corrected at %s lasts until %s, or stays until %s', (at, anew, same) => {
    const before = noticePeriod(policy, '2025-11-28T01:00:00.000Z');
    const kept = policyWith((p) => {
      p.notice.value.correctionRestarts = false;
    });
    expect(correctedPeriod(policy, before, at).lastDay).toBe(anew);
    expect(correctedPeriod(kept, before, at)).toEqual({ ...before, lastDay: same });
  });

  it('runs for who is on the list, on no other list yet, until the last millisecond', () => {
    const endsAt = '2025-12-05T15:59:59.999Z';
    const place = { state: 'shortlisted', noticeEndsAt: endsAt };
    expect(isUnderNotice(place, endsAt)).toBe(true);
    expect(isUnderNotice(place, '2025-12-05T16:00:00.000Z')).toBe(false);
    for (const other of [{ state: 'removed' }, { noticeEndsAt: null }, { proposedIn: 1 }])
      expect(isUnderNotice({ ...place, ...other }, endsAt)).toBe(false);
  });
});

describe('a year that is put in', () => {
  it('has weekdays off and weekends worked, of its own, each once', () => {
    expect(yearFaults('2027', { off: ['2027-01-01', '2027-02-08'], worked: ['2027-01-03'] })).toEqual([]);
    const faults = yearFaults('2027', {
      off: ['2026-12-31', '2027-01-02', '2027-01-01', '2027-01-01'],
      worked: ['2027-01-04'],
    });
    expect(faults.map(({ list, code, date }) => `${list} ${code} ${date}`)).toEqual([
      ...[
        'off wrong-year 2026-12-31',
        'off weekend 2027-01-02',
        'off repeated 2027-01-01',
        'worked weekday 2027-01-04',
      ],
    ]);
  });
});
