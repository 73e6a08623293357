import * as z from 'zod';
import { consumerEnv } from '../../shared/env.ts';

export const Env = z.object({
  ...consumerEnv,
});
