import * as z from 'zod';
import { consumerEnv } from '../../shared/env.ts';

export const Env = z.object({
  ...consumerEnv,
  MAIL_QUEUE_URL: z.string().min(1),
  FINANCE_QUEUE_URL: z.string().min(1),
  BUS_NAME: z.string().min(1),
});
