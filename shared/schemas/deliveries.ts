import * as z from 'zod';
import { Instant, RoundId, Sha256 } from './basics.ts';
import { TASK_KINDS } from './task-kinds.ts';

export const CHANNELS = ['mail', 'robot', 'sms'] as const;
const Person = z.object({ role: z.enum(['district', 'bureau', 'expert', 'applicant', 'finance']), id: z.string() });

/** A message that its recipient's side refused for good: by the server at once, or by a bounce later. Ids and codes only. */
export const UndeliveredRecord = z.object({
  entity: z.literal('Undelivered'),
  roundId: RoundId,
  /** Id of the task or of the application. */
  about: z.string(),
  kind: z.enum([...TASK_KINDS, 'slot', 'upload', 'digest', 'code', 'result']),
  person: Person,
  channel: z.enum(CHANNELS),
  /** Of the other side: `550`, `5.1.1`, an HTTP status, a vendor's number. */
  code: z.string(),
  at: Instant,
});
export type UndeliveredRecord = z.infer<typeof UndeliveredRecord>;

/**
 * Somebody came by a link and has still to show a code. Bound to a browser by a token that is kept as its hash, to the link,
 * and so to one person. While `outbox` stands, a code was asked for and has not been sent.
 */
export const ChallengeRecord = z.object({
  entity: z.literal('Challenge'),
  challengeHash: Sha256,
  /** Of the link. */
  tokenHash: Sha256,
  roundId: RoundId,
  person: Person,
  /** How often a code was asked for; each replaces the one before. */
  sends: z.int(),
  askedAt: Instant.optional(),
  outbox: z.literal('code').optional(),
  /** scrypt over the code, with its salt: `salt:hash`, both in hex. */
  code: z.string().optional(),
  validUntil: Instant.optional(),
  /** Codes tried since it was sent, right ones included. */
  attempts: z.int(),
  usedAt: Instant.optional(),
  /** The person has no mobile number, or the other side refused it. */
  unreachable: z.boolean().optional(),
  /** Seconds since 1970, real time. */
  expiresAt: z.int(),
});
export type ChallengeRecord = z.infer<typeof ChallengeRecord>;

/** What happened with codes, for the bureau to see. */
export const CodeEventRecord = z.object({
  entity: z.literal('CodeEvent'),
  roundId: RoundId,
  person: Person,
  what: z.enum(['asked', 'sent', 'unreachable', 'wrong', 'limited', 'passed']),
  at: Instant,
});
export type CodeEventRecord = z.infer<typeof CodeEventRecord>;
