import * as z from 'zod';
import { ApplicationId } from '../../shared/schemas/basics.ts';
import { OpenRecord } from '../../shared/schemas/records.ts';
import { keys, shards } from '../../shared/store/keys.ts';
import type { QueueSender } from '../../shared/store/queue-sender.ts';
import type { Table } from '../../shared/store/table.ts';

export const PAGE = 200;
const RosterEntry = z.object({ applicationId: ApplicationId });

/** Where a fan-out stands: a shard of the roster and the last id of it. */
export const Cursor = z.templateLiteral([
  z.int().min(0).max(shards.length),
  '#',
  z.union([ApplicationId, z.literal('')]),
]);

/**
 * Pages the roster into the start queue, the applications whose panel has still to score. The round never maps over applications:
 * each call does one page and says where the next begins.
 */
export async function fanOut(
  deps: { table: Table; starts: QueueSender },
  { roundId, cursor }: { roundId: string; cursor: string | null },
): Promise<{ cursor: string | null }> {
  const [shardText = '0', after = ''] = cursor === null ? [] : splitCursor(cursor);
  const shard = Number(shardText);
  const page = await deps.table.page(keys.rosterPk(roundId, shard), RosterEntry, {
    limit: PAGE,
    after: after === '' ? undefined : after,
  });
  const open = await Promise.all(
    page.items.map(async ({ applicationId }) =>
      (await deps.table.get(keys.open(roundId, 'experts', applicationId), OpenRecord)) === null ? [] : [applicationId],
    ),
  );
  // If one is not taken the page is done again; a second start of an application starts nothing.
  await Promise.all(open.flat().map((applicationId) => deps.starts.send({ roundId, applicationId })));
  if (page.next !== undefined) return { cursor: `${shard}#${page.next}` };
  return { cursor: shard + 1 < shards.length ? `${shard + 1}#` : null };
}

const splitCursor = (cursor: string): [string, string] => {
  const at = cursor.indexOf('#');
  return [cursor.slice(0, at), cursor.slice(at + 1)];
};
