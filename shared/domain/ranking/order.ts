import type { TIE_BREAKS } from '../../policy/schema.ts';
import { compare, parse, type Rational, rational, ZERO } from '../rational.ts';
import { bestFirst } from './places.ts';
import { part, type Standing, unparted } from './standing.ts';

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
export const order = (a: Entry, b: Entry, steps: readonly TieBreak[]): number =>
  compare(b.total, a.total) || byTieBreaks(a, b, steps);

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
    const sign = bestFirst(own[i] ?? null, others[i] ?? null);
    if (sign !== 0) return sign * (i + 1);
  }
  return 0;
}

function keysOf(entry: Entry, steps: readonly TieBreak[]): (Rational | null)[] {
  entry.keys ??= steps.map((step) => keyOf(step, entry.input));
  return entry.keys;
}

const LOOKED_AT = {
  'results-indicator': 'resultsPoints',
  'digital-level': 'digitalPoints',
  'served-count': 'servedCount',
  'earlier-acceptance': 'acceptedOn',
} as const satisfies Record<TieBreak, keyof RankInput>;

/** Larger is better; null where nothing is known. */
function keyOf(step: TieBreak, input: RankInput): Rational | null {
  const known = input[LOOKED_AT[step]];
  if (typeof known === 'number') return rational(known);
  if (typeof known !== 'string') return null;
  // YYYY-MM-DD as a number grows with time, and earlier is better.
  return step === 'earlier-acceptance' ? rational(-Number(known.replaceAll('-', ''))) : parse(known);
}

/** Equal in everything. */
export interface Equals {
  inputs: RankInput[];
  /** Points, unrounded. */
  total: Rational;
  /** What puts them after the ones before; the first of all after nobody. */
  apart: 'total' | TieBreak;
}

/**
 * 五(三): all in the order of `order`, equals together. Totals part them, and then each tie-break in its turn, which is read only
 * of those who are still equal to somebody. No two applications are ever compared, so many cost little each.
 * @returns best first; equals by id, so that their listing is the same every time
 * @throws RangeError for points that are no fraction, where they are read
 */
export function inOrder(inputs: readonly RankInput[], steps: readonly TieBreak[]): Equals[] {
  const totals = inputs.map(({ total }) => parse(total));
  const standing = unparted<Equals['apart']>(inputs.length);
  part(standing, 'total', totals, (total) => total);
  for (const step of steps) part(standing, step, inputs, (input) => keyOf(step, input));
  const all = together(inputs, totals, standing);
  // Equals stand in the order in which they came.
  if (!isById(inputs)) for (const equals of all) equals.inputs.sort(byId);
  return all;
}

function together(
  inputs: readonly RankInput[],
  totals: readonly Rational[],
  { sorted, apart }: Standing<Equals['apart']>,
): Equals[] {
  const all: Equals[] = [];
  let equals: Equals | null = null;
  for (let at = 0; at < sorted.length; at += 1) {
    const i = sorted[at] ?? 0;
    const input = inputs[i];
    if (input === undefined) continue;
    const step = apart[at] ?? null;
    if (equals !== null && step === null) {
      equals.inputs.push(input);
      continue;
    }
    const total: Rational = equals !== null && step !== 'total' ? equals.total : (totals[i] ?? ZERO);
    equals = { inputs: [input], total, apart: step ?? 'total' };
    all.push(equals);
  }
  return all;
}

const byId = (a: RankInput, b: RankInput): number => (a.applicationId < b.applicationId ? -1 : 1);

/** They mostly come so. */
function isById(inputs: readonly RankInput[]): boolean {
  let before = '';
  for (const { applicationId } of inputs) {
    if (before > applicationId) return false;
    before = applicationId;
  }
  return true;
}
