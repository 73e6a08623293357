import * as z from 'zod';
import { ApplicationId, Category, LocalDate, RoundId, Sha256 } from './basics.ts';
import { REGISTER_KINDS } from './registers.ts';

/** A rational in points, unrounded: "n" or "n/d". */
const Exact = z.string().regex(/^-?\d+(\/\d+)?$/);

/**
 * What puts a place behind the one above it: its total, a tie-break of the policy, the panel's recorded order, `excluded` (it
 * cannot win in this category, so the panel did not order it), or `equal`: nothing does, they share the rank.
 */
export const APART_BY = [
  'total',
  'results-indicator',
  'digital-level',
  'served-count',
  'earlier-acceptance',
  'panel-decision',
  'excluded',
  'equal',
] as const;
export const ApartBy = z.enum(APART_BY);
export type ApartBy = z.infer<typeof ApartBy>;

export const RANKED_STATES = ['shortlisted', 'reserve', 'below-pass', 'excluded', 'tied-across-cut'] as const;

const CertifiedPlace = z.strictObject({
  /** Place in the listing, from 1; equals share the rank, never the order. */
  order: z.int().min(1),
  rank: z.int().min(1),
  applicationId: ApplicationId,
  exactTotal: Exact,
  /** Two decimals, half up. */
  shown: z.string(),
  /** As the ranking put it; objections come later and are no part of it. */
  state: z.enum(RANKED_STATES),
  /** Null for the first. */
  apartBy: ApartBy.nullable(),
  /** What the chain of tie-breaks compares. */
  exactResults: Exact,
  exactDigital: Exact.nullable(),
  servedCount: z.int().nullable(),
  acceptedOn: LocalDate.nullable(),
  /** Of the canonical JSON of the formula points, sheets and facts that its total and ties rest on. */
  inputs: Sha256,
});
export type CertifiedPlace = z.infer<typeof CertifiedPlace>;

/**
 * Why the line lies where it lies. `why` is what put the first who is out behind the last who is in, or: `below-pass`, it does
 * not reach the pass mark; `excluded`, it won in an earlier category; `tied`, the panel has still to order who is equal across
 * the line; `all-in`, there is nobody who is out.
 */
const Cut = z.strictObject({
  lastIn: ApplicationId.nullable(),
  firstOut: ApplicationId.nullable(),
  why: z.enum([...APART_BY, 'below-pass', 'tied', 'all-in']),
  /** Points that the total of the first who is out lacks to the last who is in, or to the pass mark; null where points do not matter. */
  exactMissing: Exact.nullable(),
  placesLeft: z.int().min(0),
});
export type Cut = z.infer<typeof Cut>;

/** The ranking of one category with everything it rests on (排名证书): who has the records makes the very same one again. */
export const Certificate = z.strictObject({
  schema: z.literal('awards-certificate/1'),
  roundId: RoundId,
  category: Category,
  policy: z.strictObject({ id: z.string(), version: z.int(), hash: Sha256 }),
  /** Versions of the registers, as pinned. */
  registers: z.record(z.enum(REGISTER_KINDS), z.string()),
  exactPassMark: Exact,
  tieBreaks: z.array(ApartBy),
  quota: z.int(),
  exactCutOff: Exact.nullable(),
  /** The panel's recorded order of who was equal, best first. */
  panelOrder: z.array(ApplicationId),
  /** `sha256`: of the canonical JSON of [applicationId, inputs] of all places, by id. */
  inputs: z.strictObject({ applications: z.int(), sheets: z.int(), sha256: Sha256 }),
  places: z.array(CertifiedPlace),
  cut: Cut,
  /** Of the canonical JSON of all the rest. */
  sha256: Sha256,
});
export type Certificate = z.infer<typeof Certificate>;
