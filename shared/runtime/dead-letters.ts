import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { BadInput } from '../bad-input.ts';
import { REASONS } from '../reasons.ts';

/** What could not be handled. */
export interface Letter {
  body: string;
  /** The queue or stream that it came from. */
  source: string;
  /** In a FIFO queue: its group, and an id that is the same when it is sent again. */
  fifo?: { MessageGroupId: string; MessageDeduplicationId: string };
}

/** Who could not handle it, in which request, and when (UTC, domain time). */
export interface Attempt {
  by: string;
  requestId: string;
  at: string;
}

/**
 * Puts a letter into a dead-letter queue: the body as it came, and in its attributes why, for people and for programs.
 * @throws Error when the queue did not take it
 */
export async function park(
  sqs: SQSClient,
  QueueUrl: string,
  { body, source, fifo }: Letter,
  { code, detail }: BadInput,
  { by, requestId, at }: Attempt,
): Promise<void> {
  const attributes = {
    Code: code,
    ReasonZh: REASONS[code].zh,
    ReasonEn: REASONS[code].en,
    Detail: detail,
    Function: by,
    Source: source,
    At: at,
    RequestId: requestId,
  };
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body, MessageAttributes, ...fifo }));
}
