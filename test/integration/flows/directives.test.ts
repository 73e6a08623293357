import { join } from 'node:path';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { direct, type Order, proposeRevocation } from '../../../shared/finance/direct.ts';
import { AwardRecord, DirectiveRecord, DisbursementRecord, TaskRecord } from '../../../shared/schemas/records.ts';
import { keys, outboxIndex } from '../../../shared/store/keys.ts';
import { reconcileRound } from '../../../shared/store/reconciliation.ts';
import { decideTask } from '../../../shared/tasks/decide.ts';
import { openDesk } from '../cli/desk.ts';
import { type Applicant, makeCity } from './city.ts';
import { type Flows, openFlows } from './harness.ts';
import { openFinance, sayPaid } from './money.ts';

const desk = openDesk();
const city = makeCity({ roundId: 'flow-directives', invite: { 'benchmark-enterprise': 6 } });
const ROUND = city.roundId;
const AT = '2025-11-03T01:00:00.000Z';
const FEN = 5_000_000;
const [held, corrected, ended, late, raced, plain] = city.applicants as [
  ...[Applicant, Applicant, Applicant, Applicant, Applicant, Applicant],
];

let flows: Flows;
let finance: ReturnType<typeof openFinance>;
beforeAll(async () => {
  flows = await openFlows();
  await flows.openRound(city);
  finance = openFinance(flows, () => ({ outcome: 'paid' }));
  for (const one of city.applicants) await issued(one);
  await finance.take();
});
afterAll(async () => {
  desk.close();
  await finance.close();
  await flows.close({
    [ROUND]: {
      'nothing-is-parked': [/SettlementDead.* 7 条/],
      // Awards that were written by hand: their list, places and plan are not there.
      'one-award-per-place': city.applicants.map(() => /没有与之相符/),
      'ledger-holds': city.applicants.map(() => /历次奖补台账中没有$/),
      'sums-agree': city.applicants.map(() => /不在所记的拨付方案中/),
      'figures-recompute': [
        ...city.applicants.map(() => /不在所记批次的名单中$/),
        ...city.applicants.map(() => /没有申报$/),
        ...city.applicants.map(() => /不在所记的拨付方案中$/),
      ],
      'decisions-are-chained': city.applicants.flatMap(() => [/ award 有记录/, / payment:.*\.1 有记录/]),
    },
  });
});

/** An award that is paid by an instruction that was just issued. */
async function issued({ applicationId: awardId, uscc }: Applicant): Promise<void> {
  const common = { roundId: ROUND, awardId, category: 'benchmark-enterprise' as const, amountFen: FEN, attempt: 1 };
  const award: AwardRecord = {
    ...{
      ...common,
      entity: 'Award',
      uscc,
      name: '甲',
      title: '甲',
      rank: 1,
      listNo: 1,
      otherReadingFen: FEN,
      steps: [],
    },
    ...{ status: 'issued', payeeRef: 'p', planNo: 1, announcedAt: AT },
  };
  const record: DisbursementRecord = {
    ...{ ...common, entity: 'Disbursement', disbursementId: `${awardId}.1.1`, planNo: 1, instalment: 1 },
    ...{ payeeUscc: uscc, payeeRef: 'p', issuedAt: AT, status: 'issued', outbox: 'finance' },
  };
  await flows.table.put(keys.award(ROUND, awardId), award);
  await flows.table.put(keys.open(ROUND, 'settlement', awardId), {
    ...{ entity: 'Open', roundId: ROUND, stage: 'settlement', id: awardId },
  });
  await flows.table.put(keys.disbursement(ROUND, record.disbursementId), {
    ...record,
    ...outboxIndex(record.disbursementId, AT),
  });
}

const officers = city.registers.staff.filter(({ role }) => role === 'bureau').map(({ staffId }) => staffId);
const idOf = ({ applicationId }: Applicant) => `${applicationId}.1.1`;
const order = (who: Applicant, more: Partial<Order> = {}): Order => ({
  ...{ roundId: ROUND, disbursementId: idOf(who), by: officers[0] ?? '', reason: '账户待核实', at: AT },
  ...more,
});
const award = ({ applicationId }: Applicant) => flows.table.get(keys.award(ROUND, applicationId), AwardRecord);
const payment = (who: Applicant) => flows.table.get(keys.disbursement(ROUND, idOf(who)), DisbursementRecord);
const said = (who: Applicant, no: number) => flows.table.get(keys.directive(ROUND, idOf(who), no), DirectiveRecord);
const parked = async (): Promise<number> =>
  Object.entries(await flows.deadLetters()).find(([name]) => name.includes('SettlementDead'))?.[1].length ?? 0;

/** Finance says that a part came back. */
async function sayRecovered(detail: object): Promise<void> {
  const Detail = JSON.stringify({ roundId: ROUND, recoveredAt: AT, ...detail });
  const Entry = { EventBusName: flows.output('BusName'), Source: 'finance', DetailType: 'RecoverySettled', Detail };
  await flows.events.send(new PutEventsCommand({ Entries: [Entry] }));
  await flows.cloud.idle();
}

test('what is held is not paid until it is released; of two who cancel at once one is heard', async () => {
  const orders = await Promise.all([
    direct(flows.table, { ...order(held), kind: 'hold', looked: 0 }),
    direct(flows.table, { ...order(corrected), kind: 'cancel', next: 'correct' }),
    direct(flows.table, { ...order(ended), kind: 'cancel', next: 'end' }),
    direct(flows.table, { ...order(raced), kind: 'cancel', next: 'end' }),
    direct(flows.table, { ...order(raced), kind: 'cancel', next: 'end' }),
    direct(flows.table, { ...order(late), kind: 'cancel', next: 'end' }),
  ]);
  expect(orders.filter(({ ok }) => ok)).toHaveLength(5);
  expect(await direct(flows.table, { ...order(held), kind: 'hold' })).toEqual({ ok: false, why: 'not-now' });
  expect(await direct(flows.table, { ...order(held), kind: 'release', looked: 0 })).toEqual({
    ok: false,
    why: 'changed',
  });
  expect(await proposeRevocation(flows.deps, order(held))).toEqual({ ok: false, why: 'not-now' });
  await finance.take();
  await sayPaid(flows, [{ disbursementId: idOf(late), roundId: ROUND, amountFen: FEN }]);
  // The office has its cancellation by now, and says the contrary of what was said before.
  await finance.settle();
  expect(await parked()).toBe(1);
  expect(await payment(held)).toMatchObject({ status: 'issued', state: 'held', directives: 1 });
  expect(await direct(flows.table, { ...order(held), kind: 'release' })).toEqual({ ok: true, no: 2 });
  await finance.take();
  await finance.settle();
  expect(await payment(held)).toMatchObject({ status: 'paid', directives: 2 });
  expect((await payment(held))?.state).toBeUndefined();
  expect(await award(plain)).toMatchObject({ status: 'paid' });
});

test('what was called off is paid anew to another account, or the award ends', async () => {
  expect(await payment(corrected)).toMatchObject({ status: 'cancelled' });
  expect(await award(corrected)).toMatchObject({ status: 'announced', attempt: 2, payeeRef: null });
  const payee = await flows.table.get(keys.task(`${corrected.applicationId}~payee.2`), TaskRecord);
  expect(payee).toMatchObject({ status: 'open', kind: 'payee' });
  for (const one of [ended, raced]) {
    expect(await award(one)).toMatchObject({ status: 'cancelled' });
    expect(await said(one, 1)).toMatchObject({ answer: 'cancelled', next: 'end' });
    expect(await said(one, 2)).toBeNull();
  }
});

test('a cancellation that came too late becomes a proposal to revoke, which a second person decides', async () => {
  expect(await payment(late)).toMatchObject({ status: 'paid', state: 'revoking', directives: 2 });
  expect(await said(late, 1)).toMatchObject({ kind: 'cancel', answer: 'too-late' });
  const taskId = `${late.applicationId}~revocation.1.2`;
  const task = await flows.table.get(keys.task(taskId), TaskRecord);
  expect(officers).toContain(task?.assignee.id);
  expect(task?.assignee.id).not.toBe(officers[0]);
  const page = await (await flows.visit(taskId)).get();
  expect(page.html).toContain('账户待核实');
  expect(page.html).toContain('款项已经支付');
  // What goes to finance is under way until somebody takes it.
  expect((await flows.send(taskId, { decision: 'revoke', reason: '核查属实' })).status).toBe(303);
  await finance.take();
  expect(await award(late)).toMatchObject({ status: 'revoked' });
  expect(finance.recoveries()).toMatchObject([{ disbursementId: idOf(late), amountFen: FEN, parts: [] }]);
});

test('a proposal that the second person does not share leaves the award as it was, and may be made again', async () => {
  expect(await proposeRevocation(flows.deps, order(plain))).toEqual({ ok: true, no: 1 });
  expect(await proposeRevocation(flows.deps, order(plain))).toEqual({ ok: false, why: 'not-now' });
  await flows.cloud.idle();
  const taskId = `${plain.applicationId}~revocation.1.1`;
  const task = await flows.table.get(keys.task(taskId), TaskRecord);
  // Handed to the very person who proposed it.
  await flows.table.update(keys.task(taskId), { set: { assignee: { role: 'bureau', id: officers[0] ?? '' } } });
  const own = { taskId, personId: officers[0] ?? '', form: { decision: 'revoke', reason: '核查属实' } };
  expect(await decideTask(flows.deps, own)).toMatchObject({ status: 'invalid' });
  await flows.table.update(keys.task(taskId), { set: { assignee: task?.assignee } });
  await flows.decide(taskId, { decision: 'keep', reason: '材料属实' });
  expect(await award(plain)).toMatchObject({ status: 'paid' });
  expect(await said(plain, 1)).toMatchObject({ answer: 'refused' });
  expect((await payment(plain))?.state).toBeUndefined();
  expect(finance.recoveries()).toHaveLength(1);
});

test('what is asked back comes back in parts, each counted once, and never more than was paid', async () => {
  const recoveryId = `${idOf(late)}.d2`;
  finance.recovered(recoveryId, 2_000_000);
  await finance.settle();
  expect(await said(late, 2)).toMatchObject({ recoveredFen: 2_000_000 });
  expect(() => finance.recovered(recoveryId, FEN)).toThrow(RangeError);
  await sayRecovered({ recoveryId, no: 1, amountFen: 2_000_000 });
  expect(await parked()).toBe(1);
  await sayRecovered({ recoveryId, no: 1, amountFen: 1_000_000 });
  await sayRecovered({ recoveryId, no: 2, amountFen: FEN });
  await sayRecovered({ recoveryId: `${idOf(held)}.d1`, no: 1, amountFen: 1 });
  expect(await parked()).toBe(4);
  expect(await said(late, 2)).toMatchObject({ recoveredFen: 2_000_000 });
  finance.recovered(recoveryId, 3_000_000);
  await finance.settle();
  expect(await said(late, 2)).toMatchObject({ recoveredFen: FEN, answer: 'recovered' });
});

test('events are sent again on order: marked, under their ids, once for each order; and finance stores nothing twice', async () => {
  const outputs = ['--outputs', join(flows.dataDir, 'endpoints.json')];
  const range = ['--round', ROUND, '--from', '2025-11-03T09:00', '--to', '2025-11-03T09:01'];
  const again = (reason: string) =>
    desk.awards(['replay', ...range, '--by', 'operator', '--reason', reason, ...outputs]);
  const before = [finance.received(), finance.recoveries()];
  const [first, second] = [await again('财政恢复备份'), await again('财政恢复备份')];
  // Six instructions, what was said about five of them, a release, and the recovery.
  expect(first.out).toMatch(/共 13 条/);
  expect(second.out).toContain('此前已完成（13 条）');
  const look = { QueueUrl: flows.output('FinanceQueueUrl'), MaxNumberOfMessages: 10, VisibilityTimeout: 0 };
  const { Messages = [] } = await flows.sqs.send(new ReceiveMessageCommand(look));
  const events = Messages.map(({ Body = '' }) => JSON.parse(Body) as Record<string, unknown>);
  expect(events.length).toBeGreaterThan(0);
  for (const event of events) {
    expect(event).toMatchObject({
      replayid: expect.stringMatching(/^r-[0-9a-f]{24}$/),
      replaytime: expect.any(String),
    });
    expect(String(event['id'])).toContain(ROUND);
  }
  await finance.take();
  await finance.settle();
  expect([finance.received(), finance.recoveries()]).toEqual(before);
  expect((await again('再来一次')).out).toMatch(/共 13 条/);
  await finance.take();
  expect([finance.received(), finance.recoveries()]).toEqual(before);
});

test('answers that fit nothing that was asked change nothing and are parked', async () => {
  const answer = { roundId: ROUND, amountFen: FEN };
  await sayPaid(flows, [
    { ...answer, disbursementId: idOf(ended) },
    { ...answer, disbursementId: idOf(plain), outcome: 'cancelled' },
    { ...answer, disbursementId: `${plain.applicationId}.1.9` },
  ]);
  expect(await parked()).toBe(7);
  expect(await award(ended)).toMatchObject({ status: 'cancelled' });
  expect(await award(plain)).toMatchObject({ status: 'paid' });
});

test('the reconciliation has what was called off and what is asked back in rows of their own', async () => {
  const { rows } = await reconcileRound(flows.table, ROUND);
  const row = (name: string) => rows.find((one) => one.name === name);
  expect(row('撤销拨付')).toMatchObject({ count: 3 });
  expect(row('终止的奖项')).toMatchObject({ count: 2, fen: 2 * FEN });
  expect(row('已支付')).toMatchObject({ count: 3 });
  expect([row('应追回'), row('已追回')]).toMatchObject([{ fen: FEN }, { fen: FEN }]);
});
