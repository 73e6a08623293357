import type { State } from '../state.ts';
import type { Message } from './message.ts';

/** How long SQS remembers a deduplication id. */
export const DEDUP_WINDOW_MS = 5 * 60_000;

/** The messages as they stand in the database. */
export interface QueueRows {
  load(queue: string): Message[];
  /** Stores a message (and remembers its deduplication id); gives its sequence number. */
  insert(queue: string, message: Message): number;
  /** Stores receipt, visibility and receive count. */
  update(message: Message): void;
  remove(seq: number): void;
  purge(queue: string): void;
  /** The message that was sent with this deduplication id since `since` (UTC ms), if any. */
  duplicate(queue: string, dedupId: string, since: number): { id: string; seq: number } | undefined;
  transaction<T>(work: () => T): T;
}

export function createQueueRows({ db, transaction }: State): QueueRows {
  const load = db.prepare('SELECT * FROM messages WHERE queue = ? ORDER BY seq');
  const insert = db.prepare(
    `INSERT INTO messages (queue, id, body, attributes, sent_at, arrived_at, visible_at, group_id, dedup_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = db.prepare(
    'UPDATE messages SET visible_at = ?, receive_count = ?, first_received_at = ?, receipt = ? WHERE seq = ?',
  );
  const remove = db.prepare('DELETE FROM messages WHERE seq = ?');
  const purge = db.prepare('DELETE FROM messages WHERE queue = ?');
  const remember = db.prepare(
    'INSERT OR REPLACE INTO dedup (queue, dedup_id, message_id, seq, at) VALUES (?, ?, ?, ?, ?)',
  );
  const duplicate = db.prepare('SELECT message_id, seq FROM dedup WHERE queue = ? AND dedup_id = ? AND at > ?');
  // What is older than the deduplication window is never asked for again.
  db.prepare('DELETE FROM dedup WHERE at < ?').run(Date.now() - DEDUP_WINDOW_MS);
  return {
    transaction,
    load: (queue) => load.all(queue).map(messageOf),
    insert: (queue, message) =>
      transaction(() => {
        const { id, body, attributes, sentAt, arrivedAt, visibleAt, groupId, dedupId } = message;
        const { lastInsertRowid } = insert.run(
          queue,
          id,
          body,
          JSON.stringify(attributes),
          sentAt,
          arrivedAt,
          visibleAt,
          groupId ?? null,
          dedupId ?? null,
        );
        const seq = Number(lastInsertRowid);
        if (dedupId !== undefined) remember.run(queue, dedupId, id, seq, sentAt);
        return seq;
      }),
    update: ({ seq, visibleAt, receiveCount, firstReceivedAt, receipt }) => {
      update.run(visibleAt, receiveCount, firstReceivedAt ?? null, receipt ?? null, seq);
    },
    remove: (seq) => {
      remove.run(seq);
    },
    purge: (queue) => {
      purge.run(queue);
    },
    duplicate: (queue, dedupId, since) => {
      const row = duplicate.get(queue, dedupId, since);
      return row && { id: String(row.message_id), seq: Number(row.seq) };
    },
  };
}

function messageOf(row: Record<string, unknown>): Message {
  return {
    seq: Number(row.seq),
    id: String(row.id),
    body: String(row.body),
    attributes: JSON.parse(String(row.attributes)) as Message['attributes'],
    sentAt: Number(row.sent_at),
    arrivedAt: Number(row.arrived_at),
    visibleAt: Number(row.visible_at),
    receiveCount: Number(row.receive_count),
    firstReceivedAt: row.first_received_at === null ? undefined : Number(row.first_received_at),
    receipt: textOrNothing(row.receipt),
    groupId: textOrNothing(row.group_id),
    dedupId: textOrNothing(row.dedup_id),
  };
}

function textOrNothing(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
