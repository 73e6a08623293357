import * as z from 'zod';
import { makeDeps } from '../../shared/deps.ts';
import { parseEnv } from '../../shared/env.ts';
import { invoked } from '../../shared/runtime/handler.ts';
import { ApplicationId, RoundId } from '../../shared/schemas/basics.ts';
import { Env } from './env.ts';
import { examine } from './handler.ts';

const deps = makeDeps(parseEnv(Env));
export const handler = invoked(z.object({ roundId: RoundId, applicationId: ApplicationId }), (event) =>
  examine(deps, event),
);
