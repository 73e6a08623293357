import { UndeliveredRecord } from '../schemas/records.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

/** The latest failure of each subject and channel; the same one twice is one. */
export const putUndelivered = (table: Table, record: UndeliveredRecord): Promise<void> =>
  table.put(keys.undelivered(record.roundId, record.about, record.channel), record, { replace: true });

/** Those of a round, up to a page of them. */
export const undeliveredPage = (table: Table, roundId: string, after: string | undefined, limit: number) =>
  table.page(keys.undeliveredPk(roundId), UndeliveredRecord, { after, limit });
