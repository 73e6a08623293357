import { priceNameOf, pricesOf } from './prices.ts';

export interface Cost {
  currency: 'USD' | 'CNY';
  asOf: string;
  region: string;
  /** By service, in the order of the names; unrounded. */
  byService: Record<string, number>;
  total: number;
  perApplication: number;
  /** Counted operations without a price; empty unless the table is incomplete. */
  unpriced: string[];
}

/** What the counted operations would cost on AWS without its free tier. Storage, logs and traffic are not in it. */
export function costOf(operations: Record<string, number>, applications: number, table = pricesOf('us-east-1')): Cost {
  const byService: Record<string, number> = {};
  const unpriced: string[] = [];
  for (const [operation, count] of Object.entries(operations)) {
    const name = priceNameOf(operation);
    if (name === null) continue;
    const price = table.prices[name];
    const service = operation.split('.')[0] ?? operation;
    if (price === undefined) unpriced.push(operation);
    else byService[service] = (byService[service] ?? 0) + price * count;
  }
  const total = Object.values(byService).reduce((sum, amount) => sum + amount, 0);
  const { asOf, region, currency } = table;
  return { currency, asOf, region, byService, total, perApplication: total / applications, unpriced };
}
