import * as z from 'zod';
import { ApplicationId, Category, Instant, LocalDate, RoundId, Sha256, UsccShape } from './basics.ts';
import { REGISTER_KINDS } from './registers.ts';

export const SeatRecord = z.object({
  entity: z.literal('Seat'),
  applicationId: ApplicationId,
  roundId: RoundId,
  seat: z.int().min(1),
  status: z.enum(['assigned', 'scored', 'vacant']),
  expertId: z.string().nullable(),
  /** Counts the experts that this seat has had. */
  turn: z.int().min(1),
  past: z.array(z.object({ expertId: z.string(), left: z.enum(['recused', 'late']), at: Instant })),
  /** Its sheet was struck: it is given to another before the sheets are added up. */
  reopen: z.literal(true).optional(),
});
export type SeatRecord = z.infer<typeof SeatRecord>;

/** What an expert gave and wrote, and when. */
export const SheetContent = z.object({
  /** Tenths of points by sub-item code. */
  pointsByItem: z.record(z.string(), z.int().min(0)),
  comment: z.string(),
  /** By indicator; of those that the expert wrote something about. */
  comments: z.record(z.string(), z.string()).default({}),
  submittedAt: Instant,
});
export type SheetContent = z.infer<typeof SheetContent>;

/** The sheet that counts. */
export const SheetRecord = SheetContent.extend({
  entity: z.literal('Sheet'),
  applicationId: ApplicationId,
  roundId: RoundId,
  seat: z.int(),
  expertId: z.string(),
  /** When the expert declared that nothing ties it to the applicant: at the latest with the sheet. */
  declaredAt: Instant.optional(),
  /** 复核打分: what the expert had handed in first, of a sheet that was revised. */
  first: SheetContent.optional(),
});
export type SheetRecord = z.infer<typeof SheetRecord>;

/** 复核打分: that the sheets of an application went to their panel once more, and what they came to before. Exact rationals in points. */
export const SecondLookRecord = z.object({
  entity: z.literal('SecondLook'),
  applicationId: ApplicationId,
  roundId: RoundId,
  /** Whose sheets are looked at again, in their order. */
  seats: z.array(z.int().min(1)).min(1),
  openedAt: Instant,
  /** As it was set at first. */
  deadline: Instant,
  total: z.string(),
  shown: z.string(),
  spread: z.string(),
});
export type SecondLookRecord = z.infer<typeof SecondLookRecord>;
/** A sheet that does not count: its expert turned out to have a conflict. It stays on record under its seat and turn. */
export const StruckSheetRecord = SheetRecord.extend({ entity: z.literal('StruckSheet'), turn: z.int().min(1) });
export type StruckSheetRecord = z.infer<typeof StruckSheetRecord>;

/** 回避: a conflict that somebody of the bureau recorded, and what came of it. */
export const ConflictRecord = z.object({
  entity: z.literal('Conflict'),
  roundId: RoundId,
  applicationId: ApplicationId,
  expertId: z.string(),
  by: z.string(),
  at: Instant,
  reason: z.string(),
  /**
   * `before-draw`: not drawn for it. `barred`: had no seat, and gets none. `stopped`: was to score, and does not. Of a sheet that
   * was in: `kept`, or `struck`.
   */
  effect: z.enum(['before-draw', 'barred', 'stopped', 'kept', 'struck']),
  seat: z.int().nullable(),
});
export type ConflictRecord = z.infer<typeof ConflictRecord>;

export const AutoItemSchema = z.object({
  code: z.string(),
  points: z.string(),
  working: z.string(),
  register: z.enum(REGISTER_KINDS).nullable(),
});

/** The total of an application: exact rationals as "n/d", in points. */
export const ScoreRecord = z.object({
  entity: z.literal('Score'),
  applicationId: ApplicationId,
  roundId: RoundId,
  category: Category,
  uscc: UsccShape,
  auto: z.array(AutoItemSchema),
  total: z.string(),
  shown: z.string(),
  byIndicator: z.record(z.string(), z.string()),
  sheetTotals: z.array(z.object({ seat: z.int(), points: z.string(), dropped: z.boolean() })),
  spread: z.string(),
  spreadFlag: z.boolean(),
  passed: z.boolean(),
  resultsPoints: z.string(),
  digitalPoints: z.string().nullable(),
  servedCount: z.int().nullable(),
  acceptedOn: LocalDate.nullable(),
  aggregatedAt: Instant,
});
export type ScoreRecord = z.infer<typeof ScoreRecord>;

/** By expert: the prices that prove that no panels are better, in loads and in costs of a seat. */
const Prices = z.record(z.string(), z.object({ level: z.int(), fine: z.int() }));

/** The draw as it was worked out, before anybody has a seat: it lies in the evidence bucket under its hash. */
export const DrawPlan = z.strictObject({
  roundId: RoundId,
  seed: z.string(),
  /** Experts seat by seat, and what they were matched by, of every application that was recommended. */
  panels: z.array(
    z.strictObject({
      applicationId: ApplicationId,
      experts: z.array(z.string()),
      industry: z.string().nullable(),
      fields: z.array(z.string()),
    }),
  ),
  loads: z.record(z.string(), z.int()),
  prices: Prices,
});
export type DrawPlan = z.infer<typeof DrawPlan>;

/** Which plan counts: written once, after the plan and before the first seat. Before that it counts the conflicts that are recorded. */
export const DrawPlanRecord = z.object({
  entity: z.literal('DrawPlan'),
  roundId: RoundId,
  sha256: Sha256.optional(),
  plannedAt: Instant.optional(),
  conflicts: z.int().optional(),
});
export type DrawPlanRecord = z.infer<typeof DrawPlanRecord>;

/** Panels of a round, as drawn: where the list lies, and what made it. */
export const DrawRecord = z.object({
  entity: z.literal('Draw'),
  roundId: RoundId,
  seed: z.string(),
  drawnAt: Instant,
  applications: z.int(),
  seats: z.int(),
  /** How many applications each expert was given. */
  loads: z.record(z.string(), z.int()),
  prices: Prices,
});
export type DrawRecord = z.infer<typeof DrawRecord>;
