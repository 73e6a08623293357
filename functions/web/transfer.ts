import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { TransferRecord } from '../../shared/schemas/drafts.ts';
import type { SlotRecord } from '../../shared/schemas/records.ts';
import type { WebDeps } from './deps.ts';

/** Bytes of each part but the last: the storage takes none smaller, and after an interruption one part is sent again. */
export const PART_BYTES = 5 * 1024 * 1024;
/** How long an address for a part may be used, seconds of real time: long enough for a part on a slow line. */
export const PART_SECONDS = 3600;

type Place = Pick<TransferRecord, 'roundId' | 'applicationId' | 'uploadId'>;
const keyOf = ({ roundId, applicationId, uploadId }: Place) => `inbox/${roundId}/${applicationId}/${uploadId}.zip`;

export const partCount = (size: number): number => Math.ceil(size / PART_BYTES);
export const partBytes = (size: number, number: number): number =>
  number < partCount(size) ? PART_BYTES : size - PART_BYTES * (partCount(size) - 1);

/** Where browsers send packages to: the only origin beside the pages' own that their script may talk to. */
export async function bucketOrigin({ s3, inboxBucket }: Pick<WebDeps, 's3' | 'inboxBucket'>): Promise<string> {
  const part = new UploadPartCommand({ Bucket: inboxBucket, Key: 'inbox/', UploadId: 'none', PartNumber: 1 });
  return new URL(await getSignedUrl(s3, part)).origin;
}

/** The storage no longer knows the transfer: completed, given up, or thrown away after a day. */
const isGone = (error: unknown) => error instanceof S3ServiceException && error.name === 'NoSuchUpload';

const addressed = (deps: WebDeps, transfer: TransferRecord) => ({
  Bucket: deps.inboxBucket,
  Key: keyOf(transfer),
  UploadId: transfer.storageId,
});

export async function beginTransfer(deps: WebDeps, slot: SlotRecord, uploadId: string): Promise<string> {
  const { UploadId = '' } = await deps.s3.send(
    new CreateMultipartUploadCommand({
      Bucket: deps.inboxBucket,
      Key: keyOf({ ...slot, uploadId }),
      ContentType: 'application/zip',
    }),
  );
  return UploadId;
}

export interface StoredPart {
  number: number;
  etag: string;
  size: number;
}

/** The parts that are there, in order; null once the storage has forgotten the transfer. */
export async function storedParts(deps: WebDeps, transfer: TransferRecord): Promise<StoredPart[] | null> {
  const parts: StoredPart[] = [];
  let after: string | undefined;
  try {
    do {
      const page = await deps.s3.send(
        new ListPartsCommand({
          ...addressed(deps, transfer),
          ...(after === undefined ? {} : { PartNumberMarker: after }),
        }),
      );
      for (const { PartNumber = 0, ETag = '', Size = 0 } of page.Parts ?? [])
        parts.push({ number: PartNumber, etag: ETag, size: Size });
      after = page.IsTruncated === true ? page.NextPartNumberMarker : undefined;
    } while (after !== undefined);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
  return parts;
}

/** An address that takes exactly this part, with exactly its length, and nothing else. */
export const signPart = (deps: WebDeps, transfer: TransferRecord, number: number): Promise<string> =>
  getSignedUrl(
    deps.s3,
    new UploadPartCommand({
      ...addressed(deps, transfer),
      PartNumber: number,
      ContentLength: partBytes(transfer.size, number),
    }),
    { expiresIn: PART_SECONDS, signableHeaders: new Set(['host', 'content-length']) },
  );

/** Makes the parts one object. False where the storage has forgotten the transfer. */
export async function completeTransfer(deps: WebDeps, transfer: TransferRecord, etags: string[]): Promise<boolean> {
  const Parts = etags.map((ETag, i) => ({ PartNumber: i + 1, ETag }));
  try {
    await deps.s3.send(
      new CompleteMultipartUploadCommand({ ...addressed(deps, transfer), MultipartUpload: { Parts } }),
    );
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

export async function abortTransfer(deps: WebDeps, transfer: TransferRecord): Promise<void> {
  try {
    await deps.s3.send(new AbortMultipartUploadCommand(addressed(deps, transfer)));
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
