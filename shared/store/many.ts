import type * as z from 'zod';
import { parseInput } from '../bad-input.ts';
import { type Change, ConditionFailed, type Key, type Table } from './table.ts';

export const BATCH = 100;
const AT_ONCE = 8;
const TRIES = 8;

/** Many records by their keys, each consistently, with no more of them than the schema names; those that are there, in no order. */
export async function getMany<T extends z.ZodObject>(table: Table, keys: Key[], schema: T): Promise<z.infer<T>[]> {
  const batches = Array.from({ length: Math.ceil(keys.length / BATCH) }, (_, i) =>
    keys.slice(i * BATCH, (i + 1) * BATCH),
  );
  const found: z.infer<T>[] = [];
  for (let i = 0; i < batches.length; i += AT_ONCE) {
    const some = await Promise.all(batches.slice(i, i + AT_ONCE).map((batch) => readBatch(table, batch, schema)));
    found.push(...some.flat());
  }
  return found;
}

async function readBatch<T extends z.ZodObject>(table: Table, batch: Key[], schema: T): Promise<z.infer<T>[]> {
  const found: z.infer<T>[] = [];
  let pending = batch;
  for (let attempt = 1; pending.length > 0; attempt += 1) {
    if (attempt > TRIES) throw new Error(`${pending.length} records were not read`);
    if (attempt > 1) await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
    const { items, left } = await table.some(pending, Object.keys(schema.shape));
    found.push(...items.map((item) => parseInput(schema, item, 'record.malformed')));
    pending = left;
  }
  return found;
}

/** Changes many records, as many at once as one transaction takes. One that may not be changed, or not any more, stays as it is. */
export async function changeMany(table: Table, updates: { update: Key; change: Change }[]): Promise<void> {
  for (let i = 0; i < updates.length; i += BATCH) await changeBatch(table, updates.slice(i, i + BATCH));
}

async function changeBatch(table: Table, batch: { update: Key; change: Change }[]): Promise<void> {
  for (let pending = batch; pending.length > 0; ) {
    try {
      await table.transact(pending);
      return;
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
      pending = pending.filter((_, i) => !error.failed.includes(i));
    }
  }
}

/**
 * The records of partitions. Who gets more than `limit` knows that it is not all: once there are more, each partition ends
 * with the page that is under way.
 */
export async function upTo<T extends z.ZodType>(
  table: Table,
  partitions: string[],
  schema: T,
  limit: number,
): Promise<z.infer<T>[]> {
  let count = 0;
  const parts = await Promise.all(
    partitions.map(async (pk) => {
      const items: z.infer<T>[] = [];
      let after: string | undefined;
      do {
        const page = await table.page(pk, schema, { after, limit: limit + 1 - items.length });
        items.push(...page.items);
        count += page.items.length;
        after = page.next;
      } while (after !== undefined && count <= limit);
      return items;
    }),
  );
  return parts.flat();
}
