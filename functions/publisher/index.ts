import { parseEnv } from '../../shared/env.ts';
import { publish } from '../../shared/outbox.ts';
import { streamConsumer } from '../../shared/runtime/consumers.ts';
import { QueueSender } from '../../shared/store/queue-sender.ts';
import { Table } from '../../shared/store/table.ts';
import { Env } from './env.ts';

const env = parseEnv(Env);
const deps = {
  table: new Table(env.TABLE_NAME),
  mails: new QueueSender(env.MAIL_QUEUE_URL),
  financeQueueUrl: env.FINANCE_QUEUE_URL,
  busName: env.BUS_NAME,
};
export const handler = streamConsumer(env.DEAD_LETTER_URL, (image) => publish(deps, image));
