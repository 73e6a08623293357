import * as z from 'zod';
import { ApplicationId, Category, Instant, LocalDate, RoundId, Sha256 } from './basics.ts';

/** Why there is another version of a notice: who left its list and who came in since the one before, and whose words are others. */
const NoticeCorrection = z.object({
  by: z.string(),
  reason: z.string(),
  out: z.array(ApplicationId),
  in: z.array(ApplicationId),
  amended: z.array(ApplicationId),
});

const version = {
  version: z.int().min(1),
  firstDay: LocalDate,
  lastDay: LocalDate,
  publishedAt: Instant,
  endsAt: Instant,
  places: z.int(),
  /** Of category, rank and id of everybody on the list, in the order of the ranking. */
  hash: Sha256,
  /** Of what is shown: what stands under this hash in the evidence bucket. A notice from before versions were kept has none. */
  document: Sha256.optional(),
  /** Of every version but the first. */
  correction: NoticeCorrection.optional(),
};
export const NoticeVersion = z.object(version);
export type NoticeVersion = z.infer<typeof NoticeVersion>;

/** 五(三): the public notice. What it says now, and every version before; none is ever changed. */
export const NoticeRecord = z.object({
  entity: z.literal('Notice'),
  roundId: RoundId,
  ...version,
  earlier: z.array(NoticeVersion),
});
export type NoticeRecord = z.infer<typeof NoticeRecord>;

/**
 * A version of the notice as everybody may see it and take it away: nothing personal, and ranks only where the policy shows
 * them. `days` are the working days of its period, dates in the city's zone. Like the export it is the same of the same round: roots rest
 * on a secret, and stand beside it.
 */
export const NoticeDocument = z.strictObject({
  schema: z.literal('awards-notice/1'),
  round: RoundId,
  version: z.int().min(1),
  publishedAt: Instant,
  days: z.array(LocalDate).min(1),
  endsAt: Instant,
  /** Of the correction. */
  reason: z.string().nullable(),
  entries: z.array(
    z.strictObject({
      applicationId: ApplicationId,
      category: Category,
      rank: z.int().optional(),
      name: z.string(),
      title: z.string(),
      district: z.string(),
    }),
  ),
});
export type NoticeDocument = z.infer<typeof NoticeDocument>;
export type NoticeEntry = NoticeDocument['entries'][number];

/** Days off and working weekends of a year that was published after the round had pinned its policy. Written once. */
export const CalendarYearRecord = z.object({
  entity: z.literal('CalendarYear'),
  roundId: RoundId,
  year: z.string().regex(/^\d{4}$/),
  /** The State Council's notice. */
  source: z.string(),
  off: z.array(LocalDate),
  worked: z.array(LocalDate),
  by: z.string(),
  at: Instant,
  reason: z.string(),
});
export type CalendarYearRecord = z.infer<typeof CalendarYearRecord>;
