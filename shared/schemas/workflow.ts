import * as z from 'zod';
import { ApplicationId, Category, RoundId } from './basics.ts';

/** What the state machines tell the functions that open and escalate tasks. Ids and small values only. */
const round = { roundId: RoundId, waitId: z.string().regex(/^[\w.~-]{1,200}$/) };
const application = { ...round, applicationId: ApplicationId };

const SUBJECTS = [
  z.object({ ...application, kind: z.literal('district-review'), version: z.int(), attempt: z.int() }),
  z.object({ ...application, kind: z.literal('correction'), attempt: z.int() }),
  z.object({ ...application, kind: z.literal('refusal'), attempt: z.int() }),
  z.object({ ...application, kind: z.literal('refusal-review'), attempt: z.int() }),
  z.object({ ...application, kind: z.literal('score'), seat: z.int() }),
  z.object({ ...application, kind: z.literal('second-look'), seat: z.int() }),
  /** At an application, too few sheets; at the round, panels that cannot be drawn. */
  z.object({ ...round, applicationId: ApplicationId.optional(), kind: z.literal('panel-shortage') }),
  z.object({ ...round, kind: z.literal('tie-break'), category: Category }),
  z.object({ ...round, kind: z.literal('deliberate') }),
  z.object({ ...round, kind: z.literal('calendar-year'), year: z.string().regex(/^\d{4}$/) }),
  z.object({ ...round, kind: z.literal('confirm'), listNo: z.int() }),
  z.object({ ...round, kind: z.literal('approve-plan'), planNo: z.int() }),
  z.object({ ...round, kind: z.literal('settlement-difference') }),
  z.object({ ...round, kind: z.literal('gate'), stage: z.string().min(1).max(40) }),
] as const;

export const Awaited = z.discriminatedUnion('kind', SUBJECTS);
export type Awaited = z.infer<typeof Awaited>;
export type AwaitedOf<K extends Awaited['kind']> = Extract<Awaited, { kind: K }>;

/** A callback: the subject with the token of the execution that waits. */
export const OpenRequest = Awaited.and(z.object({ token: z.string().min(1).max(2048) }));
export type OpenRequest = z.infer<typeof OpenRequest>;

export const EscalateRequest = z.union([
  Awaited,
  z.object({ kind: z.literal('gate-deadline'), roundId: RoundId, stage: z.string().min(1).max(40) }),
  z.object({ kind: z.literal('deadline'), roundId: RoundId, task: z.enum(['deliberate', 'district-sheets']) }),
]);
export type EscalateRequest = z.infer<typeof EscalateRequest>;

/** Starts the scoring of an application, over a queue. */
export const StartRequest = z.object({ roundId: RoundId, applicationId: ApplicationId });
