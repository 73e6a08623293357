import { handle, type LambdaEvent } from 'hono/aws-lambda';
import * as z from 'zod';
import { parseEnv } from '../../shared/env.ts';
import { served } from '../../shared/runtime/handler.ts';
import { createApp } from './app.ts';
import { makeWebDeps } from './deps.ts';
import { Env } from './env.ts';

/** The HTTP API's payload, as far as it must be there. */
const HttpEvent = z.object({
  version: z.literal('2.0'),
  rawPath: z.string(),
  rawQueryString: z.string(),
  headers: z.record(z.string(), z.string()),
  requestContext: z.object({ http: z.object({ method: z.string() }) }),
});
const answer = handle(createApp(makeWebDeps(parseEnv(Env))));
export const handler = served(HttpEvent, (event: LambdaEvent, context) => answer(event, context));
