import { makeDeps } from '../../shared/deps.ts';
import { parseEnv } from '../../shared/env.ts';
import { consumer } from '../../shared/runtime/handler.ts';
import { Env } from './env.ts';
import { SettlementEvent, settle } from './handler.ts';

const deps = makeDeps(parseEnv(Env));
export const handler = consumer(SettlementEvent, (event) => settle(deps, event));
