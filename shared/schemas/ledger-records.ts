import * as z from 'zod';
import { ApplicationId, Category, Fen, Instant, LocalDate, RoundId, UsccShape } from './basics.ts';

/** 四: a share of the investment (奖补), or a fixed reward (奖励). */
const OwnAwardKind = z.enum(['share', 'fixed']);

/**
 * An award of this system that stood in the payee's ledger when a later one was worked out. The id names its round. `amountFen` is
 * what it held then: nothing once it had ended unpaid, less what had come back of what was asked back.
 */
export const OwnAward = z.strictObject({
  awardId: ApplicationId,
  kind: OwnAwardKind,
  boundOn: LocalDate,
  amountFen: Fen,
});
export type OwnAward = z.infer<typeof OwnAward>;

/** 历次奖补: the head of one payee's ledger over all rounds. Whoever binds an amount moves its version, so that no two bind at once. */
export const LedgerRecord = z.object({ entity: z.literal('Ledger'), uscc: UsccShape, version: z.int().min(1) });
export type LedgerRecord = z.infer<typeof LedgerRecord>;

/** One award in its payee's ledger, from the moment its list is drawn up: from then on every paper states this sum. */
export const LedgerEntryRecord = z.object({
  entity: z.literal('LedgerEntry'),
  uscc: UsccShape,
  awardId: ApplicationId,
  roundId: RoundId,
  category: Category,
  kind: OwnAwardKind,
  amountFen: Fen,
  /** The cap it was held under; null for a fixed reward, which has none. */
  capFen: Fen.nullable(),
  boundAt: Instant,
  /** What the amount was worked out with. */
  ownAwards: z.array(OwnAward),
  /** What came back of it. */
  recoveredFen: Fen,
  /** It ended without a payment. */
  endedAt: Instant.optional(),
});
export type LedgerEntryRecord = z.infer<typeof LedgerEntryRecord>;
