import * as z from 'zod';
import { ApplicationId, Category, Instant, RoundId, UsccShape } from './basics.ts';

/** What two applications may have in common. */
export const FACT_KINDS = ['file', 'invoice', 'legal-person', 'phone', 'title', 'landed', 'entry'] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/** What is held against an application and another one, for a person to look into: never a verdict. */
export const FLAG_CODES = [
  'same-file',
  'same-invoice',
  'same-legal-person',
  'same-phone',
  'two-categories',
  'entered-twice',
  'applied-twice',
] as const;
export const FlagCode = z.enum(FLAG_CODES);
export type FlagCode = z.infer<typeof FlagCode>;

/** One value of one application, under the value's keyed hash: who has the same value stands beside it. */
export const FactRecord = z.object({
  entity: z.literal('Fact'),
  roundId: RoundId,
  kind: z.enum(FACT_KINDS),
  hash: z.string(),
  applicationId: ApplicationId,
  uscc: UsccShape,
  category: Category,
  version: z.int(),
  /** What it is in that application, in Chinese; never the value. */
  labels: z.array(z.string()),
  /** Credit codes of its providers, customers and partners, where that matters to the kind. */
  related: z.array(UsccShape),
});
export type FactRecord = z.infer<typeof FactRecord>;

/** Where an application's facts are: those of its current version, and while they are being replaced the earlier ones, too. */
export const FactsRecord = z.object({
  entity: z.literal('Facts'),
  applicationId: ApplicationId,
  version: z.int(),
  facts: z.array(z.object({ kind: z.enum(FACT_KINDS), hash: z.string() })),
});
export type FactsRecord = z.infer<typeof FactsRecord>;

/** A flag of one application against another. The other has its mirror; both are written at once. */
export const FlagRecord = z.object({
  entity: z.literal('Flag'),
  roundId: RoundId,
  applicationId: ApplicationId,
  code: FlagCode,
  clause: z.string(),
  counterpartId: ApplicationId,
  /** In Chinese, from this application's side. */
  evidence: z.string(),
  version: z.int(),
  counterpartVersion: z.int(),
  firstAt: Instant,
  lastAt: Instant,
  /** When and why its ground was gone; null while it stands. */
  gone: z.object({ at: Instant, why: z.enum(['new-version', 'withdrawn']) }).nullable(),
  /** Counts the writes of the pair. */
  rev: z.int(),
});
export type FlagRecord = z.infer<typeof FlagRecord>;

/** An officer let a finding stand that a rule leaves to a person: who, when and why. */
export const OverrideRecord = z.object({
  entity: z.literal('Override'),
  roundId: RoundId,
  applicationId: ApplicationId,
  rule: z.string(),
  version: z.int(),
  taskId: z.string(),
  by: z.string(),
  at: Instant,
  reason: z.string(),
});
export type OverrideRecord = z.infer<typeof OverrideRecord>;
