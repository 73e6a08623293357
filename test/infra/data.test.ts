import { describe, expect, test } from 'vitest';
import { stageNamed } from '../../infra/stages.ts';
import { ofType, type Resource, resolved, synthesized } from './templates.ts';

const { data, dataIsProtected } = synthesized(stageNamed('prod'));

function only(type: string, id: string): Resource {
  const found = ofType(data, type).filter((r) => r.id.startsWith(id));
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} resources ${type} ${id}`);
  return found[0];
}

test('a deletion of the stack, or of what is in it, deletes no data', () => {
  expect(dataIsProtected).toBe(true);
  const policies = ['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy'];
  for (const [id, resource] of Object.entries(data.Resources)) {
    if (policies.includes(resource.Type)) continue;
    expect(resource, id).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  }
});

describe.each(['Inbox', 'Evidence'])('the bucket %s', (id) => {
  const bucket = only('AWS::S3::Bucket', id).Properties;

  test('is encrypted, versioned, and open to nobody', () => {
    expect(bucket).toMatchObject({
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: {} }] },
      VersioningConfiguration: { Status: 'Enabled' },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
  });

  test('refuses requests without TLS 1.2', () => {
    const { Statement } = only('AWS::S3::BucketPolicy', id).Properties['PolicyDocument'] as { Statement: unknown[] };
    const deny = { Effect: 'Deny', Principal: { AWS: '*' }, Action: 's3:*' };
    expect(Statement).toEqual([
      expect.objectContaining({ ...deny, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      expect.objectContaining({ ...deny, Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } }),
    ]);
  });
});

test('the inbox takes uploads from pages, tells the bus, and throws away what was never completed', () => {
  expect(only('AWS::S3::Bucket', 'Inbox').Properties).toMatchObject({
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    CorsConfiguration: { CorsRules: [{ AllowedMethods: ['PUT'], AllowedHeaders: ['content-type'] }] },
    LifecycleConfiguration: {
      Rules: [{ Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }],
    },
  });
});

test('evidence cannot be changed or deleted for the time the stage says', () => {
  expect(only('AWS::S3::Bucket', 'Evidence').Properties).toMatchObject({
    ObjectLockEnabled: true,
    ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 3650 } } },
  });
  const dev = ofType(synthesized(stageNamed('dev')).data, 'AWS::S3::Bucket').find((b) => b.id.startsWith('Evidence'));
  expect(dev?.Properties).toMatchObject({ ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: 1 } } } });
});

test('the table can be restored to any second, streams its new images, and forgets what is to be forgotten', () => {
  expect(only('AWS::DynamoDB::Table', 'Table').Properties).toMatchObject({
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [{ IndexName: 'gsi1', Projection: { ProjectionType: 'KEYS_ONLY' } }],
    BillingMode: 'PAY_PER_REQUEST',
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    DeletionProtectionEnabled: true,
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
  });
});

test('payment instructions keep their order, and two equal ones are two', () => {
  expect(resolved(only('AWS::SQS::Queue', 'FinanceQueue').Properties)).toMatchObject({
    FifoQueue: true,
    ContentBasedDeduplication: false,
    MessageRetentionPeriod: 14 * 86_400,
    RedrivePolicy: { deadLetterTargetArn: expect.stringMatching(/^FinanceDead.*\.Arn$/), maxReceiveCount: 5 },
  });
  expect(only('AWS::SQS::Queue', 'FinanceDead').Properties).toMatchObject({ FifoQueue: true });
});

test('the outputs name what operators and programs need', () => {
  expect(Object.keys(data.Outputs)).toEqual(
    expect.arrayContaining(['TableName', 'InboxBucket', 'EvidenceBucket', 'FinanceQueueUrl']),
  );
});
