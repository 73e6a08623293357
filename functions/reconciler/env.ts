import * as z from 'zod';
import { baseEnv } from '../../shared/env.ts';

export const Env = z.object({
  ...baseEnv,
  INBOX_BUCKET: z.string().min(1),
  EVIDENCE_BUCKET: z.string().min(1),
  INBOX_QUEUE_URL: z.string().min(1),
  MAIL_QUEUE_URL: z.string().min(1),
  FINANCE_QUEUE_URL: z.string().min(1),
  BUS_NAME: z.string().min(1),
  ROUND_MACHINE_ARN: z.string().min(1),
  APPLICATION_MACHINE_ARN: z.string().min(1),
  SCORING_MACHINE_ARN: z.string().min(1),
});
