import { expect, test } from 'vitest';
import { checkSchedule, parseSchedule } from '../../../infra/local/events/schedule.ts';

const at = (text: string): number => Date.parse(`${text}Z`);
const shown = (time: number | undefined) =>
  time === undefined ? undefined : new Date(time).toISOString().slice(0, 16);

test.each([
  ['rate(1 hour)', '2025-03-03T01:30', '2025-03-03T02:00'],
  ['rate(15 minutes)', '2025-03-03T01:30', '2025-03-03T01:45'],
  ['cron(0 8 ? * MON-FRI *)', '2025-03-07T08:00', '2025-03-10T08:00'],
  ['cron(30 1 1 * ? *)', '2025-03-03T00:00', '2025-04-01T01:30'],
  ['cron(0/20 9-10 * MAR ? 2025,2026)', '2025-03-31T10:40', '2026-03-01T09:00'],
  ['cron(0 0 29 2 ? *)', '2025-03-03T00:00', '2028-02-29T00:00'],
])('%s after %s is due at %s', (expression, from, expected) => {
  expect(shown(parseSchedule(expression).nextAfter(at(from)))).toBe(expected);
});

test('the last occurrence of a span counts, its beginning does not', () => {
  const hourly = parseSchedule('rate(1 hour)');
  expect(shown(hourly.lastWithin(at('2025-03-03T01:00'), at('2025-03-05T04:10')))).toBe('2025-03-05T04:00');
  expect(hourly.lastWithin(at('2025-03-03T01:00'), at('2025-03-03T01:59'))).toBeUndefined();
  const weekdays = parseSchedule('cron(0 8 ? * MON-FRI *)');
  expect(shown(weekdays.lastWithin(at('2025-03-07T07:00'), at('2025-03-09T23:00')))).toBe('2025-03-07T08:00');
  expect(weekdays.lastWithin(at('2025-03-07T08:00'), at('2025-03-09T23:00'))).toBeUndefined();
});

test.each([
  'rate(0 minutes)',
  'rate(2 weeks)',
  'cron(0 8 * *)',
  'cron(61 8 * * ? *)',
  'cron(0 8 ? * FUN *)',
  'cron(0 8 L * ? *)',
])('%s is refused', (expression) => {
  expect(checkSchedule(expression)).toHaveLength(1);
});
