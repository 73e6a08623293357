import * as z from 'zod';
import { makeDeps } from '../../shared/deps.ts';
import { parseEnv } from '../../shared/env.ts';
import { invoked } from '../../shared/runtime/handler.ts';
import { Text } from '../../shared/schemas/basics.ts';
import { SCHEDULE } from '../../shared/schemas/records.ts';
import { Bucket } from '../../shared/store/buckets.ts';
import { QueueSender } from '../../shared/store/queue-sender.ts';
import { Env } from './env.ts';
import { reconcile } from './handler.ts';

const env = parseEnv(Env);
const deps = {
  ...makeDeps(env),
  inbox: new Bucket(env.INBOX_BUCKET),
  inboxQueueUrl: env.INBOX_QUEUE_URL,
  mails: new QueueSender(env.MAIL_QUEUE_URL),
  financeQueueUrl: env.FINANCE_QUEUE_URL,
  busName: env.BUS_NAME,
  machines: {
    round: env.ROUND_MACHINE_ARN,
    application: env.APPLICATION_MACHINE_ARN,
    scoring: env.SCORING_MACHINE_ARN,
  },
};

/** By the schedule, or by somebody's command. */
const Asked = z.union([
  z.strictObject({ by: Text(50).min(1) }),
  z.object({ source: z.literal('aws.events') }).transform(() => ({ by: SCHEDULE })),
]);
export const handler = invoked(Asked, ({ by }) => reconcile(deps, by));
