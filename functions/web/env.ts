import * as z from 'zod';
import { baseEnv } from '../../shared/env.ts';

export const Env = z.object({
  ...baseEnv,
  INBOX_BUCKET: z.string().min(1),
  PAYEE_KEY_ARN: z.string().min(1),
  /** What one link may do, as `pace.ts` reads it. */
  LINK_PACE: z.string().regex(/^\d+\/\d+$/),
  EVIDENCE_BUCKET: z.string().min(1),
});
