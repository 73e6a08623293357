import { randomBytes } from 'node:crypto';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import type { UploadForm } from '../../shared/http/pages/slot.ts';
import type { SlotRecord } from '../../shared/schemas/records.ts';
import type { WebDeps } from './deps.ts';

/** How long a form may be used, seconds of real time. */
export const FORM_SECONDS = 3600;

/** Names of uploads are the server's, unless a program names its own: then a repetition is recognisable. */
export const newUploadId = (): string => randomBytes(12).toString('hex');

/**
 * A form with which one package can be posted to the slot's place in the inbox, and nothing else, nowhere else.
 * @param after where the browser goes then; programs get 201 instead
 */
export const uploadForm = (
  { s3, inboxBucket }: WebDeps,
  { roundId, applicationId }: SlotRecord,
  options: { uploadId: string; maxBytes: number; after?: string },
): Promise<UploadForm> => {
  const done: Record<string, string> =
    options.after === undefined ? { success_action_status: '201' } : { success_action_redirect: options.after };
  return createPresignedPost(s3, {
    Bucket: inboxBucket,
    Key: `inbox/${roundId}/${applicationId}/${options.uploadId}.zip`,
    Conditions: [['content-length-range', 1, options.maxBytes]],
    Fields: done,
    Expires: FORM_SECONDS,
  });
};
