import * as z from 'zod';
import { makeDeps } from '../../shared/deps.ts';
import { parseEnv } from '../../shared/env.ts';
import { invoked } from '../../shared/runtime/handler.ts';
import { QueueSender } from '../../shared/store/queue-sender.ts';
import { Env } from './env.ts';
import { sweepDue } from './handler.ts';

const env = parseEnv(Env);
const deps = { ...makeDeps(env), mails: new QueueSender(env.MAIL_QUEUE_URL) };

/** By the schedule only. */
export const handler = invoked(z.object({ source: z.literal('aws.events') }), () => sweepDue(deps));
