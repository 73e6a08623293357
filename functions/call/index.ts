import { makeDeps } from '../../shared/deps.ts';
import { parseEnv } from '../../shared/env.ts';
import { invoked } from '../../shared/runtime/handler.ts';
import { Env } from './env.ts';
import { answer, Call } from './handler.ts';

const env = parseEnv(Env);
const deps = { ...makeDeps(env), roundMachineArn: env.ROUND_MACHINE_ARN };
export const handler = invoked(Call, (call) => answer(deps, call));
