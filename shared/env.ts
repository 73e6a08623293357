import * as z from 'zod';

/** What every function is told. */
export const baseEnv = { TABLE_NAME: z.string().min(1), STAGE: z.string().min(1) };

/** What a function is told that feeds on a queue or a stream: where it puts what no retry can mend. */
export const consumerEnv = { ...baseEnv, DEAD_LETTER_URL: z.string().min(1) };

/**
 * Parses a function's environment once, at cold start.
 * @throws ZodError naming each missing variable: the function then fails to start, visibly, instead of half-working.
 */
export function parseEnv<T extends z.ZodType>(schema: T): z.infer<T> {
  return schema.parse(process.env);
}
