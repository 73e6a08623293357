import { nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { Blocks } from '../../shared/package/source.ts';
import type { SlotRecord, UploadRecord } from '../../shared/schemas/records.ts';
import type { Bucket } from '../../shared/store/buckets.ts';
import { outboxIndex } from '../../shared/store/keys.ts';
import { uploadItem } from '../../shared/store/uploads.ts';
import type { Scanner } from './scan.ts';

export interface IntakeDeps extends Deps {
  inbox: Bucket;
  applicationMachineArn: string;
  scan: Scanner;
}

/** One upload on its way through the intake. */
export interface Arrival {
  key: string;
  etag: string;
  size: number;
  /** Its record's id: the name it was uploaded under, or one of its own where another object had that name before. */
  uploadId: string;
  slot: SlotRecord;
  /** When the server had the whole object: the time of the event, or of the call that completed an upload in parts. */
  receivedAt: string;
}

const quoted = (etag: string) => `"${etag.replaceAll('"', '')}"`;

/** The upload as the event spoke of it. Every read asks that it still be that one. @throws ObjectChanged */
export function uploaded(inbox: Bucket, { key, etag, size }: Arrival): Blocks {
  const read = (start: number, length: number, into?: Uint8Array) =>
    inbox.read(key, { start, length }, quoted(etag), into);
  return new Blocks({ size, read });
}

/** The same, for a copy within the storage. */
export const copySource = (inbox: Bucket, { key, etag }: Arrival) => ({ bucket: inbox.name, key, etag: quoted(etag) });

/** What became of an upload, where it was not simply accepted with the rest. */
export type Verdict = Pick<UploadRecord, 'verdict'> & Partial<Pick<UploadRecord, 'problems' | 'sha256' | 'version'>>;

/** The upload's record, with its mail still to leave: a receipt, or every problem at once. */
export function receipt({ slot, uploadId, receivedAt, size, etag }: Arrival, result: Verdict): Record<string, unknown> {
  const upload: UploadRecord = {
    entity: 'Upload',
    applicationId: slot.applicationId,
    roundId: slot.roundId,
    uploadId,
    receivedAt,
    size,
    sha256: result.sha256 ?? null,
    verdict: result.verdict,
    version: result.version ?? null,
    problems: result.problems ?? [],
    outbox: 'mail',
  };
  return { ...uploadItem(upload, etag), ...outboxIndex(uploadId, nowUtc()) };
}
