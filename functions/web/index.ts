import { handle, type LambdaEvent } from 'hono/aws-lambda';
import { parseEnv } from '../../shared/env.ts';
import { served } from '../../shared/runtime/handler.ts';
import { makeWebDeps } from './deps.ts';
import { Env } from './env.ts';
import { RequestEvent } from './event.ts';
import { createSite } from './site.ts';

const { app, loadAll } = createSite(makeWebDeps(parseEnv(Env)));
// Kept warm, it is started before anybody comes, and has the time.
if (process.env['AWS_LAMBDA_INITIALIZATION_TYPE'] === 'provisioned-concurrency') await loadAll();
const answer = handle(app);
export const handler = served(RequestEvent, (event: LambdaEvent, context) => answer(event, context));
