import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { SlotRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { findUpload } from '../../shared/store/uploads.ts';
import type { Run } from './run.ts';

const sqs = new SQSClient({ maxAttempts: 5 });
const INBOX_KEY = /^inbox\/[^/]+\/([^/]+)\/([^/]+)\.zip$/;
/** Up to when all objects of the inbox are accounted for, UTC milliseconds. */
const Accounted = z.object({ until: z.int() });
/** An object may be listed a little later than its time says. */
const OVERLAP_MS = 60 * 60_000;

interface Listed {
  key: string;
  size: number;
  etag: string;
  modified: number;
}

/**
 * Objects that arrived and left no record: their event is told again, with the time the storage has for it. What an
 * earlier run found accounted for is not asked for again.
 */
export async function missedObjects(run: Run): Promise<void> {
  const { table, inbox } = run.deps;
  const until = Date.parse(run.until);
  const since = ((await table.get(keys.inboxAccounted(), Accounted))?.until ?? 0) - OVERLAP_MS;
  for await (const object of inbox.list('inbox/')) {
    if (run.spent()) return;
    if (object.modified <= until && object.modified >= since) await account(run, object);
  }
  // While any is missing, all since then are looked at again next time.
  if (run.mended.objects === 0)
    await table.put(keys.inboxAccounted(), { entity: 'InboxAccounted', until }, { replace: true });
}

async function account(run: Run, { key, size, etag, modified }: Listed): Promise<void> {
  const { table, inbox, inboxQueueUrl } = run.deps;
  const [, applicationId, name] = INBOX_KEY.exec(key) ?? [];
  if (applicationId === undefined || name === undefined) return;
  const { known, uploadId } = await findUpload(table, applicationId, name, etag);
  if (known !== null) return;
  // Nobody's slot: its own event is parked, and telling it again would park it again every hour.
  const slot = await table.get(keys.slot(applicationId), SlotRecord);
  if (slot === null) return;
  const since = new Date(modified).toISOString();
  const detail = { bucket: { name: inbox.name }, object: { key, size, etag: etag.replaceAll('"', '') } };
  const message = { QueueUrl: inboxQueueUrl, MessageBody: JSON.stringify({ time: since, detail }) };
  const mending = { roundId: slot.roundId, kind: 'objects', id: `${applicationId}/${uploadId}`, since } as const;
  await run.mend({ ...mending, found: 'no-record', done: 'told-again' }, () =>
    sqs.send(new SendMessageCommand(message)),
  );
}
