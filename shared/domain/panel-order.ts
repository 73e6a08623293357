/** A recorded order of a tie, best first: what was written down is a number for each application. */
export function orderOf(recorded: unknown): string[] {
  if (typeof recorded !== 'object' || recorded === null) return [];
  return Object.entries(recorded)
    .toSorted(([, a], [, b]) => Number(a) - Number(b))
    .map(([id]) => id);
}

/**
 * What a category's panel decided about its ties, one after the other, as one order: the later word counts. An order goes on
 * to hold for those who are left when one of the tied withdraws.
 */
export const mergedOrder = (orders: string[][]): string[] => [...new Set(orders.toReversed().flat())];
