import * as z from 'zod';
import { ApplicationId, Category, Fen, Instant, RoundId, Sha256, TaskId, Text, UploadId, UsccShape } from './basics.ts';
import { ObjectionId } from './objections.ts';

export const DisbursementId = z.string().regex(/^[a-z0-9-]{3,40}\.[bpsc]\.[0-9a-f]{16}\.\d+\.\d+$/);
/** `<disbursement>.d<number>`: what was said about an instruction, in the order in which it was said. */
export const DirectiveId = z.string().regex(/^[a-z0-9-]{3,40}\.[bpsc]\.[0-9a-f]{16}\.\d+\.\d+\.d[1-9]\d*$/);
export const ReplayId = z.string().regex(/^[a-z0-9-]{1,60}$/);

/** What every event of ours says about itself (CloudEvents 1.0); members are added, never changed: another meaning is another version. */
const envelope = <T extends string, Id extends z.ZodType, D extends z.ZodType>(type: T, id: Id, data: D) =>
  z.object({
    specversion: z.literal('1.0'),
    /** Whoever consumes the event stores it once under this. */
    id,
    type: z.literal(type),
    source: z.literal('awards'),
    time: Instant,
    /** The application that it is all about, through all its events. Not in events from before there was one. */
    correlationid: ApplicationId.optional(),
    /** Sent again on somebody's order, and when; not there on the first delivery. The id stays that of the first one. */
    replayid: ReplayId.optional(),
    replaytime: Instant.optional(),
    data,
  });

/**
 * Tells finance to pay, over the FIFO queue (group: payee, deduplication: id) and as a copy on the bus. The key is award,
 * instalment and attempt; whoever consumes it stores it once under `id`. No account data: `payeeRef` is resolved by finance.
 */
export const DisbursementInstructed = envelope(
  'awards.disbursement.instructed.v1',
  DisbursementId,
  z.object({
    disbursementId: DisbursementId,
    roundId: RoundId,
    awardId: ApplicationId,
    category: Category,
    planNo: z.int().min(1),
    instalment: z.int().min(1),
    attempt: z.int().min(1),
    payeeUscc: UsccShape,
    payeeRef: z.string(),
    amountFen: Fen,
  }),
);
export type DisbursementInstructed = z.infer<typeof DisbursementInstructed>;

/** Finance's answer, an event on the bus (source `finance`, detail type `DisbursementSettled`). */
export const DisbursementSettled = z.strictObject({
  disbursementId: DisbursementId,
  roundId: RoundId,
  amountFen: Fen,
  /** `cancelled`: called off before it was paid, as was asked. */
  outcome: z.enum(['paid', 'failed', 'cancelled']),
  /** Why the bank sent it back (退票). */
  reason: Text(200).optional(),
  receivedAt: Instant,
  settledAt: Instant,
  /** As the instruction had it, if finance passes it on. */
  correlationid: ApplicationId.optional(),
});
export type DisbursementSettled = z.infer<typeof DisbursementSettled>;

/** What is common to everything that is said about an instruction. Why is on record with us, and not in the event. */
const directed = {
  disbursementId: DisbursementId,
  roundId: RoundId,
  awardId: ApplicationId,
  payeeUscc: UsccShape,
  amountFen: Fen,
};

/**
 * 暂缓、恢复、撤销: follows the instruction in its group of the queue. Held, nothing is paid until it is released; cancelled,
 * nothing is paid any more. Finance answers a cancellation by settling the instruction: as cancelled, or as what it was too late for.
 */
export const DisbursementDirected = envelope(
  'awards.disbursement.directed.v1',
  DirectiveId,
  z.object({
    directiveId: DirectiveId,
    /** Per instruction, from 1 and without a gap: the highest one holds. */
    no: z.int().min(1),
    directive: z.enum(['hold', 'release', 'cancel']),
    ...directed,
  }),
);
export type DisbursementDirected = z.infer<typeof DisbursementDirected>;

/** 追回: the award was revoked after it was paid; finance collects the sum and tells of each part that came back. */
export const RecoveryInstructed = envelope(
  'awards.recovery.instructed.v1',
  DirectiveId,
  z.object({ recoveryId: DirectiveId, ...directed }),
);
export type RecoveryInstructed = z.infer<typeof RecoveryInstructed>;

/** A part of a recovery that came back, an event on the bus (source `finance`, detail type `RecoverySettled`). */
export const RecoverySettled = z.strictObject({
  recoveryId: DirectiveId,
  roundId: RoundId,
  /** Of this part; all parts together are never more than what is asked back. */
  amountFen: Fen.min(1),
  /** Of this part, from 1: told again under its number it counts once. */
  no: z.int().min(1),
  recoveredAt: Instant,
  correlationid: ApplicationId.optional(),
});
export type RecoverySettled = z.infer<typeof RecoverySettled>;

/** What the sender of mails is asked to send: references only. */
export const MailRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('task'), taskId: TaskId }),
  /** Letters of one person that waited for each other. */
  z.strictObject({ kind: z.literal('digest'), taskIds: z.array(TaskId).min(1).max(500) }),
  /** A code for whoever has to show one; the code itself is in no message. */
  z.strictObject({ kind: z.literal('code'), challengeHash: Sha256 }),
  z.strictObject({ kind: z.literal('slot'), applicationId: ApplicationId }),
  /** To who filed an objection. */
  z.strictObject({ kind: z.literal('objection'), roundId: RoundId, objectionId: ObjectionId }),
  /** What an applicant is told of its result; and an order to write such letters. */
  z.strictObject({ kind: z.literal('result'), applicationId: ApplicationId }),
  z.strictObject({ kind: z.literal('release'), roundId: RoundId, category: Category, no: z.int().min(1) }),
  z.strictObject({ kind: z.literal('upload'), applicationId: ApplicationId, uploadId: UploadId }),
]);
export type MailRequest = z.infer<typeof MailRequest>;
