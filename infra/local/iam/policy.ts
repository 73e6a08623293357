/** Policies as templates write them, and what of them concerns a call. */
import * as z from 'zod';

const texts = z.union([z.string(), z.array(z.string())]);
/** Templates write numbers as such. */
const value = z.coerce.string();

/** One or many: templates write a list of one as the text alone. */
export const many = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** What may stand in a statement; anything else would be judged without it, so it is refused. */
const STATEMENT = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: texts,
  Resource: texts.optional(),
  Principal: z.union([z.literal('*'), z.record(z.string(), texts)]).optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.union([z.array(value), value]))).optional(),
});

/** A resolved policy document. */
export const POLICY_DOCUMENT = z.strictObject({ Version: z.string().optional(), Statement: z.array(STATEMENT) });

export type Statement = z.infer<typeof STATEMENT>;

const compiled = new Map<string, RegExp>();

/** Whether an ARN or an action is one that a pattern with `*` and `?` means. */
export function covers(pattern: string, value: string): boolean {
  const known = compiled.get(pattern) ?? new RegExp(`^${pattern.split('').map(asExpression).join('')}$`, 's');
  compiled.set(pattern, known);
  return known.test(value);
}

const asExpression = (char: string): string =>
  char === '*' ? '.*' : char === '?' ? '.' : char.replace(/[\\^$.|+()[\]{}]/, '\\$&');
