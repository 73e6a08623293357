import { InvocationType, InvokeCommand } from '@aws-sdk/client-lambda';
import { type Message, SendMessageCommand } from '@aws-sdk/client-sqs';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { beijing } from '../../shared/http/time.ts';
import {
  bodyOf,
  type DeadQueue,
  deadQueues,
  diedAt,
  eachLetter,
  explain,
  FailedInvocation,
  functionOf,
  GivenUp,
  Parked,
} from './letters.ts';
import type { Values } from './parse.ts';
import type { Place } from './place.ts';
import type { Said } from './round.ts';

/** What became of a letter. `gone`: nothing is left to be done for it. */
type Fate = 'back' | 'gone' | 'kept';
const FATES: Record<Fate, string> = {
  back: '已送回 put back',
  gone: '无需再处理，已移除 nothing left to do, removed',
  kept: '未能送回，仍在原处 could not be put back, still there',
};

/**
 * Puts dead letters back where they came from: first there, then away from here, so that a crash in between doubles, which
 * every consumer stands, and never loses. What nobody can handle comes back with its reason.
 */
export async function redrive(place: Place, values: Values<'redrive'>): Promise<Said> {
  const lines: string[] = [];
  const fates: Fate[] = [];
  let unseen = 0;
  const reconciled = once(() => invoke(place, place.outputs['ReconcilerFunctionName'] ?? '', { by: 'redrive' }));
  for (const queue of deadQueues(place, values.queue)) {
    unseen += await eachLetter(place, queue, async (message) => {
      lines.push(describe(queue, message));
      if (values['dry-run'] === true) return 'kept';
      const fate = await tryPutBack(place, queue, message, reconciled);
      fates.push(fate);
      lines.push(`  → ${FATES[fate]}`);
      return fate === 'kept' ? 'kept' : 'done';
    });
  }
  return {
    text: [...lines, summary(lines, fates, values), ...later(unseen), ''].join('\n'),
    good: !fates.includes('kept'),
  };
}

function summary(lines: string[], fates: Fate[], values: Values<'redrive'>): string {
  if (lines.length === 0) return '没有未能处理的消息。No dead letters.';
  if (values['dry-run'] === true)
    return `共 ${lines.length} 条未能处理的消息，均未改动。${lines.length} dead letters, untouched.`;
  const count = (fate: Fate) => fates.filter((one) => one === fate).length;
  return `送回 ${count('back')} 条，移除 ${count('gone')} 条，未能送回 ${count('kept')} 条。再次失败的会连同原因重新列出。`;
}

const later = (unseen: number) =>
  unseen === 0 ? [] : [`另有约 ${unseen} 条此刻取不到（正被别人处理，或在同一收款方的消息之后），请稍后再看。`];

function describe(queue: DeadQueue, message: Message): string {
  const { code, zh, en, detail } = explain(queue, message);
  return [
    `${queue.name}  ${code}  ${beijing(diedAt(message))}  ${message.MessageId}`,
    `  ${zh}${detail === undefined ? '' : `（${detail}）`}`,
    `  ${en}`,
  ].join('\n');
}

/** What the other side refuses (too long, no such function) stays, and holds no other letter back. */
async function tryPutBack(...args: Parameters<typeof putBack>): Promise<Fate> {
  try {
    return await putBack(...args);
  } catch (error) {
    if (error instanceof Error && '$fault' in error && error.$fault === 'client') return 'kept';
    throw error;
  }
}

async function putBack(
  place: Place,
  queue: DeadQueue,
  message: Message,
  reconciled: () => Promise<boolean>,
): Promise<Fate> {
  switch (queue.kind) {
    case 'queue':
      await send(place, queue.url, message);
      return 'back';
    case 'event':
      await invokeLater(place, queue.functionName, message.Body ?? '');
      return 'back';
    case 'invocation': {
      const note = FailedInvocation.safeParse(bodyOf(message));
      if (!note.success) return 'kept';
      const { requestContext, requestPayload } = note.data;
      await invokeLater(place, functionOf(requestContext.functionArn), JSON.stringify(requestPayload));
      return 'back';
    }
    case 'stream': {
      const parked = Parked.safeParse(bodyOf(message));
      if (parked.success) return publishAgain(place, queue.functionName, parked.data.key);
      // Which records they were only the stream knows, for a day; whatever they still need stands in the index.
      if (!GivenUp.safeParse(bodyOf(message)).success) return 'kept';
      return (await reconciled()) ? 'back' : 'kept';
    }
    default:
      return queue satisfies never;
  }
}

/** To a FIFO queue in its group; the letter's number in the dead-letter queue lets it through once for each time it died. */
async function send({ sqs }: Place, QueueUrl: string, { Body, Attributes }: Message): Promise<void> {
  const group = Attributes?.['MessageGroupId'];
  const fifo = { MessageGroupId: group, MessageDeduplicationId: `redrive.${Attributes?.['SequenceNumber']}` };
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: Body, ...(QueueUrl.endsWith('.fifo') ? fifo : {}) }));
}

async function invokeLater({ lambda }: Place, FunctionName: string, Payload: string): Promise<void> {
  await lambda.send(new InvokeCommand({ FunctionName, InvocationType: InvocationType.Event, Payload }));
}

/** A stream's consumer gets the record as it is now: it may have been mended, or have left long since. */
async function publishAgain(place: Place, functionName: string, key: { pk: string; sk: string }): Promise<Fate> {
  const record = await place.table.get(key, z.looseObject({}));
  if (record === null) return 'gone';
  const image = { Keys: marshall(key), NewImage: marshall(record), SequenceNumber: '0' };
  const Records = [{ eventName: 'MODIFY', eventSource: 'aws:dynamodb', eventSourceARN: 'redrive', dynamodb: image }];
  return (await invoke(place, functionName, { Records })) ? 'back' : 'kept';
}

const Answer = z.object({ batchItemFailures: z.array(z.unknown()).default([]) });

/** False when the function failed, or did not handle what it was given. */
async function invoke({ lambda }: Place, FunctionName: string, payload: object): Promise<boolean> {
  const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }));
  if (answer.FunctionError !== undefined) return false;
  const { data } = Answer.safeParse(JSON.parse(answer.Payload?.transformToString() ?? 'null'));
  return data?.batchItemFailures.length === 0;
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}
