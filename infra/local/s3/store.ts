import { Blobs, type Received } from './blobs.ts';
import { type Database, openDatabase } from './database.ts';
import { S3Error } from './errors.ts';
import { assertUnlocked } from './lock.ts';
import { Notifier } from './notifier.ts';
import type {
  BucketConfig,
  CreationReason,
  ObjectAttributes,
  ObjectCreated,
  S3Options,
  Segment,
  StoredChecksum,
  StoredVersion,
  VersionData,
} from './types.ts';
import { Uploads } from './uploads.ts';
import { newVersionId, Versions } from './versions.ts';

/** Everything the operations work on. */
export interface Store {
  options: S3Options;
  buckets: Map<string, BucketConfig>;
  database: Database;
  versions: Versions;
  uploads: Uploads;
  blobs: Blobs;
  notifier: Notifier;
}

/** An object about to be created. */
interface Draft extends ObjectAttributes {
  bucket: string;
  key: string;
  size: number;
  etag: string;
  segments: Segment[];
  checksum?: StoredChecksum;
  uploadId?: string;
}

/** Throws when the request's conditions do not hold for the latest visible version. */
export type WriteGuard = (current: StoredVersion | undefined) => void;

export function openStore(options: S3Options): Store {
  const database = openDatabase(options.dir);
  return {
    options,
    buckets: new Map(),
    database,
    versions: new Versions(database),
    uploads: new Uploads(database),
    blobs: new Blobs(options.dir, database),
    notifier: new Notifier(database, options.onObjectCreated),
  };
}

/** @throws S3Error NoSuchBucket */
export function bucketConfig(store: Store, bucket: string): BucketConfig {
  const config = store.buckets.get(bucket);
  if (!config) throw new S3Error('NoSuchBucket', 'The specified bucket does not exist');
  return config;
}

/** The latest version unless it is a delete marker. */
export function visible(version: StoredVersion | undefined): StoredVersion | undefined {
  return version?.deleteMarker ? undefined : version;
}

/** Takes the place of a version with the same id (there is one only without versioning). */
export function replaceVersion(store: Store, data: VersionData): StoredVersion {
  const replaced = store.versions.exact(data.bucket, data.key, data.versionId);
  if (replaced) {
    assertUnlocked(replaced, store.options.now(), false);
    store.versions.remove(replaced);
    store.blobs.markGarbage(replaced.segments);
  }
  return store.versions.insert(data);
}

function createdEvent(version: StoredVersion, reason: CreationReason): ObjectCreated {
  const { bucket, key, size, etag, modified, seq, versionId } = version;
  const sequencer = seq.toString(16).toUpperCase().padStart(16, '0');
  const event = { bucket, key, size, etag, sequencer, time: modified, reason };
  return versionId === 'null' ? event : { ...event, versionId };
}

/**
 * Creates the object in one transaction with its journal entry (and `also`), then tells the listener. When this
 * returns, the object and its notification are durable.
 * @throws S3Error what the guard throws; AccessDenied for a locked version; whatever the listener throws
 */
export async function createObject(
  store: Store,
  draft: Draft,
  reason: CreationReason,
  guard: WriteGuard,
  also: () => void = () => undefined,
): Promise<StoredVersion> {
  const config = bucketConfig(store, draft.bucket);
  const now = store.options.now();
  const retention = config.objectLock;
  const lock = draft.lock ?? (retention && { mode: retention.mode, until: now + retention.days * 86_400_000 });
  const { version, delivery } = store.database.transaction(() => {
    guard(visible(store.versions.current(draft.bucket, draft.key)));
    const versionId = config.versioned ? newVersionId() : 'null';
    const data: VersionData = { ...draft, ...(lock && { lock }), versionId, deleteMarker: false, modified: now };
    const created = replaceVersion(store, data);
    also();
    const event = createdEvent(created, reason);
    return { version: created, delivery: config.notify ? { id: store.notifier.record(event), event } : undefined };
  });
  if (delivery) await store.notifier.deliver(delivery.id, delivery.event);
  await store.blobs.collectGarbage();
  return version;
}

/** `createObject` from bytes that just came in: they are kept with the object or discarded with its refusal. */
export async function createFrom(
  store: Store,
  received: Received,
  draft: Omit<Draft, 'size' | 'etag' | 'segments'>,
  reason: CreationReason,
  guard: WriteGuard,
): Promise<StoredVersion> {
  const { blob, size } = received;
  let committed = false;
  try {
    await store.blobs.keep(received);
    const full: Draft = { ...draft, size, etag: received.md5.toString('hex'), segments: [{ blob, size }] };
    return await createObject(store, full, reason, guard, () => {
      committed = true;
    });
  } catch (error) {
    if (!committed) await store.blobs.discard(received);
    throw error;
  }
}
