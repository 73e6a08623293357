/** Each alarm rings when its cause is made to happen, and is quiet again when that is mended. */
import { join } from 'node:path';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { examinePlace } from '../../../infra/cli/doctor/place.ts';
import { openPlace } from '../../../infra/cli/place.ts';
import { keys, outboxIndex } from '../../../shared/store/keys.ts';
import { openDesk } from '../cli/desk.ts';
import { functionNames, queueUrl, resources } from '../garbage/senders.ts';
import { type Applicant, makeCity } from './city.ts';
import { type Flows, openFlows } from './harness.ts';
import { issuedAward } from './issued.ts';
import { sayPaid } from './money.ts';
import { submitAll } from './rounds.ts';

const city = makeCity({ roundId: 'flow-alarms', invite: { 'benchmark-enterprise': 2 } });
const ROUND = city.roundId;
const [first, second] = city.applicants as [Applicant, Applicant];
const MINUTES = 60_000;
const desk = openDesk();

let flows: Flows;
beforeAll(async () => {
  flows = await openFlows({ bundled: true });
  await flows.openRound(city);
  await submitAll(flows, [first, second]);
});
afterAll(async () => {
  desk.close();
  // An award with its payment, and a panel without a draw, that the tests wrote.
  await flows.close({
    [ROUND]: {
      'figures-recompute': [/没有抽取记录/, /名单/, /金额/, /金额/, /步骤/, /不在所记的拨付方案/],
      'no-conflicted-expert': [/第 1 席的专家 unknown/],
      'one-award-per-place': [/没有与之相符/],
      'ledger-holds': [/历次奖补台账中没有$/],
      'sums-agree': [/不在所记的拨付方案/],
      'decisions-are-chained': [/ award 有记录/, / payment:.* 有记录/],
    },
  });
});

/** Names of the alarms that ring, without what all begin with. */
const ringing = () =>
  flows.cloud
    .alarms()
    .filter(({ state }) => state === 'ALARM')
    .map(({ name }) => name.replace('awards-local-', ''))
    .sort();
const wait = (minutes: number) => flows.jump(flows.cloud.clock.now() + minutes * MINUTES);
const awards = (...args: string[]) => desk.awards([...args, '--outputs', join(flows.dataDir, 'endpoints.json')]);
const at = (ms: number) => new Date(flows.cloud.clock.now() + ms).toISOString();

test('when all is well nothing rings, whatever was done, and the place is as it should be', async () => {
  expect(flows.cloud.alarms().length).toBeGreaterThan(50);
  expect(ringing()).toEqual([]);
  const calls = flows.cloud.alarms().find(({ name }) => name === 'awards-local-intake-errors');
  expect(calls).toMatchObject({ state: 'OK', value: 0 });
  const { code, out, err } = await awards('doctor');
  expect({ code, err }, out).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^数据表 +索引与变更流 +正常 +ACTIVE，索引 gsi1、gsi2，变更流 NEW_IMAGE$/m);
  expect(out).toMatch(/^告警 +正在告警 +正常 +\d+ 项，均正常$/m);
  expect(out).toMatch(/^函数 +CallFunctionName +本机没有/m);
  expect(out).toMatch(/^权限 +restore +正常/m);
});

test('a poisoned message rings until it was mended and put back', async () => {
  const { applicationId } = second;
  await flows.tell(await queueUrl(flows, 'WorkflowStart'), { roundId: ROUND, applicationId });
  await flows.cloud.idle();
  expect(ringing()).toEqual(['Workflow-Start-Dead-not-empty']);
  const told = await awards('doctor');
  expect(told.code).toBe(1);
  expect(told.out).toMatch(/^死信 +Workflow-Start-Dead +有问题 +1 条$/m);
  expect(told.out).toMatch(/^告警 +正在告警 +有问题 +awards-local-Workflow-Start-Dead-not-empty$/m);
  expect(told.out).toContain('npm run awards -- redrive --dry-run --queue Workflow-Start-Dead');
  // Nothing was mended yet: it comes back.
  expect(await awards('redrive', '--queue', 'Workflow-Start-Dead')).toMatchObject({ code: 0 });
  await flows.cloud.idle();
  expect(ringing()).toEqual(['Workflow-Start-Dead-not-empty']);
  const seat = { entity: 'Seat', applicationId, roundId: ROUND, seat: 1, status: 'scored', turn: 1, past: [] };
  await flows.table.put(keys.seat(applicationId, 1), { ...seat, expertId: 'expert-1' });
  expect(await awards('redrive', '--queue', 'Workflow-Start-Dead')).toMatchObject({ code: 0 });
  await flows.cloud.idle();
  expect(ringing()).toEqual([]);
});

test('a function that fails rings for a period', async () => {
  const name = functionNames(await resources())['eligibility'] ?? '';
  await expect(
    flows.invoke(name, { roundId: 'nowhere', applicationId: 'nowhere.b.0123456789abcdef' }),
  ).rejects.toThrow();
  expect(ringing()).toEqual(['eligibility-errors']);
  await wait(6);
  expect(ringing()).toEqual([]);
});

test('an execution that ends without a decision rings, and the reconciler starts it again', async () => {
  const { applicationId } = first;
  const executionArn = `${flows.output('ApplicationMachineArn').replace(':stateMachine:', ':execution:')}:${applicationId}`;
  await flows.machines.send(new StopExecutionCommand({ executionArn }));
  expect(ringing()).toEqual(['application-failed']);
  await wait(16);
  expect(ringing()).toEqual([]);
  expect((await awards('reconcile')).out).toMatch(/流程已中断，事项未办结 +1\n/);
  await flows.cloud.idle();
  expect(await flows.execution('Application', `${applicationId}.r1`)).toBe('RUNNING');
});

test('a task that nobody does in time rings when it is found, until its next deadline', async () => {
  const taskId = `${first.applicationId}~district.1`;
  await flows.table.update(keys.task(taskId), { set: { deadline: at(-20 * MINUTES) } });
  expect((await awards('reconcile')).out).toMatch(/任务逾期 +1\n/);
  expect(ringing()).toEqual(['tasks-overdue']);
  await wait(61);
  expect(ringing()).toEqual([]);
});

test('a letter that does not leave rings after a quarter of an hour, and no longer when it has', async () => {
  // Its application has no slot, so that its mail cannot be written.
  const key = { pk: 'HELD', sk: '1' };
  const applicationId = `${ROUND}.c.0123456789abcdef`;
  const words = { category: 'chain-case', uscc: second.uscc, applicationNo: 9, name: '甲', contactName: '乙' };
  const slot = { entity: 'Slot', applicationId, roundId: ROUND, outbox: 'mail', ...words, email: 'yi@example.test' };
  await flows.table.put(key, { ...slot, issuedAt: at(0), ...outboxIndex(applicationId, at(0)) });
  await flows.cloud.idle();
  await flows.seen('PublishingMail');
  await wait(5);
  expect(ringing()).toEqual([]);
  await wait(16);
  expect(ringing()).toContain('outbox-lag');
  await flows.table.delete(key);
  await flows.seen('PublishingMail');
  await wait(6);
  expect(ringing()).toEqual([]);
});

test('a settlement for another sum rings, changes nothing, and stays to be seen', async () => {
  const disbursementId = await makeDisbursement(first);
  await sayPaid(flows, [{ disbursementId, roundId: ROUND, amountFen: 4_999_999 }]);
  await flows.cloud.idle();
  expect(ringing()).toEqual(['Publishing-Settlement-Dead-not-empty', 'settlement-mismatch']);
  expect((await awards('redrive', '--dry-run', '--queue', 'Publishing-Settlement-Dead')).out).toContain(
    'settlement.amount',
  );
  await wait(6);
  expect(ringing()).toEqual(['Publishing-Settlement-Dead-not-empty']);
  await flows.seen('PublishingSettlement');
  await sayPaid(flows, [{ disbursementId, roundId: ROUND, amountFen: 5_000_000 }]);
  await flows.cloud.idle();
  expect(ringing()).toEqual([]);
});

test('who may not do what a command needs is told which, and nothing was changed by asking', async () => {
  const place = openPlace(join(flows.dataDir, 'endpoints.json'), {});
  place.dynamodb.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const refused = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
        if (commandName === 'PutItemCommand') throw refused;
        return next(args);
      },
    { step: 'initialize' },
  );
  const { text, good } = await examinePlace(place);
  place.close();
  expect(good).toBe(false);
  expect(text).toMatch(/^权限 +restore +有问题 +dynamodb:PutItem（AccessDeniedException）$/m);
  expect(text).toMatch(/^权限 +reconcile +正常/m);
  expect(await flows.evidence.head('doctor/nothing')).toBeNull();
  expect(await flows.table.get({ pk: 'DOCTOR', sk: 'NOTHING' }, z.unknown())).toBeNull();
});

/** An award that finance was told to pay. */
const makeDisbursement = (one: Applicant): Promise<string> => issuedAward(flows.table, ROUND, one, at(0));
