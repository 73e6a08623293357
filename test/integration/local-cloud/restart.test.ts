import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalCloud, startLocalCloud } from '../../../infra/local/cloud.ts';
import type { Endpoints } from '../../../infra/local/resources/resource.ts';
import { synthFixture } from './fixture-app.ts';
import { clientsOf, removeDir, START, temporaryDir } from './harness.ts';

const dir = temporaryDir();
let assemblyDir: string;
let host: ChildProcess | undefined;

beforeAll(async () => {
  assemblyDir = await synthFixture(dir);
});

afterAll(() => {
  host?.kill('SIGKILL');
  removeDir(dir);
});

/** A cloud in another process, which can be killed as a machine dies. */
async function startHost(dataDir: string): Promise<{ endpoints: Endpoints; outputs: Record<string, string> }> {
  host = spawn(process.execPath, [fileURLToPath(new URL('./fixture-host.ts', import.meta.url)), assemblyDir, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: host.stdout ?? process.stdin }), 'line');
  return JSON.parse(String(line));
}

async function kill(): Promise<void> {
  if (host === undefined) return;
  const exited = once(host, 'exit');
  host.kill('SIGKILL');
  await exited;
}

test('what was accepted before the process was killed is done after the next start, and the clock stands where it stood', async () => {
  const dataDir = join(dir, 'killed');
  const { endpoints, outputs } = await startHost(dataDir);
  const clients = clientsOf(endpoints);
  const table = outputs.TableName ?? '';
  const send = (body: unknown) =>
    clients.queues.send(new SendMessageCommand({ QueueUrl: outputs.WorkUrl, MessageBody: JSON.stringify(body) }));
  const { executionArn } = await clients.machines.send(
    new StartExecutionCommand({ stateMachineArn: outputs.MachineArn, input: '{}' }),
  );
  await clients.put(table, { pk: 'before', outbox: 'x' });
  // One message is being worked on when the process dies, others wait behind it, and an event invocation has begun.
  await send({ id: 'under-way', waitMs: 600 });
  while ((await clients.noted(table, 'begun#under-way')) === undefined) await sleep(10);
  for (const id of ['w1', 'w2', 'w3']) await send({ id, waitMs: 600 });
  const Payload = JSON.stringify({ time: 'by-event' });
  await clients.lambda.send(new InvokeCommand({ FunctionName: outputs.TickName, InvocationType: 'Event', Payload }));
  expect(await clients.keys(table, 'consumed#')).toEqual([]);
  await kill();
  clients.destroy();

  const cloud = await startLocalCloud({ assemblyDir, dataDir, clock: { mode: 'still', start: START + 999 } });
  const after = clientsOf(cloud.endpoints);
  try {
    await cloud.idle();
    expect(cloud.clock.now()).toBe(START);
    expect(cloud.outputs.TableName).toBe(table);
    expect(await after.keys(table, 'consumed#')).toEqual(['under-way', 'w1', 'w2', 'w3'].map((id) => `consumed#${id}`));
    expect((await after.noted(table, 'consumed#under-way'))?.receives).toBe('2');
    expect(await after.keys(table, 'streamed#')).toEqual(['streamed#before']);
    expect(await after.keys(table, 'tick#')).toEqual(['tick#by-event']);
    await cloud.clock.jumpTo(START + 2 * 86_400_000);
    const { status } = await after.machines.send(new DescribeExecutionCommand({ executionArn }));
    expect(status).toBe('SUCCEEDED');
  } finally {
    after.destroy();
    await cloud.stop();
  }
});

test('what somebody outside had received and not deleted comes again at once after a restart', async () => {
  const options = { assemblyDir, dataDir: join(dir, 'outside'), clock: { mode: 'still', start: START } as const };
  const receive = async ({ endpoints, outputs }: LocalCloud): Promise<string[]> => {
    const clients = clientsOf(endpoints);
    const QueueUrl = outputs.StreamFailuresUrl?.replace(/^http:..[^/]+/, endpoints.sqs);
    const { Messages = [] } = await clients.queues.send(
      new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 43_200 }),
    );
    clients.destroy();
    return Messages.map(({ Body = '' }) => Body);
  };
  const first = await startLocalCloud(options);
  const clients = clientsOf(first.endpoints);
  await clients.queues.send(
    new SendMessageCommand({ QueueUrl: first.outputs.StreamFailuresUrl, MessageBody: 'to do' }),
  );
  clients.destroy();
  expect(await receive(first)).toEqual(['to do']);
  expect(await receive(first)).toEqual([]);
  await first.stop();
  const second = await startLocalCloud(options);
  expect(await receive(second)).toEqual(['to do']);
  await second.stop();
});

test('the database ends with the process that was killed', async () => {
  const dataDir = join(dir, 'orphan');
  await startHost(dataDir);
  await kill();
  // The next start would meet its lock, or its port, if the old one were still there.
  const { endpoints, outputs } = await startHost(dataDir);
  const clients = clientsOf(endpoints);
  await clients.put(outputs.TableName ?? '', { pk: 'again' });
  expect(await clients.noted(outputs.TableName ?? '', 'again')).toEqual({ pk: 'again' });
  clients.destroy();
  await kill();
});

test('a stream goes on after its last record, not from the beginning', async () => {
  const options = { assemblyDir, dataDir: join(dir, 'stream'), clock: { mode: 'still', start: START } as const };
  const first = await startLocalCloud(options);
  const table = first.outputs.TableName ?? '';
  const one = clientsOf(first.endpoints);
  await one.put(table, { pk: 'x', outbox: '1' });
  await first.idle();
  const invocations = first.operations()['lambda.invocations'] ?? 0;
  one.destroy();
  await first.stop();

  const second = await startLocalCloud(options);
  const two = clientsOf(second.endpoints);
  await second.idle();
  expect(second.operations()['lambda.invocations']).toBe(invocations);
  await two.put(table, { pk: 'y', outbox: '1' });
  await second.idle();
  expect(await two.keys(table, 'streamed#')).toEqual(['streamed#x', 'streamed#y']);
  expect(second.operations()['lambda.invocations']).toBe(invocations + 1);
  two.destroy();
  await second.stop();
});
