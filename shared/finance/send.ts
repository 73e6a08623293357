import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { together } from '../together.ts';
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

/** As many as one request of either takes. */
const BATCH = 10;

/** The queue or the bus did not take it; sending it again later may help. */
class MessageNotTaken extends Error {
  override name = 'MessageNotTaken';
}

interface Sent extends Pick<FinanceMessage, 'detailType' | 'group'> {
  body: string;
  deduplicationId: string;
}

type Sender = Record<'queue' | 'bus', (message: Sent) => Promise<void>>;
const senders = new WeakMap<FinanceWay, Sender>();

function senderOf(way: FinanceWay): Sender {
  const known = senders.get(way) ?? {
    queue: together<Sent>(BATCH, (messages) => toQueue(way, messages)),
    bus: together<Sent>(BATCH, (messages) => toBus(way, messages)),
  };
  senders.set(way, known);
  return known;
}

/**
 * To finance by its own queue, in order per payee; then a copy to the bus for whoever else listens. What is sent in the same turn
 * goes together. Twice is harmless.
 */
export async function sendToFinance(
  way: FinanceWay,
  { detailType, group, event }: FinanceMessage,
  deduplicationId: string = event.id,
): Promise<void> {
  const sender = senderOf(way);
  const sent = { detailType, group, body: JSON.stringify(event), deduplicationId };
  await sender.queue(sent);
  await sender.bus(sent);
}

async function toQueue({ sqs = ownSqs, financeQueueUrl }: FinanceWay, messages: Sent[]): Promise<(Error | null)[]> {
  const Entries = messages.map(({ body, group, deduplicationId }, i) => ({
    Id: String(i),
    MessageBody: body,
    MessageGroupId: group,
    MessageDeduplicationId: deduplicationId,
  }));
  const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: financeQueueUrl, Entries }));
  const failed = new Map(Failed.map(({ Id, Code }) => [Id, Code]));
  return messages.map((_, i) => (failed.has(String(i)) ? new MessageNotTaken(`${failed.get(String(i))}`) : null));
}

async function toBus({ events = ownEvents, busName }: FinanceWay, messages: Sent[]): Promise<(Error | null)[]> {
  const Entries = messages.map(({ detailType, body }) => ({
    EventBusName: busName,
    Source: 'awards',
    DetailType: detailType,
    Detail: body,
  }));
  const { FailedEntryCount = 0, Entries: answers = [] } = await events.send(new PutEventsCommand({ Entries }));
  // PutEvents answers 200 with failed entries inside.
  if (FailedEntryCount === 0) return messages.map(() => null);
  return messages.map((_, i) =>
    answers[i]?.EventId === undefined ? new MessageNotTaken(`the bus: ${answers[i]?.ErrorCode}`) : null,
  );
}
