import { channel } from 'node:diagnostics_channel';

/** One count, published at once: whoever wants to know when and by whom something was done subscribes. */
export interface Counted {
  operation: string;
  amount: number;
  /** Whose it is: the function that asked or ran, the queue, bucket and folder, or machine that was used; '' when nobody says. */
  by: string;
}

/** The diagnostics channel of the counts. Without subscribers nothing is built. */
export const COUNTED_CHANNEL = 'awards.local-cloud.counted';

const counted = channel(COUNTED_CHANNEL);

/** Counts what AWS would bill, as `service.operation` (requests, events, units) or `lambda.gbSeconds` (measured). */
export interface Operations {
  /** @param by see Counted */
  add(operation: string, amount?: number, by?: string): void;
  /** The counts so far, sorted by name. */
  totals(): Record<string, number>;
}

/** @param before counts of earlier runs on the same data. */
export function createOperations(before: Record<string, number> = {}): Operations {
  const counts = new Map<string, number>(Object.entries(before));
  return {
    add: (operation, amount = 1, by = '') => {
      counts.set(operation, (counts.get(operation) ?? 0) + amount);
      if (counted.hasSubscribers) counted.publish({ operation, amount, by } satisfies Counted);
    },
    totals: () => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
