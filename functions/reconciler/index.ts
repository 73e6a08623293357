import * as z from 'zod';
import { parseEnv } from '../../shared/env.ts';
import { invoked } from '../../shared/runtime/handler.ts';
import { Bucket } from '../../shared/store/buckets.ts';
import { QueueSender } from '../../shared/store/queue-sender.ts';
import { Table } from '../../shared/store/table.ts';
import { Env } from './env.ts';
import { reconcile } from './handler.ts';

const env = parseEnv(Env);
const deps = {
  table: new Table(env.TABLE_NAME),
  inbox: new Bucket(env.INBOX_BUCKET),
  inboxQueueUrl: env.INBOX_QUEUE_URL,
  mails: new QueueSender(env.MAIL_QUEUE_URL),
  financeQueueUrl: env.FINANCE_QUEUE_URL,
  busName: env.BUS_NAME,
};
/** By schedule, or by an operator's hand; the event itself says nothing. */
export const handler = invoked(z.unknown(), () => reconcile(deps));
