import * as z from 'zod';
import { nowUtc } from '../../shared/clock.ts';
import { publish } from '../../shared/outbox.ts';
import { RoundId } from '../../shared/schemas/basics.ts';
import { WaitRecord } from '../../shared/schemas/records.ts';
import { sendSuccess } from '../../shared/store/executions.ts';
import { outboxPartitions } from '../../shared/store/keys.ts';
import type { Key } from '../../shared/store/table.ts';
import { markSettled } from '../../shared/store/waits.ts';
import type { Run } from './run.ts';

const AnyRecord = z.looseObject({ entity: z.string(), gsi1sk: z.string().optional() });
const Leaving = z.looseObject({ roundId: RoundId, outbox: z.string().optional(), gsi1sk: z.iso.datetime() });

/** Decisions whose callback was not sent, and records that did not leave: whatever has stood in the sparse index too long. */
export async function lostOnTheWay(run: Run): Promise<void> {
  for (const partition of outboxPartitions) {
    for await (const page of run.deps.table.keysInIndex(partition, run.until)) {
      if (run.spent()) return;
      await run.each(
        page,
        (key) => key,
        (key) => sendAgain(run, key),
      );
    }
  }
}

/** The index may lag behind; the record itself says what is still due. */
async function sendAgain(run: Run, key: Key): Promise<void> {
  const { deps } = run;
  const record = await deps.table.get(key, AnyRecord);
  if (record === null || record.gsi1sk === undefined) return;
  if (record.entity === 'Wait') return callBack(run, record);
  const { outbox, roundId, gsi1sk: since } = Leaving.parse(record);
  // The index lags behind: a letter that waits for others meanwhile is not lost.
  if (outbox === undefined || outbox === 'digest') return;
  const mending = { roundId, kind: 'outbox', id: idOf(record), since } as const;
  await run.mend({ ...mending, found: 'not-published', done: 'published' }, () => publish(deps, record));
}

async function callBack(run: Run, record: Record<string, unknown>): Promise<void> {
  const { table } = run.deps;
  const { waitId, roundId, token, outcome, settle } = WaitRecord.parse(record);
  // Without a token nobody waits yet; the one who comes completes at once.
  if (settle === undefined || token === undefined || outcome === undefined) return;
  const mending = { roundId, kind: 'callbacks', id: waitId, since: String(record['gsi1sk']) } as const;
  await run.mend({ ...mending, found: 'callback-lost', done: 'callback-sent' }, async () => {
    await sendSuccess(token, outcome);
    await markSettled(table, waitId, token, nowUtc());
  });
}

/** A task's, a directive's, a disbursement's, an objection's or a release's own id; an upload's behind its application's; a slot's is its application's. */
const idOf = ({
  taskId,
  directiveId,
  disbursementId,
  objectionId,
  releaseId,
  applicationId,
  uploadId,
}: Record<string, unknown>): string =>
  String(
    taskId ??
      directiveId ??
      disbursementId ??
      objectionId ??
      releaseId ??
      [applicationId, uploadId].filter((id) => id !== undefined).join('/'),
  );
