import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { nowUtc } from '../clock.ts';
import { type BadInput, REASONS } from '../reasons.ts';

/** What could not be handled, and the ARN of the queue or stream that it came from. */
export interface Letter {
  body: string;
  source: string;
}

let client: SQSClient | undefined;
const sqs = () => {
  client ??= new SQSClient({ maxAttempts: 5 });
  return client;
};

/**
 * Puts a letter into a dead-letter queue: the body as it came, and in its attributes why, for people and for programs.
 * @throws Error when the queue did not take it
 */
export async function park(
  queueUrl: string,
  { body, source }: Letter,
  { code, detail }: BadInput,
  { functionName, awsRequestId }: Pick<Context, 'functionName' | 'awsRequestId'>,
): Promise<void> {
  const attributes = {
    Code: code,
    ReasonZh: REASONS[code].zh,
    ReasonEn: REASONS[code].en,
    Detail: detail,
    Function: functionName,
    Source: source,
    At: nowUtc(),
    RequestId: awsRequestId,
  };
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
  await sqs().send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, MessageAttributes }));
}
