import { parseEnv } from '../../shared/env.ts';
import { consumer } from '../../shared/runtime/consumers.ts';
import { MailRequest } from '../../shared/schemas/events.ts';
import { makeNotifyDeps } from './deps.ts';
import { Env } from './env.ts';
import { notify } from './handler.ts';

const env = parseEnv(Env);
const deps = makeNotifyDeps(env);
export const handler = consumer(MailRequest, env.DEAD_LETTER_URL, (request) => notify(deps, request));
