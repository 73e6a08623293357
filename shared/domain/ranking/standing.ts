import type { Rational } from '../rational.ts';
import { placesOf } from './places.ts';

/** The order of a list by what has been looked at. */
export interface Standing<Step> {
  /** Indices of the list, best first; equals as they came. */
  readonly sorted: Uint32Array;
  /** At each place what puts it after the one before, null where nothing does. The first of all is after nobody. */
  readonly apart: (Step | null)[];
}

/** Nothing has been looked at. */
export const unparted = <Step>(count: number): Standing<Step> => ({
  sorted: numbersBelow(count),
  apart: new Array<null>(count).fill(null),
});

/**
 * Puts those who are still equal to somebody in the order of their values (`bestFirst`).
 * @param read the value of one of the list; called only where it counts
 */
export function part<Step, One>(
  { sorted, apart }: Standing<Step>,
  step: Step,
  list: readonly One[],
  read: (one: One) => Rational | null,
): void {
  const { at, who, groups } = tiedIn(sorted, apart);
  const values = new Array<Rational | null>(who.length);
  for (let n = 0; n < who.length; n += 1) {
    const one = list[who[n] ?? 0];
    values[n] = one === undefined ? null : read(one);
  }
  const { places, count } = placesOf(values);
  if (count < 2) return;
  const order = sortedBy(groups, sortedBy(places, numbersBelow(who.length)));
  let before = 0;
  for (let n = 0; n < order.length; n += 1) {
    const own = order[n] ?? 0;
    const place = at[n] ?? 0;
    sorted[place] = who[own] ?? 0;
    if (n > 0 && groups[own] === groups[before] && places[own] !== places[before]) apart[place] = step;
    before = own;
  }
}

/** Who is equal to somebody. */
interface Tied {
  /** Their places in the order. */
  at: Uint32Array;
  /** Who they are, as they came, for what came together lies together in memory; and of each the group, the best one is 0. */
  who: Uint32Array;
  groups: Uint32Array;
}

function tiedIn(sorted: Uint32Array, apart: readonly unknown[]): Tied {
  const ALONE = 0xffff_ffff;
  const groupOf = new Uint32Array(sorted.length).fill(ALONE);
  const at = new Uint32Array(sorted.length);
  let [tied, group] = [0, -1];
  for (let place = 0; place < sorted.length; place += 1) {
    const first = place === 0 || apart[place] !== null;
    const last = place === sorted.length - 1 || apart[place + 1] !== null;
    if (first && last) continue;
    if (first) group += 1;
    groupOf[sorted[place] ?? 0] = group;
    at[tied] = place;
    tied += 1;
  }
  const [who, groups] = [new Uint32Array(tied), new Uint32Array(tied)];
  for (let i = 0, n = 0; i < groupOf.length; i += 1) {
    const own = groupOf[i] ?? ALONE;
    if (own === ALONE) continue;
    [who[n], groups[n]] = [i, own];
    n += 1;
  }
  return { at, who, groups };
}

function numbersBelow(count: number): Uint32Array {
  const numbers = new Uint32Array(count);
  for (let i = 0; i < count; i += 1) numbers[i] = i;
  return numbers;
}

/** Sorts by a number of each, which has to be small, by counting; leaves in their order those that have the same. */
function sortedBy(numbers: Uint32Array, order: Uint32Array): Uint32Array {
  let most = 0;
  for (let i = 0; i < numbers.length; i += 1) most = Math.max(most, numbers[i] ?? 0);
  const from = new Uint32Array(most + 2);
  for (let i = 0; i < numbers.length; i += 1) {
    const next = (numbers[i] ?? 0) + 1;
    from[next] = (from[next] ?? 0) + 1;
  }
  for (let number = 1; number <= most; number += 1) from[number] = (from[number] ?? 0) + (from[number - 1] ?? 0);
  const sorted = new Uint32Array(order.length);
  for (let n = 0; n < order.length; n += 1) {
    const i = order[n] ?? 0;
    const number = numbers[i] ?? 0;
    const at = from[number] ?? 0;
    sorted[at] = i;
    from[number] = at + 1;
  }
  return sorted;
}
