import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startLocalCloud } from '../../../infra/local/cloud.ts';
import { createDynamoDbClient } from '../../../infra/local/dynamodb/client.ts';
import { startDatabase } from '../../../infra/local/dynamodb/process.ts';
import { synthFixture } from './fixture-app.ts';
import { clientsOf, removeDir, START, temporaryDir } from './harness.ts';

const dir = temporaryDir();
let assemblyDir: string;
const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);

beforeAll(async () => {
  assemblyDir = await synthFixture(dir);
});

afterAll(() => removeDir(dir));

/** The process of the database, as its folder tells. */
const pidIn = (folder: string): number => Number(readFileSync(join(folder, 'database.pid'), 'utf8'));

/** The one process that the database's has for a child: the shell that ends it when we are gone. */
const guardOf = (pid: number): number => Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'));

/** Waits for the process that takes its place. */
async function successorOf(pid: number, folder: string): Promise<number> {
  for (;;) {
    const now = pidIn(folder);
    if (now !== pid) return now;
    await sleep(1);
  }
}

test('queues and streams go on while the database, or the shell that guards it, is killed again and again', async () => {
  const dataDir = join(dir, 'killed');
  const folder = join(dataDir, 'dynamodb');
  const cloud = await startLocalCloud({ assemblyDir, dataDir, clock: { mode: 'still', start: START } });
  const clients = clientsOf(cloud.endpoints);
  const table = cloud.outputs.TableName ?? '';
  const bodies = Array.from({ length: 60 }, (_, i) => `m${String(i).padStart(2, '0')}`);
  try {
    for (const [i, id] of bodies.entries()) {
      await clients.queues.send(
        new SendMessageCommand({ QueueUrl: cloud.outputs.WorkUrl, MessageBody: JSON.stringify({ id }) }),
      );
      await clients.put(table, { pk: id, outbox: '1' });
      if (i % 15 !== 7) continue;
      const pid = pidIn(folder);
      process.kill(i === 7 ? guardOf(pid) : pid, 'SIGKILL');
      if (i === 22) await successorOf(pid, folder);
    }
    await cloud.idle();
    expect(await clients.keys(table, 'consumed#')).toEqual(bodies.map((id) => `consumed#${id}`));
    expect(await clients.keys(table, 'streamed#m')).toEqual(bodies.map((id) => `streamed#${id}`));
    const starts = said.mock.calls.filter(([line]) => /database has ended .* started again/.test(String(line)));
    expect(starts).toHaveLength(4);
    expect(said.mock.calls.filter(([line]) => /stream/.test(String(line)))).toEqual([]);
  } finally {
    clients.destroy();
    await cloud.stop();
  }
});

test('a write that nobody was answered, since the database died, is read from the stream all the same', async () => {
  const dataDir = join(dir, 'unanswered');
  const folder = join(dataDir, 'dynamodb');
  const cloud = await startLocalCloud({ assemblyDir, dataDir, clock: { mode: 'still', start: START } });
  const clients = clientsOf(cloud.endpoints);
  const table = cloud.outputs.TableName ?? '';
  const pid = pidIn(folder);
  const [, port] = /--port\0(\d+)/.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? [];
  const unseen = createDynamoDbClient(`http://127.0.0.1:${port}`);
  try {
    await cloud.idle();
    await unseen.call('DynamoDB_20120810.PutItem', { TableName: table, Item: { pk: { S: 'u' }, outbox: { S: '1' } } });
    process.kill(pid, 'SIGKILL');
    await successorOf(pid, folder);
    await cloud.idle();
    expect(await clients.keys(table, 'streamed#')).toEqual(['streamed#u']);
  } finally {
    unseen.close();
    clients.destroy();
    await cloud.stop();
  }
});

test('the cloud itself calls again when the database is killed under it', async () => {
  const folder = join(dir, 'called');
  const database = await startDatabase(folder, {});
  const client = createDynamoDbClient(database.endpoint);
  process.kill(pidIn(folder), 'SIGKILL');
  expect(await client.call('DynamoDB_20120810.ListTables', {})).toEqual({ TableNames: [] });
  client.close();
  await database.stop();
});

test('a database that dies again and again is given up, with its log named', async () => {
  const folder = join(dir, 'hopeless');
  const database = await startDatabase(folder, {});
  said.mockClear();
  let last = '';
  for (let pid = pidIn(folder); !/given up/.test(last); last = String(said.mock.lastCall?.[0])) {
    process.kill(pid, 'SIGKILL');
    pid = await Promise.race([successorOf(pid, folder), until(() => /given up/.test(String(said.mock.lastCall?.[0])))]);
  }
  expect(last).toContain(join(folder, 'dynoxide.log'));
  expect(said.mock.calls.length).toBeLessThan(30);
  await database.stop();
});

async function until(condition: () => boolean): Promise<number> {
  while (!condition()) await sleep(5);
  return 0;
}
