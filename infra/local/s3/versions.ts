import { randomBytes } from 'node:crypto';
import type { StatementSync } from 'node:sqlite';
import type { Database } from './database.ts';
import type { StoredVersion, VersionData } from './types.ts';

/** Greater than every key that begins with the text before it. */
const LAST_CHARACTER = '\u{10FFFF}';

type Row = ReturnType<StatementSync['get']>;

function toVersion(row: Row): StoredVersion | undefined {
  if (!row) return undefined;
  const data: VersionData = JSON.parse(String(row.data));
  return { ...data, seq: Number(row.seq) };
}

export function newVersionId(): string {
  return randomBytes(24).toString('base64url');
}

/** The index of all object versions. Methods that write belong into a transaction. */
export class Versions {
  readonly #current: StatementSync;
  readonly #exact: StatementSync;
  readonly #byUpload: StatementSync;
  readonly #insert: StatementSync;
  readonly #delete: StatementSync;
  readonly #demote: StatementSync;
  readonly #promote: StatementSync;
  readonly #page: StatementSync;

  constructor({ sql }: Database) {
    this.#current = sql.prepare('SELECT seq, data FROM versions WHERE bucket = ? AND key = ? AND latest = 1');
    this.#exact = sql.prepare('SELECT seq, data FROM versions WHERE bucket = ? AND key = ? AND version_id = ?');
    this.#byUpload = sql.prepare('SELECT seq, data FROM versions WHERE upload_id = ?');
    this.#insert = sql.prepare(
      'INSERT INTO versions (bucket, key, version_id, latest, marker, upload_id, data) VALUES (?, ?, ?, 1, ?, ?, ?)',
    );
    this.#delete = sql.prepare('DELETE FROM versions WHERE seq = ?');
    this.#demote = sql.prepare('UPDATE versions SET latest = 0 WHERE bucket = ? AND key = ? AND latest = 1');
    this.#promote = sql.prepare(
      'UPDATE versions SET latest = 1 WHERE seq = (SELECT max(seq) FROM versions WHERE bucket = ? AND key = ?)',
    );
    this.#page = sql.prepare(
      `SELECT seq, data FROM versions WHERE latest = 1 AND marker = 0 AND bucket = ?
       AND key > ? AND key >= ? AND key < ? ORDER BY key LIMIT ?`,
    );
  }

  /** The latest version, which may be a delete marker. */
  current(bucket: string, key: string): StoredVersion | undefined {
    return toVersion(this.#current.get(bucket, key));
  }

  exact(bucket: string, key: string, versionId: string): StoredVersion | undefined {
    return toVersion(this.#exact.get(bucket, key, versionId));
  }

  byUpload(uploadId: string): StoredVersion | undefined {
    return toVersion(this.#byUpload.get(uploadId));
  }

  /** Adds a version as the latest one. */
  insert(data: VersionData): StoredVersion {
    this.#demote.run(data.bucket, data.key);
    const marker = data.deleteMarker ? 1 : 0;
    const uploadId = data.uploadId ?? null;
    const row = this.#insert.run(data.bucket, data.key, data.versionId, marker, uploadId, JSON.stringify(data));
    return { ...data, seq: Number(row.lastInsertRowid) };
  }

  /** Takes a version out for ever; the one before it becomes the latest. */
  remove(version: StoredVersion): void {
    this.#delete.run(version.seq);
    this.#demote.run(version.bucket, version.key);
    this.#promote.run(version.bucket, version.key);
  }

  /** Visible objects in key order (by UTF-8 bytes): after `after`, beginning with `prefix`, at most `limit`. */
  page(bucket: string, prefix: string, after: string, limit: number): StoredVersion[] {
    const rows = this.#page.all(bucket, after, prefix, prefix + LAST_CHARACTER, limit);
    return rows.map(toVersion).filter((version) => version !== undefined);
  }
}

/** A position after all keys that begin with `prefix`. */
export function afterPrefix(prefix: string): string {
  return prefix + LAST_CHARACTER;
}
