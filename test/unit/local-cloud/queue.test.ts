import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Queue } from '../../../infra/local/queues/queue.ts';
import { createQueueRows } from '../../../infra/local/queues/rows.ts';
import { openState, type State } from '../../../infra/local/state.ts';
import type { QueuePlan } from '../../../infra/local/template/plan.ts';

let dir: string;
let state: State;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'queue-'));
  state = openState(dir);
});
afterEach(() => {
  vi.useRealTimers();
  closeAll();
  state.close();
  rmSync(dir, { recursive: true });
});

const plan = (name: string, more: Partial<QueuePlan> = {}): QueuePlan => ({
  ...{ name, arn: `arn:aws:sqs:us-east-1:000000000000:${name}`, fifo: false },
  ...{ contentBasedDeduplication: false, deduplicatePerGroup: false, visibilityTimeout: 30, delaySeconds: 0 },
  ...{ maxMessageBytes: 262_144, receiveWaitSeconds: 0 },
  ...more,
});
const opened: Queue[] = [];
/** Domain time, ms. */
let domain = 0;
const open = (queuePlan: QueuePlan, deadLetter?: Queue): Queue => {
  const queue = new Queue(queuePlan, createQueueRows(state), () => deadLetter, { domainNow: () => domain });
  opened.push(queue);
  return queue;
};
const closeAll = (): void => {
  for (const queue of opened.splice(0)) queue.close();
};
const bodies = (messages: { body: string }[]) => messages.map((message) => message.body);
/** As after a kill: the same rows, read again. */
const reopen = (): void => {
  closeAll();
  state.close();
  state = openState(dir);
};

test('a message in flight is not given twice, comes back when it is released, and is gone when it is removed', () => {
  const queue = open(plan('q'));
  queue.send({ body: 'a' });
  const [first] = queue.receive(10);
  expect(queue.receive(10)).toEqual([]);
  expect(queue.changeVisibility(first?.receipt ?? '', 0)).toBe(true);
  const [second] = queue.receive(10);
  expect(second).toMatchObject({ id: first?.id, receiveCount: 2 });
  expect(queue.remove(second?.receipt ?? '')).toBe(true);
  expect(queue.remove(second?.receipt ?? '')).toBe(false);
  expect(queue.isEmpty()).toBe(true);
});

test.each([
  ['a standard queue forgets what was received more than three times', false, 60],
  ['a FIFO queue does not', true, 100],
])('the oldest message is told by domain time, in flight or not: %s', (_, fifo, left) => {
  domain = 0;
  const queue = open(plan(fifo ? 'q.fifo' : 'q', { fifo }));
  const send = (body: string) => queue.send({ body, ...(fifo && { groupId: body, dedupId: body }) });
  expect(queue.oldestSeconds()).toBe(0);
  send('a');
  domain = 40_000;
  send('b');
  const [first] = queue.receive(1);
  domain = 100_999;
  expect(queue.oldestSeconds()).toBe(100);
  let receipt = first?.receipt ?? '';
  for (let more = 0; more < 3; more += 1) {
    queue.changeVisibility(receipt, 0);
    const again = queue.receive(10).find(({ body }) => body === 'a');
    receipt = again?.receipt ?? '';
  }
  expect(queue.oldestSeconds()).toBe(left);
  queue.remove(receipt);
  expect(queue.oldestSeconds()).toBe(60);
});

test('how long a message waits survives the process; in a folder of an earlier version it begins with the start', () => {
  domain = 1000;
  open(plan('q')).send({ body: 'a' });
  reopen();
  domain = 31_000;
  expect(open(plan('q')).oldestSeconds()).toBe(30);
  closeAll();
  state.db.exec('ALTER TABLE messages DROP COLUMN arrived_at');
  reopen();
  expect(open(plan('q')).oldestSeconds()).toBe(0);
  domain = 41_000;
  expect(bodies(open(plan('q')).receive(1))).toEqual(['a']);
});

test('messages, delays, receive counts and what is in flight survive the process', () => {
  const before = open(plan('q'));
  before.send({ body: 'taken', attributes: { a: { DataType: 'String', StringValue: 'x' } } });
  before.receive(1);
  before.send({ body: 'waiting' });
  before.send({ body: 'delayed', delaySeconds: 60 });
  reopen();
  const after = open(plan('q'));
  expect(after.counts()).toEqual({ visible: 1, inFlight: 1, delayed: 1 });
  after.releaseAll();
  const received = after.receive(10);
  expect(bodies(received).sort()).toEqual(['taken', 'waiting']);
  expect(received.find((message) => message.body === 'taken')).toMatchObject({
    receiveCount: 2,
    attributes: { a: { DataType: 'String', StringValue: 'x' } },
  });
});

test('what was received too often goes to the dead-letter queue with its id, and stays there', () => {
  const deadLetters = open(plan('dead'));
  const queue = open(plan('q', { redrive: { deadLetterArn: deadLetters.plan.arn, maxReceiveCount: 2 } }), deadLetters);
  const { id } = queue.send({ body: 'a' });
  for (const _time of [1, 2]) queue.changeVisibility(queue.receive(1)[0]?.receipt ?? '', 0);
  expect(queue.receive(1)).toEqual([]);
  expect(queue.isEmpty()).toBe(true);
  reopen();
  expect(open(plan('q')).isEmpty()).toBe(true);
  expect(open(plan('dead')).receive(1)).toMatchObject([{ id, body: 'a' }]);
});

test('a FIFO queue keeps the order of each group, lets other groups pass, and knows duplicates after a restart', () => {
  const fifo = plan('q.fifo', { fifo: true });
  const queue = open(fifo);
  const send = (to: Queue, body: string, groupId: string) => to.send({ body, groupId, dedupId: body });
  send(queue, 'a1', 'A');
  send(queue, 'a2', 'A');
  send(queue, 'b1', 'B');
  const first = send(queue, 'a1', 'A');
  const [a1] = queue.receive(1);
  expect(first.id).toBe(a1?.id);
  // While a1 is in flight, nothing of its group is given.
  expect(bodies(queue.receive(10))).toEqual(['b1']);
  queue.changeVisibility(a1?.receipt ?? '', 0);
  expect(bodies(queue.receive(10))).toEqual(['a1', 'a2']);
  reopen();
  const again = open(fifo);
  again.releaseAll();
  expect(send(again, 'a1', 'A').id).toBe(a1?.id);
  expect(bodies(again.receive(10))).toEqual(['a1', 'a2', 'b1']);
});

test('a message whose visibility ends is announced and given again, without anybody asking', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const queue = open(plan('q'));
  queue.send({ body: 'a' });
  queue.receive(1, 0.02);
  const given: string[][] = [];
  queue.onVisible(() => given.push(bodies(queue.receive(1))));
  // The timer runs on its own clock: while the clock of the messages stands still, nothing is due and nothing announced.
  await sleep(60);
  expect(given).toEqual([]);
  vi.setSystemTime(Date.now() + 20);
  await vi.waitFor(() => expect(given).toEqual([['a']]), { timeout: 30_000 });
});
