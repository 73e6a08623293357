/** A cell as the readers hand it over. Dates are at midnight UTC of the day that the sheet shows. */
export type Cell = string | number | boolean | Date | null;

/** What people paste along and cannot see: marks of order, joiners, byte order marks. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g;

/** Text of which only the characters count (codes, dates, numbers, titles): half-width, without any space. */
export const squeezed = (text: string): string =>
  text.normalize('NFKC').replace(INVISIBLE, '').replace(/^'/, '').replace(/\s+/g, '');

const HAN = /\p{Script=Han}/u;

/**
 * Text that people read: full-width letters, digits and spaces become half-width; brackets become what the text around
 * them is, so that a name written twice is the same name. Idempotent.
 */
export function tidyText(text: string): string {
  const plain = text
    .toWellFormed()
    .replace(INVISIBLE, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[^\S\n]+/g, ' ')
    .trim()
    // Spreadsheets take an apostrophe in front for "this is text".
    .replace(/^'+\s*/, '');
  return HAN.test(plain)
    ? plain.replaceAll('(', '（').replaceAll(')', '）')
    : plain.replaceAll('（', '(').replaceAll('）', ')');
}

/** A number as the sheet shows it, exactly: all its digits, and how many of them stand behind the point. */
interface Decimal {
  digits: bigint;
  scale: number;
}

const NUMBER = /^([+-]?)(\d{1,30})(?:\.(\d{1,30}))?(?:e([+-]?\d{1,2}))?$/i;

/** Excel keeps 15 significant digits; what a binary number has beyond them (`0.30000000000000004`) is noise. */
const shown = (value: number): string => value.toPrecision(15);

/** A number with or without thousands' commas; null for anything else. */
export function decimalOf(value: number | string): Decimal | null {
  const text = typeof value === 'number' ? shown(value) : value.replace(/(?<=\d),(?=\d{3}(?!\d))/g, '');
  const match = NUMBER.exec(text);
  if (match === null) return null;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = BigInt(`${whole}${fraction}`);
  return { digits: sign === '-' ? -digits : digits, scale: fraction.length - Number(exponent) };
}

/** How many of 10^−`places` it is; null when a fraction of that remains. Nothing is rounded. */
export function unitsOf({ digits, scale }: Decimal, places: number): bigint | null {
  const shift = places - scale;
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  return digits % divisor === 0n ? digits / divisor : null;
}

/** `YYYY-MM-DD` if there is such a day in this or the last century. */
export function dateOf(year: number, month: number, day: number): string | null {
  if (year < 1949 || year > 2099) return null;
  const at = new Date(Date.UTC(year, month - 1, day));
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return null;
  return at.toISOString().slice(0, 10);
}

/** Days since the eve of 1900 as spreadsheets count them (with a 29 February 1900 that never was). */
export function dateOfSerial(serial: number): string | null {
  const at = new Date(Date.UTC(1899, 11, 30) + Math.floor(serial) * 86_400_000);
  return dateOf(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate());
}
