/** Counts what AWS would bill, as `service.operation` (requests, events, units) or `lambda.gbSeconds` (measured). */
export interface Operations {
  add(operation: string, amount?: number): void;
  /** The counts so far, sorted by name. */
  totals(): Record<string, number>;
}

/** @param before counts of earlier runs on the same data. */
export function createOperations(before: Record<string, number> = {}): Operations {
  const counts = new Map<string, number>(Object.entries(before));
  return {
    add: (operation, amount = 1) => {
      counts.set(operation, (counts.get(operation) ?? 0) + amount);
    },
    totals: () => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
