import { language } from './spoken.ts';

const OFFSET_MS = 8 * 3_600_000;

const wall = (instant: string) => new Date(Date.parse(instant) + OFFSET_MS);

/** UTC instant as people read it, on the wall in Beijing and saying so: `2025年11月28日 17:00（北京时间）`. */
export const beijing = (instant: string): string => onWall(instant, 16);

/** The same to the second, as receipts have it: `2025年11月28日 16:59:59（北京时间）`. */
export const beijingSeconds = (instant: string): string => onWall(instant, 19);

function onWall(instant: string, length: number): string {
  const at = wall(instant).toISOString();
  const [date, time] = [chineseDate(at.slice(0, 10)), at.slice(11, length)];
  return language() === 'en' ? `${date}, ${time} (Beijing time)` : `${date} ${time}（北京时间）`;
}

/** The date on the wall in Beijing at an instant. */
export const localDay = (instant: string): string => wall(instant).toISOString().slice(0, 10);

/** `周二`; to an English reader `Tue`. */
export const weekday = (date: string): string =>
  new Intl.DateTimeFormat(language() === 'en' ? 'en-GB' : 'zh-CN', { weekday: 'short', timeZone: 'UTC' }).format(
    Date.parse(date),
  );

/** `YYYY-MM-DD` as `2025年11月28日`; to an English reader `28 November 2025`. */
export function chineseDate(date: string): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  if (language() === 'zh') return `${year}年${month}月${day}日`;
  return `${day} ${new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(year, month - 1))} ${year}`;
}
