/** What feeds on queues and on the table's stream, one message or record at a time. */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { SQSClient } from '@aws-sdk/client-sqs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type {
  Context,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
  SQSRecord,
} from 'aws-lambda';
import * as z from 'zod';
import { BadInput, parseInput } from '../bad-input.ts';
import { nowUtc } from '../clock.ts';
import { idsIn } from './correlation.ts';
import { type Letter, park } from './dead-letters.ts';
import { common, countBadInput, describe, logger, traced } from './handler.ts';

const SqsBatch = z.object({
  Records: z.array(z.object({ messageId: z.string(), body: z.string(), eventSourceARN: z.string() })),
});
const StreamBatch = z.object({
  Records: z.array(
    z.object({
      eventSourceARN: z.string(),
      dynamodb: z.object({ SequenceNumber: z.string(), Keys: z.record(z.string(), z.object({ S: z.string() })) }),
    }),
  ),
});

/**
 * A queue's consumer: each message on its own. Input that no retry can mend goes at once to the queue's dead-letter queue,
 * with its reason; whatever else fails comes back, and at last is moved there by the queue itself.
 */
export const consumer = <S extends z.ZodType>(
  schema: S,
  deadLetterUrl: string,
  handle: (message: z.infer<S>) => Promise<void>,
) => {
  const each = parking(
    deadLetterUrl,
    ({ body, eventSourceARN }: SQSRecord) => ({ body, source: eventSourceARN }),
    ({ body }) => {
      const message = parseInput(schema, parseJson(body), 'message.malformed');
      return traced(idsIn(message), () => handle(message));
    },
  );
  return common(async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    parseInput(SqsBatch, event, 'event.malformed');
    // One for each batch: it remembers what failed, and a process may have several batches at once.
    const processor = new BatchProcessor(EventType.SQS);
    return processPartialResponse(event, each, processor, { context, throwOnFullBatchFailure: false });
  });
};

/** A consumer of the table's stream; what no retry can mend is parked, and the rest of the batch goes on. */
export const streamConsumer = (deadLetterUrl: string, handle: (image: Record<string, unknown>) => Promise<void>) => {
  const each = parking(deadLetterUrl, placeOf, async ({ dynamodb }: DynamoDBRecord) => {
    // The SDK and the event types name the same wire shape apart.
    const image = dynamodb?.NewImage as Parameters<typeof unmarshall>[0] | undefined;
    if (image === undefined) return;
    const record = unmarshall(image);
    await traced(idsIn(record), () => handle(record));
  });
  return common(async (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> => {
    parseInput(StreamBatch, event, 'event.malformed');
    const processor = new BatchProcessor(EventType.DynamoDBStreams);
    return processPartialResponse(event, each, processor, { context, throwOnFullBatchFailure: false });
  });
};

/** Where a record stands, not what it says: it may name people. Whoever mends it reads it from the table as it is then. */
function placeOf({ dynamodb, eventName, eventSourceARN = '' }: DynamoDBRecord): Letter {
  const { pk, sk } = unmarshall((dynamodb?.Keys ?? {}) as Parameters<typeof unmarshall>[0]);
  const entity = dynamodb?.NewImage?.['entity']?.S ?? '';
  const place = {
    key: { pk, sk },
    entity: /^[A-Za-z]{1,40}$/.test(entity) ? entity : null,
    eventName,
    sequenceNumber: dynamodb?.SequenceNumber,
  };
  return { body: JSON.stringify(place), source: eventSourceARN };
}

const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    throw new BadInput('message.not-json', 'the message body is not JSON');
  }
};

/** Handles one record. Bad input is parked and done with; if it cannot be parked it fails like everything else, and nothing is lost. */
const parking =
  <R>(deadLetterUrl: string, letterOf: (record: R) => Letter, handle: (record: R) => Promise<void>) =>
  async (record: R, context: Context): Promise<void> => {
    try {
      await handle(record);
    } catch (error) {
      logger.warn('record not handled', { ...describe(error) });
      if (!(error instanceof BadInput)) throw error;
      await parked(deadLetterUrl, letterOf(record), error, context);
    }
  };

let client: SQSClient | undefined;
const sqs = () => {
  client ??= new SQSClient({ maxAttempts: 5 });
  return client;
};

async function parked(deadLetterUrl: string, letter: Letter, reason: BadInput, context: Context): Promise<void> {
  try {
    const attempt = { by: context.functionName, requestId: context.awsRequestId, at: nowUtc() };
    await park(sqs(), deadLetterUrl, letter, reason, attempt);
  } catch (error) {
    logger.error('not parked', { ...describe(error) });
    throw reason;
  }
  countBadInput(reason.code);
}
