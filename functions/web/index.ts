import { handle, type LambdaEvent } from 'hono/aws-lambda';
import { parseEnv } from '../../shared/env.ts';
import { served } from '../../shared/runtime/handler.ts';
import { createApp } from './app.ts';
import { makeWebDeps } from './deps.ts';
import { Env } from './env.ts';
import { RequestEvent } from './event.ts';

const answer = handle(createApp(makeWebDeps(parseEnv(Env))));
export const handler = served(RequestEvent, (event: LambdaEvent, context) => answer(event, context));
