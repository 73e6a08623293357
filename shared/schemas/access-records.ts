import * as z from 'zod';
import { Instant, RoundId, Sha256, Text } from './basics.ts';

/** How often all links of one person were ended: a link that was made before the last time does not open any more. */
export const AccessMarkRecord = z.object({
  entity: z.literal('AccessMark'),
  personId: z.string().min(1),
  times: z.int(),
  endedAt: Instant,
});
export type AccessMarkRecord = z.infer<typeof AccessMarkRecord>;

/** That somebody's way in was ended: whose, by whom, when, why. Ids only. */
export const AccessEndRecord = z.object({
  entity: z.literal('AccessEnd'),
  roundId: RoundId,
  /**
   * - `person`: all links and sessions of the person
   * - `link`: one link and its sessions
   * - `sessions`: all sessions of one link, by the person itself; the link still opens
   */
  what: z.enum(['person', 'link', 'sessions']),
  personId: z.string(),
  /** Which link, by the hash of its token; null where it was all. */
  linkHash: Sha256.nullable(),
  by: Text(50).min(1),
  at: Instant,
  reason: z.string(),
});
export type AccessEndRecord = z.infer<typeof AccessEndRecord>;
