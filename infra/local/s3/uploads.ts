import { randomBytes } from 'node:crypto';
import type { StatementSync } from 'node:sqlite';
import type { Database } from './database.ts';
import type { ObjectAttributes, Segment, StoredChecksum } from './types.ts';

export interface Upload extends ObjectAttributes {
  id: string;
  bucket: string;
  key: string;
  /** Domain clock, UTC ms. */
  initiated: number;
  /** What the client chose for the whole object, if it did. */
  checksum?: Pick<StoredChecksum, 'algorithm' | 'type'>;
}

export interface Part extends Segment {
  number: number;
  etag: string;
  modified: number;
  /** Base64 by algorithm. */
  checksum?: { algorithm: string; value: string };
}

/** Multipart uploads that are neither completed nor aborted. */
export class Uploads {
  readonly #insert: StatementSync;
  readonly #get: StatementSync;
  readonly #delete: StatementSync;
  readonly #list: StatementSync;
  readonly #putPart: StatementSync;
  readonly #parts: StatementSync;
  readonly #deleteParts: StatementSync;

  constructor({ sql }: Database) {
    this.#insert = sql.prepare('INSERT INTO uploads (id, bucket, key, data) VALUES (?, ?, ?, ?)');
    this.#get = sql.prepare('SELECT data FROM uploads WHERE id = ? AND bucket = ? AND key = ?');
    this.#delete = sql.prepare('DELETE FROM uploads WHERE id = ?');
    this.#list = sql.prepare('SELECT data FROM uploads WHERE bucket = ? AND (key, id) > (?, ?) ORDER BY key, id');
    this.#putPart = sql.prepare('INSERT OR REPLACE INTO parts (upload_id, number, data) VALUES (?, ?, ?)');
    this.#parts = sql.prepare('SELECT data FROM parts WHERE upload_id = ? ORDER BY number');
    this.#deleteParts = sql.prepare('DELETE FROM parts WHERE upload_id = ?');
  }

  create(draft: Omit<Upload, 'id'>): Upload {
    const upload: Upload = { ...draft, id: randomBytes(32).toString('base64url') };
    this.#insert.run(upload.id, upload.bucket, upload.key, JSON.stringify(upload));
    return upload;
  }

  get(id: string, bucket: string, key: string): Upload | undefined {
    const row = this.#get.get(id, bucket, key);
    return row ? JSON.parse(String(row.data)) : undefined;
  }

  /** All of a bucket after the given key and id, in that order. */
  list(bucket: string, afterKey: string, afterId: string): Upload[] {
    return this.#list.all(bucket, afterKey, afterId).map((row): Upload => JSON.parse(String(row.data)));
  }

  putPart(uploadId: string, part: Part): void {
    this.#putPart.run(uploadId, part.number, JSON.stringify(part));
  }

  /** In order of their numbers. */
  parts(uploadId: string): Part[] {
    return this.#parts.all(uploadId).map((row): Part => JSON.parse(String(row.data)));
  }

  remove(uploadId: string): void {
    this.#delete.run(uploadId);
    this.#deleteParts.run(uploadId);
  }
}
