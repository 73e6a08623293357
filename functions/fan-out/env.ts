import * as z from 'zod';
import { baseEnv } from '../../shared/env.ts';

export const Env = z.object({
  ...baseEnv,
  START_QUEUE_URL: z.string().min(1),
});
