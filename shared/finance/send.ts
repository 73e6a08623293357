import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { FinanceMessage } from './messages.ts';

export interface FinanceWay {
  financeQueueUrl: string;
  busName: string;
}

const sqs = new SQSClient({ maxAttempts: 5 });
const events = new EventBridgeClient({ maxAttempts: 5 });

/** To finance by its own queue, in order per payee; then a copy to the bus for whoever else listens. Twice is harmless. */
export async function sendToFinance(way: FinanceWay, { detailType, group, event }: FinanceMessage): Promise<void> {
  const body = JSON.stringify(event);
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: way.financeQueueUrl,
      MessageBody: body,
      MessageGroupId: group,
      MessageDeduplicationId: event.id,
    }),
  );
  const { FailedEntryCount } = await events.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: way.busName, Source: 'awards', DetailType: detailType, Detail: body }],
    }),
  );
  // PutEvents answers 200 with failed entries inside.
  if (FailedEntryCount !== undefined && FailedEntryCount > 0) throw new Error('the bus did not take the copy');
}
