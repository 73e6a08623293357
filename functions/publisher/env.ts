import * as z from 'zod';
import { baseEnv } from '../../shared/env.ts';

export const Env = z.object({
  ...baseEnv,
  MAIL_QUEUE_URL: z.string().min(1),
  FINANCE_QUEUE_URL: z.string().min(1),
  BUS_NAME: z.string().min(1),
});
