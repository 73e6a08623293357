import * as z from 'zod';
import { ApplicationId, Instant, RoundId, Sha256 } from './basics.ts';

/**
 * One decision in the chain of those about an application, or about the round as a whole. Each has the hash of the one before:
 * nobody can change, leave out or put in one without changing all that follow.
 */
const entry = {
  /** From 1, without a gap. */
  no: z.int().min(1),
  /** What was decided, as the records name it: `task:<id>`, `version:<no>`, `award`, … Once in a chain. */
  about: z.string().max(200),
  decision: z.string().max(60),
  at: Instant,
  /** Who, as a commitment that only the round's own secret opens; null where no person did it. */
  by: Sha256.nullable(),
  /** Of the canonical JSON of what was decided, as the export tells it. */
  digest: Sha256,
  previous: Sha256,
  /** Of the canonical JSON of the owner and all of the above. */
  hash: Sha256,
};
const Owner = z.union([ApplicationId, RoundId]);

export const LoggedRecord = z.object({ entity: z.literal('Logged'), owner: Owner, ...entry });
export type LoggedRecord = z.infer<typeof LoggedRecord>;

const LoggedEntry = z.strictObject(entry);
export type LoggedEntry = z.infer<typeof LoggedEntry>;

/** All chains of a round. Beside the export, not in it: in which order two acted at the same moment is not a figure. */
export const DecisionsDocument = z.strictObject({
  schema: z.literal('awards-decisions/1'),
  round: RoundId,
  chains: z.array(z.strictObject({ owner: Owner, entries: z.array(LoggedEntry) })),
});
export type DecisionsDocument = z.infer<typeof DecisionsDocument>;
