import * as z from 'zod';
import { arn } from '../template/names.ts';
import { defineResource } from './resource.ts';

const REDRIVE = z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number().int().min(1) });

export const queue = defineResource({
  type: 'AWS::SQS::Queue',
  name: {
    property: 'QueueName',
    limit: 75,
    suffix: (properties) => (properties.FifoQueue === true ? '.fifo' : ''),
  },
  // Retention counts days of real time: a local run that is looked at again weeks later must still find its messages.
  // High throughput of FIFO queues (scope and limit per group) changes how fast, not what.
  accepted: [
    'Tags',
    'KmsMasterKeyId',
    'KmsDataKeyReusePeriodSeconds',
    'SqsManagedSseEnabled',
    'MessageRetentionPeriod',
    'RedriveAllowPolicy',
    'FifoThroughputLimit',
  ],
  properties: z.strictObject({
    QueueName: z.string().optional(),
    FifoQueue: z.boolean().default(false),
    ContentBasedDeduplication: z.boolean().default(false),
    DeduplicationScope: z.literal(['queue', 'messageGroup']).optional(),
    VisibilityTimeout: z.coerce.number().int().min(0).max(43_200).default(30),
    DelaySeconds: z.coerce.number().int().min(0).max(900).default(0),
    MaximumMessageSize: z.coerce.number().int().default(262_144),
    ReceiveMessageWaitTimeSeconds: z.coerce.number().int().min(0).max(20).default(0),
    RedrivePolicy: REDRIVE.optional(),
  }),
  identity: (name, world) => ({
    ref: `${world.endpoints.sqs}/${world.place.account}/${name}`,
    arn: arn(world.place, 'sqs', name),
    attributes: { Arn: arn(world.place, 'sqs', name), QueueName: name },
  }),
  plan: ({ name, arn: queueArn, properties }, plan) => {
    const redrive = properties.RedrivePolicy;
    plan.queues.push({
      name,
      arn: queueArn,
      fifo: properties.FifoQueue,
      contentBasedDeduplication: properties.ContentBasedDeduplication,
      deduplicatePerGroup: properties.DeduplicationScope === 'messageGroup',
      visibilityTimeout: properties.VisibilityTimeout,
      delaySeconds: properties.DelaySeconds,
      maxMessageBytes: properties.MaximumMessageSize,
      receiveWaitSeconds: properties.ReceiveMessageWaitTimeSeconds,
      ...(redrive && {
        redrive: { deadLetterArn: redrive.deadLetterTargetArn, maxReceiveCount: redrive.maxReceiveCount },
      }),
    });
    return [];
  },
});
