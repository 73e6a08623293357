import * as z from 'zod';

/** A process is killed when it comes to this moment for the n-th time since it started. */
export const PaymentsKill = z.strictObject({ moment: z.string(), nth: z.int().min(1) });
export type PaymentsKill = z.infer<typeof PaymentsKill>;

export const PaymentsOrder = z.strictObject({
  dir: z.string(),
  assemblyDir: z.string(),
  awards: z.int().min(1),
  kill: PaymentsKill.optional(),
});
export type PaymentsOrder = z.infer<typeof PaymentsOrder>;

export const KILLS_FILE = 'kills.jsonl';
export const RESULT_FILE = 'result.json';
