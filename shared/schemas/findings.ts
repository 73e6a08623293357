import * as z from 'zod';
import { REGISTER_KINDS } from './registers.ts';

/** Outcome of one eligibility rule (资格条件). A rule flags with evidence; a person decides (nothing is rejected by a rule). */
export const Finding = z.strictObject({
  /** Stable rule name, e.g. `enterprise.level`. */
  rule: z.string(),
  outcome: z.enum(['pass', 'fail', 'needs-person']),
  /** Clause of the work plan, e.g. `二(一)`. */
  clause: z.string(),
  title: z.string(),
  evidence: z.string(),
  register: z.strictObject({ kind: z.enum(REGISTER_KINDS), version: z.string() }).nullable(),
});
export type Finding = z.infer<typeof Finding>;

/** One problem of a package: what is wrong, where, how to mend it. */
export const Problem = z.strictObject({
  /** Stable, e.g. `package.attachment-missing`. */
  code: z.string(),
  /** Field path of the manifest or file name inside the zip. */
  where: z.string(),
  message: z.string(),
  mend: z.string(),
  messageEn: z.string(),
  /** Not with every problem; the Chinese always is. */
  mendEn: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;
