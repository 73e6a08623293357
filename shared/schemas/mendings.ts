import * as z from 'zod';
import { Instant, RoundId } from './basics.ts';

/** What the reconciler mends, by what it counts. */
export const MENDING_KINDS = ['callbacks', 'outbox', 'objects', 'executions', 'unstarted', 'tasks', 'flags'] as const;

/** By whom, when nobody gave a command. */
export const SCHEDULE = 'schedule';

/** What was found to be wrong. The words in capitals are what Step Functions says of an execution that ended. */
export const FOUND = [
  'callback-lost',
  'not-published',
  'no-record',
  'FAILED',
  'TIMED_OUT',
  'ABORTED',
  'SUCCEEDED',
  'not-started',
  'overdue',
  'nobody-waits',
  'withdrawn',
] as const;

export const DONE = ['callback-sent', 'published', 'told-again', 'started', 'reminded', 'escalated', 'ended'] as const;

/**
 * One thing that was lost or stuck, and what was done about it: ids and codes only. Its key is what was found and since
 * when, so that the same mending is one record, whoever does it and however often.
 */
export const MendingRecord = z.object({
  entity: z.literal('Mending'),
  roundId: RoundId,
  kind: z.enum(MENDING_KINDS),
  /** Of the record, the object or the task; or the name of the execution that was started. */
  id: z.string(),
  found: z.enum(FOUND),
  done: z.enum(DONE),
  /** Since when it was so, as the record tells it. */
  since: Instant,
  at: Instant,
  /** `schedule`, or who gave the command. */
  by: z.string(),
});
export type MendingRecord = z.infer<typeof MendingRecord>;

/** How many executions one subject of a machine has had beside the first, and how many of them at the place it is at now. */
export const RunRecord = z.object({
  entity: z.literal('Run'),
  restarts: z.int().min(1),
  place: z.string(),
  here: z.int().min(1),
});
export type RunRecord = z.infer<typeof RunRecord>;
