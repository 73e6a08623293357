import type { Database } from './database.ts';
import type { ObjectCreated } from './types.ts';

const RETRY_MS = 1000;

/**
 * Tells the listener about created objects, at least once: an event is journalled in the transaction that creates its
 * object and struck out when the listener has it.
 */
export class Notifier {
  readonly #database: Database;
  readonly #listener: (event: ObjectCreated) => void | Promise<void>;
  readonly #underWay = new Set<number>();
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(database: Database, listener: (event: ObjectCreated) => void | Promise<void>) {
    this.#database = database;
    this.#listener = listener;
  }

  /** To be called in the creating transaction; `deliver` its result after the commit. */
  record(event: ObjectCreated): number {
    const row = this.#database.sql.prepare('INSERT INTO journal (event) VALUES (?)').run(JSON.stringify(event));
    return Number(row.lastInsertRowid);
  }

  /** Resolves when the listener has it; rejects with the listener's error, and goes on trying in the background. */
  async deliver(id: number, event: ObjectCreated): Promise<void> {
    this.#underWay.add(id);
    try {
      await this.#listener(event);
      if (!this.#closed) this.#database.sql.prepare('DELETE FROM journal WHERE id = ?').run(id);
    } catch (error) {
      this.#retryLater();
      throw error;
    } finally {
      this.#underWay.delete(id);
    }
  }

  /** Delivers what was never confirmed, oldest first; what fails again is tried again later. */
  async resume(): Promise<void> {
    for (const row of this.#database.sql.prepare('SELECT id, event FROM journal ORDER BY id').all()) {
      const id = Number(row.id);
      if (this.#underWay.has(id) || this.#closed) continue;
      // deliver has arranged for another attempt; the others must not wait for this one.
      await this.deliver(id, JSON.parse(String(row.event))).catch(() => undefined);
    }
  }

  pending(): number {
    return Number(this.#database.sql.prepare('SELECT count(*) AS n FROM journal').get()?.n ?? 0);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
  }

  #retryLater(): void {
    if (this.#retry || this.#closed) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      void this.resume();
    }, RETRY_MS);
  }
}
