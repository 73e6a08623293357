import { sha256Hex } from '../canonical.ts';
import { DirectiveRecord, DisbursementRecord, ReplayRecord } from '../schemas/records.ts';
import { keys } from '../store/keys.ts';
import { forEachId } from '../store/roster.ts';
import { ConditionFailed, type Table } from '../store/table.ts';
import { directed, type FinanceMessage, instructed } from './messages.ts';

/** What somebody wants sent again: everything of the round that happened from `from` to before `to`. */
export type ReplayOrder = Pick<ReplayRecord, 'roundId' | 'from' | 'to' | 'by' | 'reason' | 'at'>;

/** The same order is the same replay, however often the command is given. */
export const replayIdOf = ({ roundId, from, to, by, reason }: ReplayOrder): string =>
  `r-${sha256Hex([roundId, from, to, by, reason].join('|')).slice(0, 24)}`;

/**
 * Sends events to finance once more, with the copies on the bus: same id, marked as replayed, under a deduplication id of the
 * replay's own. On record before the first one leaves; one that was broken off goes on when it is ordered again, and one that is
 * done sends nothing. What never left is not sent: it leaves by itself.
 */
export async function replay(
  table: Table,
  order: ReplayOrder,
  send: (message: FinanceMessage, deduplicationId: string) => Promise<void>,
): Promise<{ record: ReplayRecord; sent: number }> {
  const record = await recordOf(table, order);
  if (record.doneAt !== undefined) return { record, sent: 0 };
  const messages = await messagesOf(table, record);
  const byPayee = Map.groupBy(messages, ({ group }) => group);
  // One after the other for each payee: the queue keeps the order in which they come.
  await forEachId([...byPayee.keys()], async (payee) => {
    for (const message of byPayee.get(payee) ?? [])
      await send(marked(message, record), sha256Hex(`${message.event.id}|${record.replayId}`));
  });
  const done = { events: messages.length, doneAt: order.at };
  await table.update(keys.replay(record.roundId, record.replayId), { set: done });
  return { record: { ...record, ...done }, sent: messages.length };
}

export const marked = (message: FinanceMessage, { replayId, at }: ReplayRecord): FinanceMessage => ({
  ...message,
  event: { ...message.event, replayid: replayId, replaytime: at },
});

async function recordOf(table: Table, order: ReplayOrder): Promise<ReplayRecord> {
  const record: ReplayRecord = { entity: 'Replay', replayId: replayIdOf(order), ...order };
  const key = keys.replay(order.roundId, record.replayId);
  try {
    await table.put(key, record);
    return record;
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    return (await table.get(key, ReplayRecord)) ?? record;
  }
}

/** In the order in which they happened; of one instruction, it itself before what was said about it. */
async function messagesOf(table: Table, { roundId, from, to }: ReplayRecord): Promise<FinanceMessage[]> {
  const [disbursements, directives] = await Promise.all([
    table.all(keys.disbursementsPk(roundId), DisbursementRecord),
    table.all(keys.directivesPk(roundId), DirectiveRecord),
  ]);
  const left = <T extends { publishedAt?: string | undefined }>({ publishedAt }: T) => publishedAt !== undefined;
  return [...disbursements.filter(left).map(instructed), ...directives.filter(left).map(directed)]
    .filter(({ event }) => event.time >= from && event.time < to)
    .toSorted(
      (a, b) =>
        compare(a.event.time, b.event.time) || a.event.id.length - b.event.id.length || compare(a.event.id, b.event.id),
    );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
