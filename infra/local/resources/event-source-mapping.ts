import * as z from 'zod';
import { functionOf } from '../template/names.ts';
import type { Pattern } from '../template/plan.ts';
import { defineResource } from './resource.ts';

const FILTER = z.strictObject({ Pattern: z.string().transform((text) => JSON.parse(text) as Pattern) });

const PROPERTIES = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.boolean().default(true),
  BatchSize: z.coerce.number().int().min(1).max(10_000).optional(),
  MaximumBatchingWindowInSeconds: z.coerce.number().int().min(0).max(300).default(0),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  ScalingConfig: z.strictObject({ MaximumConcurrency: z.coerce.number().int().min(2).optional() }).optional(),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).optional(),
  FilterCriteria: z.strictObject({ Filters: z.array(FILTER) }).optional(),
  BisectBatchOnFunctionError: z.boolean().default(false),
  MaximumRetryAttempts: z.coerce.number().int().min(-1).default(-1),
  MaximumRecordAgeInSeconds: z.coerce.number().int().min(-1).default(-1),
  ParallelizationFactor: z.coerce.number().int().min(1).max(10).default(1),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() }).optional(),
});

/** A queue or a table's stream that invokes a function. */
export const eventSourceMapping = defineResource({
  type: 'AWS::Lambda::EventSourceMapping',
  accepted: ['Tags', 'KmsKeyArn', 'MetricsConfig'],
  properties: PROPERTIES,
  identity: (name) => ({ ref: name, arn: name, attributes: { Id: name } }),
  plan: ({ name, properties }, plan) => {
    if (!properties.Enabled) return [];
    const service = properties.EventSourceArn.split(':')[2];
    const common = {
      functionName: functionOf(properties.FunctionName),
      windowSeconds: properties.MaximumBatchingWindowInSeconds,
      partialFailures: properties.FunctionResponseTypes.length > 0,
    };
    if (service === 'sqs') {
      if (properties.FilterCriteria) return ['FilterCriteria: not known to the local cloud for a queue'];
      const maximumConcurrency = properties.ScalingConfig?.MaximumConcurrency;
      plan.mappings.push({
        ...common,
        kind: 'queue',
        id: name,
        queueArn: properties.EventSourceArn,
        batchSize: properties.BatchSize ?? 10,
        ...(maximumConcurrency !== undefined && { maximumConcurrency }),
      });
      return [];
    }
    if (service !== 'dynamodb') return [`EventSourceArn: ${service} is not known to the local cloud as a source`];
    const onFailureArn = properties.DestinationConfig?.OnFailure?.Destination;
    plan.mappings.push({
      ...common,
      kind: 'stream',
      id: name,
      tableName: properties.EventSourceArn.split('/')[1] ?? '',
      streamArn: properties.EventSourceArn,
      batchSize: properties.BatchSize ?? 100,
      bisect: properties.BisectBatchOnFunctionError,
      filters: properties.FilterCriteria?.Filters.map((filter) => filter.Pattern) ?? [],
      maximumRetryAttempts: properties.MaximumRetryAttempts,
      maximumRecordAge: properties.MaximumRecordAgeInSeconds,
      parallel: properties.ParallelizationFactor,
      ...(onFailureArn !== undefined && { onFailureArn }),
    });
    return [];
  },
});
