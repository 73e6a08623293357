import { makeDeps } from '../../shared/deps.ts';
import { parseEnv } from '../../shared/env.ts';
import { invoked } from '../../shared/runtime/handler.ts';
import { EscalateRequest } from '../../shared/schemas/workflow.ts';
import { Env } from './env.ts';
import { escalate } from './handler.ts';

const deps = makeDeps(parseEnv(Env));
export const handler = invoked(EscalateRequest, (request) => escalate(deps, request));
