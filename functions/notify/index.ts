import type { Context, SQSEvent } from 'aws-lambda';
import { parseEnv } from '../../shared/env.ts';
import { consumer } from '../../shared/runtime/consumers.ts';
import { invoked } from '../../shared/runtime/handler.ts';
import { MailRequest } from '../../shared/schemas/events.ts';
import { SecretsRequest } from '../../shared/secrets/look.ts';
import { keptOf, makeNotifyDeps } from './deps.ts';
import { Env } from './env.ts';
import { notify } from './handler.ts';
import { lookAtSecrets } from './look.ts';

const env = parseEnv(Env);
const kept = keptOf(env);
const deps = makeNotifyDeps(env, kept);
const consume = consumer(MailRequest, env.DEAD_LETTER_URL, (request) => notify(deps, request));
const look = invoked(SecretsRequest, () => lookAtSecrets(kept));

/** What its queue has for it; or an operator asks how the secrets stand, which only it may read. */
export const handler = (event: unknown, context: Context) =>
  SecretsRequest.safeParse(event).success ? look(event, context) : consume(event as SQSEvent, context);
