import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendToFinance } from '../../../shared/finance/send.ts';
import { instruction, openDesk } from './desk.ts';

let desk: Awaited<ReturnType<typeof openDesk>>;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.stop());

const message = (no: number) => ({
  detailType: 'DisbursementInstructed' as const,
  group: 'one payee',
  event: instruction(no),
});

test('what is sent at once goes together, in its order; only who was refused is told so, and may send again', async () => {
  const numbers = Array.from({ length: 25 }, (_, i) => i + 1);
  const { id: refused } = instruction(13);
  desk.bus.refused.add(refused);
  const outcomes = await Promise.allSettled(numbers.map((no) => sendToFinance(desk.way, message(no))));
  const failed = outcomes.flatMap((outcome, i) =>
    outcome.status === 'rejected' ? [[i + 1, outcome.reason.name]] : [],
  );
  expect(failed).toEqual([[13, 'MessageNotTaken']]);
  desk.bus.refused.clear();
  await sendToFinance(desk.way, message(13));
  const told = desk.bus.taken.map(({ detail }) => (detail['data'] as { disbursementId: string }).disbursementId);
  const all = numbers.map((no) => instruction(no).id);
  expect(told).toEqual([...all.filter((id) => id !== refused), refused]);
  const office = desk.office();
  await office.poll();
  expect(office.received().map(({ disbursementId }) => disbursementId)).toEqual(all);
  expect(desk.problems).toEqual([]);
  await office.stop();
});
