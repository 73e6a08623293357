import { compare, type Rational } from '../rational.ts';

/** Larger is better; nothing known is least, and equal to nothing known. */
export function bestFirst(x: Rational | null, y: Rational | null): number {
  if (x === null || y === null) return Number(x === null) - Number(y === null);
  return compare(y, x);
}

/** Where values stand among the different ones. */
export interface Places {
  /** Of each value; 0 is best, equals share theirs, and none is left out. */
  places: Uint32Array<ArrayBuffer>;
  /** How many different values there are. */
  count: number;
}

/**
 * The places of values in the order of `bestFirst`. Exact: values that are multiples of one fraction, as points are, are told
 * apart as whole numbers, by counting; any others are compared.
 */
export function placesOf(values: readonly (Rational | null)[]): Places {
  const units = inUnits(values);
  return units === null ? compared(values) : counted(units);
}

function compared(values: readonly (Rational | null)[]): Places {
  const places = new Uint32Array(values.length);
  let count = 0;
  let before: Rational | null | undefined;
  for (const { value, at } of values.map((value, at) => ({ value, at })).sort((a, b) => bestFirst(a.value, b.value))) {
    if (before === undefined || bestFirst(before, value) !== 0) count += 1;
    places[at] = count - 1;
    before = value;
  }
  return { places, count };
}

/** Counting takes memory for every unit between the best and the least: so many there may be, and so many more for each value. */
const UNITS = 65_536;
const UNITS_EACH = 16;

/** By units below the best. */
function counted(below: Uint32Array<ArrayBuffer>): Places {
  let most = 0;
  for (let i = 0; i < below.length; i += 1) most = Math.max(most, below[i] ?? 0);
  const place = new Uint32Array(most + 1);
  for (let i = 0; i < below.length; i += 1) place[below[i] ?? 0] = 1;
  let count = 0;
  for (let units = 0; units <= most; units += 1) {
    if (place[units] !== 1) continue;
    place[units] = count;
    count += 1;
  }
  const places = new Uint32Array(below.length);
  for (let i = 0; i < below.length; i += 1) places[i] = place[below[i] ?? 0] ?? 0;
  return { places, count };
}

/** How far below the best, in units of the values' common fraction; null where that is none, or so small that there are many. */
function inUnits(values: readonly (Rational | null)[]): Uint32Array<ArrayBuffer> | null {
  const most = UNITS + UNITS_EACH * values.length;
  const denominator = commonDenominator(values, most);
  if (denominator === null) return null;
  let [least, best] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value === null) continue;
    const units = Number(value.n) * (denominator / Number(value.d));
    if (units < least) least = units;
    if (units > best) best = units;
  }
  // A product that is not safe came out rounded, but beyond what is.
  if (best - least >= most || best > Number.MAX_SAFE_INTEGER || least < Number.MIN_SAFE_INTEGER) return null;
  const below = new Uint32Array(values.length);
  const unknown = best < least ? 0 : best - least + 1;
  let at = 0;
  for (const value of values) {
    below[at] = value === null ? unknown : best - Number(value.n) * (denominator / Number(value.d));
    at += 1;
  }
  return below;
}

function commonDenominator(values: readonly (Rational | null)[], most: number): number | null {
  let denominator = 1;
  for (const value of values) {
    if (value === null) continue;
    if (typeof value.d !== 'number') return null;
    if (denominator % value.d === 0) continue;
    denominator *= value.d / divisor(denominator, value.d);
    if (denominator > most) return null;
  }
  return denominator;
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
