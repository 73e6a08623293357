import { join } from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { deadQueues } from '../../../infra/cli/letters.ts';
import { openPlace } from '../../../infra/cli/place.ts';
import { redrive } from '../../../infra/cli/redrive.ts';
import { DisbursementRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { openDesk } from '../cli/desk.ts';
import { type Applicant, makeCity } from '../flows/city.ts';
import { type Flows, openFlows } from '../flows/harness.ts';
import { issuedAward } from '../flows/issued.ts';
import { openFinance, sayPaid } from '../flows/money.ts';
import { submitAll } from '../flows/rounds.ts';
import { garbageOf, NOT_JSON } from './generate.ts';
import { functionNames, invokeLater, letters, queueUrl, resources } from './senders.ts';
import { INSTRUCTION, QUEUES } from './shapes.ts';
import { changes, snapshot } from './snapshot.ts';

const city = makeCity({ roundId: 'redrive', invite: { 'benchmark-enterprise': 2 } });
const ROUND = city.roundId;
const [first, second] = city.applicants as [Applicant, Applicant];
const desk = openDesk();
const NOW = '2025-11-03T01:00:00.000Z';

let flows: Flows;
let outputs: string[];
beforeAll(async () => {
  flows = await openFlows({ bundled: true });
  outputs = ['--outputs', join(flows.dataDir, 'endpoints.json')];
  await flows.openRound(city);
});
afterAll(async () => {
  desk.close();
  // An award with its payment, and panels without a draw, that the tests wrote.
  await flows.close({
    [ROUND]: {
      'figures-recompute': [/没有抽取记录/, /名单/, /金额/, /金额/, /步骤/, /不在所记的拨付方案/],
      'no-conflicted-expert': [/第 1 席的专家 unknown/, /第 1 席的专家 unknown/],
      'one-award-per-place': [/没有与之相符/],
      'ledger-holds': [/历次奖补台账中没有$/],
      'sums-agree': [/不在所记的拨付方案/],
      'decisions-are-chained': [/ award 有记录/, / payment:.* 有记录/],
    },
  });
});

/** Every test begins without dead letters. */
beforeEach(async () => {
  await flows.cloud.idle();
  for (const QueueUrl of flows.output('DlqUrls').split(',')) await flows.sqs.send(new PurgeQueueCommand({ QueueUrl }));
});

const awards = (...args: string[]) => desk.awards(['redrive', ...args, ...outputs]);
const codes = async () => (await letters(flows)).map(({ queue, code }) => `${queue.name} ${code}`).sort();
const twice = async (...args: string[]) => {
  const runs = await Promise.all([awards(...args), awards(...args)]);
  await flows.cloud.idle();
  return runs;
};

test('good messages among garbage are all handled', async () => {
  const [inbox, mail, start, settlement] = await Promise.all(
    ['IntakeInbox', 'PublishingMail', 'WorkflowStart', 'PublishingSettlement'].map((id) => queueUrl(flows, id)),
  );
  const garbage = (id: string): string[] => [
    ...NOT_JSON,
    ...(QUEUES[id] ?? []).flatMap(({ example, free }) => garbageOf(example, 6, free).map((one) => JSON.stringify(one))),
  ];
  const bad = [
    ...garbage('IntakeInbox').map((body) => [inbox, body] as const),
    ...garbage('PublishingMail').map((body) => [mail, body] as const),
    ...garbage('WorkflowStart').map((body) => [start, body] as const),
    ...garbage('PublishingSettlement').map((body) => [settlement, body] as const),
  ];
  await makePanel(first);
  const disbursementId = await makeDisbursement(first);
  const [before, after] = [bad.slice(0, bad.length / 2), bad.slice(bad.length / 2)];
  await Promise.all([...before.map(([url = '', body]) => flows.tell(url, body)), submitAll(flows, [first, second])]);
  // Nothing asks for the scoring of an application before there is one.
  await flows.cloud.idle();
  await Promise.all([
    flows.tell(start ?? '', { roundId: ROUND, applicationId: first.applicationId }),
    sayPaid(flows, [{ disbursementId, roundId: ROUND, amountFen: 5_000_000 }]),
    ...after.map(([url = '', body]) => flows.tell(url, body)),
  ]);
  await flows.cloud.idle();
  for (const { applicationId } of [first, second]) {
    expect(await flows.execution('Application', applicationId)).toBe('RUNNING');
    expect(flows.mailsAbout(applicationId, 'upload')).toHaveLength(1);
  }
  expect(await flows.execution('Scoring', first.applicationId)).toBe('RUNNING');
  expect(await flows.table.get(keys.disbursement(ROUND, disbursementId), DisbursementRecord)).toMatchObject({
    status: 'paid',
  });
  expect(await codes()).toHaveLength(bad.length);
});

test('a list of dead letters says for each why, and changes nothing', async () => {
  await flows.tell(await queueUrl(flows, 'WorkflowStart'), { roundId: ROUND });
  await flows.tell(await queueUrl(flows, 'PublishingMail'), 'not json {');
  await flows.cloud.idle();
  const before = await letters(flows);
  const { code, out, err } = await awards('--dry-run');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const { message } of before) expect(out).toContain(message.MessageId);
  expect(out).toMatch(/^Workflow-Start-Dead {2}message\.malformed {2}2025年11月3日 09:00（北京时间） {2}\S+$/m);
  expect(out).toContain('消息内容不符合约定：缺少字段，或字段的类型、取值、版本不对。（applicationId invalid_type）');
  expect(out).toContain('The message is not JSON.');
  expect(out).toContain('共 2 条未能处理的消息，均未改动');
  expect((await awards('--dry-run', '--queue', 'Publishing-Mail-Dead')).out).not.toContain('Workflow-Start');
  expect(await awards('--queue', 'nowhere')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^cli\.queue-unknown/),
  });
  expect((await letters(flows)).map(({ message }) => message.MessageId)).toEqual(
    before.map(({ message }) => message.MessageId),
  );
});

test('what nobody can handle comes back with its reason, however often it is put back', async () => {
  const before = await snapshot(flows);
  for (const [id, shapes] of Object.entries(QUEUES))
    for (const { example } of shapes) await flows.tell(await queueUrl(flows, id), example);
  const name = functionNames(await resources())['eligibility'] ?? '';
  await invokeLater(flows, name, { roundId: 'no-such-round', applicationId: 'no-such-round.b.0123456789abcdef' });
  const all = await codes();
  expect(all).toHaveLength(Object.values(QUEUES).flat().length + 1);
  expect(all).toContain('FailedInvocations record.unknown');
  expect(await awards()).toMatchObject({ code: 0, out: expect.stringContaining(`送回 ${all.length} 条`) });
  expect(await codes()).toEqual(all);
  await twice();
  expect(await codes()).toEqual(all);
  expect(changes(before, await snapshot(flows))).toEqual([]);
});

test('what has been mended goes through, once, also when it is put back twice at once', async () => {
  const { applicationId } = second;
  await flows.tell(await queueUrl(flows, 'WorkflowStart'), { roundId: ROUND, applicationId });
  expect(await codes()).toEqual(['Workflow-Start-Dead starter.no-panel']);
  await makePanel(second);
  await twice();
  expect(await codes()).toEqual([]);
  expect(await flows.execution('Scoring', applicationId)).toBe('RUNNING');
  expect(await awards()).toMatchObject({ code: 0, out: expect.stringContaining('No dead letters') });
});

test('a record goes out as it is when its letter is put back; one that is gone needs nothing', async () => {
  // Under no slot's key, so that each time it goes out is seen by a mail that finds no slot.
  const key = { pk: 'REDRIVE', sk: '1' };
  const slot = { entity: 'Slot', applicationId: `${ROUND}.c.0123456789abcdef`, roundId: ROUND, outbox: 'mail' };
  await flows.table.put(key, slot);
  expect(await codes()).toEqual(['Publishing-Outbox-Failed record.malformed']);
  expect((await awards()).out).toContain('已送回');
  expect(await codes()).toEqual(['Publishing-Outbox-Failed record.malformed']);

  const words = { category: 'chain-case', uscc: second.uscc, applicationNo: 9, name: '甲', contactName: '乙' };
  await flows.table.put(key, { ...slot, ...words, email: 'yi@example.test', issuedAt: NOW }, { replace: true });
  const [letter] = (await letters(flows)).filter(({ queue }) => queue.kind === 'stream');
  const sent = 'Publishing-Mail-Dead mail.slot-unknown';
  expect(await codes()).toEqual([sent, 'Publishing-Outbox-Failed record.malformed']);
  expect(await awards('--queue', 'Publishing-Outbox-Failed')).toMatchObject({ code: 0 });
  expect(await codes()).toEqual([sent, sent]);

  await flows.table.delete(key);
  await flows.tell(letter?.queue.dead ?? '', letter?.body);
  expect((await awards('--queue', 'Publishing-Outbox-Failed')).out).toContain('无需再处理');
  expect(await codes()).toEqual([sent, sent]);
});

test('what Lambda gave up is sent again by the reconciler, and what nobody knows is left where it is', async () => {
  const place = openPlace(outputs[1], {});
  const dead = deadQueues(place, 'Workflow-Settle-Failed')[0]?.dead ?? '';
  place.close();
  const requestContext = { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 11 };
  await flows.tell(dead, { requestContext, DDBStreamBatchInfo: { startSequenceNumber: '1', endSequenceNumber: '9' } });
  expect((await awards('--dry-run')).out).toContain('处理了 11 次都没有成功；函数 task-settle 的日志写明了错误。');
  expect(await awards()).toMatchObject({ code: 0 });
  expect(await codes()).toEqual([]);
  await flows.tell(dead, '是谁放的');
  expect(await awards()).toMatchObject({ code: 1, out: expect.stringContaining('未能送回 1 条') });
  expect(await codes()).toEqual(['Workflow-Settle-Failed letter.unreadable']);
});

test('a payment instruction that finance could not read goes back once, also after a crash in between', async () => {
  const QueueUrl = flows.output('FinanceQueueUrl');
  const fifo = { MessageGroupId: 'payee', MessageDeduplicationId: 'instruction' };
  await flows.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(INSTRUCTION), ...fifo }));
  // Finance takes it and fails, five times.
  for (let i = 0; i < 6; i += 1) {
    const { Messages = [] } = await flows.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    for (const { ReceiptHandle } of Messages)
      await flows.sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  }
  expect(await codes()).toEqual(['Finance-Dead message.exhausted']);
  expect((await awards('--dry-run')).out).toContain('处理了 5 次都没有成功；读取该队列的系统的日志写明了错误。');

  const place = openPlace(outputs[1], {});
  place.sqs.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'DeleteMessageCommand') throw new Error('the machine died');
        return next(args);
      },
    { step: 'initialize' },
  );
  await expect(redrive(place, {})).rejects.toThrow('the machine died');
  place.close();
  await Promise.all([awards(), awards()]);
  const names: ['ApproximateNumberOfMessages'] = ['ApproximateNumberOfMessages'];
  const waiting = await flows.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: names }));
  expect(waiting.Attributes).toMatchObject({ ApproximateNumberOfMessages: '1' });
  const office = openFinance(flows, () => ({ outcome: 'paid' }));
  await office.take();
  expect(office.received()).toMatchObject([{ disbursementId: (INSTRUCTION as { id: string }).id }]);
  await office.close();
  expect(await codes()).toEqual([]);
});

/** What the starter looks for. */
async function makePanel({ applicationId }: Applicant): Promise<void> {
  const seat = { entity: 'Seat', applicationId, roundId: ROUND, seat: 1, status: 'scored', turn: 1, past: [] };
  await flows.table.put(keys.seat(applicationId, 1), { ...seat, expertId: 'expert-1' });
}

/** An award that finance was told to pay. */
const makeDisbursement = (one: Applicant): Promise<string> => issuedAward(flows.table, ROUND, one, NOW);
