import type { Calendar } from '../policy/schema.ts';

export type YearFault = {
  list: 'off' | 'worked';
  code: 'wrong-year' | 'weekend' | 'weekday' | 'repeated';
  date: string;
};

/** What cannot be right in a year's list of days: dates of another year, days off on weekends, working weekends on weekdays, and days twice. */
export function yearFaults(year: string, days: Pick<Calendar['years'][string], 'off' | 'worked'>): YearFault[] {
  return (['off', 'worked'] as const).flatMap((list) =>
    days[list].flatMap((date, i): YearFault[] => {
      if (!date.startsWith(year)) return [{ list, code: 'wrong-year', date }];
      if (days[list].indexOf(date) < i) return [{ list, code: 'repeated', date }];
      const weekday = new Date(`${date}T00:00:00.000Z`).getUTCDay();
      const weekend = weekday === 0 || weekday === 6;
      if (list === 'off' && weekend) return [{ list, code: 'weekend', date }];
      return list === 'worked' && !weekend ? [{ list, code: 'weekday', date }] : [];
    }),
  );
}
