import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DisbursementSettled } from '../../../shared/schemas/events.ts';
import { instruction, openDesk } from './desk.ts';

let desk: Awaited<ReturnType<typeof openDesk>>;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.stop());

const ids = (taken: { detail: Record<string, unknown> }[]) => taken.map(({ detail }) => detail['disbursementId']);

test('an instruction is stored, its message deleted, its answer put on the bus as the settlement expects it', async () => {
  const office = desk.office({ outcome: () => ({ outcome: 'failed', reason: '户名不符' }) });
  await desk.send(instruction(1));
  expect(await office.poll()).toBe(1);
  expect(office.received()).toEqual([{ ...instruction(1).data, receivedAt: '2025-12-21T01:00:00.000Z' }]);
  expect(await desk.waiting('queue')).toBe(0);
  expect(await office.settleAll()).toBe(1);
  const [event] = desk.bus.taken;
  expect(event).toMatchObject({ source: 'finance', detailType: 'DisbursementSettled', bus: 'awards' });
  expect(DisbursementSettled.parse(event?.detail)).toEqual({
    disbursementId: instruction(1).id,
    roundId: 'qd-2025',
    amountFen: 1_000_000,
    outcome: 'failed',
    reason: '户名不符',
    correlationid: instruction(1).data.awardId,
    receivedAt: '2025-12-21T01:00:00.000Z',
    settledAt: '2025-12-21T01:00:00.000Z',
  });
  await office.stop();
});

test('the same instruction twice is one payment, also over a restart and after it was answered', async () => {
  const asked: string[] = [];
  const outcome = (one: { disbursementId: string }) => {
    asked.push(one.disbursementId);
    return { outcome: 'paid' as const };
  };
  const first = desk.office({ outcome });
  await desk.send(instruction(1));
  await desk.send(instruction(1));
  expect(await first.poll()).toBe(1);
  expect(await first.settleAll()).toBe(1);
  await first.stop();

  const second = desk.office({ outcome });
  await desk.send(instruction(1));
  expect(await second.poll()).toBe(0);
  expect(await second.settleAll()).toBe(0);
  expect(second.received()).toHaveLength(1);
  expect(asked).toEqual([instruction(1).id]);
  expect(desk.bus.taken).toHaveLength(1);
  expect(await desk.waiting('queue')).toBe(0);
  await second.stop();
});

test('more than one batch arrives whole, in one drain', async () => {
  const office = desk.office();
  for (let no = 0; no < 23; no += 1) await desk.send(instruction(no), `payee-${no % 3}`);
  expect(await office.poll()).toBe(23);
  expect(await office.settleAll()).toBe(23);
  expect(new Set(ids(desk.bus.taken)).size).toBe(23);
  await office.stop();
});

test('what is no instruction is reported, goes to the dead-letter queue, and holds nobody else up', async () => {
  const office = desk.office();
  await desk.send('{"specversion":"1.0"', 'broken');
  await desk.send({ ...instruction(2), type: 'something.else' }, 'other');
  await desk.send({ ...instruction(3), data: { ...instruction(3).data, amountFen: 0.5 } }, 'half');
  await desk.send(instruction(4), 'good');
  expect(await office.poll()).toBe(1);
  expect(desk.problems).toHaveLength(3);
  expect(desk.problems.every((problem) => problem.startsWith('finance.message-malformed'))).toBe(true);
  await vi.waitFor(
    async () => {
      await office.poll();
      expect(await desk.waiting('dlq')).toBe(3);
    },
    { timeout: 15_000, interval: 500 },
  );
  expect(await desk.waiting('queue')).toBe(0);
  expect(office.received()).toHaveLength(1);
  await office.stop();
});

test('an instruction of the same id over another sum pays nothing more, and is parked', async () => {
  const office = desk.office();
  await desk.send(instruction(1, 1_000_000));
  expect(await office.poll()).toBe(1);
  await desk.send(instruction(1, 9_000_000));
  expect(await office.poll()).toBe(0);
  expect(desk.problems).toEqual([expect.stringContaining('finance.instruction-contradicts')]);
  expect(office.received().map((one) => one.amountFen)).toEqual([1_000_000]);
  await office.stop();
});

test('entries that the bus refuses in a good answer are not counted as sent, and go again as they were decided', async () => {
  const asked: string[] = [];
  const outcome = ({ disbursementId }: { disbursementId: string }) => {
    asked.push(disbursementId);
    return asked.length === 1 ? { outcome: 'failed' as const, reason: '账号有误' } : { outcome: 'paid' as const };
  };
  const office = desk.office({ outcome });
  for (let no = 1; no <= 12; no += 1) await desk.send(instruction(no));
  await office.poll();
  desk.bus.refused.add(instruction(1).id);
  await expect(office.settleAll()).rejects.toMatchObject({
    name: 'AnswersRefused',
    ids: [instruction(1).id],
  });
  expect(desk.bus.taken).toHaveLength(11);
  await office.stop();

  desk.bus.refused.clear();
  const again = desk.office({ outcome });
  expect(await again.settleAll()).toBe(1);
  expect(desk.bus.taken).toHaveLength(12);
  expect(desk.bus.taken.at(-1)?.detail).toMatchObject({ disbursementId: instruction(1).id, outcome: 'failed' });
  expect(asked).toHaveLength(12);
  await again.stop();
});

test('on its own the office polls and settles until it is stopped', async () => {
  const office = desk.office();
  office.serve();
  await desk.send(instruction(7));
  await vi.waitFor(() => expect(ids(desk.bus.taken)).toEqual([instruction(7).id]), { timeout: 10_000 });
  await office.stop();
  await desk.send(instruction(8));
  expect(await desk.waiting('queue')).toBe(1);
});
