import { makeDeps } from '../../shared/deps.ts';
import { parseEnv } from '../../shared/env.ts';
import { consumer } from '../../shared/runtime/consumers.ts';
import { Env } from './env.ts';
import { SettlementEvent, settle } from './handler.ts';

const env = parseEnv(Env);
const deps = makeDeps(env);
export const handler = consumer(SettlementEvent, env.DEAD_LETTER_URL, (event) => settle(deps, event));
