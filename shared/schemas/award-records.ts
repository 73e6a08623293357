import * as z from 'zod';
import { ApplicationId, Category, Fen, Instant, RoundId, Sha256, UsccShape } from './basics.ts';
import { OwnAward } from './ledger-records.ts';
import { PlanSeen } from './plan-seen.ts';

/** Ranking of a category; its places are records of their own. */
export const RankingRecord = z.object({
  entity: z.literal('Ranking'),
  roundId: RoundId,
  category: Category,
  quota: z.int(),
  cutOff: z.string().nullable(),
  shortlisted: z.int(),
  reserve: z.int(),
  belowPass: z.int(),
  panelOrder: z.array(ApplicationId),
  rankedAt: Instant,
});
export type RankingRecord = z.infer<typeof RankingRecord>;

/** One application's place. `shortlisted` may be confirmed once its notice is over and no objection is open. */
export const PlaceRecord = z.object({
  entity: z.literal('Place'),
  roundId: RoundId,
  category: Category,
  applicationId: ApplicationId,
  rank: z.int().min(1),
  order: z.int().min(1),
  total: z.string(),
  shown: z.string(),
  decidedBy: z.string().nullable(),
  state: z.enum(['shortlisted', 'reserve', 'below-pass', 'excluded', 'removed', 'confirmed', 'declined']),
  noticeEndsAt: Instant.nullable(),
  openObjections: z.int().min(0),
  listNo: z.int().nullable(),
  /** The list that it was taken up into; nobody can object from then on. */
  proposedIn: z.int().optional(),
  /** 四: the city's other awards to this enterprise that its amount was worked out with; absent where there were none. */
  ownAwards: z.array(OwnAward).optional(),
});
export type PlaceRecord = z.infer<typeof PlaceRecord>;

/** Ids that are too many for one item: they stand in pages under this hash, and are these or none. */
export const PagedIds = z.object({ count: z.int().min(1), sha256: Sha256 });
export type PagedIds = z.infer<typeof PagedIds>;

/** A list that is confirmed as one: no. 1 for the uncontested, later ones for places that were frozen. */
export const ListRecord = z.object({
  entity: z.literal('List'),
  roundId: RoundId,
  listNo: z.int().min(1),
  status: z.enum(['proposed', 'confirmed', 'announced']),
  applicationIds: z.array(ApplicationId),
  /** Hash of the ids and amounts that were confirmed; the announced list must have the same. */
  hash: Sha256,
  proposedAt: Instant,
  confirmedAt: Instant.optional(),
  confirmedBy: z.string().optional(),
  announcedAt: Instant.optional(),
  /** Whether a plan was asked for since its winners had their days to give accounts. */
  planned: z.literal(true).optional(),
});
export type ListRecord = z.infer<typeof ListRecord>;

/** A list as it is kept: with its ids, as long as they are few. */
export const ListHead = ListRecord.extend({
  applicationIds: ListRecord.shape.applicationIds.optional(),
  paged: PagedIds.optional(),
});

/** 放弃: why and when a winner gave its award back, and what the bureau did with the place; null until it has decided. */
const Decline = z.object({
  at: Instant,
  reason: z.string(),
  filled: z.object({ in: ApplicationId.nullable(), by: z.string(), at: Instant, reason: z.string() }).nullable(),
});
export type Decline = z.infer<typeof Decline>;

export const AwardRecord = z.object({
  entity: z.literal('Award'),
  /** The application's id: one award per place. */
  awardId: ApplicationId,
  roundId: RoundId,
  category: Category,
  uscc: UsccShape,
  name: z.string(),
  title: z.string(),
  rank: z.int(),
  listNo: z.int(),
  amountFen: Fen,
  otherReadingFen: Fen,
  steps: z.array(z.object({ text: z.string(), fen: z.int() })),
  /** As on its place. */
  ownAwards: z.array(OwnAward).optional(),
  /** `declined`: its winner gave it back; `cancelled`: its payment was called off for good; `revoked`: it was paid, and is asked back. */
  status: z.enum(['announced', 'payable', 'planned', 'issued', 'paid', 'declined', 'cancelled', 'revoked']),
  /** Reference that finance resolves; account data is stored apart and never travels. */
  payeeRef: z.string().nullable(),
  planNo: z.int().nullable(),
  attempt: z.int().min(1),
  announcedAt: Instant,
  /** There where the winner declined. */
  declined: Decline.optional(),
});
export type AwardRecord = z.infer<typeof AwardRecord>;

export const PlanRecord = z.object({
  entity: z.literal('Plan'),
  roundId: RoundId,
  planNo: z.int().min(1),
  status: z.enum(['proposed', 'approved', 'issued', 'rejected']),
  awardIds: z.array(ApplicationId),
  totalFen: Fen,
  proposedAt: Instant,
  decidedAt: Instant.optional(),
  decidedBy: z.string().optional(),
  /** Where the policy wants two persons: the one before. */
  firstApprovedBy: z.string().optional(),
  firstApprovedAt: Instant.optional(),
  /** What was to be seen of the payees when it was decided. */
  seen: PlanSeen.optional(),
});
export type PlanRecord = z.infer<typeof PlanRecord>;

/** A plan as it is kept: with its ids, as long as they are few. */
export const PlanHead = PlanRecord.extend({
  awardIds: PlanRecord.shape.awardIds.optional(),
  paged: PagedIds.optional(),
});

/** The record is the event. Key: award + instalment + attempt; a new attempt only after a settled failure. */
export const DisbursementRecord = z.object({
  entity: z.literal('Disbursement'),
  disbursementId: z.string(),
  roundId: RoundId,
  awardId: ApplicationId,
  category: Category,
  planNo: z.int(),
  instalment: z.int().min(1),
  attempt: z.int().min(1),
  payeeUscc: UsccShape,
  payeeRef: z.string(),
  amountFen: Fen,
  issuedAt: Instant,
  status: z.enum(['issued', 'paid', 'failed', 'cancelled']),
  /** What was last said about it, and has not been answered. */
  state: z.enum(['held', 'cancelling', 'revoking']).optional(),
  /** How many things have been said about it: the last one's number. */
  directives: z.int().min(1).optional(),
  publishedAt: Instant.optional(),
  receivedAt: Instant.optional(),
  settledAt: Instant.optional(),
  failure: z.string().optional(),
  outbox: z.literal('finance').optional(),
});
export type DisbursementRecord = z.infer<typeof DisbursementRecord>;
