import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type * as z from 'zod';
import { BadInput, parseInput } from '../bad-input.ts';
import type { ReasonCode } from '../reasons.ts';
import { isTransient } from '../transient.ts';
import { correlated, type Ids, idsIn, idsNow } from './correlation.ts';

/** Each line says whose work it is about. */
class CorrelatedLogger extends Logger {
  protected override createAndPopulateLogItem(...line: Parameters<Logger['createAndPopulateLogItem']>) {
    return super.createAndPopulateLogItem(...line).addAttributes({ ...idsNow() });
  }
}

/** Structured logs: ids and codes, never names, addresses, tokens or file contents. */
export const logger = new CorrelatedLogger({ serviceName: 'awards' });
// By stage: several may share an account, and what is stuck in one must not ring in another.
const defaultDimensions = { stage: process.env['STAGE'] ?? 'none' };
const metrics = new Metrics({ namespace: 'Awards', serviceName: 'awards', defaultDimensions });

export const countMetric = (name: string, value = 1): void => void metrics.addMetric(name, MetricUnit.Count, value);

/** How old something is, where the oldest matters. Told also when it is 0: without it nobody has looked. */
export const measureSeconds = (name: string, seconds: number): void =>
  void metrics.addMetric(name, MetricUnit.Seconds, seconds);

/** Counts refused input by its code. On its own: a dimension holds for all metrics that are published together. */
export function countBadInput(code: ReasonCode): void {
  const metric = metrics.singleMetric();
  metric.addDimension('code', code);
  metric.addMetric('BadInput', MetricUnit.Count, 1);
}

/** What the caller (a state machine, a queue) should try again: the world moved between reading and writing. */
export class Retryable extends Error {
  override name = 'Retryable';
}

/** Our own errors speak in ids and codes; the words of others may repeat what somebody wrote, so only their place is told. */
export function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: 'unknown' };
  if (OURS.has(error.name)) return { error: `${error.name}: ${error.message}` };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return { error: error.name, frames: frames.slice(0, 6).map((line) => line.trim()) };
}
const OURS = new Set(['BadInput', 'Retryable', 'NotFound', 'ConditionFailed', 'ObjectChanged', 'SecretMalformed']);

const publishMetrics = () => {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
};

/** What every function has: its log, its metrics, and errors that are told and counted. */
export const common = <E, R>(handle: (event: E, context: Context) => Promise<R>) =>
  middy(handle)
    .use(injectLambdaContext(logger, { clearState: true }))
    .after(publishMetrics)
    .onError(({ error }) => {
      if (error instanceof BadInput) countBadInput(error.code);
      logger.error('failed', { ...describe(error) });
      publishMetrics();
    });

/** A function behind the HTTP API; its pages answer for their own errors. */
export const served = <E, R>(schema: z.ZodType, handle: (event: E, context: Context) => Promise<R>) =>
  common(async (event: E, context) => {
    parseInput(schema, event, 'event.malformed');
    return handle(event, context);
  });

/** A function that a state machine (or an operator) calls with one payload. @throws Retryable when a service was down */
export const invoked = <S extends z.ZodType, R>(schema: S, handle: (payload: z.infer<S>) => Promise<R>) =>
  common(async (event: unknown) => {
    const payload = parseInput(schema, event);
    try {
      return await traced(idsIn(payload), () => handle(payload));
    } catch (error) {
      if (!isTransient(error)) throw error;
      throw new Retryable(`a service did not answer: ${(error as Error).name}`, { cause: error });
    }
  });

/** One line for each thing that was done, and the ids in every line until then. What failed is told by whoever catches it, or here. */
export const traced = <R>(ids: Ids, work: () => Promise<R>): Promise<R> =>
  correlated(ids, async () => {
    try {
      const result = await work();
      logger.info('handled');
      return result;
    } catch (error) {
      logger.warn('not handled', { ...describe(error) });
      throw error;
    }
  });
