import * as z from 'zod';
import { ApplicationId, Instant, RoundId } from './basics.ts';

/** What an officer did to somebody's task, or passed on to somebody: who, when, why. Ids only. */
export const ActionRecord = z.object({
  entity: z.literal('Action'),
  roundId: RoundId,
  kind: z.enum(['reminded', 'handed-over', 'proposed', 'sent-back']),
  taskId: z.string(),
  applicationId: ApplicationId.nullable(),
  /** Whose task it was, and who has it now. */
  from: z.string(),
  to: z.string(),
  by: z.string(),
  at: Instant,
  reason: z.string(),
});
export type ActionRecord = z.infer<typeof ActionRecord>;
