import { handle } from 'hono/aws-lambda';
import { parseEnv } from '../../shared/env.ts';
import { createApp } from './app.ts';
import { makeWebDeps } from './deps.ts';
import { Env } from './env.ts';

export const handler = handle(createApp(makeWebDeps(parseEnv(Env))));
