import * as z from 'zod';
import { ApplicationId, Instant, Sha256 } from './basics.ts';

/** What somebody who approves a plan is shown about a payee. A flag is never a verdict. */
export const PLAN_FLAGS = ['dishonest', 'closed', 'renamed', 'account-missing'] as const;

export const PlanFlag = z.strictObject({
  awardId: ApplicationId,
  code: z.enum(PLAN_FLAGS),
  /** A Chinese sentence with what the register says. */
  evidence: z.string().max(400),
});
export type PlanFlag = z.infer<typeof PlanFlag>;

/** The registers that flags rest on: the newest version at the time, not the pinned one. */
export const FLAG_REGISTERS = ['dishonesty', 'pilots', 'providers'] as const;

export const PlanSeen = z.strictObject({
  at: Instant,
  versions: z.record(z.enum(FLAG_REGISTERS), Sha256),
  flags: z.array(PlanFlag),
  /** How many flags there were: with a great many only the first ones are kept, as many as a record has room for. */
  all: z.int().min(0),
});
export type PlanSeen = z.infer<typeof PlanSeen>;
