/** What an application costs at any number of them, from rounds that were played at a few. Pure. */
import { type PriceTable, priceNameOf } from '../../demo/report/prices.ts';
import type { Count, PlayedRound } from './played.ts';

/** How often something is done: so often for every application, and so often for the round whatever its size. */
export interface Part extends Omit<Count, 'amount'> {
  perApplication: number;
  perRound: number;
}

const keyOf = ({ stage, by, operation }: Omit<Count, 'amount'>): string => JSON.stringify([stage, by, operation]);

/**
 * The line through two rounds of different sizes. What falls with the number of applications is not believed: then all of
 * it is the larger round's, by application.
 * @throws Error for two rounds of one size
 */
export function fitted(small: PlayedRound, large: PlayedRound): Part[] {
  if (small.applications >= large.applications) throw new Error('the second round must be the larger');
  const amounts = (round: PlayedRound) => new Map(round.counts.map((count) => [keyOf(count), count.amount]));
  const [few, many] = [amounts(small), amounts(large)];
  const all = new Map([...small.counts, ...large.counts].map((count) => [keyOf(count), count]));
  return [...all].map(([key, { stage, by, operation }]) => {
    const [at, most] = [few.get(key) ?? 0, many.get(key) ?? 0];
    const slope = (most - at) / (large.applications - small.applications);
    const rest = most - slope * large.applications;
    const line =
      slope >= 0 && rest >= 0
        ? { perApplication: slope, perRound: rest }
        : slope < 0
          ? { perApplication: 0, perRound: most }
          : { perApplication: most / large.applications, perRound: 0 };
    return { stage, by, operation, ...line };
  });
}

/** What would be counted in a round of that size. */
export const predicted = (parts: readonly Part[], applications: number): Count[] =>
  parts.map(({ stage, by, operation, perApplication, perRound }) => ({
    ...{ stage, by, operation },
    amount: perApplication * applications + perRound,
  }));

/** What counts cost, summed by whatever names them; what has no price is left out. In the table's currency. */
export function costBy<K extends string>(
  counts: readonly Count[],
  { prices }: PriceTable,
  nameOf: (count: Count) => K,
): Map<K, number> {
  const costs = new Map<K, number>();
  for (const count of counts) {
    const name = priceNameOf(count.operation);
    const price = name === null ? undefined : prices[name];
    if (price === undefined) continue;
    costs.set(nameOf(count), (costs.get(nameOf(count)) ?? 0) + price * count.amount);
  }
  return costs;
}

export const sumOf = (costs: ReadonlyMap<string, number>): number =>
  [...costs.values()].reduce((sum, cost) => sum + cost, 0);

/** Operations that a price is asked for and not known. */
export const unpriced = (counts: readonly Count[], { prices }: PriceTable): string[] => [
  ...new Set(
    counts
      .map(({ operation }) => priceNameOf(operation))
      .filter((name) => name !== null)
      .filter((name) => prices[name] === undefined),
  ),
];
