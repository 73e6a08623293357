import * as z from 'zod';
import { baseEnv } from '../../shared/env.ts';

export const Env = z.object({
  ...baseEnv,
  INBOX_BUCKET: z.string().min(1),
  PAYEE_KEY_ARN: z.string().min(1),
  EVIDENCE_BUCKET: z.string().min(1),
});
