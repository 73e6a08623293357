import * as z from 'zod';
import { ApplicationId, Instant } from './basics.ts';
import { ApplicationRecord, UploadRecord } from './records.ts';

/** `status.json` of a slot: what became of its uploads, for whoever holds its link. */
export const SlotStatus = z.object({
  applicationId: ApplicationId,
  /** Null until a package was accepted. */
  application: ApplicationRecord.pick({ status: true, version: true }).nullable(),
  /** When uploads end, UTC; null where the round has no such time yet. */
  deadline: Instant.nullable(),
  takesUploads: z.boolean(),
  /** Latest first. */
  uploads: z.array(
    UploadRecord.pick({
      uploadId: true,
      receivedAt: true,
      size: true,
      sha256: true,
      verdict: true,
      version: true,
      problems: true,
    }),
  ),
});
export type SlotStatus = z.infer<typeof SlotStatus>;
