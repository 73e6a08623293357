import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** List prices of one region, per operation, unit or month, with the month they were looked up and where. */
const PriceTable = z.strictObject({
  region: z.string(),
  asOf: z.string().regex(/^\d{4}-\d{2}$/),
  currency: z.enum(['USD', 'CNY']),
  source: z.string(),
  /** What is missing was not found; it is told, and never taken for nothing. */
  prices: z.record(z.string(), z.number().positive()),
});
export type PriceTable = z.infer<typeof PriceTable>;

export const priceTables = (): PriceTable[] =>
  z.array(PriceTable).parse(JSON.parse(readFileSync(join(import.meta.dirname, 'prices.json'), 'utf8')));

/** @throws Error when there is none for the region */
export function pricesOf(region: string): PriceTable {
  const table = priceTables().find((one) => one.region === region);
  if (table === undefined) throw new Error(`no prices for ${region}`);
  return table;
}

const READS = /^s3\.(Get|Head)/;
const WRITES = /^s3\.(Put|Post|Copy|List|Create|Upload|Complete)/;

/** Which price an operation has; null for what costs nothing (capacity is priced by units, mail by the mail server). */
export function priceNameOf(operation: string): string | null {
  if (READS.test(operation)) return 's3.get';
  if (WRITES.test(operation)) return 's3.put';
  if (/^sqs\./.test(operation)) return 'sqs.requests';
  if (/^secretsmanager\./.test(operation)) return 'secretsmanager.requests';
  return /^(s3|mail)\.|^dynamodb\.[A-Z]/.test(operation) ? null : operation;
}
