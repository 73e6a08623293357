import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** List prices per operation or unit, with the month they were looked up. */
const Prices = z
  .looseObject({ asOf: z.string(), region: z.string(), currency: z.literal('USD') })
  .catchall(z.union([z.number(), z.string()]));

const READS = /^s3\.(Get|Head)/;
const WRITES = /^s3\.(Put|Post|Copy|List|Create|Upload|Complete)/;
const SQS = /^sqs\./;

/** Which price an operation has; null for what costs nothing (capacity is priced by units, mail by the mail server). */
function priceNameOf(operation: string): string | null {
  if (READS.test(operation)) return 's3.get';
  if (WRITES.test(operation)) return 's3.put';
  if (SQS.test(operation)) return 'sqs.requests';
  return /^(s3|mail)\.|^dynamodb\.[A-Z]/.test(operation) ? null : operation;
}

export interface Cost {
  currency: 'USD';
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
export function costOf(operations: Record<string, number>, applications: number): Cost {
  const prices = Prices.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'prices.json'), 'utf8')));
  const byService: Record<string, number> = {};
  const unpriced: string[] = [];
  for (const [operation, count] of Object.entries(operations)) {
    const name = priceNameOf(operation);
    if (name === null) continue;
    const price = prices[name];
    const service = operation.split('.')[0] ?? operation;
    if (typeof price === 'number') byService[service] = (byService[service] ?? 0) + price * count;
    else unpriced.push(operation);
  }
  const total = Object.values(byService).reduce((sum, amount) => sum + amount, 0);
  const { asOf, region, currency } = prices;
  return { currency, asOf, region, byService, total, perApplication: total / applications, unpriced };
}
