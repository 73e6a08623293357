import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Activity } from '../../../infra/local/activity.ts';
import { LOCAL_CREDENTIALS } from '../../../infra/local/environment.ts';
import { createOperations, type Operations } from '../../../infra/local/operations.ts';
import { sqsService } from '../../../infra/local/queues/api.ts';
import { Queue } from '../../../infra/local/queues/queue.ts';
import { createQueueRows } from '../../../infra/local/queues/rows.ts';
import { openService, type Service } from '../../../infra/local/services.ts';
import { openState, type State } from '../../../infra/local/state.ts';
import { QueueSender } from '../../../shared/store/queue-sender.ts';

let dir: string;
let state: State;
let service: Service;
let queue: Queue;
let operations: Operations;
let sqs: SQSClient;
let sender: QueueSender;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'queue-sender-'));
  state = openState(dir);
  queue = new Queue(
    {
      ...{ name: 'q', arn: 'arn:aws:sqs:us-east-1:000000000000:q', fifo: false, contentBasedDeduplication: false },
      ...{ deduplicatePerGroup: false, visibilityTimeout: 30, delaySeconds: 0, maxMessageBytes: 100 },
      receiveWaitSeconds: 0,
    },
    createQueueRows(state),
    () => undefined,
  );
  operations = createOperations();
  service = await openService('SQS', '', 0, new Activity());
  service.serve(
    sqsService(
      new Map([['q', queue]]),
      { operations, weather: undefined },
      (name) => `${service.url}/000000000000/${name}`,
    ),
  );
  sqs = new SQSClient({ region: 'us-east-1', endpoint: service.url, credentials: LOCAL_CREDENTIALS, maxAttempts: 1 });
  sender = new QueueSender(`${service.url}/000000000000/q`, sqs);
});
afterEach(async () => {
  sqs.destroy();
  await service.stop();
  queue.close();
  state.close();
  rmSync(dir, { recursive: true });
});

/** Everything in the queue, in its order. */
const arrived = () => [...queue.receive(10), ...queue.receive(10), ...queue.receive(10)].map(({ body }) => body);

test('what is sent at the same moment goes ten at a time, and all of it', async () => {
  const messages = Array.from({ length: 25 }, (_, n) => ({ n }));
  await Promise.all(messages.map((message) => sender.send(message)));
  expect(operations.totals()).toEqual({ 'sqs.SendMessageBatch': 3 });
  expect(arrived().sort()).toEqual(messages.map((message) => JSON.stringify(message)).sort());
});

test('a message that the queue refuses fails alone', async () => {
  const tooLong = { text: 'x'.repeat(200) };
  const outcomes = await Promise.allSettled([{ n: 1 }, tooLong, { n: 2 }].map((message) => sender.send(message)));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(outcomes[1]).toMatchObject({ reason: { message: expect.stringContaining('queue.message-refused') } });
  expect(arrived()).toEqual(['{"n":1}', '{"n":2}']);
});

test('when the queue does not answer, every message fails, and a later one is sent again', async () => {
  service.serve((_request, response) => void response.writeHead(503).end());
  const outcomes = await Promise.allSettled([sender.send({ n: 1 }), sender.send({ n: 2 })]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  service.serve(sqsService(new Map([['q', queue]]), { operations, weather: undefined }, (name) => name));
  await sender.send({ n: 3 });
  expect(arrived()).toEqual(['{"n":3}']);
});
