import * as z from 'zod';
import { baseEnv } from '../../shared/env.ts';

export const Env = z.object({
  ...baseEnv,
  PAYEE_KEY_ARN: z.string().min(1),
});
