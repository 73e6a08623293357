import * as z from 'zod';
import { ApplicationId, Instant, RoundId, Sha256, Text } from './basics.ts';

/**
 * 宣传: what a winner agrees to have published after the announcement, as it was shown when it agreed: the public summary of its
 * package. Withdrawn, the summary is gone and only that remains.
 */
export const PublicityRecord = z.object({
  entity: z.literal('Publicity'),
  roundId: RoundId,
  applicationId: ApplicationId,
  consent: z.boolean(),
  at: Instant,
  summary: Text(500).optional(),
  /** The package that the summary is from. */
  packageSha256: Sha256.optional(),
});
export type PublicityRecord = z.infer<typeof PublicityRecord>;
