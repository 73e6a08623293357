/** Starts the fixture app in a local cloud, and the clients that a test needs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Stack } from 'aws-cdk-lib';
import { type LocalCloud, startLocalCloud } from '../../../infra/local/cloud.ts';
import { LOCAL_CREDENTIALS } from '../../../infra/local/environment.ts';
import type { Endpoints } from '../../../infra/local/resources/resource.ts';
import { synthFixture } from './fixture-app.ts';

export const START = Date.UTC(2025, 2, 3, 1, 30);

export function temporaryDir(): string {
  return mkdtempSync(join(tmpdir(), 'local-cloud-'));
}

export function removeDir(dir: string): void {
  rmSync(dir, { recursive: true, force: true });
}

/** The fixture app, changed or as it is, in a cloud whose time stands still; stopping it leaves nothing behind. */
export async function openFixture(change?: (data: Stack, service: Stack) => void): Promise<{
  cloud: LocalCloud;
  clients: ReturnType<typeof clientsOf>;
  close: () => Promise<void>;
}> {
  const dir = temporaryDir();
  const assemblyDir = await synthFixture(dir, change);
  const cloud = await startLocalCloud({
    assemblyDir,
    dataDir: join(dir, 'data'),
    clock: { mode: 'still', start: START },
  });
  const clients = clientsOf(cloud.endpoints);
  const close = async () => {
    clients.destroy();
    await cloud.stop();
    removeDir(dir);
  };
  return { cloud, clients, close };
}

export function clientsOf(endpoints: Endpoints) {
  const common = { region: 'us-east-1', credentials: LOCAL_CREDENTIALS };
  const database = new DynamoDBClient({ ...common, endpoint: endpoints.dynamodb });
  const queues = new SQSClient({ ...common, endpoint: endpoints.sqs });
  const clients = {
    database,
    queues,
    s3: new S3Client({ ...common, endpoint: endpoints.s3, forcePathStyle: true }),
    events: new EventBridgeClient({ ...common, endpoint: endpoints.eventbridge }),
    lambda: new LambdaClient({ ...common, endpoint: endpoints.lambda }),
    machines: new SFNClient({ ...common, endpoint: endpoints.stepfunctions }),
  };
  return {
    ...clients,
    /** The facts noted under a key, or undefined. */
    noted: async (TableName: string, pk: string): Promise<Record<string, string | undefined> | undefined> => {
      const { Item } = await database.send(
        new GetItemCommand({ TableName, Key: { pk: { S: pk } }, ConsistentRead: true }),
      );
      return Item && Object.fromEntries(Object.entries(Item).map(([name, value]) => [name, value.S]));
    },
    keys: async (TableName: string, prefix: string): Promise<string[]> => {
      const { Items = [] } = await database.send(new ScanCommand({ TableName, ConsistentRead: true }));
      return Items.map((item) => item.pk?.S ?? '')
        .filter((pk) => pk.startsWith(prefix))
        .sort();
    },
    put: (TableName: string, facts: Record<string, string>) => {
      const Item = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, { S: value }]));
      return database.send(new PutItemCommand({ TableName, Item }));
    },
    depth: async (QueueUrl: string): Promise<number> => {
      const { Attributes } = await queues.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
      return Number(Attributes?.ApproximateNumberOfMessages);
    },
    destroy: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
