import { add, compare, div, floor, parse, type Rational, rational, sub, sum, toFixedHalfUp } from './rational.ts';

/** How scores fall. For people to look at (仅供参考，不影响结果): totals and ranks never depend on it. */

export interface Bin {
  /** Points; the lower bound belongs to it, the upper one to the next, and full marks to the last. */
  from: number;
  to: number;
  count: number;
}

const FULL = 100;

/** Totals (rationals in points as text) by bins of this many points. */
export function distribution(totals: readonly string[], width: number): Bin[] {
  const bins = Array.from(
    { length: Math.ceil(FULL / width) },
    (_, i): Bin => ({
      from: i * width,
      to: Math.min(FULL, (i + 1) * width),
      count: 0,
    }),
  );
  for (const total of totals) {
    const bin = bins[Math.min(bins.length - 1, Math.max(0, Number(floor(div(parse(total), rational(width))))))];
    if (bin !== undefined) bin.count += 1;
  }
  return bins;
}

/** Two decimals, for people and for drawing. */
export const shown = (points: Rational): string => toFixedHalfUp(points, 2);

export interface Middle {
  count: number;
  least: string;
  median: string;
  mean: string;
  most: string;
}

/** Null where there is none. */
export function middle(totals: readonly string[]): Middle | null {
  const sorted = totals.map(parse).toSorted(compare);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) return null;
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? most;
  const lower = sorted.length % 2 === 0 ? (sorted[half - 1] ?? upper) : upper;
  return {
    count: sorted.length,
    least: shown(least),
    median: shown(div(add(lower, upper), rational(2))),
    mean: shown(meanOf(sorted)),
    most: shown(most),
  };
}

const meanOf = (points: readonly Rational[]): Rational => div(sum(points), rational(points.length));

/** The sheets of one application, by whom they are of. */
export type Panel = readonly { expert: string; points: string }[];

export interface Strictness {
  expert: string;
  sheets: number;
  /** Mean, least and most of the sheet's total less the panel's mean; below zero is stricter than the others. Points. */
  mean: string;
  least: string;
  most: string;
}

/** How each expert's totals lie beside the means of their panels; panels of one say nothing. The strictest first. */
export function strictness(panels: readonly Panel[]): Strictness[] {
  const deviations = new Map<string, Rational[]>();
  for (const panel of panels) {
    if (panel.length < 2) continue;
    const points = panel.map((sheet) => parse(sheet.points));
    const mean = meanOf(points);
    for (const [i, { expert }] of panel.entries()) {
      const own = points[i];
      if (own !== undefined) deviations.set(expert, [...(deviations.get(expert) ?? []), sub(own, mean)]);
    }
  }
  return [...deviations]
    .map(([expert, all]) => ({ expert, all: all.toSorted(compare), mean: meanOf(all) }))
    .toSorted((a, b) => compare(a.mean, b.mean) || (a.expert < b.expert ? -1 : 1))
    .map(({ expert, all, mean }) => ({
      expert,
      sheets: all.length,
      mean: shown(mean),
      least: shown(all[0] ?? mean),
      most: shown(all.at(-1) ?? mean),
    }));
}
