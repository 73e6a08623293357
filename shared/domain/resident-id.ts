const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** GB 11643: a date of birth in it, and the check character of ISO 7064 mod 11-2. A credit code may look alike. */
export function isResidentId(text: string): boolean {
  if (!/^[1-9]\d{16}[0-9Xx]$/.test(text) || !isDay(text.slice(6, 14))) return false;
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(text[i]), 0);
  return '10X98765432'[sum % 11] === text[17]?.toUpperCase();
}

/** What a spreadsheet leaves of an id that it took for a number: the place and the day of birth are still in it. */
export const wasResidentId = (number: number): boolean =>
  number >= 1e17 && number < 1e18 && isDay(BigInt(number).toString().slice(6, 14));

function isDay(digits: string): boolean {
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
  const time = Date.parse(`${day}T00:00:00.000Z`);
  return /^(19|20)/.test(day) && !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === day;
}
