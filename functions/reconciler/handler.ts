import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { nowMs, nowUtc } from '../../shared/clock.ts';
import { type PublisherDeps, publish } from '../../shared/outbox.ts';
import { countMetric, logger } from '../../shared/runtime/handler.ts';
import { SlotRecord, WaitRecord } from '../../shared/schemas/records.ts';
import type { Bucket } from '../../shared/store/buckets.ts';
import { sendSuccess } from '../../shared/store/executions.ts';
import { keys, outboxPartitions } from '../../shared/store/keys.ts';
import type { Key, Table } from '../../shared/store/table.ts';
import { findUpload } from '../../shared/store/uploads.ts';
import { markSettled } from '../../shared/store/waits.ts';

export interface ReconcilerDeps extends PublisherDeps {
  table: Table;
  inbox: Bucket;
  inboxQueueUrl: string;
}

/** Younger than this, a fact may simply be on its way. */
const GRACE_MS = 15 * 60_000;
const sqs = new SQSClient({ maxAttempts: 5 });
const AnyRecord = z.looseObject({ entity: z.string() });

export interface Mended {
  callbacks: number;
  outbox: number;
  objects: number;
}

/**
 * Finds what was lost between two parts and sends it on its way again: decisions whose callback was not sent, records
 * that did not leave, objects in the inbox without a record. Whatever it repeats is idempotent; a second run finds nothing.
 */
export async function reconcile(deps: ReconcilerDeps): Promise<Mended> {
  const until = new Date(nowMs() - GRACE_MS).toISOString();
  const mended: Mended = { callbacks: 0, outbox: 0, objects: 0 };
  let failed = 0;
  for (const partition of outboxPartitions) {
    for await (const page of deps.table.keysInIndex(partition, until)) {
      for (const kind of await inTurns(page, (key) => trySendAgain(deps, key))) {
        if (kind === 'failed') failed += 1;
        else if (kind !== null) mended[kind] += 1;
      }
    }
  }
  mended.objects = await missedObjects(deps);
  for (const [kind, count] of Object.entries(mended)) if (count > 0) countMetric(`Reconciled-${kind}`, count);
  logger.info('reconciled', { ...mended, failed });
  // Last, so that one that cannot be mended holds no other one back, and the alarm still rings.
  if (failed > 0) throw new Error(`reconciler.failed: ${failed} records could not be sent again, the log names them`);
  return mended;
}

async function trySendAgain(deps: ReconcilerDeps, key: Key): Promise<'callbacks' | 'outbox' | 'failed' | null> {
  try {
    return await sendAgain(deps, key);
  } catch (error) {
    logger.error('not sent again', { key, error: error instanceof Error ? error.name : 'unknown' });
    return 'failed';
  }
}

/** After an outage there may be very many: a few are sent at once. */
const AT_ONCE = 20;

async function inTurns<T, R>(all: T[], each: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let i = 0; i < all.length; i += AT_ONCE)
    results.push(...(await Promise.all(all.slice(i, i + AT_ONCE).map(each))));
  return results;
}

/** The index may lag behind; the record itself says what is still due. */
async function sendAgain(deps: ReconcilerDeps, key: Key): Promise<'callbacks' | 'outbox' | null> {
  const record = await deps.table.get(key, AnyRecord);
  if (record === null) return null;
  if (record.entity !== 'Wait') {
    if (record['outbox'] === undefined) return null;
    await publish(deps, record);
    return 'outbox';
  }
  const { waitId, token, outcome, settle } = WaitRecord.parse(record);
  // Without a token nobody waits yet; the one who comes completes at once.
  if (settle === undefined || token === undefined || outcome === undefined) return null;
  await sendSuccess(token, outcome);
  await markSettled(deps.table, waitId, token, nowUtc());
  return 'callbacks';
}

const INBOX_KEY = /^inbox\/[^/]+\/([^/]+)\/([^/]+)\.zip$/;
/** Up to when all objects of the inbox are accounted for, UTC milliseconds. */
const Accounted = z.object({ until: z.int() });
/** An object may be listed a little later than its time says. */
const OVERLAP_MS = 60 * 60_000;

/**
 * An object that arrived and left no record: its event is told again, with the time the storage has for it. What an
 * earlier run found accounted for is not asked for again.
 */
async function missedObjects({ table, inbox, inboxQueueUrl }: ReconcilerDeps): Promise<number> {
  const until = nowMs() - GRACE_MS;
  const since = ((await table.get(keys.inboxAccounted(), Accounted))?.until ?? 0) - OVERLAP_MS;
  let missed = 0;
  for await (const { key, size, etag, modified } of inbox.list('inbox/')) {
    const [, applicationId, name] = INBOX_KEY.exec(key) ?? [];
    if (applicationId === undefined || name === undefined || modified > until || modified < since) continue;
    if ((await findUpload(table, applicationId, name, etag)).known !== null) continue;
    // Nobody's slot: its own event is parked, and telling it again would park it again every hour.
    if ((await table.get(keys.slot(applicationId), SlotRecord)) === null) continue;
    const event = {
      time: new Date(modified).toISOString(),
      detail: { bucket: { name: inbox.name }, object: { key, size, etag: etag.replaceAll('"', '') } },
    };
    await sqs.send(new SendMessageCommand({ QueueUrl: inboxQueueUrl, MessageBody: JSON.stringify(event) }));
    missed += 1;
  }
  // While any is missing, all since then are looked at again next time.
  if (missed === 0) await table.put(keys.inboxAccounted(), { entity: 'InboxAccounted', until }, { replace: true });
  return missed;
}
