import type { TIE_BREAKS } from '../../policy/schema.ts';
import { compare, parse, type Rational, rational, ZERO } from '../rational.ts';

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

/** Larger is better; nothing known is least, and equal to nothing known. */
function bestFirst(x: Rational | null, y: Rational | null): number {
  if (x === null || y === null) return Number(x === null) - Number(y === null);
  return compare(y, x);
}

function keysOf(entry: Entry, steps: readonly TieBreak[]): (Rational | null)[] {
  entry.keys ??= steps.map((step) => keyOf(step, entry.input));
  return entry.keys;
}

const LOOKED_AT = {
  total: 'total',
  'results-indicator': 'resultsPoints',
  'digital-level': 'digitalPoints',
  'served-count': 'servedCount',
  'earlier-acceptance': 'acceptedOn',
} as const satisfies Record<'total' | TieBreak, keyof RankInput>;

/** Larger is better; null where nothing is known. */
function keyOf(step: 'total' | TieBreak, input: RankInput): Rational | null {
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
 * 五(三): all in the order of `order`, equals together. Of each step every value gets its place among the different ones, and the
 * places are sorted by counting, the last step first: no two applications are ever compared, so many cost little each.
 * @returns best first; equals by id, so that their listing is the same every time
 * @throws RangeError for points that are no fraction
 */
export function inOrder(inputs: readonly RankInput[], steps: readonly TieBreak[]): Equals[] {
  const columns = (['total', ...steps] as const).map((step) => columnOf(inputs, step));
  let sorted = new Uint32Array(inputs.length).map((_, i) => i);
  for (const column of columns.toReversed()) sorted = sortedBy(column, sorted);
  const all: Equals[] = [];
  let before = -1;
  for (const i of sorted) {
    const input = inputs[i];
    const step = before < 0 ? 0 : firstApart(columns, before, i);
    if (input === undefined) continue;
    if (step < 0) all.at(-1)?.inputs.push(input);
    else
      all.push({
        inputs: [input],
        total: columns[0]?.values[columns[0].places[i] ?? 0] ?? ZERO,
        apart: columns[step]?.step ?? 'total',
      });
    before = i;
  }
  for (const { inputs: equal } of all) if (equal.length > 1) equal.sort(byId);
  return all;
}

/** The step that parts two applications; −1 for equals. */
function firstApart(columns: readonly Column[], a: number, b: number): number {
  let step = 0;
  for (const { places } of columns) {
    if (places[a] !== places[b]) return step;
    step += 1;
  }
  return -1;
}

const byId = (a: RankInput, b: RankInput): number => (a.applicationId < b.applicationId ? -1 : 1);

/** What a step looks at. */
interface Column {
  step: 'total' | TieBreak;
  /** The different values, best first. */
  values: (Rational | null)[];
  /** Of each application the place of its value among them. */
  places: Uint32Array<ArrayBuffer>;
}

/** The same text is read once; texts of one value come together all the same. */
function columnOf(inputs: readonly RankInput[], step: Column['step']): Column {
  const look = LOOKED_AT[step];
  const numbers = new Map<RankInput[typeof look], number>();
  const read: { value: Rational | null; number: number }[] = [];
  const places = new Uint32Array(inputs.length);
  let at = 0;
  for (const input of inputs) {
    let number = numbers.get(input[look]);
    if (number === undefined) {
      number = read.length;
      numbers.set(input[look], number);
      read.push({ value: keyOf(step, input), number });
    }
    places[at] = number;
    at += 1;
  }
  const values: Column['values'] = [];
  const placeOf = new Uint32Array(read.length);
  for (const { value, number } of read.sort((a, b) => bestFirst(a.value, b.value))) {
    const last = values.at(-1);
    if (last === undefined || bestFirst(last, value) !== 0) values.push(value);
    placeOf[number] = values.length - 1;
  }
  return { step, values, places: places.map((number) => placeOf[number] ?? 0) };
}

/** Leaves in their order those that have the same value. */
function sortedBy({ places, values }: Column, order: Uint32Array): Uint32Array<ArrayBuffer> {
  const from = new Uint32Array(values.length + 1);
  for (const place of places) from[place + 1] = (from[place + 1] ?? 0) + 1;
  for (let place = 1; place < from.length; place += 1) from[place] = (from[place] ?? 0) + (from[place - 1] ?? 0);
  const sorted = new Uint32Array(order.length);
  for (const i of order) {
    const place = places[i] ?? 0;
    const at = from[place] ?? 0;
    sorted[at] = i;
    from[place] = at + 1;
  }
  return sorted;
}
