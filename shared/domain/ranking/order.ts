import type { TIE_BREAKS } from '../../policy/schema.ts';
import { compare, parse, type Rational, rational } from '../rational.ts';

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
  /** Larger is better; null, where nothing is known, is least. Read when a total is met twice. */
  keys: (Rational | null)[] | null;
}

/** @throws RangeError for a total that is no fraction */
export const entryOf = (input: RankInput): Entry => ({ input, total: parse(input.total), keys: null });

/**
 * 五(三): negative when `a` stands before `b`. Totals are compared exactly, then the policy's tie-breaks in their order; zero
 * for equals in everything.
 */
export function order(a: Entry, b: Entry, steps: readonly TieBreak[]): number {
  return compare(b.total, a.total) || byTieBreaks(a, b, steps).sign;
}

/** What puts two entries apart: their totals, a tie-break of the policy, or nothing. */
export function apartBy(a: Entry, b: Entry, steps: readonly TieBreak[]): 'total' | TieBreak | null {
  return compare(a.total, b.total) === 0 ? byTieBreaks(a, b, steps).step : 'total';
}

function byTieBreaks(a: Entry, b: Entry, steps: readonly TieBreak[]): { sign: number; step: TieBreak | null } {
  const [own, others] = [keysOf(a, steps), keysOf(b, steps)];
  for (const [i, step] of steps.entries()) {
    const [x, y] = [own[i] ?? null, others[i] ?? null];
    if (x === null && y === null) continue;
    if (x === null) return { sign: 1, step };
    const sign = y === null ? -1 : compare(y, x);
    if (sign !== 0) return { sign, step };
  }
  return { sign: 0, step: null };
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
