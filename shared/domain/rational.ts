/**
 * Exact fractions. Scores are compared and ranked unrounded, so a mean of three sheets must stay a third; floating
 * point would decide ties by its own error.
 * Always reduced, denominator above zero. Numbers where both parts are safe integers, which is what scores are made of, else
 * bigints: one value has one form.
 */
export type Rational = Small | Big;
interface Small {
  readonly n: number;
  readonly d: number;
}
interface Big {
  readonly n: bigint;
  readonly d: bigint;
}

const MOST = Number.MAX_SAFE_INTEGER;
/**
 * Whether a product or sum of safe integers came out exact. One that is beyond 2⁵³ − 1 is rounded to 2⁵³ or more, never back
 * into the safe range.
 */
const exact = (x: number): boolean => x <= MOST && x >= -MOST;
const isSmall = (r: Rational): r is Small => typeof r.n === 'number';
const big = ({ n, d }: Rational): Big => ({ n: BigInt(n), d: BigInt(d) });

/**
 * n/d, reduced.
 * @throws RangeError for a zero denominator or a number that is no safe integer.
 */
export function rational(n: bigint | number, d: bigint | number = 1): Rational {
  if (typeof n === 'number' && typeof d === 'number' && Number.isSafeInteger(n) && Number.isSafeInteger(d))
    return reduced(n, d);
  return reducedBig(integer(n), integer(d));
}

export const ZERO: Rational = { n: 0, d: 1 };

export function add(a: Rational, b: Rational): Rational {
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  if (isSmall(a) && isSmall(b)) {
    if (a.d === b.d && exact(a.n + b.n)) return a.d === 1 ? { n: a.n + b.n, d: 1 } : reduced(a.n + b.n, a.d);
    const left = a.n * b.d;
    const right = b.n * a.d;
    const d = a.d * b.d;
    if (exact(left) && exact(right) && exact(left + right) && exact(d)) return reduced(left + right, d);
  }
  const [x, y] = [big(a), big(b)];
  return reducedBig(x.n * y.d + y.n * x.d, x.d * y.d);
}

export const sub = (a: Rational, b: Rational): Rational => add(a, negated(b));

export function mul(a: Rational, b: Rational): Rational {
  if (isSmall(a) && isSmall(b)) {
    const [n, d] = [a.n * b.n, a.d * b.d];
    if (exact(n) && exact(d)) return reduced(n, d);
  }
  const [x, y] = [big(a), big(b)];
  return reducedBig(x.n * y.n, x.d * y.d);
}

/** @throws RangeError when b is zero. */
export const div = (a: Rational, b: Rational): Rational => mul(a, inverse(b));
export const sum = (all: readonly Rational[]): Rational => all.reduce(add, ZERO);

/** Negative when a < b, zero when equal, positive when a > b: fit for `sort`. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  if (a === b) return 0;
  if (isSmall(a) && isSmall(b)) {
    if (a.d === b.d) return sign(a.n, b.n);
    const left = a.n * b.d;
    const right = b.n * a.d;
    if (exact(left) && exact(right)) return sign(left, right);
  }
  const [x, y] = [big(a), big(b)];
  return sign(x.n * y.d, y.n * x.d);
}

/** The greatest integer that is not above it. */
export function floor(r: Rational): bigint {
  const { n, d } = big(r);
  return n / d - (n % d !== 0n && n < 0n ? 1n : 0n);
}

const SMALL_TEXT = 15;
const [ZERO_CODE, NINE_CODE, MINUS_CODE] = [48, 57, 45];

/** Digits from `at` up to `end` as a number; NaN for anything else, nothing included. */
function digitsOf(text: string, at: number, end: number): number {
  let value = at < end ? 0 : Number.NaN;
  for (let i = at; i < end; i += 1) {
    const code = text.charCodeAt(i);
    if (code < ZERO_CODE || code > NINE_CODE) return Number.NaN;
    value = value * 10 + code - ZERO_CODE;
  }
  return value;
}

/** Of a text so short that its parts are safe; null for what is no fraction. */
function parseSmall(text: string): Rational | null {
  const slash = text.indexOf('/');
  const below = text.charCodeAt(0) === MINUS_CODE;
  const n = digitsOf(text, below ? 1 : 0, slash < 0 ? text.length : slash);
  const d = slash < 0 ? 1 : digitsOf(text, slash + 1, text.length);
  return Number.isNaN(n) || Number.isNaN(d) ? null : reduced(below ? -n : n, d);
}

/**
 * Reads `n` or `n/d`, the form in which scores are recorded.
 * @throws RangeError for anything else.
 */
export function parse(text: string): Rational {
  const small = text.length <= SMALL_TEXT ? parseSmall(text) : null;
  if (small !== null) return small;
  const match = /^(-?\d+)(?:\/(\d+))?$/.exec(text);
  if (match?.[1] === undefined) throw new RangeError(`not a fraction: ${JSON.stringify(text)}`);
  const [, n, d = '1'] = match;
  return rational(BigInt(n), BigInt(d));
}

/** `n/d`, or `n` for a whole number; one text for one value. */
export const format = ({ n, d }: Rational): string => (d === 1 || d === 1n ? `${n}` : `${n}/${d}`);

/** Decimal with exactly `digits` places for people to read; halves go up. Never compute with it. */
export function toFixedHalfUp(r: Rational, digits: number): string {
  const scaled = inUnits(r, 10 ** digits);
  const below = scaled < 0;
  const text = `${below ? -scaled : scaled}`.padStart(digits + 1, '0');
  const sign = below ? '-' : '';
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** r × scale, halves up, whole. */
function inUnits(r: Rational, scale: number): number | bigint {
  if (isSmall(r)) {
    const [top, bottom] = [2 * r.n * scale + r.d, 2 * r.d];
    if (exact(2 * r.n * scale) && exact(top) && exact(bottom)) {
      const rest = top % bottom;
      return (top - (rest < 0 ? rest + bottom : rest)) / bottom;
    }
  }
  const { n, d } = big(r);
  return floor(reducedBig(2n * n * BigInt(scale) + d, 2n * d));
}

function integer(value: bigint | number): bigint {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError(`not a safe integer: ${value}`);
  return BigInt(value);
}

/** Of safe integers. `+ 0` makes no zero of minus zero. */
function reduced(n: number, d: number): Small {
  if (d === 0) throw new RangeError('a fraction with denominator zero');
  if (d === 1) return { n: n + 0, d };
  const common = divisorOf(n < 0 ? -n : n, d < 0 ? -d : d);
  const divisor = d < 0 ? -common : common;
  return { n: n / divisor + 0, d: d / divisor };
}

const MOST_INT32 = 0x7fffffff;

/** The greatest common divisor. What fits 32 bits is divided as such, which processors do many times faster than doubles. */
function divisorOf(x: number, y: number): number {
  if (x <= MOST_INT32 && y <= MOST_INT32) return divisorOfInt32(x | 0, y | 0);
  let [a, b] = [x, y];
  while (b !== 0) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

function divisorOfInt32(x: number, y: number): number {
  let a = x;
  let b = y;
  while (b !== 0) {
    const rest = (a % b) | 0;
    a = b;
    b = rest;
  }
  return a;
}

function reducedBig(n: bigint, d: bigint): Rational {
  if (d === 0n) throw new RangeError('a fraction with denominator zero');
  let [x, y] = [n < 0n ? -n : n, d < 0n ? -d : d];
  while (y !== 0n) [x, y] = [y, x % y];
  const divisor = d < 0n ? -x : x;
  const [top, bottom] = [n / divisor, d / divisor];
  const small = { n: Number(top), d: Number(bottom) };
  return exact(small.n) && exact(small.d) ? small : { n: top, d: bottom };
}

const negated = (r: Rational): Rational => (isSmall(r) ? { n: 0 - r.n, d: r.d } : { n: -r.n, d: r.d });
const inverse = (r: Rational): Rational => rational(r.d, r.n);

function sign(left: number | bigint, right: number | bigint): -1 | 0 | 1 {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
