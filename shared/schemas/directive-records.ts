import * as z from 'zod';
import { ApplicationId, Fen, Instant, RoundId, UsccShape } from './basics.ts';

/** What may be said about an instruction after it was issued: before it is settled the first three, after it was paid the last. */
export const DIRECTIVE_KINDS = ['hold', 'release', 'cancel', 'recover'] as const;

/**
 * 暂缓、恢复、撤销、追回: said about an instruction, never an edit of it. The record is the event, as an instruction's is;
 * numbered per instruction, so that the order in which they were given can be told from them.
 */
export const DirectiveRecord = z.object({
  entity: z.literal('Directive'),
  directiveId: z.string(),
  roundId: RoundId,
  disbursementId: z.string(),
  awardId: ApplicationId,
  payeeUscc: UsccShape,
  /** What was instructed; of a recovery, what is to come back. */
  amountFen: Fen,
  no: z.int().min(1),
  kind: z.enum(DIRECTIVE_KINDS),
  /** Of a cancellation: whether the award is paid anew to another account, or ends. */
  next: z.enum(['correct', 'end']).optional(),
  reason: z.string(),
  by: z.string(),
  at: Instant,
  /** A recovery is proposed by one person and goes out once a second one has confirmed that the award is revoked. */
  confirmedBy: z.string().optional(),
  confirmedAt: Instant.optional(),
  /** What became of it. `too-late`: paid before the cancellation arrived; `refused`: the second person let the award stand. */
  answer: z.enum(['cancelled', 'failed', 'too-late', 'refused', 'recovered']).optional(),
  answeredAt: Instant.optional(),
  /** Of a recovery: the sum of what came back so far. */
  recoveredFen: Fen,
  publishedAt: Instant.optional(),
  outbox: z.literal('finance').optional(),
});
export type DirectiveRecord = z.infer<typeof DirectiveRecord>;

/** One part of a recovery that came back, as finance told of it. */
export const RecoveryReceiptRecord = z.object({
  entity: z.literal('RecoveryReceipt'),
  roundId: RoundId,
  recoveryId: z.string(),
  no: z.int().min(1),
  amountFen: Fen,
  recoveredAt: Instant,
});
export type RecoveryReceiptRecord = z.infer<typeof RecoveryReceiptRecord>;

/** Events that were sent to finance again: who ordered it, why, and how many there were once it was done. */
export const ReplayRecord = z.object({
  entity: z.literal('Replay'),
  replayId: z.string(),
  roundId: RoundId,
  from: Instant,
  to: Instant,
  by: z.string(),
  reason: z.string(),
  at: Instant,
  events: z.int().min(0).optional(),
  doneAt: Instant.optional(),
});
export type ReplayRecord = z.infer<typeof ReplayRecord>;
