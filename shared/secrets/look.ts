/** How a stage's secrets stand, as the function that uses them finds them: never what they are. */
import * as z from 'zod';
import { SECRET_NAMES, type SecretName } from './kinds.ts';

export const SecretsRequest = z.strictObject({ op: z.literal('look-at-secrets') });

/**
 * `not-set`: nobody has set it, or it is gone; `malformed`: it is not what was agreed; `unusable`: it is, but its address may not be posted to;
 * `not-readable`: the function may not read it, or the service did not answer.
 */
export const SecretState = z.enum(['usable', 'not-set', 'malformed', 'unusable', 'not-readable']);
export type SecretState = z.infer<typeof SecretState>;

export const SecretsSeen = z.record(z.enum(SECRET_NAMES), SecretState);
export type SecretsSeen = Record<SecretName, SecretState>;
