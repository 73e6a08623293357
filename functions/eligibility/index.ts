import * as z from 'zod';
import { makeDeps } from '../../shared/deps.ts';
import { parseEnv } from '../../shared/env.ts';
import { invoked } from '../../shared/runtime/handler.ts';
import { ApplicationId, RoundId } from '../../shared/schemas/basics.ts';
import { Env } from './env.ts';
import { examine, retract } from './handler.ts';

const deps = makeDeps(parseEnv(Env));
const Request = z.object({ roundId: RoundId, applicationId: ApplicationId, op: z.literal('retract').optional() });
export const handler = invoked(
  Request,
  async (event): Promise<object> => (event.op === 'retract' ? retract(deps, event) : examine(deps, event)),
);
