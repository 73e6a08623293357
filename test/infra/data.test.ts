import { describe, expect, test } from 'vitest';
import { type Stage, stageNamed } from '../../infra/stages.ts';
import { ofType, type Resource, resolved, synthesized } from './templates.ts';

const { data, service, dataIsProtected } = synthesized(stageNamed('prod'));

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

describe('parts of a package are put by our own pages only', () => {
  const originsOf = (stage: Stage) => {
    const template = synthesized(stage).data;
    const inbox = ofType(template, 'AWS::S3::Bucket').find(({ id }) => id.startsWith('Inbox'));
    const { CorsRules } = resolved(inbox?.Properties['CorsConfiguration']) as {
      CorsRules: { AllowedOrigins: unknown }[];
    };
    return { origins: CorsRules.map(({ AllowedOrigins }) => AllowedOrigins), template };
  };

  test.each(['prod', 'cn-prod'])('of a domain of its own, or of an API in the region: %s', (name) => {
    const { origins, template } = originsOf(stageNamed(name));
    const region = name === 'cn-prod' ? 'cn-north-1' : 'AWS::Region';
    const api = `https://*.execute-api.${region}.AWS::URLSuffix`;
    expect(origins).toEqual([[{ 'Fn::If': ['NoPublicOrigin', api, 'PublicOrigin'] }]]);
    const pattern = new RegExp(
      String(
        (template as { Parameters?: Record<string, { AllowedPattern?: string }> }).Parameters?.['PublicOrigin']
          ?.AllowedPattern,
      ),
    );
    for (const good of ['', 'https://awards.example.cn', 'https://awards.example.cn:8443'])
      expect(good).toMatch(pattern);
    for (const bad of ['*', 'https://*', 'http://awards.example.cn', 'https://a.cn/', 'https://a.cn,https://b.cn'])
      expect(bad).not.toMatch(pattern);
  });

  test('on one machine, of this machine', () => {
    expect(originsOf(stageNamed('local')).origins).toEqual([['http://127.0.0.1:*', 'http://localhost:*']]);
  });
});

test('who asked for objects is kept for as long as logs are, and no longer', () => {
  for (const [id, LogFilePrefix] of [
    ['Inbox', 'inbox/'],
    ['Evidence', 'evidence/'],
  ] as const) {
    const { LoggingConfiguration } = resolved(only('AWS::S3::Bucket', id).Properties) as Record<string, unknown>;
    const DestinationBucketName = expect.stringMatching(/^AccessLogs/);
    expect(LoggingConfiguration).toEqual({ DestinationBucketName, LogFilePrefix });
  }
  expect(only('AWS::S3::Bucket', 'AccessLogs').Properties).toMatchObject({
    PublicAccessBlockConfiguration: { BlockPublicPolicy: true },
    LifecycleConfiguration: { Rules: [{ ExpirationInDays: 365, Status: 'Enabled' }] },
  });
  expect(JSON.stringify(service)).not.toContain('AccessLogs');
});

test('evidence cannot be changed or deleted for the time the stage says', () => {
  expect(only('AWS::S3::Bucket', 'Evidence').Properties).toMatchObject({
    ObjectLockEnabled: true,
    ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 3650 } } },
  });
  const dev = ofType(synthesized(stageNamed('dev')).data, 'AWS::S3::Bucket').find((b) => b.id.startsWith('Evidence'));
  expect(dev?.Properties).toMatchObject({
    ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } } },
  });
});

test('the table can be restored to any second, streams its new images, and forgets what is to be forgotten', () => {
  expect(only('AWS::DynamoDB::Table', 'Table').Properties).toMatchObject({
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: ['gsi1', 'gsi2'].map((IndexName) => ({
      IndexName,
      Projection: { ProjectionType: 'KEYS_ONLY' },
    })),
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

test('secrets have a name of their stage and no value, so that no deployment shows one or puts an old one back', () => {
  const secrets = ofType(data, 'AWS::SecretsManager::Secret');
  expect(secrets.map(({ Properties }) => Properties['Name']).toSorted()).toEqual(
    ['mail', 'robot', 'sms'].map((name) => `awards/prod/${name}`),
  );
  for (const { Properties, DeletionPolicy } of secrets) {
    expect(Object.keys(Properties).toSorted()).toEqual(['Description', 'Name']);
    expect(DeletionPolicy).toBe('Retain');
  }
});

describe('the key of winners’ accounts', () => {
  const { Properties: key } = only('AWS::KMS::Key', 'PayeeKey');
  interface Statement {
    Sid: string;
    Effect: string;
    Principal: unknown;
    Action: string | string[];
    Condition?: Record<string, Record<string, unknown>>;
  }
  const { Statement: statements } = resolved(key['KeyPolicy']) as { Statement: Statement[] };
  const named = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  test('is turned over every year, and cannot be gone within a month', () => {
    expect(key).toMatchObject({ EnableKeyRotation: true, PendingWindowInDays: 30 });
  });

  test('can be looked after by the account, which cannot use it', () => {
    expect(statements.map(({ Sid, Effect }) => [Sid, Effect])).toEqual([
      ['Administer', 'Allow'],
      ['Seal', 'Allow'],
      ['Open', 'Allow'],
    ]);
    const actions = [named('Administer')?.Action ?? []].flat();
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) expect(action).not.toMatch(/\*|crypt|GenerateDataKey|CreateGrant/);
  });

  test.each([
    ['Seal', 'kms:GenerateDataKey', 'web'],
    ['Open', 'kms:Decrypt', 'payee'],
  ])('%s: for one role, one action, and a record that is named', (sid, action, name) => {
    const statement = named(sid);
    expect(statement?.Action).toBe(action);
    const { ArnLike, Null } = statement?.Condition ?? {};
    const pattern = String(ArnLike?.['aws:PrincipalArn']);
    const [, logicalId = ''] = /:role\/Awards-prod-Service-(\w+)\*$/.exec(pattern) ?? [];
    const roles = ofType(service, 'AWS::IAM::Role').filter(({ id }) => id.startsWith(logicalId));
    expect(logicalId).not.toBe('');
    expect(roles.map(({ Properties }) => Properties['Description'])).toEqual([`What the function ${name} may do`]);
    expect(Null).toEqual({
      'kms:EncryptionContext:roundId': 'false',
      'kms:EncryptionContext:awardId': 'false',
      'kms:EncryptionContext:payeeRef': 'false',
    });
  });
});
