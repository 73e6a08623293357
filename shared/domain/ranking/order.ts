import type { TIE_BREAKS } from '../../policy/schema.ts';
import { compare, nearest, parse, type Rational, rational } from '../rational.ts';

export type TieBreak = (typeof TIE_BREAKS)[number];

/** One scored application. Scores are rationals in points as text ("n" or "n/d"), never rounded. */
export interface RankInput {
  applicationId: string;
  uscc: string;
  total: string;
  /** Points of the category's results indicator. */
  resultsPoints: string;
  /** Points of the digital level; null where the category has none. */
  digitalPoints: string | null;
  /** Enterprises served by the register; null where the category has none. */
  servedCount: number | null;
  /** Date of acceptance; null where the category has none. */
  acceptedOn: string | null;
}

/** One scored application, ready to be compared. */
export interface Entry {
  input: RankInput;
  /** Points, unrounded. */
  total: Rational;
  /** The total as the nearest double: parts two of them at once where it can. */
  nearest: number;
  /** Larger is better; null, where nothing is known, is least. Read when a total is met twice. */
  keys: (Rational | null)[] | null;
}

/** @throws RangeError for a total that is no fraction */
export function entryOf(input: RankInput): Entry {
  const total = parse(input.total);
  return { input, total, nearest: nearest(total), keys: null };
}

/**
 * 五(三): negative when `a` stands before `b`. Totals are compared exactly, then the policy's tie-breaks in their order; zero
 * for equals in everything.
 */
export function order(a: Entry, b: Entry, steps: readonly TieBreak[]): number {
  const apart = b.nearest - a.nearest;
  if (apart < 0 || apart > 0) return apart;
  return compare(b.total, a.total) || byTieBreaks(a, b, steps);
}

/** What puts two entries apart: their totals, a tie-break of the policy, or nothing. */
export function apartBy(a: Entry, b: Entry, steps: readonly TieBreak[]): 'total' | TieBreak | null {
  if (compare(a.total, b.total) !== 0) return 'total';
  return steps[Math.abs(byTieBreaks(a, b, steps)) - 1] ?? null;
}

/** The number of the step that puts them apart, from 1, negative when `a` stands before `b`; zero for equals. */
function byTieBreaks(a: Entry, b: Entry, steps: readonly TieBreak[]): number {
  const own = keysOf(a, steps);
  const others = keysOf(b, steps);
  for (let i = 0; i < own.length; i += 1) {
    const x = own[i] ?? null;
    const y = others[i] ?? null;
    if (x === null && y === null) continue;
    if (x === null) return i + 1;
    if (y === null) return -i - 1;
    const sign = compare(y, x);
    if (sign !== 0) return sign * (i + 1);
  }
  return 0;
}

function keysOf(entry: Entry, steps: readonly TieBreak[]): (Rational | null)[] {
  entry.keys ??= steps.map((step) => tieBreakKey(step, entry.input));
  return entry.keys;
}

function tieBreakKey(step: TieBreak, input: RankInput): Rational | null {
  switch (step) {
    case 'results-indicator':
      return parse(input.resultsPoints);
    case 'digital-level':
      return input.digitalPoints === null ? null : parse(input.digitalPoints);
    case 'served-count':
      return input.servedCount === null ? null : rational(input.servedCount);
    case 'earlier-acceptance':
      // YYYY-MM-DD as a number grows with time, and earlier is better.
      return input.acceptedOn === null ? null : rational(-Number(input.acceptedOn.replaceAll('-', '')));
  }
}
