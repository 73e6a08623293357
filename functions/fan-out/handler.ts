import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { ApplicationId } from '../../shared/schemas/basics.ts';
import { SeatRecord } from '../../shared/schemas/records.ts';
import { keys, shards } from '../../shared/store/keys.ts';
import type { Table } from '../../shared/store/table.ts';

const PAGE = 200;
const BATCH = 10;
const RosterEntry = z.object({ applicationId: ApplicationId });
const sqs = new SQSClient({ maxAttempts: 5 });

/** Where a fan-out stands: a shard of the roster and the last id of it. */
const Cursor = z.templateLiteral([z.int().min(0).max(shards.length), '#', z.string()]);

/**
 * Pages the roster into the start queue, the applications that have a panel. The round never maps over applications:
 * each call does one page and says where the next begins.
 */
export async function fanOut(
  deps: { table: Table; startQueueUrl: string },
  { roundId, cursor }: { roundId: string; cursor: string | null },
): Promise<{ cursor: string | null }> {
  const [shardText = '0', after = ''] = cursor === null ? [] : splitCursor(Cursor.parse(cursor));
  const shard = Number(shardText);
  const page = await deps.table.page(keys.rosterPk(roundId, shard), RosterEntry, {
    limit: PAGE,
    after: after === '' ? undefined : after,
  });
  const seated = await Promise.all(
    page.items.map(async ({ applicationId }) => ((await hasPanel(deps.table, applicationId)) ? [applicationId] : [])),
  );
  const ids = seated.flat();
  for (let i = 0; i < ids.length; i += BATCH) await send(deps.startQueueUrl, roundId, ids.slice(i, i + BATCH));
  if (page.next !== undefined) return { cursor: `${shard}#${page.next}` };
  return { cursor: shard + 1 < shards.length ? `${shard + 1}#` : null };
}

const splitCursor = (cursor: string): [string, string] => {
  const at = cursor.indexOf('#');
  return [cursor.slice(0, at), cursor.slice(at + 1)];
};

const hasPanel = async (table: Table, applicationId: string) =>
  (await table.get(keys.seat(applicationId, 1), SeatRecord)) !== null;

/** @throws if any message was not taken: the page is then done again, and a second start of an application starts nothing. */
async function send(QueueUrl: string, roundId: string, ids: string[]): Promise<void> {
  const Entries = ids.map((applicationId, i) => ({
    Id: String(i),
    MessageBody: JSON.stringify({ roundId, applicationId }),
  }));
  const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  if (Failed.length > 0) throw new Error(`${Failed.length} of ${ids.length} start messages were not taken`);
}
