import {
  CfnCondition,
  CfnOutput,
  CfnParameter,
  Duration,
  Fn,
  RemovalPolicy,
  Stack,
  type StackProps,
  Token,
} from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { logRetention } from '../constructs/function.ts';
import { payeeKey } from '../constructs/payee-key.ts';
import { FinanceQueue } from '../constructs/queues.ts';
import { secretsOf } from '../constructs/secrets.ts';
import type { Stage } from '../stages.ts';

/**
 * Everything that must outlive a deployment: buckets, table, and the payment instructions finance has not taken yet.
 *
 * Encryption uses the services' own keys, but for the accounts of winners, which are sealed under a key of ours on top.
 * For the rest a key of ours would add a request price to every object and item, and one
 * more thing whose loss loses everything, without keeping out anybody whom the policies let in.
 */
export class DataStack extends Stack {
  readonly inbox: s3.Bucket;
  readonly evidence: s3.Bucket;
  readonly table: dynamodb.Table;
  readonly finance: FinanceQueue;
  readonly payeeKey: kms.Key;
  readonly secrets: ReturnType<typeof secretsOf>;

  constructor(scope: Construct, id: string, props: StackProps & { stage: Stage }) {
    super(scope, id, { ...props, terminationProtection: true });
    const { stage } = props;
    const logs = accessLogBucket(this, stage);
    this.inbox = inboxBucket(this, stage.pageOrigins ?? [publicOrigin(this, stage)], logs);
    this.evidence = evidenceBucket(this, stage, logs);
    this.table = awardsTable(this);
    this.finance = new FinanceQueue(this, 'Finance');
    this.payeeKey = payeeKey(this, stage);
    this.secrets = secretsOf(this, stage);

    new CfnOutput(this, 'InboxBucket', { value: this.inbox.bucketName });
    new CfnOutput(this, 'EvidenceBucket', { value: this.evidence.bucketName });
    new CfnOutput(this, 'TableName', { value: this.table.tableName });
    new CfnOutput(this, 'FinanceQueueUrl', { value: this.finance.queue.queueUrl });
    new CfnOutput(this, 'FinanceDeadLetterUrl', { value: this.finance.dead.queueUrl });
  }
}

const bucketDefaults: s3.BucketProps = {
  encryption: s3.BucketEncryption.S3_MANAGED,
  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  versioned: true,
  removalPolicy: RemovalPolicy.RETAIN,
};

const ORIGIN = '^https://[a-z0-9.-]+(:[0-9]+)?$';

/** Where the pages are: a domain of your own, or the address that the HTTP API gets when the other stack is deployed. */
function publicOrigin(stack: Stack, { waf }: Stage): string {
  // Behind WAF there is a domain of your own, and nothing else.
  if (waf === 'regional') {
    const description = 'The origin of the pages, as https://awards.example.cn';
    return new CfnParameter(stack, 'PublicOrigin', { description, allowedPattern: ORIGIN }).valueAsString;
  }
  const origin = new CfnParameter(stack, 'PublicOrigin', {
    description:
      'The origin of the pages, for a domain of your own, as https://awards.example.cn; empty: an HTTP API of this region',
    default: '',
    allowedPattern: `^$|${ORIGIN}`,
  });
  const none = new CfnCondition(stack, 'NoPublicOrigin', { expression: Fn.conditionEquals(origin, '') });
  const api = `https://*.execute-api.${stack.region}.${stack.urlSuffix}`;
  return Token.asString(Fn.conditionIf(none.logicalId, api, origin.valueAsString));
}

/**
 * Who asked for what in the other buckets, and from which address: for whoever looks into a leak. No function may read it; like all
 * logs it forgets.
 */
function accessLogBucket(scope: Construct, stage: Stage): s3.IBucket {
  const bucket = new s3.Bucket(scope, 'AccessLogs', {
    ...bucketDefaults,
    lifecycleRules: [
      {
        id: 'forgotten',
        expiration: Duration.days(logRetention(stage)),
        noncurrentVersionExpiration: Duration.days(1),
      },
    ],
  });
  // The cast: the library's class and interface disagree about `undefined` under exactOptionalPropertyTypes.
  return bucket as s3.IBucket;
}

/** Takes uploads. Not locked: a locked bucket wants a checksum on every upload, which a browser's form cannot give. */
function inboxBucket(scope: Construct, pageOrigins: string[], logs: s3.IBucket): s3.Bucket {
  const bucket = new s3.Bucket(scope, 'Inbox', {
    ...bucketDefaults,
    serverAccessLogsBucket: logs,
    serverAccessLogsPrefix: 'inbox/',
    cors: [
      {
        // The signature in the request lets an upload in, no cookie is involved; still only our own pages send parts.
        allowedOrigins: pageOrigins,
        // Parts are put; a finished zip is posted by a form, which asks nobody.
        allowedMethods: [s3.HttpMethods.PUT],
        allowedHeaders: ['content-type'],
        maxAge: 3600,
      },
    ],
    lifecycleRules: [{ id: 'abandoned-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) }],
  });
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof s3.CfnBucket)) throw new Error('the inbox has no bucket resource');
  // The construct's own switch for this would deploy a custom resource with a function of its own.
  resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  return bucket;
}

/** Keeps what decisions were based on. */
function evidenceBucket(scope: Construct, stage: Stage, logs: s3.IBucket): s3.Bucket {
  return new s3.Bucket(scope, 'Evidence', {
    ...bucketDefaults,
    serverAccessLogsBucket: logs,
    serverAccessLogsPrefix: 'evidence/',
    objectLockEnabled: true,
    objectLockDefaultRetention: s3.ObjectLockRetention[stage.evidenceLockMode](Duration.days(stage.evidenceLockDays)),
  });
}

function awardsTable(scope: Construct): dynamodb.Table {
  const table = new dynamodb.Table(scope, 'Table', {
    partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    encryption: dynamodb.TableEncryption.DEFAULT,
    stream: dynamodb.StreamViewType.NEW_IMAGE,
    timeToLiveAttribute: 'expiresAt',
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  // Sparse: unpublished records and due tasks only. Whoever finds a key reads the record itself, consistently.
  table.addGlobalSecondaryIndex({
    indexName: 'gsi1',
    partitionKey: { name: 'gsi1pk', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'gsi1sk', type: dynamodb.AttributeType.STRING },
    projectionType: dynamodb.ProjectionType.KEYS_ONLY,
  });
  // Tasks of officers and experts by who has them. It may lag, so whoever lists them reads each record itself.
  table.addGlobalSecondaryIndex({
    indexName: 'gsi2',
    partitionKey: { name: 'gsi2pk', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'gsi2sk', type: dynamodb.AttributeType.STRING },
    projectionType: dynamodb.ProjectionType.KEYS_ONLY,
  });
  return table;
}
