import * as z from 'zod';
import { consumerEnv } from '../../shared/env.ts';

export const Env = z.object({
  ...consumerEnv,
  SCORING_MACHINE_ARN: z.string().min(1),
});
