import * as z from 'zod';
import { nowMs } from '../../shared/clock.ts';
import { outboxPartitions } from '../../shared/store/keys.ts';
import type { Table } from '../../shared/store/table.ts';

/** Waits that nobody awaits yet stand in the index too, and may stand there long: so many are looked past, then the rest is left. */
const LOOKED_AT = 200;

const Standing = z.looseObject({
  entity: z.string(),
  gsi1sk: z.iso.datetime().optional(),
  outbox: z.string().optional(),
  token: z.string().optional(),
});

/**
 * How long the record that should have left first has been standing, in whole seconds of domain time; 0 when all has left. The index
 * is ordered by when records came in, so this reads a few records however many have left before.
 */
export async function oldestUnsent(table: Table): Promise<number> {
  const oldest = await Promise.all(outboxPartitions.map((partition) => oldestIn(table, partition)));
  const since = oldest.filter((one) => one !== undefined).map((one) => Date.parse(one));
  return since.length === 0 ? 0 : Math.max(0, Math.floor((nowMs() - Math.min(...since)) / 1000));
}

async function oldestIn(table: Table, partition: string): Promise<string | undefined> {
  let seen = 0;
  for await (const page of table.keysInIndex(partition, new Date(nowMs()).toISOString()))
    for (const key of page) {
      // The index may lag: the record itself says whether it has still to leave.
      const record = await table.get(key, Standing);
      if (record !== null && isDue(record)) return record.gsi1sk;
      seen += 1;
      if (seen >= LOOKED_AT) return undefined;
    }
  return undefined;
}

/** A letter that waits for others is not late, nor is an outcome for which nobody waits yet. */
const isDue = ({ entity, gsi1sk, outbox, token }: z.infer<typeof Standing>): boolean =>
  gsi1sk !== undefined && (entity === 'Wait' ? token !== undefined : outbox !== undefined && outbox !== 'digest');
