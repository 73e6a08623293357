/**
 * Exact fractions. Scores are compared and ranked unrounded, so a mean of three sheets must stay a third; floating
 * point would decide ties by its own error.
 * Always reduced, denominator above zero.
 */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

/**
 * n/d, reduced.
 * @throws RangeError for a zero denominator or a number that is no safe integer.
 */
export function rational(n: bigint | number, d: bigint | number = 1n): Rational {
  const [top, bottom] = [integer(n), integer(d)];
  if (bottom === 0n) throw new RangeError('a fraction with denominator zero');
  const divisor = gcd(absolute(top), absolute(bottom)) * (bottom < 0n ? -1n : 1n);
  return { n: top / divisor, d: bottom / divisor };
}

export const ZERO: Rational = { n: 0n, d: 1n };

export const add = (a: Rational, b: Rational): Rational => rational(a.n * b.d + b.n * a.d, a.d * b.d);
export const sub = (a: Rational, b: Rational): Rational => rational(a.n * b.d - b.n * a.d, a.d * b.d);
export const mul = (a: Rational, b: Rational): Rational => rational(a.n * b.n, a.d * b.d);
/** @throws RangeError when b is zero. */
export const div = (a: Rational, b: Rational): Rational => rational(a.n * b.d, a.d * b.n);
export const sum = (all: readonly Rational[]): Rational => all.reduce(add, ZERO);

/** Negative when a < b, zero when equal, positive when a > b: fit for `sort`. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  const [left, right] = [a.n * b.d, b.n * a.d];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/**
 * Reads `n` or `n/d`, the form in which scores are recorded.
 * @throws RangeError for anything else.
 */
export function parse(text: string): Rational {
  const match = /^(-?\d+)(?:\/(\d+))?$/.exec(text);
  if (match?.[1] === undefined) throw new RangeError(`not a fraction: ${JSON.stringify(text)}`);
  return rational(BigInt(match[1]), BigInt(match[2] ?? 1));
}

/** `n/d`, or `n` for a whole number; one text for one value. */
export const format = (r: Rational): string => (r.d === 1n ? `${r.n}` : `${r.n}/${r.d}`);

/** Decimal with exactly `digits` places for people to read; halves go up. Never compute with it. */
export function toFixedHalfUp(r: Rational, digits: number): string {
  const scale = 10n ** BigInt(digits);
  const scaled = floorDiv(2n * r.n * scale + r.d, 2n * r.d);
  const text = absolute(scaled)
    .toString()
    .padStart(digits + 1, '0');
  const sign = scaled < 0n ? '-' : '';
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

function integer(value: bigint | number): bigint {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError(`not a safe integer: ${value}`);
  return BigInt(value);
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

function floorDiv(a: bigint, b: bigint): bigint {
  return a / b - (a % b !== 0n && a < 0n ? 1n : 0n);
}
