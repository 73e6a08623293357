import { createHash } from 'node:crypto';
import type { Parts } from '../fronts.ts';
import { type Action, awsJsonService, type Json, ServiceError } from '../http/aws-json.ts';
import type { Guard } from '../iam/need.ts';
import { recordAction } from '../recorder.ts';
import { LOCAL_ACCOUNT, nameOfArn } from '../template/names.ts';
import { md5, md5OfAttributes } from './digest.ts';
import type { Message, MessageAttribute } from './message.ts';
import type { Queue } from './queue.ts';

const MAX_BATCH = 10;
// What SQS allows in a body: XML's characters.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the control characters are the point.
const FORBIDDEN = /[^\u0009\u000A\u000D\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** The SQS API (JSON 1.0) over the queues of the template; queues are neither created nor deleted through it. */
export function sqsService(
  queues: ReadonlyMap<string, Queue>,
  { operations, weather }: Pick<Parts, 'operations' | 'weather'>,
  url: (name: string) => string,
  guard?: Guard,
) {
  const queueOf = (input: Json): Queue => {
    const queue = queues.get(nameOfArn(String(input.QueueUrl ?? '')));
    if (queue === undefined) throw noSuchQueue();
    return queue;
  };
  const actions: Record<string, Action> = {
    SendMessage: (input) => sendOne(queueOf(input), input),
    SendMessageBatch: (input) => {
      const queue = queueOf(input);
      return batch(input, (entry) => {
        if (weather?.throws('messages.partly-taken', queue.plan.name))
          throw new ServiceError('InternalError', 'Again.');
        return sendOne(queue, entry);
      });
    },
    ReceiveMessage: (input, gone) => receive(queueOf(input), input, gone),
    DeleteMessage: (input) => {
      queueOf(input).remove(String(input.ReceiptHandle));
      return {};
    },
    DeleteMessageBatch: (input) => {
      const queue = queueOf(input);
      return batch(input, (entry) => {
        queue.remove(String(entry.ReceiptHandle));
        return {};
      });
    },
    ChangeMessageVisibility: (input) => changeVisibility(queueOf(input), input),
    ChangeMessageVisibilityBatch: (input) => {
      const queue = queueOf(input);
      return batch(input, (entry) => changeVisibility(queue, entry));
    },
    GetQueueUrl: (input) => {
      const name = String(input.QueueName);
      if (!queues.has(name)) throw noSuchQueue();
      return { QueueUrl: url(name) };
    },
    GetQueueAttributes: (input) => ({ Attributes: attributesOf(queueOf(input)) }),
    ListQueues: (input) => {
      const prefix = String(input.QueueNamePrefix ?? '');
      return { QueueUrls: [...queues.keys()].filter((name) => name.startsWith(prefix)).map(url) };
    },
    PurgeQueue: (input) => {
      queueOf(input).purge();
      return {};
    },
  };
  const counted = Object.entries(actions).map(([name, action]): [string, Action] => [
    name,
    (input, gone) => {
      operations.add(`sqs.${name}`, 1, nameOfArn(String(input.QueueUrl ?? '')));
      return recordAction('sqs', name, input, () => action(input, gone));
    },
  ]);
  return awsJsonService('1.0', Object.fromEntries(counted), guard);
}

function sendOne(queue: Queue, input: Json): Json {
  const body = input.MessageBody;
  const attributes = (input.MessageAttributes ?? {}) as Record<string, MessageAttribute>;
  if (typeof body !== 'string' || body === '') throw invalid('MissingParameter', 'The request needs a MessageBody.');
  if (FORBIDDEN.test(body))
    throw invalid('InvalidMessageContents', 'The message has characters that XML does not allow.');
  const { plan } = queue;
  const size = Buffer.byteLength(body) + Buffer.byteLength(JSON.stringify(attributes)) - 2;
  if (size > plan.maxMessageBytes) {
    throw invalid('InvalidParameterValue', `The message must be shorter than ${plan.maxMessageBytes} bytes.`);
  }
  const { id, seq } = queue.send({
    body,
    attributes,
    ...(plan.fifo ? fifoPart(queue, input, body) : delayPart(input)),
  });
  const digest = md5OfAttributes(attributes);
  return {
    MessageId: id,
    MD5OfMessageBody: md5(body),
    ...(digest !== undefined && { MD5OfMessageAttributes: digest }),
    ...(plan.fifo && { SequenceNumber: sequenceNumber(seq) }),
  };
}

function delayPart(input: Json): { delaySeconds?: number } {
  return input.DelaySeconds === undefined ? {} : { delaySeconds: Number(input.DelaySeconds) };
}

function fifoPart(queue: Queue, input: Json, body: string): { groupId: string; dedupId: string } {
  const { MessageGroupId: groupId, MessageDeduplicationId: given } = input;
  if (typeof groupId !== 'string') throw invalid('MissingParameter', 'A FIFO queue needs a MessageGroupId.');
  if (Number(input.DelaySeconds ?? 0) !== 0)
    throw invalid('InvalidParameterValue', 'A FIFO queue has no DelaySeconds.');
  const dedupId = typeof given === 'string' ? given : contentDedupId(queue, body);
  if (dedupId === undefined) {
    throw invalid(
      'InvalidParameterValue',
      'The queue needs a MessageDeduplicationId: it does not derive it from content.',
    );
  }
  return { groupId, dedupId };
}

/** Long polling waits for a message without turning in circles; who has hung up gets none. */
async function receive(queue: Queue, input: Json, gone: () => boolean): Promise<Json> {
  const max = Number(input.MaxNumberOfMessages ?? 1);
  if (!(max >= 1 && max <= MAX_BATCH)) throw invalid('InvalidParameterValue', 'MaxNumberOfMessages must be 1 to 10.');
  const visibility = input.VisibilityTimeout === undefined ? undefined : Number(input.VisibilityTimeout);
  const until = Date.now() + Number(input.WaitTimeSeconds ?? queue.plan.receiveWaitSeconds) * 1000;
  for (;;) {
    const messages = gone() ? [] : queue.receive(max, visibility);
    const left = until - Date.now();
    if (messages.length > 0 || left <= 0 || gone()) {
      return messages.length === 0 ? {} : { Messages: messages.map((message) => present(message, input)) };
    }
    await nextVisible(queue, left);
  }
}

function nextVisible(queue: Queue, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, withinMs);
    timer.unref();
    const stop = queue.onVisible(done);
  });
}

function present(message: Message, input: Json): Json {
  const wanted = [input.AttributeNames, input.MessageSystemAttributeNames].flat().map(String);
  const system = Object.entries(systemAttributes(message)).filter(
    ([name]) => wanted.includes('All') || wanted.includes(name),
  );
  const names = [input.MessageAttributeNames].flat().map(String);
  const all = names.some((name) => name === 'All' || name === '.*');
  const attributes = Object.fromEntries(
    Object.entries(message.attributes).filter(
      ([name]) =>
        all || names.some((given) => given === name || (given.endsWith('.*') && name.startsWith(given.slice(0, -1)))),
    ),
  );
  const digest = md5OfAttributes(attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(digest !== undefined && { MessageAttributes: attributes, MD5OfMessageAttributes: digest }),
  };
}

/** What SQS itself says about a message; values are texts. */
export function systemAttributes(message: Message): Record<string, string> {
  return {
    SenderId: LOCAL_ACCOUNT,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
    ...(message.groupId !== undefined && {
      MessageGroupId: message.groupId,
      MessageDeduplicationId: message.dedupId ?? '',
      SequenceNumber: sequenceNumber(message.seq),
    }),
  };
}

function changeVisibility(queue: Queue, input: Json): Json {
  if (!queue.changeVisibility(String(input.ReceiptHandle), Number(input.VisibilityTimeout))) {
    throw invalid('MessageNotInflight', 'The message is not in flight.');
  }
  return {};
}

/** A batch answers for each entry by itself. */
function batch(input: Json, one: (entry: Json) => Json): Json {
  const entries = (input.Entries ?? []) as Json[];
  const ids = new Set(entries.map((entry) => entry.Id));
  if (entries.length === 0) throw invalid('EmptyBatchRequest', 'The batch has no entries.');
  if (entries.length > MAX_BATCH) throw invalid('TooManyEntriesInBatchRequest', 'A batch has at most 10 entries.');
  if (ids.size < entries.length) throw invalid('BatchEntryIdsNotDistinct', 'Two entries have the same id.');
  const successful: Json[] = [];
  const failed: Json[] = [];
  for (const entry of entries) {
    try {
      successful.push({ Id: entry.Id, ...one(entry) });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      failed.push({ Id: entry.Id, Code: error.queryCode ?? error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful: successful, Failed: failed };
}

function contentDedupId({ plan }: Queue, body: string): string | undefined {
  return plan.contentBasedDeduplication ? createHash('sha256').update(body).digest('hex') : undefined;
}

function sequenceNumber(seq: number): string {
  return String(seq).padStart(20, '0');
}

function invalid(code: string, message: string): ServiceError {
  return new ServiceError(`com.amazonaws.sqs#${code}`, message, code);
}

function noSuchQueue(): ServiceError {
  return new ServiceError(
    'com.amazonaws.sqs#QueueDoesNotExist',
    'The specified queue does not exist.',
    'AWS.SimpleQueueService.NonExistentQueue',
  );
}

function attributesOf(queue: Queue): Record<string, string> {
  const { visible, inFlight, delayed } = queue.counts();
  const { plan } = queue;
  return {
    QueueArn: plan.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    VisibilityTimeout: String(plan.visibilityTimeout),
    DelaySeconds: String(plan.delaySeconds),
    MaximumMessageSize: String(plan.maxMessageBytes),
    ReceiveMessageWaitTimeSeconds: String(plan.receiveWaitSeconds),
    ...(plan.fifo && { FifoQueue: 'true', ContentBasedDeduplication: String(plan.contentBasedDeduplication) }),
    ...(plan.redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: plan.redrive.deadLetterArn,
        maxReceiveCount: plan.redrive.maxReceiveCount,
      }),
    }),
  };
}
