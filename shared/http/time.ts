const OFFSET_MS = 8 * 3_600_000;

const wall = (instant: string) => new Date(Date.parse(instant) + OFFSET_MS);

/** UTC instant as people read it, on the wall in Beijing and saying so: `2025年11月28日 17:00（北京时间）`. */
export function beijing(instant: string): string {
  const at = wall(instant).toISOString();
  return `${chineseDate(at.slice(0, 10))} ${at.slice(11, 16)}（北京时间）`;
}

/** The same to the second, as receipts have it: `2025年11月28日 16:59:59（北京时间）`. */
export function beijingSeconds(instant: string): string {
  const at = wall(instant).toISOString();
  return `${chineseDate(at.slice(0, 10))} ${at.slice(11, 19)}（北京时间）`;
}

/** `YYYY-MM-DD` as `2025年11月28日`. */
export function chineseDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}
