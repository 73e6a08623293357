/** Dead letters: which queues there are, and what is said about each letter. */
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { REASONS, UNSAID } from '../../shared/reasons.ts';
import { CliError } from './errors.ts';
import type { Place } from './place.ts';

const common = { name: z.string(), dead: z.string() };
/** One dead-letter queue and the way back, as the output `DeadLetters` tells it. */
const DeadQueue = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    kind: z.literal('queue'),
    url: z.string(),
    consumer: z.string().optional(),
    tries: z.int().optional(),
  }),
  z.object({ ...common, kind: z.enum(['event', 'stream']), functionName: z.string(), consumer: z.string() }),
  z.object({ ...common, kind: z.literal('invocation') }),
]);
export type DeadQueue = z.infer<typeof DeadQueue>;

/** @throws CliError cli.no-dead-letters, cli.queue-unknown */
export function deadQueues({ outputs }: Place, name?: string): DeadQueue[] {
  const told = outputs['DeadLetters'];
  if (told === undefined)
    throw new CliError('cli.no-dead-letters', '系统的输出中没有 DeadLetters。请用 --outputs 指定部署后写出的文件。');
  const queues = z.array(DeadQueue).parse(JSON.parse(told));
  if (name === undefined) return queues;
  const found = queues.filter((queue) => queue.name === name);
  if (found.length > 0) return found;
  throw new CliError('cli.queue-unknown', `没有队列 ${name}。可用的有：${queues.map((one) => one.name).join('、')}`);
}

/** What Lambda writes about an event that a function failed on. */
export const FailedInvocation = z.object({
  requestContext: z.object({ functionArn: z.string(), approximateInvokeCount: z.int() }),
  requestPayload: z.unknown(),
  responsePayload: z.object({ errorMessage: z.string() }).nullish(),
});
/** What Lambda writes about records of a stream that it gave up. */
export const GivenUp = z.object({
  requestContext: z.object({ approximateInvokeCount: z.int() }),
  DDBStreamBatchInfo: z.object({ startSequenceNumber: z.string() }),
});
/** What a consumer of ours writes about a record. */
export const Parked = z.object({ key: z.object({ pk: z.string(), sk: z.string() }), entity: z.string().nullable() });

/** With the alias behind the name that it was called by. */
export const functionOf = (arn: string): string => /:function:(.+)$/.exec(arn)?.[1]?.replace(/:\$LATEST$/, '') ?? arn;

export function bodyOf({ Body = '' }: Message): unknown {
  try {
    return JSON.parse(Body);
  } catch {
    return undefined;
  }
}

export interface Explained {
  code: string;
  zh: string;
  en: string;
  /** Paths, ids, or a service's own code. */
  detail?: string | undefined;
}

/** Why a letter is dead: by the reason it brought, or by what the queue tells. */
export function explain(queue: DeadQueue, message: Message): Explained {
  const said = (name: string) => message.MessageAttributes?.[name]?.StringValue;
  const code = said('Code');
  if (code !== undefined)
    return { code, zh: said('ReasonZh') ?? '', en: said('ReasonEn') ?? '', detail: said('Detail') };
  const undelivered = said('ERROR_CODE');
  if (undelivered !== undefined) return { ...unsaid('event.undelivered'), detail: undelivered };
  switch (queue.kind) {
    case 'queue':
      return queue.tries === undefined
        ? unsaid('event.undelivered')
        : unsaid('message.exhausted', queue.tries, queue.consumer);
    case 'event':
      return unsaid('event.undelivered');
    case 'stream': {
      const note = GivenUp.safeParse(bodyOf(message));
      if (!note.success) return unsaid('letter.unreadable');
      return unsaid('record.exhausted', note.data.requestContext.approximateInvokeCount, queue.consumer);
    }
    case 'invocation':
      return explainInvocation(message);
    default:
      return queue satisfies never;
  }
}

function explainInvocation(message: Message): Explained {
  const note = FailedInvocation.safeParse(bodyOf(message));
  if (!note.success) return unsaid('letter.unreadable');
  const { requestContext, responsePayload } = note.data;
  const [, code = '', detail] = /^([a-z-]+\.[a-z-]+): (.*)$/s.exec(responsePayload?.errorMessage ?? '') ?? [];
  if (code in REASONS) return { code, ...REASONS[code as keyof typeof REASONS], detail };
  return unsaid('invocation.failed', requestContext.approximateInvokeCount, functionOf(requestContext.functionArn));
}

const unsaid = <K extends keyof typeof UNSAID>(code: K, ...args: Parameters<(typeof UNSAID)[K]>): Explained => ({
  code,
  // The arguments are those of this very code; that the pair belongs together is beyond the type checker.
  ...(UNSAID[code] as (...all: typeof args) => { zh: string; en: string })(...args),
});

/** When it died: domain time where the letter says it, else when the queue got it. */
export const diedAt = ({ MessageAttributes, Attributes }: Message): string =>
  MessageAttributes?.['At']?.StringValue ?? new Date(Number(Attributes?.['SentTimestamp'] ?? 0)).toISOString();

const BATCH = 10;
/** Ten letters go back well within this; whoever dies meanwhile gives them free again. */
const HOLD_SECONDS = 300;

/**
 * Takes the letters of a queue, each once: no more than there were at the beginning, or one that comes back at once would be
 * put back for ever. While they are held, nobody else gets them. What `each` keeps is seen again, at the latest when the hold is over.
 * @returns about how many could not be had now: others hold them, or they wait behind a kept one of their FIFO group
 */
export async function eachLetter(
  { sqs }: Place,
  { dead: QueueUrl }: DeadQueue,
  each: (message: Message) => Promise<'done' | 'kept'>,
): Promise<number> {
  const count = await countOf(sqs, QueueUrl);
  const kept: string[] = [];
  try {
    // The count may lag behind: a queue that seems empty is looked into once.
    for (let left = count; ; ) {
      const messages = await receive(sqs, QueueUrl, count === 0 ? BATCH : left);
      for (const message of messages) {
        const ReceiptHandle = message.ReceiptHandle ?? '';
        kept.push(ReceiptHandle);
        if ((await each(message)) === 'kept') continue;
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        kept.pop();
      }
      left -= messages.length;
      if (messages.length === 0 || left <= 0) return Math.max(left, 0);
    }
  } finally {
    for (const ReceiptHandle of kept)
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  }
}

async function countOf(sqs: Place['sqs'], QueueUrl: string): Promise<number> {
  const names: ['ApproximateNumberOfMessages'] = ['ApproximateNumberOfMessages'];
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: names }));
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
}

async function receive(sqs: Place['sqs'], QueueUrl: string, max: number): Promise<Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: Math.min(max, BATCH),
      VisibilityTimeout: HOLD_SECONDS,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    }),
  );
  return Messages;
}
