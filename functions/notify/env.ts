import * as z from 'zod';
import { consumerEnv } from '../../shared/env.ts';

export const Env = z.object({
  ...consumerEnv,
  SMTP_URL: z.string().min(1),
  MAIL_FROM: z.string().min(1),
  PUBLIC_URL: z.string().min(1),
  EVIDENCE_BUCKET: z.string().min(1),
});
