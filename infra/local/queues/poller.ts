import type { Activity } from '../activity.ts';
import type { Functions } from '../lambda/functions.ts';
import { partialFailures } from '../lambda/partial-failures.ts';
import type { Operations } from '../operations.ts';
import type { Place } from '../template/names.ts';
import type { QueueMappingPlan } from '../template/plan.ts';
import { systemAttributes } from './api.ts';
import { md5, md5OfAttributes } from './digest.ts';
import type { Message } from './message.ts';
import type { Queue } from './queue.ts';

export interface PollerOptions {
  mapping: QueueMappingPlan;
  queue: Queue;
  functions: Functions;
  place: Place;
  activity: Activity;
  operations: Operations;
}

/** A receive of SQS gives ten messages at most; Lambda puts several together for a larger batch. */
const MAX_RECEIVE = 10;
/** A batching window gathers what comes in quickly; waiting for seconds, as on AWS, would only make people wait. */
const LONGEST_WINDOW_MS = 25;
const FIRST_BACKOFF_SECONDS = 0.1;
const LONGEST_BACKOFF_SECONDS = 5;

export interface QueuePoller {
  /** Off, it finishes what it has taken, and takes no more. */
  enable(on: boolean): void;
  stop(): void;
}

/** Feeds a queue to a function, as Lambda's pollers do. */
export function startQueuePoller(options: PollerOptions): QueuePoller {
  const { mapping, queue, functions } = options;
  const parallel = Math.min(
    functions.concurrency(mapping.functionName),
    mapping.maximumConcurrency ?? Number.POSITIVE_INFINITY,
  );
  const windowMs = Math.min(mapping.windowSeconds * 1000, LONGEST_WINDOW_MS);
  let running = 0;
  let scheduled = false;
  let stopped = false;
  let off = false;

  const wake = (): void => {
    if (scheduled || stopped || off) return;
    scheduled = true;
    const end = options.activity.begin(`poller of ${queue.plan.name}`);
    const next = (): void => {
      scheduled = false;
      fill();
      end();
    };
    // Never at once: a sender may be in the middle of a transaction.
    if (windowMs > 0) setTimeout(next, windowMs);
    else setImmediate(next);
  };
  const fill = (): void => {
    while (running < parallel && !stopped && !off) {
      const messages = receive(queue, mapping.batchSize);
      if (messages.length === 0) return;
      running += 1;
      void deliver(options, messages).finally(() => {
        running -= 1;
        wake();
      });
    }
  };
  const stopListening = queue.onVisible(wake);
  wake();
  return {
    enable: (on) => {
      off = !on;
      wake();
    },
    stop: () => {
      stopped = true;
      stopListening();
    },
  };
}

function receive(queue: Queue, batchSize: number): Message[] {
  const messages = queue.receive(Math.min(batchSize, MAX_RECEIVE));
  while (messages.length > 0 && messages.length < batchSize) {
    const more = queue.receive(Math.min(batchSize - messages.length, MAX_RECEIVE));
    if (more.length === 0) break;
    messages.push(...more);
  }
  return messages;
}

async function deliver({ mapping, queue, functions, place, activity, operations }: PollerOptions, messages: Message[]) {
  operations.add('sqs.ReceiveMessage', Math.ceil(messages.length / MAX_RECEIVE), queue.plan.name);
  const end = activity.begin(`batch of ${queue.plan.name}`);
  try {
    const event = { Records: messages.map((message) => recordOf(message, queue, place)) };
    const result = await functions.invoke(mapping.functionName, JSON.stringify(event));
    const failed = partialFailures(
      result,
      messages.map((message) => message.id),
      mapping.partialFailures,
    );
    for (const message of messages) {
      const receipt = message.receipt ?? '';
      if (failed.has(message.id)) queue.changeVisibility(receipt, backoff(message, queue));
      else if (queue.remove(receipt)) activity.progress();
    }
    if (failed.size < messages.length) {
      operations.add(
        'sqs.DeleteMessageBatch',
        Math.ceil((messages.length - failed.size) / MAX_RECEIVE),
        queue.plan.name,
      );
    }
  } finally {
    end();
  }
}

/**
 * AWS shows a failed message again when its visibility timeout is over, minutes later. Here it comes back soon, and each
 * time a little later: the order of things is the same, nobody has to wait.
 */
function backoff(message: Message, queue: Queue): number {
  const seconds = Math.min(FIRST_BACKOFF_SECONDS * 2 ** (message.receiveCount - 1), LONGEST_BACKOFF_SECONDS);
  return Math.min(seconds, queue.plan.visibilityTimeout);
}

function recordOf(message: Message, queue: Queue, place: Place): Record<string, unknown> {
  const attributes = Object.entries(message.attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
    name,
    {
      dataType: DataType,
      stringValue: StringValue,
      binaryValue: BinaryValue,
      stringListValues: [],
      binaryListValues: [],
    },
  ]);
  const digest = md5OfAttributes(message.attributes);
  return {
    messageId: message.id,
    receiptHandle: message.receipt,
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: md5(message.body),
    ...(digest !== undefined && { md5OfMessageAttributes: digest }),
    eventSource: 'aws:sqs',
    eventSourceARN: queue.plan.arn,
    awsRegion: place.region,
  };
}
