import { existsSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { Bucket } from '../../shared/store/buckets.ts';
import { Table } from '../../shared/store/table.ts';
import { CliError } from './errors.ts';
import { readJson } from './files.ts';

const DEFAULT_FILES = ['.local/endpoints.json', '.local/outputs.json'];

/** The system that a command talks to. */
export interface Place {
  table: Table;
  evidence: Bucket;
  dynamodb: DynamoDBClient;
  s3: S3Client;
  lambda: LambdaClient;
  sqs: SQSClient;
  events: EventBridgeClient;
  secrets: SecretsManagerClient;
  callFunction: string;
  /** The local cloud, which has not all that AWS has. */
  local: boolean;
  /** All outputs; none where only the three variables say where the system is. */
  outputs: Record<string, string>;
  /** A bucket of the system. */
  bucket(name: string): Bucket;
  close(): void;
}

type Environment = Record<string, string | undefined>;

/** The local cloud's own file has `environment` and `outputs`; the one of `cdk deploy` has outputs by stack. */
const OutputsFile = z.union([
  z.object({ environment: z.record(z.string(), z.string()), outputs: z.record(z.string(), z.string()) }),
  z.record(z.string(), z.record(z.string(), z.string())).transform((stacks) => ({
    environment: {} as Record<string, string>,
    outputs: Object.assign({}, ...Object.values(stacks)) as Record<string, string>,
  })),
]);

/**
 * Finds the system: the file named, else AWARDS_OUTPUTS, else the three variables, else the local cloud's file.
 * @throws CliError cli.no-outputs, cli.outputs-unreadable, cli.file-missing, cli.file-not-json
 */
export function openPlace(outputs: string | undefined, environment: Environment): Place {
  const { AWARDS_TABLE, AWARDS_EVIDENCE_BUCKET, AWARDS_CALL_FUNCTION } = environment;
  const named = outputs ?? environment['AWARDS_OUTPUTS'];
  if (named === undefined && AWARDS_TABLE && AWARDS_EVIDENCE_BUCKET && AWARDS_CALL_FUNCTION)
    return connect(AWARDS_TABLE, AWARDS_EVIDENCE_BUCKET, AWARDS_CALL_FUNCTION, environment, outputsOf(environment));
  const path = named ?? DEFAULT_FILES.find((file) => existsSync(file));
  if (path === undefined)
    throw new CliError(
      'cli.no-outputs',
      `不知道系统在哪里：没有 ${DEFAULT_FILES[0]}。请先运行 npm start，或用 --outputs 指定 cdk deploy --outputs-file 写出的文件。`,
    );
  const parsed = OutputsFile.safeParse(readJson(path));
  const found = parsed.success ? parsed.data : { environment: {}, outputs: {} as Record<string, string> };
  const [table, bucket, call] = ['TableName', 'EvidenceBucket', 'CallFunctionName'].map((id) => found.outputs[id]);
  if (table === undefined || bucket === undefined || call === undefined)
    throw new CliError(
      'cli.outputs-unreadable',
      `文件 ${path} 中没有 TableName、EvidenceBucket 和 CallFunctionName。请用本机系统或 cdk deploy --outputs-file 写出的文件。`,
    );
  return connect(table, bucket, call, { ...environment, ...found.environment }, found.outputs);
}

/** What the three variables do not say, another may. */
function outputsOf({ AWARDS_RECONCILER_FUNCTION: reconciler }: Environment): Record<string, string> {
  return reconciler === undefined ? {} : { ReconcilerFunctionName: reconciler };
}

/** Opening a round writes thousands of rows and is one call. */
const CALL_MS = 15 * 60_000;

function connect(
  table: string,
  bucket: string,
  callFunction: string,
  environment: Environment,
  outputs: Place['outputs'],
): Place {
  const settings = (service: string) => {
    const endpoint = environment[`AWS_ENDPOINT_URL_${service}`];
    const { AWS_REGION: region, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
    // Without an endpoint of our own the SDK finds region and credentials as it always does.
    if (endpoint === undefined) return {};
    const credentials = { accessKeyId: accessKeyId ?? '', secretAccessKey: secretAccessKey ?? '' };
    return { endpoint, region: region ?? 'us-east-1', credentials, maxAttempts: 2 };
  };
  const dynamodb = new DynamoDBClient(settings('DYNAMODB'));
  const s3 = new S3Client({ ...settings('S3'), forcePathStyle: environment['AWS_ENDPOINT_URL_S3'] !== undefined });
  const lambda = new LambdaClient({ ...settings('LAMBDA'), requestHandler: { requestTimeout: CALL_MS } });
  const sqs = new SQSClient(settings('SQS'));
  const events = new EventBridgeClient(settings('EVENTBRIDGE'));
  const secrets = new SecretsManagerClient(settings('SECRETS_MANAGER'));
  return {
    table: new Table(table, dynamodb),
    evidence: new Bucket(bucket, s3),
    dynamodb,
    s3,
    lambda,
    sqs,
    events,
    secrets,
    callFunction,
    local: environment['AWS_ENDPOINT_URL_LAMBDA'] !== undefined,
    outputs,
    bucket: (name) => new Bucket(name, s3),
    close: () => {
      for (const client of [dynamodb, s3, sqs, events, secrets, lambda]) client.destroy();
    },
  };
}
