import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LocalCloudError } from './errors.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS messages (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  queue TEXT NOT NULL,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  attributes TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  arrived_at INTEGER,
  visible_at INTEGER NOT NULL,
  receive_count INTEGER NOT NULL DEFAULT 0,
  first_received_at INTEGER,
  receipt TEXT,
  group_id TEXT,
  dedup_id TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS messages_by_queue ON messages (queue, seq);
CREATE TABLE IF NOT EXISTS dedup (
  queue TEXT NOT NULL, dedup_id TEXT NOT NULL, message_id TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (queue, dedup_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS invocations (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, function TEXT NOT NULL, payload TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** The durable state of queues, asynchronous invocations, stream positions and the clock: one SQLite file. */
export interface State {
  db: DatabaseSync;
  /** Runs several writes as one. */
  transaction<T>(work: () => T): T;
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  close(): void;
}

/**
 * Opens (or creates) the state of a data directory and holds it for this process alone.
 * @throws LocalCloudError DATA_DIR_IN_USE when another local cloud runs on the same directory.
 */
export function openState(dataDir: string): State {
  mkdirSync(dataDir, { recursive: true });
  const db = open(dataDir);
  const select = db.prepare('SELECT value FROM settings WHERE name = ?');
  const upsert = db.prepare(
    'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  let depth = 0;
  return {
    db,
    transaction: (work) => {
      if (depth > 0) return work();
      db.exec('BEGIN');
      depth = 1;
      try {
        const result = work();
        db.exec('COMMIT');
        return result;
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      } finally {
        depth = 0;
      }
    },
    get: (name) => {
      const value = select.get(name)?.value;
      return typeof value === 'string' ? value : undefined;
    },
    set: (name, value) => {
      upsert.run(name, value);
    },
    close: () => db.close(),
  };
}

function open(dataDir: string): DatabaseSync {
  const db = new DatabaseSync(join(dataDir, 'state.sqlite'), { timeout: 2000 });
  try {
    // Exclusive: two clouds on one directory would both deliver every message. NORMAL: a commit is in the file when it
    // returns, so it survives the death of this process; only a power cut can lose the last moments.
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    db.exec(SCHEMA);
    addArrival(db);
    return db;
  } catch (error) {
    db.close();
    if (error instanceof Error && /database is locked/i.test(error.message)) {
      throw new LocalCloudError(
        'DATA_DIR_IN_USE',
        `Another local cloud is running on ${dataDir}. Stop it first, or choose another data directory.`,
        { cause: error },
      );
    }
    throw error;
  }
}

/** A folder of an earlier version does not know yet when messages came in domain time. */
function addArrival(db: DatabaseSync): void {
  const columns = db.prepare('PRAGMA table_info(messages)').all();
  if (columns.some(({ name }) => name === 'arrived_at')) return;
  db.exec('ALTER TABLE messages ADD COLUMN arrived_at INTEGER');
}
