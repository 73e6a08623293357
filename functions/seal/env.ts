import * as z from 'zod';
import { baseEnv } from '../../shared/env.ts';

export const Env = z.object({
  ...baseEnv,
  EVIDENCE_BUCKET: z.string().min(1),
});
