/** What somebody switches off waits and holds nobody up, and goes on when it is switched on. */
import {
  DeleteFunctionConcurrencyCommand,
  GetEventSourceMappingCommand,
  GetFunctionConcurrencyCommand,
  InvokeCommand,
  ListEventSourceMappingsCommand,
  PutFunctionConcurrencyCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../../infra/local/cloud.ts';
import { type clientsOf, openFixture, START } from './harness.ts';

let fixture: Awaited<ReturnType<typeof openFixture>> | undefined;
let cloud: LocalCloud;
let clients: ReturnType<typeof clientsOf>;
beforeAll(async () => {
  fixture = await openFixture();
  ({ cloud, clients } = fixture);
});
afterAll(() => fixture?.close());

const named = (name: string) => cloud.outputs[name] ?? '';
const DAY = 24 * 60 * 60_000;

async function mappingOf(functionName: string): Promise<string> {
  const { EventSourceMappings = [] } = await clients.lambda.send(new ListEventSourceMappingsCommand({}));
  return EventSourceMappings.find(({ FunctionArn }) => FunctionArn === named(functionName))?.UUID ?? '';
}
const enable = (UUID: string, Enabled: boolean) =>
  clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
const reserve = (name: string, ReservedConcurrentExecutions: number) =>
  clients.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: named(name), ReservedConcurrentExecutions }));
const free = (name: string) => clients.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: named(name) }));

test('a queue and a stream that are switched off keep what comes, over a jump of the clock', async () => {
  const [queue, stream] = [await mappingOf('ConsumeName'), await mappingOf('OnStreamName')];
  expect(await enable(queue, false)).toMatchObject({ State: 'Disabled' });
  expect(await enable(stream, false)).toMatchObject({ State: 'Disabled' });
  const MessageBody = JSON.stringify({ id: 'waited' });
  await clients.queues.send(new SendMessageCommand({ QueueUrl: named('WorkUrl'), MessageBody }));
  await clients.put(named('TableName'), { pk: 'waited', outbox: 'x' });
  await cloud.clock.jumpTo(START + DAY);
  expect(await clients.depth(named('WorkUrl'))).toBe(1);
  expect(await clients.keys(named('TableName'), 'streamed#waited')).toEqual([]);
  for (const UUID of [queue, stream]) expect(await enable(UUID, true)).toMatchObject({ State: 'Enabled' });
  await cloud.idle();
  expect(await clients.keys(named('TableName'), 'consumed#')).toEqual(['consumed#waited']);
  expect(await clients.keys(named('TableName'), 'streamed#waited')).toEqual(['streamed#waited']);
});

test('a call in the background that is refused is no failure: it is made when it may be', async () => {
  await reserve('TickName', 0);
  const FunctionName = named('TickName');
  const Payload = JSON.stringify({ time: 'refused' });
  await clients.lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload }));
  const call = new InvokeCommand({ FunctionName, Payload });
  // The SDK itself asks again, some times.
  await expect(clients.lambda.send(call)).rejects.toMatchObject({
    name: 'TooManyRequestsException',
    $metadata: { httpStatusCode: 429 },
  });
  await cloud.clock.jumpTo(cloud.clock.now() + DAY);
  expect(await clients.keys(named('TableName'), 'tick#refused')).toEqual([]);
  await free('TickName');
  await expect.poll(() => clients.keys(named('TableName'), 'tick#refused'), { timeout: 60_000 }).toHaveLength(1);
});

test('a stream whose reader is refused waits and loses nothing', async () => {
  await reserve('OnStreamName', 0);
  await clients.put(named('TableName'), { pk: 'refused', outbox: 'x' });
  await cloud.clock.jumpTo(cloud.clock.now() + DAY);
  expect(await clients.keys(named('TableName'), 'streamed#refused')).toEqual([]);
  await free('OnStreamName');
  await expect.poll(() => clients.keys(named('TableName'), 'streamed#refused'), { timeout: 60_000 }).toHaveLength(1);
  await cloud.idle();
  expect(await clients.depth(named('StreamFailuresUrl'))).toBe(0);
});

test('what is reserved is told, and what there is not is refused as such', async () => {
  const FunctionName = named('DescribeName');
  await reserve('DescribeName', 1);
  const told = await clients.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
  expect(told.ReservedConcurrentExecutions).toBe(1);
  expect((await clients.lambda.send(new InvokeCommand({ FunctionName }))).FunctionError).toBeUndefined();
  const missing = { name: 'ResourceNotFoundException' };
  const nobody = new GetFunctionConcurrencyCommand({ FunctionName: 'nobody' });
  await expect(clients.lambda.send(nobody)).rejects.toMatchObject(missing);
  await expect(enable('nothing', false)).rejects.toMatchObject(missing);
  const look = new GetEventSourceMappingCommand({ UUID: 'nothing' });
  await expect(clients.lambda.send(look)).rejects.toMatchObject(missing);
});
