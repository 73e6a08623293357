/** What a function meets in bad weather, over the real SDK and the real database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Activity } from '../../../infra/local/activity.ts';
import { createDynamoDbClient, type DynamoDbClient } from '../../../infra/local/dynamodb/client.ts';
import { type Database, startDatabase } from '../../../infra/local/dynamodb/process.ts';
import { LOCAL_CREDENTIALS } from '../../../infra/local/environment.ts';
import { perform } from '../../../infra/local/lambda/invocation.ts';
import { DatabaseTap, installTap } from '../../../infra/local/lambda/tap.ts';
import { openService, type Service } from '../../../infra/local/services.ts';
import { createStreamReader } from '../../../infra/local/streams/reader.ts';
import type { Fault } from '../../../infra/local/weather/faults.ts';
import { weatherFront } from '../../../infra/local/weather/front.ts';
import { createIndexMirror } from '../../../infra/local/weather/index-mirror.ts';
import { type InvocationWeather, Weather } from '../../../infra/local/weather/weather.ts';
import { TABLE_SHAPE } from '../../table-shape.ts';

const TABLE = { ...TABLE_SHAPE, StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } };
const NONE = {
  'call.throttled': 0,
  'call.failed': 0,
  'call.answer-lost': 0,
  'transaction.conflict': 0,
  'batch.partly-written': 0,
};
const BEHIND_MS = 300;
const dir = mkdtempSync(join(tmpdir(), 'weather-'));
let database: Database;
let front: Service;
let own: DynamoDbClient;
let db: DynamoDBClient;
let thrown: Fault[];

beforeAll(async () => {
  installTap();
  database = await startDatabase(dir, { ...process.env, AWS_ENDPOINT_URL_DYNAMODB: '' });
  own = createDynamoDbClient(database.endpoint);
  await own.call('DynamoDB_20120810.CreateTable', { TableName: 'Rows', ...TABLE });
  const positions = new Map<string, string>();
  const memory = { get: (n: string) => positions.get(n), set: (n: string, v: string) => void positions.set(n, v) };
  const plan = { name: 'Rows', create: TABLE, streaming: true };
  const reader = createStreamReader(own, memory, 'Rows', 'mirror');
  front = await openService('bad weather', '', 0, new Activity());
  front.serve(
    weatherFront(database.endpoint, createIndexMirror([{ plan, reader }], new Weather('a', { behindMs: BEHIND_MS }))),
  );
  db = new DynamoDBClient({
    endpoint: database.endpoint,
    region: 'us-east-1',
    credentials: LOCAL_CREDENTIALS,
    maxAttempts: 1,
  });
});
afterAll(async () => {
  db.destroy();
  own.close();
  await front.stop();
  await database.stop();
  rmSync(dir, { recursive: true });
});
beforeEach(() => {
  thrown = [];
});

/** Runs a handler as an invocation that meets this weather. */
function invoke(
  handler: () => Promise<unknown>,
  weather: Partial<Omit<InvocationWeather, 'shares'>> & { shares?: object },
) {
  const tap = new DatabaseTap({ endpoint: database.endpoint, record: false }, () => undefined);
  const environment = {
    functionName: 'f',
    functionArn: 'arn:f',
    memoryMb: 128,
    handler,
    tap,
    onFault: (fault: Fault) => thrown.push(fault),
  };
  return perform(environment, {
    ...{ id: 1, requestId: 'r', payload: '{}', deadline: Date.now() + 30_000 },
    weather: { seed: 's', front: new URL(front.url).host, ...weather, shares: { ...NONE, ...weather.shares } },
  });
}
const put = (pk: string) => new PutItemCommand({ TableName: 'Rows', Item: { pk: { S: pk }, sk: { S: 'x' } } });
const isThere = async (pk: string) => {
  const { Item } = await db.send(
    new GetItemCommand({ TableName: 'Rows', Key: { pk: { S: pk }, sk: { S: 'x' } }, ConsistentRead: true }),
  );
  return Item !== undefined;
};

describe('a call', () => {
  test.each([
    ['call.throttled', 'ProvisionedThroughputExceededException', false],
    ['call.failed', 'InternalServerError', false],
    ['call.answer-lost', 'TimeoutError', true],
  ] as const)('%s shows as %s', async (fault, errorType, done) => {
    const { result } = await invoke(() => db.send(put(fault)), { shares: { [fault]: 1 } });
    expect(result).toMatchObject({ ok: false, error: { errorType } });
    expect(thrown).toEqual([fault]);
    expect(await isThere(fault)).toBe(done);
  });

  test('of another service is refused in its own words', async () => {
    const common = { endpoint: database.endpoint, region: 'us-east-1', credentials: LOCAL_CREDENTIALS, maxAttempts: 1 };
    const sqs = new SQSClient(common);
    const s3 = new S3Client({ ...common, forcePathStyle: true });
    const send = () => sqs.send(new SendMessageCommand({ QueueUrl: `${database.endpoint}/0/q`, MessageBody: 'x' }));
    const list = () => s3.send(new ListObjectsV2Command({ Bucket: 'b' }));
    const shares = { 'call.throttled': 1 };
    expect((await invoke(send, { shares })).result).toMatchObject({
      ok: false,
      error: { errorType: 'RequestThrottled' },
    });
    expect((await invoke(list, { shares })).result).toMatchObject({ ok: false, error: { errorType: 'SlowDown' } });
  });

  test('that writes a transaction meets another one', async () => {
    const Item = { pk: { S: 'tx' }, sk: { S: 'x' } };
    const transact = () =>
      db.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: 'Rows', Item } }] }));
    const { result } = await invoke(transact, { shares: { 'transaction.conflict': 1 } });
    expect(result).toMatchObject({ ok: false, error: { errorType: 'TransactionCanceledException' } });
    expect(await isThere('tx')).toBe(false);
  });

  test('that writes many writes half of them, and says which it did not', async () => {
    const rows = ['b1', 'b2', 'b3'].map((pk) => ({ PutRequest: { Item: { pk: { S: pk }, sk: { S: 'x' } } } }));
    const batch = () => db.send(new BatchWriteItemCommand({ RequestItems: { Rows: rows } }));
    const { result } = await invoke(batch, { shares: { 'batch.partly-written': 1 } });
    expect(result.ok && (JSON.parse(result.payload) as { UnprocessedItems: unknown }).UnprocessedItems).toEqual({
      Rows: rows.slice(2),
    });
    expect(await Promise.all(['b1', 'b2', 'b3'].map(isThere))).toEqual([true, true, false]);
  });
});

describe('an invocation', () => {
  const three = (name: string) => async () => {
    for (const n of [1, 2, 3]) await db.send(put(`${name}${n}`));
    return 'done';
  };
  const written = (name: string) => Promise.all([1, 2, 3].map((n) => isThere(`${name}${n}`)));

  test.each([
    ['before its first effect', 'p', { atCall: 1, side: 'before' }, [false, false, false], 'invocation.died-before'],
    ['between two effects', 'q', { atCall: 2, side: 'before' }, [true, false, false], 'invocation.died-between'],
    [
      'when an effect is done and not yet heard of',
      'r',
      { atCall: 2, side: 'after' },
      [true, true, false],
      'invocation.died-between',
    ],
    [
      'when all is done and not yet answered',
      's',
      { atCall: 8, side: 'before' },
      [true, true, true],
      'invocation.died-after',
    ],
  ] as const)('dies %s, and nothing comes of it afterwards', async (_, name, at, left, fault) => {
    const { result, ended } = await invoke(three(name), { end: { how: 'died', ...at } });
    expect(result).toMatchObject({ ok: false, error: { errorType: 'Runtime.ExitError' } });
    expect(ended).toBe(true);
    expect(thrown).toEqual([fault]);
    await sleep(20);
    expect(await written(name)).toEqual(left);
  });

  test('runs out of time', async () => {
    const { result } = await invoke(three('t'), { end: { how: 'timed-out', atCall: 2, side: 'after' } });
    expect(result).toMatchObject({ ok: false, error: { errorType: 'Sandbox.Timedout' } });
    expect(thrown).toEqual(['invocation.timed-out']);
  });

  test('that nothing befalls answers', async () => {
    const { result } = await invoke(three('u'), {});
    expect(result).toEqual({ ok: true, payload: '"done"' });
    expect(thrown).toEqual([]);
  });
});

test('an index is behind: what was just written is not in it, and what was just taken out still is', async () => {
  const key = { pk: { S: 'i' }, sk: { S: '1' } };
  const look = async () => {
    const query = new QueryCommand({
      ...{ TableName: 'Rows', IndexName: 'gsi1', KeyConditionExpression: 'gsi1pk = :pk AND gsi1sk <= :until' },
      ExpressionAttributeValues: { ':pk': { S: 'OUT' }, ':until': { S: '5' } },
    });
    const { result } = await invoke(() => db.send(query), {});
    if (!result.ok) throw new Error(result.error.errorMessage);
    return (JSON.parse(result.payload) as { Items: Record<string, { S: string }>[] }).Items.map(({ pk }) => pk?.S);
  };
  await db.send(new PutItemCommand({ TableName: 'Rows', Item: { ...key, gsi1pk: { S: 'OUT' }, gsi1sk: { S: '3' } } }));
  expect(await look()).toEqual([]);
  await expect.poll(look, { timeout: 10_000 }).toEqual(['i']);
  await db.send(new UpdateItemCommand({ TableName: 'Rows', Key: key, UpdateExpression: 'REMOVE gsi1pk, gsi1sk' }));
  expect(await look()).toEqual(['i']);
  await expect.poll(look, { timeout: 10_000 }).toEqual([]);
});
