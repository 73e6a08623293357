import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type {
  Context,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
  SQSRecord,
} from 'aws-lambda';
import type * as z from 'zod';
import { isTransient } from '../transient.ts';

/** Structured logs: ids and codes, never names, addresses, tokens or file contents. */
export const logger = new Logger({ serviceName: 'awards' });
const metrics = new Metrics({ namespace: 'Awards', serviceName: 'awards' });

export const countMetric = (name: string, value = 1): void => void metrics.addMetric(name, MetricUnit.Count, value);

/** What the caller (a state machine, a queue) should try again: the world moved between reading and writing. */
export class Retryable extends Error {
  override name = 'Retryable';
}

/** Input that no retry can mend. It goes to the dead-letter queue with its code in the log. */
export class BadInput extends Error {
  override name = 'BadInput';
  readonly code: string;
  constructor(code: string, detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
  }
}

/** Parses one input at the edge. @throws BadInput with every fault, by path; values are not repeated. */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown, code = 'input.malformed'): z.infer<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new BadInput(
    code,
    parsed.error.issues.map((issue) => `${issue.path.join('.') || '(root)'} ${issue.code}`).join('; '),
  );
}

/** Our own errors speak in ids and codes; the words of others may repeat what somebody wrote, so only their place is told. */
function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: 'unknown' };
  if (OURS.has(error.name)) return { error: `${error.name}: ${error.message}` };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return { error: error.name, frames: frames.slice(0, 6).map((line) => line.trim()) };
}
const OURS = new Set(['BadInput', 'Retryable', 'NotFound', 'ConditionFailed', 'ObjectChanged']);

const publishMetrics = () => {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
};

const common = <E, R>(handle: (event: E, context: Context) => Promise<R>) =>
  middy(handle)
    .use(injectLambdaContext(logger, { clearState: true }))
    .after(publishMetrics)
    .onError(({ error }) => {
      logger.error('failed', { ...describe(error) });
    });

/** A function behind the HTTP API; its pages answer for their own errors. */
export const served = <E, R>(handle: (event: E, context: Context) => Promise<R>) => common(handle);

/** A function that a state machine (or an operator) calls with one payload. @throws Retryable when a service was down */
export const invoked = <S extends z.ZodType, R>(schema: S, handle: (payload: z.infer<S>) => Promise<R>) =>
  common(async (event: unknown) => {
    const payload = parseInput(schema, event);
    try {
      return await handle(payload);
    } catch (error) {
      if (!isTransient(error)) throw error;
      throw new Retryable(`a service did not answer: ${(error as Error).name}`, { cause: error });
    }
  });

const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    throw new BadInput('message.not-json', 'the message body is not JSON');
  }
};

const reported =
  <R>(handle: (record: R) => Promise<void>) =>
  async (record: R): Promise<void> => {
    try {
      await handle(record);
    } catch (error) {
      logger.warn('record not handled', {
        ...describe(error),
      });
      throw error;
    }
  };

/** A queue's consumer: each message on its own; those that fail come back, and at last go to the dead-letter queue. */
export const consumer = <S extends z.ZodType>(schema: S, handle: (message: z.infer<S>) => Promise<void>) => {
  const processor = new BatchProcessor(EventType.SQS);
  const each = reported((record: SQSRecord) => handle(parseInput(schema, parseJson(record.body), 'message.malformed')));
  return common(
    (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
      processPartialResponse(event, each, processor, { context, throwOnFullBatchFailure: false }),
  );
};

/** A consumer of the table's stream; an item that fails is retried from there. */
export const streamConsumer = (handle: (record: DynamoDBRecord) => Promise<void>) => {
  const processor = new BatchProcessor(EventType.DynamoDBStreams);
  return common(
    (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> =>
      processPartialResponse(event, reported(handle), processor, { context, throwOnFullBatchFailure: false }),
  );
};
