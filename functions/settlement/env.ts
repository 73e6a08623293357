import * as z from 'zod';
import { consumerEnv } from '../../shared/env.ts';

export const Env = z.object({
  ...consumerEnv,
  EVIDENCE_BUCKET: z.string().min(1),
});
