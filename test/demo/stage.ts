import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { LocalCloud } from '../../infra/local/cloud.ts';
import { LOCAL_CREDENTIALS } from '../../infra/local/environment.ts';
import { Mailroom } from '../../infra/local/start/mailroom.ts';
import { outputOf } from '../../infra/local/start/outputs.ts';
import { Bucket } from '../../shared/store/buckets.ts';
import { Table } from '../../shared/store/table.ts';
import type { World } from '../world/types.ts';
import type { Scene } from './drive.ts';
import { Operator } from './outside/operator.ts';
import { castOf } from './people/cast.ts';
import { openFinance } from './people/finance.ts';
import { Notebook } from './people/notebook.ts';

/** The parts of a running cloud that the people outside meet; those of another process tell the same by their file. */
export type Site = Pick<LocalCloud, 'endpoints' | 'environment' | 'outputs'>;

export const clientSettings = ({ environment }: Site) => ({
  region: environment['AWS_REGION'] ?? '',
  credentials: LOCAL_CREDENTIALS,
});

/** Buckets, table and queues, as the operator's own tools use them. */
export function storesOf(site: Site) {
  const common = clientSettings(site);
  const s3 = new S3Client({ ...common, endpoint: site.endpoints.s3, forcePathStyle: true });
  const dynamodb = new DynamoDBClient({ ...common, endpoint: site.endpoints.dynamodb });
  const sqs = new SQSClient({ ...common, endpoint: site.endpoints.sqs });
  return {
    evidence: new Bucket(outputOf(site, 'EvidenceBucket'), s3),
    inbox: new Bucket(outputOf(site, 'InboxBucket'), s3),
    table: new Table(outputOf(site, 'TableName'), dynamodb),
    sqs,
    dlqUrls: outputOf(site, 'DlqUrls'),
    close: () => {
      for (const client of [s3, dynamodb, sqs]) client.destroy();
    },
  };
}

export function operatorOf(site: Site, evidence: Bucket): { operator: Operator; close: () => void } {
  const lambda = new LambdaClient({
    ...clientSettings(site),
    endpoint: site.endpoints.lambda,
    // Opening a round writes registers of thousands of rows; it is one call.
    requestHandler: { requestTimeout: 15 * 60_000 },
    maxAttempts: 1,
  });
  return {
    operator: new Operator(lambda, evidence, outputOf(site, 'CallFunctionName')),
    close: () => lambda.destroy(),
  };
}

/** Everybody in place around a running cloud: the office for finance, the desk with the notebook, the mailroom. */
export function setScene(options: {
  site: Site;
  time: Scene['time'];
  world: World;
  dataDir: string;
  operator: Operator;
  watch: Scene['watch'];
}): Scene {
  const { site, time, world, dataDir, operator, watch } = options;
  const desks = join(dataDir, 'people');
  mkdirSync(desks, { recursive: true });
  const circumstances = { cast: castOf(world), notebook: new Notebook(join(desks, 'notebook.json')) };
  const finance = openFinance(circumstances, site, { dbPath: join(desks, 'finance.sqlite'), now: time.now });
  return {
    ...circumstances,
    ...{ time, operator, finance, watch },
    mailroom: new Mailroom(join(dataDir, 'mail')),
    site: site.endpoints.http,
  };
}
