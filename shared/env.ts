import * as z from 'zod';

/** What every function is told. */
export const baseEnv = { TABLE_NAME: z.string().min(1), STAGE: z.string().min(1) };

/**
 * Parses a function's environment once, at cold start.
 * @throws ZodError naming each missing variable: the function then fails to start, visibly, instead of half-working.
 */
export function parseEnv<T extends z.ZodType>(schema: T): z.infer<T> {
  return schema.parse(process.env);
}
