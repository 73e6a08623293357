/** Unified social credit code (统一社会信用代码), GB 32100-2015: 17 characters and a check character, modulo 31. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** Check character for the first 17. @throws RangeError for another length or a character outside the alphabet. */
export function usccCheckCharacter(first17: string): string {
  if (first17.length !== WEIGHTS.length) throw new RangeError(`17 characters expected, not ${first17.length}`);
  const total = WEIGHTS.reduce((sum, weight, i) => {
    const value = ALPHABET.indexOf(first17.charAt(i));
    if (value < 0) throw new RangeError(`character ${i + 1} is not of the code's alphabet`);
    return sum + weight * value;
  }, 0);
  return ALPHABET.charAt((31 - (total % 31)) % 31);
}

/**
 * Whether the code's shape and check character hold. Genuine codes that fail exist: a person may override, so callers
 * flag and do not reject.
 */
export function usccIsValid(code: string): boolean {
  if (code.length !== 18 || [...code].some((character) => !ALPHABET.includes(character))) return false;
  return usccCheckCharacter(code.slice(0, 17)) === code.charAt(17);
}
