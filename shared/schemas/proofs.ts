import * as z from 'zod';
import { ApplicationId, Category, Fen, Instant, RoundId, Sha256 } from './basics.ts';

/**
 * The gates of a round at which a list is sealed by a Merkle root: what was received, the ranking that the notice publishes,
 * and each list of awards.
 */
export const SEALED_GATES = ['intake', 'notice', 'awards'] as const;
export const SealedGate = z.enum(SEALED_GATES);
export type SealedGate = z.infer<typeof SealedGate>;

/** One list: of a round, at a gate, in a category. `no` tells lists of one gate apart: award lists, and what was examined late. */
const ofList = { round: RoundId, gate: SealedGate, no: z.int().min(1), category: Category };
const ListId = z.strictObject(ofList);
export type ListId = z.infer<typeof ListId>;

/** How roots are made: `shared/domain/merkle.ts` and `proofs.ts`. */
export const ROOT_ALGORITHM = 'sha256-rfc6962';

/** What a list says of one application. Never anything of a person. */
export const SealedEntry = z.strictObject({
  applicationId: ApplicationId,
  name: z.string().max(500),
  title: z.string().max(500),
  /** Of the version that counted at the gate. */
  packageSha256: Sha256,
  /** How many decisions about it there were, and the hash of the last one: with it all that came before are sealed, too. */
  decisions: z.strictObject({ count: z.int().min(0), head: Sha256 }),
  /** From the notice on. */
  rank: z.int().min(1).optional(),
  /** In the notice: the total as an exact fraction and as shown, and what the ranking says of the place. */
  exactTotal: z
    .string()
    .regex(/^-?\d+(\/\d+)?$/)
    .optional(),
  shown: z.string().max(20).optional(),
  state: z.enum(['shortlisted', 'reserve', 'below-pass', 'excluded']).optional(),
  /** In a list of awards. */
  amountFen: Fen.optional(),
});
export type SealedEntry = z.infer<typeof SealedEntry>;

/** What was sealed, in its order: kept in the evidence bucket, and shown to nobody as a whole. */
export const SealedList = z.strictObject({
  schema: z.literal('awards-leaves/1'),
  ...ofList,
  entries: z.array(SealedEntry),
});
export type SealedList = z.infer<typeof SealedList>;

const sealed = {
  /** How many the list has: no entry can be added or left out without another root. */
  count: z.int().min(0),
  root: Sha256,
  algorithm: z.literal(ROOT_ALGORITHM),
  sealedAt: Instant,
};

/** A sealed list in the table. What was sealed first stays. */
export const RootRecord = z.object({ entity: z.literal('Root'), ...ofList, ...sealed });
export type RootRecord = z.infer<typeof RootRecord>;

/** All roots of one gate, for anybody: in the evidence bucket, and beside the pages. */
export const RootsDocument = z.strictObject({
  schema: z.literal('awards-roots/1'),
  round: RoundId,
  lists: z.array(z.strictObject({ gate: ofList.gate, no: ofList.no, category: Category, ...sealed })),
});
export type RootsDocument = z.infer<typeof RootsDocument>;

/** What salts are derived from. Never disclosed: the secret of the draw is another one. */
export const SealSecretRecord = z.object({ entity: z.literal('SealSecret'), roundId: RoundId, secret: z.string() });
export type SealSecretRecord = z.infer<typeof SealSecretRecord>;

/** 存证凭证: proves that one entry stands at its place in a sealed list, and shows none of the others. */
export const Proof = z.strictObject({
  schema: z.literal('awards-proof/1'),
  ...ofList,
  index: z.int().min(0),
  count: z.int().min(1),
  salt: Sha256,
  entry: SealedEntry,
  /** Lowest first. A list of 2^40 entries would need as many. */
  path: z.array(Sha256).max(40),
  root: Sha256,
});
export type Proof = z.infer<typeof Proof>;
