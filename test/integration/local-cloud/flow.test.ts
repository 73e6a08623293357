import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { ReceiveMessageCommand, SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalCloud, startLocalCloud } from '../../../infra/local/cloud.ts';
import { synthFixture } from './fixture-app.ts';
import { clientsOf, removeDir, START, temporaryDir } from './harness.ts';

const dir = temporaryDir();
let cloud: LocalCloud;
let clients: ReturnType<typeof clientsOf>;
let out: Record<string, string>;
let assemblyDir: string;

beforeAll(async () => {
  assemblyDir = await synthFixture(dir);
  cloud = await startLocalCloud({ assemblyDir, dataDir: join(dir, 'data'), clock: { mode: 'still', start: START } });
  clients = clientsOf(cloud.endpoints);
  out = cloud.outputs;
});

afterAll(async () => {
  clients?.destroy();
  await cloud?.stop();
  removeDir(dir);
});

const named = (name: string): string => {
  const value = out[name];
  if (value === undefined) throw new Error(`no output ${name}`);
  return value;
};
const invoke = async (name: string, InvocationType: 'RequestResponse' | 'Event' = 'RequestResponse') => {
  const answer = await clients.lambda.send(
    new InvokeCommand({ FunctionName: named(name), InvocationType, Payload: '{}' }),
  );
  const text = answer.Payload?.transformToString() ?? '';
  return { error: answer.FunctionError, body: text === '' ? undefined : JSON.parse(text) };
};

test('a batch fails in part: the good messages are done once, the bad one ends in the dead-letter queue', async () => {
  const bodies = [{ id: 'a' }, { id: 'b', fail: true }, { id: 'c' }];
  const Entries = bodies.map((body) => ({ Id: body.id, MessageBody: JSON.stringify(body) }));
  await clients.queues.send(new SendMessageBatchCommand({ QueueUrl: named('WorkUrl'), Entries }));
  await cloud.idle();
  expect(await clients.keys(named('TableName'), 'consumed#')).toEqual(['consumed#a', 'consumed#c']);
  expect((await clients.noted(named('TableName'), 'consumed#a'))?.receives).toBe('1');
  expect(await clients.depth(named('WorkDeadLettersUrl'))).toBe(1);
  const { Messages } = await clients.queues.send(new ReceiveMessageCommand({ QueueUrl: named('WorkDeadLettersUrl') }));
  expect(Messages?.[0]?.Body).toBe(JSON.stringify(bodies[1]));
});

test('a function that throws has its whole batch come back', async () => {
  const MessageBody = JSON.stringify({ id: 'thrown', crash: true });
  await clients.queues.send(new SendMessageCommand({ QueueUrl: named('WorkUrl'), MessageBody }));
  const before = await clients.depth(named('WorkDeadLettersUrl'));
  await cloud.idle();
  expect(await clients.depth(named('WorkDeadLettersUrl'))).toBe(before + 1);
  expect(readFileSync(join(dir, 'data', 'logs', `${named('ConsumeName')}.log`), 'utf8')).toContain('crashed on thrown');
});

test('an object reaches the function by event, rule and queue; one that the rule does not match does not', async () => {
  for (const Key of ['in/报告.zip', 'out/other.zip']) {
    await clients.s3.send(new PutObjectCommand({ Bucket: named('InboxBucket'), Key, Body: 'x' }));
  }
  await cloud.idle();
  expect(await clients.keys(named('TableName'), 'object#')).toEqual(['object#in/报告.zip']);
  const facts = await clients.noted(named('TableName'), 'object#in/报告.zip');
  expect(facts).toMatchObject({
    bucket: named('InboxBucket'),
    time: new Date(START).toISOString().replace('.000', ''),
  });
});

test('a stream gives the function what its filter lets through, and a poison record goes to the failure queue alone', async () => {
  const table = named('TableName');
  await clients.put(table, { pk: 'plain' });
  await clients.put(table, { pk: 'first', outbox: 'x' });
  await clients.put(table, { pk: 'bad', outbox: 'x', poison: 'x' });
  await clients.put(table, { pk: 'second', outbox: 'x' });
  await cloud.idle();
  expect(await clients.keys(table, 'streamed#')).toEqual(['streamed#first', 'streamed#second']);
  const { Messages } = await clients.queues.send(new ReceiveMessageCommand({ QueueUrl: named('StreamFailuresUrl') }));
  expect(JSON.parse(Messages?.[0]?.Body ?? '{}')).toMatchObject({
    requestContext: { condition: 'RetryAttemptsExhausted' },
    DDBStreamBatchInfo: { batchSize: 1 },
  });
});

test('idle waits for the end of every chain: object, event, queue, function, table, stream, function', async () => {
  for (const round of [1, 2, 3]) {
    const keys = Array.from({ length: 20 }, (_, index) => `in/chain/${round}/${index}`);
    await Promise.all(
      keys.map((Key) => clients.s3.send(new PutObjectCommand({ Bucket: named('InboxBucket'), Key, Body: 'x' }))),
    );
    await cloud.idle();
    expect(await clients.keys(named('TableName'), `streamed#object#in/chain/${round}/`)).toHaveLength(keys.length);
  }
});

test('the HTTP API hands requests over in payload format 2.0 and answers with what the function says', async () => {
  expect(named('ApiUrl')).toBe(`${cloud.endpoints.http}/`);
  const form = new URLSearchParams({ name: '张三' });
  const headers = { cookie: 'x=1; y=2' };
  const posted = await fetch(`${named('ApiUrl')}a/b?q=1&q=2`, { method: 'POST', body: form, headers });
  expect(posted.status).toBe(201);
  expect(posted.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2']);
  const event = (await posted.json()) as { body: string };
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/a/b',
    rawQueryString: 'q=1&q=2',
    cookies: ['x=1', 'y=2'],
    queryStringParameters: { q: '1,2' },
    requestContext: { http: { method: 'POST', path: '/a/b' }, timeEpoch: cloud.clock.now() },
    isBase64Encoded: true,
  });
  expect(Buffer.from(event.body, 'base64').toString()).toBe(form.toString());
  const routed = await (await fetch(`${named('ApiUrl')}things/7/x/y`)).json();
  expect(routed).toMatchObject({ routeKey: 'GET /things/{id}/{rest+}', pathParameters: { id: '7', rest: 'x/y' } });
  const large = await fetch(named('ApiUrl'), { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1) });
  expect(large.status).toBe(413);
});

test('a route with limits of its own answers 429 beyond them, and the others go on', async () => {
  const first = await fetch(`${named('ApiUrl')}limited`);
  expect(await first.json()).toMatchObject({ routeKey: 'GET /limited' });
  const second = await fetch(`${named('ApiUrl')}limited`);
  expect([second.status, await second.json()]).toEqual([429, { message: 'Too Many Requests' }]);
  expect((await fetch(`${named('ApiUrl')}things/7/x`)).status).toBe(201);
});

test('a function that does not end is ended at its timeout, and the next call gets a fresh one', async () => {
  for (const _time of [1, 2]) {
    const { error, body } = await invoke('HangName');
    expect(error).toBe('Unhandled');
    expect(body).toMatchObject({ errorType: 'Sandbox.Timedout' });
  }
});

test('a function has its own environment, its context and the domain clock', async () => {
  const { body } = await invoke('DescribeName');
  expect(body).toMatchObject({
    name: named('DescribeName'),
    region: 'us-east-1',
    memory: '256',
    imported: 'from-data',
    clock: cloud.clock.now(),
  });
  expect(readFileSync(join(dir, 'data', 'logs', `${named('DescribeName')}.log`), 'utf8')).toContain(
    'a line for the log',
  );
});

test('PutEvents says which entries failed and delivers the others', async () => {
  const good = { EventBusName: named('BusName'), Source: 'fixture', DetailType: 'Something', Detail: '{"a":1}' };
  const answer = await clients.events.send(
    new PutEventsCommand({ Entries: [good, { ...good, Detail: 'not json' }, { ...good, EventBusName: 'nowhere' }] }),
  );
  expect(answer.FailedEntryCount).toBe(2);
  expect(answer.Entries?.map((entry) => entry.ErrorCode)).toEqual([undefined, 'MalformedDetail', 'InvalidArgument']);
  await cloud.idle();
  expect(await clients.keys(named('TableName'), 'consumed#from-bus')).toEqual(['consumed#from-bus']);
});

test('a jump fires a schedule once and ends a wait at its own time', async () => {
  const { executionArn } = await clients.machines.send(
    new StartExecutionCommand({ stateMachineArn: named('MachineArn'), input: '{}' }),
  );
  await cloud.idle();
  const began = cloud.clock.now();
  expect(cloud.clock.nextDue()).toBe(began + 86_400_000);
  await cloud.clock.jumpTo(began + 3 * 86_400_000);
  const { status, output } = await clients.machines.send(new DescribeExecutionCommand({ executionArn }));
  expect(status).toBe('SUCCEEDED');
  expect(JSON.parse(output ?? '{}').clock).toBe(began + 86_400_000);
  expect(cloud.clock.now()).toBe(began + 3 * 86_400_000);
  expect(await clients.keys(named('TableName'), 'tick#')).toEqual(['tick#2025-03-06T01:00:00Z']);
});

test('mails are caught, numbered and readable', async () => {
  const transport = createTransport(cloud.endpoints.smtp);
  await transport.sendMail({
    from: 'a@example.com',
    to: 'b@example.com',
    subject: '补正通知',
    text: '您好',
    html: '<b>您好</b>',
  });
  await cloud.idle();
  expect(cloud.listMails().at(-1)).toMatchObject({
    number: 1,
    to: ['b@example.com'],
    subject: '补正通知',
    html: '<b>您好</b>',
  });
  expect(cloud.listMails(1)).toEqual([]);
});

test('operations are counted as AWS would bill them', () => {
  const counts = cloud.operations();
  for (const operation of [
    'dynamodb.PutItem',
    'dynamodb.writeUnits',
    'dynamodb.readUnits',
    'eventbridge.events',
    'httpapi.requests',
    'lambda.gbSeconds',
    'lambda.invocations',
    'mail.messages',
    's3.PutObject',
    'sqs.SendMessage',
    'stepfunctions.transition',
  ]) {
    expect(counts[operation], operation).toBeGreaterThan(0);
  }
});

test('what a function asks of the database is counted to the unit, as what comes from outside is', async () => {
  const writes = () => {
    const { 'dynamodb.PutItem': puts = 0, 'dynamodb.writeUnits': units = 0 } = cloud.operations();
    return { puts, units };
  };
  const before = writes();
  await clients.put(named('TableName'), { pk: 'counted#outside' });
  expect(writes()).toEqual({ puts: before.puts + 1, units: before.units + 1 });
  const MessageBody = JSON.stringify({ id: 'counted' });
  await clients.queues.send(new SendMessageCommand({ QueueUrl: named('WorkUrl'), MessageBody }));
  await cloud.idle();
  expect(writes()).toEqual({ puts: before.puts + 2, units: before.units + 2 });
});

test('a port in use and a directory in use are told with a code and what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const httpPort = typeof address === 'object' && address !== null ? address.port : 0;
  const options = { assemblyDir, clock: { mode: 'still', start: START } as const };
  await expect(startLocalCloud({ ...options, dataDir: join(dir, 'second'), httpPort })).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    message: expect.stringContaining(`Port ${httpPort}`),
  });
  other.close();
  await expect(startLocalCloud({ ...options, dataDir: join(dir, 'data') })).rejects.toMatchObject({
    code: 'DATA_DIR_IN_USE',
  });
});
