import { parseEnv } from '../../shared/env.ts';
import { consumer } from '../../shared/runtime/handler.ts';
import { MailRequest } from '../../shared/schemas/events.ts';
import { makeNotifyDeps } from './deps.ts';
import { Env } from './env.ts';
import { notify } from './handler.ts';

const deps = makeNotifyDeps(parseEnv(Env));
export const handler = consumer(MailRequest, (request) => notify(deps, request));
