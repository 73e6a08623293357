import * as z from 'zod';
import { makeDeps } from '../../shared/deps.ts';
import { parseEnv } from '../../shared/env.ts';
import { invoked } from '../../shared/runtime/handler.ts';
import { RoundId } from '../../shared/schemas/basics.ts';
import { Env } from './env.ts';
import { issue } from './handler.ts';

const deps = makeDeps(parseEnv(Env));
export const handler = invoked(
  z.object({ roundId: RoundId, planNo: z.int().min(1), cursor: z.string().nullable() }),
  (event) => issue(deps, event),
);
