import * as z from 'zod';
import { ApplicationId, Instant, RoundId, UploadId } from './basics.ts';

/** What somebody has filled in so far, as typed. Each save has the number after the one it was made from. */
const SavedDraft = z.object({
  revision: z.int().min(1),
  savedAt: Instant,
  values: z.record(z.string(), z.string()),
});
export type SavedDraft = z.infer<typeof SavedDraft>;

/** Of an applicant's form. */
export const DraftRecord = SavedDraft.extend({
  entity: z.literal('Draft'),
  applicationId: ApplicationId,
  roundId: RoundId,
});
export type DraftRecord = z.infer<typeof DraftRecord>;

/** Of a task's form, by whoever has the task: a task that changes hands does not take it along. */
export const TaskDraftRecord = SavedDraft.extend({
  entity: z.literal('TaskDraft'),
  taskId: z.string(),
  personId: z.string(),
  roundId: RoundId,
});

/** A package on its way into the inbox in parts. `storageId` is the storage's own name for it; it stays here. */
export const TransferRecord = z.object({
  entity: z.literal('Transfer'),
  applicationId: ApplicationId,
  roundId: RoundId,
  uploadId: UploadId,
  storageId: z.string().min(1),
  /** Bytes of the whole package. */
  size: z.int().min(1),
  startedAt: Instant,
  status: z.enum(['open', 'completing', 'received', 'aborted']),
  /** When the server was told that all is there: the time of receipt. Its parts are those that were there then. */
  completedAt: Instant.optional(),
  etags: z.array(z.string()).optional(),
});
export type TransferRecord = z.infer<typeof TransferRecord>;
