import { makeDeps } from '../../shared/deps.ts';
import { parseEnv } from '../../shared/env.ts';
import { invoked } from '../../shared/runtime/handler.ts';
import { Env } from './env.ts';
import { SealRequest, seal } from './handler.ts';

const deps = makeDeps(parseEnv(Env));
export const handler = invoked(SealRequest, (request) => seal(deps, request));
