import * as z from 'zod';
import { ApplicationId, Category, Instant, RoundId } from './basics.ts';

/** How an application came out, as its letter says it. A winner who is paid hears of it with the request for the account. */
export const RESULT_KINDS = ['awarded', 'reserve', 'not-awarded'] as const;
const ResultKind = z.enum(RESULT_KINDS);
export type ResultKind = z.infer<typeof ResultKind>;

/** What one applicant is told: of its own, and of nobody else. */
export const Result = z.object({
  kind: ResultKind,
  /** Why it has no award, where something else than the order decided. */
  why: z.enum(['below-pass', 'excluded', 'removed']).nullable(),
  rank: z.int().min(1),
  /** In the reserve, from 1; null for the others. */
  position: z.int().min(1).nullable(),
  /** Points with two decimals: in all, and by indicator. */
  shown: z.string(),
  byIndicator: z.record(z.string(), z.string()),
});
export type Result = z.infer<typeof Result>;

/** A released letter, once for an application. What it says stays as it was then; the application's page says the same. */
export const LetterRecord = Result.extend({
  entity: z.literal('Letter'),
  applicationId: ApplicationId,
  roundId: RoundId,
  releasedAt: Instant,
  mailedAt: Instant.optional(),
  outbox: z.literal('mail').optional(),
});
export type LetterRecord = z.infer<typeof LetterRecord>;

/** That an officer has the letters of a category sent: those that were pending then. While `outbox` stands, some are still to be written. */
export const ReleaseRecord = z.object({
  entity: z.literal('Release'),
  releaseId: z.string(),
  roundId: RoundId,
  category: Category,
  no: z.int().min(1),
  by: z.string(),
  reason: z.string(),
  at: Instant,
  /** The last application that was seen to; null before the first. */
  cursor: ApplicationId.nullable(),
  finishedAt: Instant.optional(),
  outbox: z.literal('mail').optional(),
});
export type ReleaseRecord = z.infer<typeof ReleaseRecord>;
