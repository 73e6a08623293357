import * as z from 'zod';

/** The four categories of the work plan, section 二, in its order. */
export const CATEGORIES = ['benchmark-enterprise', 'service-provider', 'solution-product', 'chain-case'] as const;
export const Category = z.enum(CATEGORIES);
export type Category = z.infer<typeof Category>;

/** 16 scenarios of 数字化经营 (2024 edition of the evaluation indicators), in the published order. */
export const SCENARIOS = [
  'product-design',
  'process-design',
  'marketing',
  'after-sales',
  'scheduling',
  'production-control',
  'quality',
  'equipment',
  'safety',
  'energy',
  'procurement',
  'warehousing',
  'finance',
  'human-resources',
  'collaboration',
  'decision-support',
] as const;
export const Scenario = z.enum(SCENARIOS);
export type Scenario = z.infer<typeof Scenario>;

/** Links of the value chain named in 二(三). */
export const LINKS = [
  'rd-design',
  'manufacturing',
  'operations',
  'warehousing-logistics',
  'network-data-security',
] as const;
export const ChainLink = z.enum(LINKS);

/** Money: integer 分. Never a fraction, never negative. */
export const Fen = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
export type Fen = z.infer<typeof Fen>;

/** Points in tenths (85.5 points = 855). */
export const TenthsOfPoints = z.int().min(0);

/** Calendar date in the city's zone, YYYY-MM-DD. */
export const LocalDate = z.iso.date();

/** UTC instant, ISO 8601 with milliseconds and Z. */
export const Instant = z.iso.datetime({ precision: 3 });

export const RoundId = z.string().regex(/^[a-z0-9][a-z0-9-]{2,39}$/);
/** `<roundId>.<category letter>.<16 hex>`; derived from round, category, credit code and application number. */
export const ApplicationId = z.string().regex(/^[a-z0-9-]{3,40}\.[bpsc]\.[0-9a-f]{16}$/);
/** Of a task or a wait: `<application or round>~<what>`. */
export const TaskId = z.string().regex(/^[a-z0-9-]{3,40}(\.[bpsc]\.[0-9a-f]{16})?~[\w.-]{1,120}$/);
/** Of one upload; a program may choose its own. */
export const UploadId = z.string().regex(/^[\w-]{1,64}$/);
export const District = z.string().regex(/^\d{6}$/);
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * A person's id as registers keep it: a keyed hash (`shared/registers/id-hash.ts`) behind the mark of the key it was made with.
 * Of two hashes under one mark, equal ones are one person and others are two; under different marks they say nothing.
 */
export const IdHash = z.string().regex(/^[0-9a-f]{8}\.[0-9a-f]{64}$/);

/** Shape of a unified social credit code; whether its check character holds is `usccIsValid`'s to say, because staff may override that. */
export const UsccShape = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/);

/** Text that a person wrote: trimmed, no control characters except newlines, bounded. */
export const Text = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the purpose
    .regex(/^[^\u0000-\u0009\u000b-\u001f\u007f]*$/, 'control characters');
export const Email = z.email().max(254);
/** Mainland mobile number, digits only. */
export const Mobile = z.string().regex(/^1[3-9]\d{9}$/);
