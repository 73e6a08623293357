import * as z from 'zod';
import { arn } from '../template/names.ts';
import { defineResource } from './resource.ts';

const KEYS = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));

const INDEX = z.strictObject({
  IndexName: z.string(),
  KeySchema: KEYS,
  Projection: z.strictObject({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
});

/** Capacity and insights of an index: nothing is throttled or watched here. */
const withoutCapacity = (index: unknown): unknown => {
  if (typeof index !== 'object' || index === null) return index;
  const accepted = [
    'ProvisionedThroughput',
    'OnDemandThroughput',
    'ContributorInsightsSpecification',
    'WarmThroughput',
  ];
  return Object.fromEntries(Object.entries(index).filter(([key]) => !accepted.includes(key)));
};

export const table = defineResource({
  type: 'AWS::DynamoDB::Table',
  name: { property: 'TableName', limit: 120 },
  accepted: [
    'Tags',
    'BillingMode',
    'ProvisionedThroughput',
    'OnDemandThroughput',
    'WarmThroughput',
    'PointInTimeRecoverySpecification',
    'SSESpecification',
    'DeletionProtectionEnabled',
    'ContributorInsightsSpecification',
    'TableClass',
    'ResourcePolicy',
  ],
  properties: z.strictObject({
    TableName: z.string().optional(),
    KeySchema: KEYS,
    AttributeDefinitions: z.array(
      z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
    ),
    GlobalSecondaryIndexes: z.array(z.preprocess(withoutCapacity, INDEX)).optional(),
    StreamSpecification: z
      .strictObject({ StreamViewType: z.enum(['NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY']) })
      .optional(),
    TimeToLiveSpecification: z.strictObject({ Enabled: z.boolean(), AttributeName: z.string().optional() }).optional(),
  }),
  identity: (name, world) => {
    const tableArn = arn(world.place, 'dynamodb', `table/${name}`);
    return { ref: name, arn: tableArn, attributes: { Arn: tableArn, StreamArn: `${tableArn}/stream/local` } };
  },
  plan: ({ name, properties }, plan) => {
    const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, StreamSpecification, TimeToLiveSpecification } =
      properties;
    const ttl = TimeToLiveSpecification?.Enabled === true ? TimeToLiveSpecification.AttributeName : undefined;
    plan.tables.push({
      name,
      create: {
        KeySchema,
        AttributeDefinitions,
        BillingMode: 'PAY_PER_REQUEST',
        ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }),
        ...(StreamSpecification && { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } }),
      },
      streaming: StreamSpecification !== undefined,
      ...(ttl !== undefined && { ttlAttribute: ttl }),
    });
    return [];
  },
});
