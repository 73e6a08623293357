import * as z from 'zod';
import { ApplicationId, Email, Instant, RoundId, Sha256, Text } from './basics.ts';

/** Why an objection is not taken on (不予受理); which of them count is the policy's. */
export const DECLINE_GROUNDS = ['anonymous', 'out-of-time', 'not-about-list', 'duplicate', 'abusive'] as const;
export type DeclineGround = (typeof DECLINE_GROUNDS)[number];

/** By chance: it tells nothing of who objects, nor of what was written. */
export const ObjectionId = z.string().regex(/^[0-9a-f]{16}$/);

/** What somebody writes who objects to a place of the public notice. */
export const ObjectionForm = z.strictObject({
  applicationId: ApplicationId,
  objectorKind: z.enum(['person', 'organisation']),
  objectorName: Text(100).min(2),
  /** With six digits at least: somebody is to be reached by it. */
  phone: z.string().regex(/^(?=(\D*\d){6})[0-9+\- ]{6,20}$/),
  /** Where letters about it go; without one the status page is all there is. */
  email: z.literal('').or(Email).optional(),
  grounds: Text(4000).min(10),
});
export type ObjectionForm = z.infer<typeof ObjectionForm>;

/** 补充材料: what the objector sends after it was asked. */
export const SupplementForm = z.strictObject({ text: Text(4000).min(1) });

/** What the handler does with an objection before it is ruled on. */
export const HandlingForm = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('accept') }),
  z.strictObject({ step: z.literal('ask'), text: Text(2000).min(5) }),
  z.strictObject({ step: z.literal('hear'), text: Text(2000).min(5) }),
  z.strictObject({ step: z.literal('ex-officio'), text: Text(2000).min(5) }),
]);
export type HandlingForm = z.infer<typeof HandlingForm>;

export const OBJECTION_STEPS = [
  'filed',
  'accepted',
  'supplement-asked',
  'supplemented',
  'hearing-asked',
  'heard',
  'ex-officio',
  'withdrawn',
  'declined',
  'ruled',
] as const;

/** What was done, when and by whom: an officer's id, the application's for its applicant, or `objector`. */
export const ObjectionStep = z.object({
  kind: z.enum(OBJECTION_STEPS),
  at: Instant,
  by: z.string(),
  /** Until when an answer is waited for. */
  until: Instant.optional(),
  /** What the handler or the applicant wrote. The objector's own words stand with the objector. */
  text: z.string().optional(),
});
export type ObjectionStep = z.infer<typeof ObjectionStep>;

/** 异议, as far as it may be known beyond its handler: against which place, what was done, how it ended. */
export const ObjectionRecord = z.object({
  entity: z.literal('Objection'),
  roundId: RoundId,
  objectionId: ObjectionId,
  applicationId: ApplicationId,
  status: z.enum(['open', 'upheld', 'rejected', 'declined', 'withdrawn']),
  filedAt: Instant,
  dueAt: Instant,
  taskId: z.string(),
  /** How much the handler had decided in the round about this application: 0, unless nobody else was there. */
  handlerDecided: z.int().min(0),
  steps: z.array(ObjectionStep).min(1),
  /** Counts the changes: whoever acts says which state was seen. */
  revision: z.int().min(1),
  declined: z.enum(DECLINE_GROUNDS).optional(),
  ruling: z
    .object({
      reason: z.string(),
      by: z.string(),
      at: Instant,
      effect: z.object({ out: z.string(), in: z.string().nullable() }).nullable(),
    })
    .optional(),
});
export type ObjectionRecord = z.infer<typeof ObjectionRecord>;

/** A file that was handed in with an objection, under a key that says nothing. */
export const ObjectionFile = z.object({
  kind: z.enum(['seal', 'evidence']),
  /** As the objector named it; shown to the handler only. */
  name: z.string().max(120),
  key: z.string(),
  size: z.int(),
  sha256: Sha256,
  contentType: z.string(),
  at: Instant,
});
export type ObjectionFile = z.infer<typeof ObjectionFile>;

/** Who objects, and the objector's words and files: apart from the rest, for the handler only; in no export but the auditors'. */
export const ObjectorRecord = z.object({
  entity: z.literal('Objector'),
  roundId: RoundId,
  objectionId: ObjectionId,
  kind: z.enum(['person', 'organisation']),
  name: z.string(),
  phone: z.string(),
  email: Email.nullable(),
  grounds: z.string(),
  supplements: z.array(z.object({ at: Instant, text: z.string() })),
  /** Where its files lie. */
  folder: z.string(),
  files: z.array(ObjectionFile),
  /** Hash of the browser's pass that filed it: who sends the same again from there gets the way to its page. */
  visitor: Sha256,
  /** Counts the letters after the first. */
  letters: z.int().min(0),
  outbox: z.literal('mail').optional(),
  mailedAt: Instant.optional(),
  /** Code with which the other side refused the last letter. */
  refused: z.string().optional(),
});
export type ObjectorRecord = z.infer<typeof ObjectorRecord>;

/** The same words of the same objector against the same place are one objection. */
export const ObjectionMarkRecord = z.object({ entity: z.literal('ObjectionMark'), objectionId: ObjectionId });
