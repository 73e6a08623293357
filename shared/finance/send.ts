import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { FinanceMessage } from './messages.ts';

/** Where to; with clients of its own outside of a function. */
export interface FinanceWay {
  financeQueueUrl: string;
  busName: string;
  sqs?: SQSClient;
  events?: EventBridgeClient;
}

const ownSqs = new SQSClient({ maxAttempts: 5 });
const ownEvents = new EventBridgeClient({ maxAttempts: 5 });

/** To finance by its own queue, in order per payee; then a copy to the bus for whoever else listens. Twice is harmless. */
export async function sendToFinance(
  way: FinanceWay,
  { detailType, group, event }: FinanceMessage,
  deduplicationId: string = event.id,
): Promise<void> {
  const { sqs = ownSqs, events = ownEvents } = way;
  const body = JSON.stringify(event);
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: way.financeQueueUrl,
      MessageBody: body,
      MessageGroupId: group,
      MessageDeduplicationId: deduplicationId,
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
