/** Executions that end, tasks that nobody does, and a reconciler that is asked twice at once, or has no time. */
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as z from 'zod';
import { reconcile as runReconciler } from '../../../functions/reconciler/handler.ts';
import { type AwardRecord, MendingRecord, RunRecord, TaskRecord, WaitRecord } from '../../../shared/schemas/records.ts';
import { Bucket } from '../../../shared/store/buckets.ts';
import { openAction } from '../../../shared/store/gates.ts';
import { keys } from '../../../shared/store/keys.ts';
import { QueueSender } from '../../../shared/store/queue-sender.ts';
import { activeRounds } from '../../../shared/store/rounds.ts';
import { Table } from '../../../shared/store/table.ts';
import { openTask } from '../../../shared/tasks/open.ts';
import { ASKED } from '../../world/corrections.ts';
import { openDesk } from '../cli/desk.ts';
import { type Applicant, makeCity } from './city.ts';
import { type Flows, openFlows, wordsOf } from './harness.ts';
import { accountOf } from './money.ts';
import { INTAKE_OVER, submitAll } from './rounds.ts';

const city = makeCity({ roundId: 'flow-stuck', invite: { 'benchmark-enterprise': 5 } });
/** Fewer experts than seats. */
const none = makeCity({
  roundId: 'flow-short',
  invite: { 'chain-case': 1 },
  registers: (registers) => {
    registers.experts = registers.experts.slice(0, 2);
  },
});
const [returned, recommended, hopeless, raced, winner] = city.applicants as [
  Applicant,
  Applicant,
  Applicant,
  Applicant,
  Applicant,
];
const MINUTES = 60_000;
const DAYS = 24 * 60 * MINUTES;
const BY = '王处长';
const NOTHING = {
  ...{ callbacks: 0, outbox: 0, objects: 0, executions: 0, unstarted: 0, tasks: 0, flags: 0 },
  ...{ stuck: [], unfinished: false },
};

let flows: Flows;
const desk = openDesk();
beforeAll(async () => {
  flows = await openFlows();
  await flows.openRound(city);
  await flows.openRound(none);
  await submitAll(flows, [...city.applicants, ...none.applicants]);
});
afterAll(async () => {
  desk.close();
  // An award that the test wrote, for whom no list names.
  const award = {
    ...{ 'figures-recompute': [/名单/, /金额/, /金额/, /步骤/], 'one-award-per-place': [/没有与之相符/] },
    'ledger-holds': [/历次奖补台账中没有$/],
    'decisions-are-chained': [/ award 有记录，决定记录中没有$/],
  };
  await flows.close({ [city.roundId]: award });
});

const ask = () => flows.invoke(flows.output('ReconcilerFunctionName'), { by: BY });
async function reconcile(): Promise<unknown> {
  const answer = await ask();
  await flows.cloud.idle();
  return answer;
}
const wait = (ms: number) => flows.jump(flows.cloud.clock.now() + ms);
const task = (id: string) => flows.table.get(keys.task(id), TaskRecord);
const mended = (roundId = city.roundId) => flows.table.all(keys.mendingsPk(roundId), MendingRecord);
async function abort(machine: 'Application' | 'Round', name: string): Promise<void> {
  const executionArn = `${flows.output(`${machine}MachineArn`).replace(':stateMachine:', ':execution:')}:${name}`;
  await flows.machines.send(new StopExecutionCommand({ executionArn }));
}
/** The command line, at this cloud. */
async function awards(...args: string[]) {
  const { environment, outputs } = flows.cloud;
  const answer = await desk.awards([...args, '--outputs', desk.write('outputs.json', { environment, outputs })]);
  await flows.cloud.idle();
  return answer;
}

test('an execution that has only just ended is left alone: its last write may be under way', async () => {
  expect(await reconcile()).toEqual(NOTHING);
  await abort('Application', returned.applicationId);
  expect(await reconcile()).toEqual(NOTHING);
});

test('what was decided while the execution was dead is carried out by the next', async () => {
  const { applicationId } = returned;
  await flows.decide(`${applicationId}~district.1`, { decision: 'return', ...ASKED, opinion: '缺页。' });
  expect(await task(`${applicationId}~correction.1`)).toBeNull();
  await wait(16 * MINUTES);
  expect(await reconcile()).toEqual({ ...NOTHING, executions: 1 });
  expect(flows.mailsAbout(`${applicationId}~correction.1`)).toHaveLength(1);
  expect(await reconcile()).toEqual(NOTHING);
  expect(await mended()).toMatchObject([
    { kind: 'executions', id: `${applicationId}.r1`, found: 'ABORTED', done: 'started', by: BY },
  ]);
});

test('nothing is started for what was decided to the end while its execution was dead', async () => {
  const { applicationId } = recommended;
  await abort('Application', applicationId);
  await flows.decide(`${applicationId}~district.1`, { decision: 'recommend', opinion: '同意推荐。' });
  await wait(16 * MINUTES);
  expect(await reconcile()).toEqual(NOTHING);
});

test('two who look at the same moment start one execution', async () => {
  const { applicationId } = raced;
  await abort('Application', applicationId);
  await wait(16 * MINUTES);
  await Promise.all([ask(), ask(), ask()]);
  await flows.cloud.idle();
  expect(await flows.execution('Application', `${applicationId}.r1`)).toBe('RUNNING');
  expect(await flows.table.get(keys.run('application', applicationId), RunRecord)).toMatchObject({ restarts: 1 });
  await expect(flows.execution('Application', `${applicationId}.r2`)).rejects.toThrow('Does Not Exist');
  expect((await mended()).filter(({ id }) => id.startsWith(applicationId))).toHaveLength(1);
  expect(await reconcile()).toEqual(NOTHING);
});

test('what ends again and again at one place is left to a person; once it got further it is started again', async () => {
  const { applicationId } = hopeless;
  for (const name of ['', '.r1', '.r2', '.r3']) {
    await abort('Application', `${applicationId}${name}`);
    await wait(16 * MINUTES);
    await reconcile();
  }
  const stuck = [{ id: applicationId, why: 'restarts-spent' }];
  expect(await reconcile()).toEqual({ ...NOTHING, stuck });
  const told = await awards('reconcile', '--by', BY);
  expect(told).toMatchObject({ code: 1, err: '' });
  expect(told.out).toContain('没有需要恢复的事项');
  expect(told.out).toMatch(new RegExp(`${applicationId} +流程多次重启仍中断`));
  await flows.upload(applicationId, hopeless.zip('revised'));
  expect(await reconcile()).toEqual({ ...NOTHING, executions: 1 });
  expect(await task(`${applicationId}~district.2`)).toMatchObject({ status: 'open' });
  expect(await reconcile()).toEqual(NOTHING);
});

test('a run without time does one page, says so, and the next one goes on there', async () => {
  const { applicationId } = raced;
  expect(await activeRounds(flows.table)).toEqual([none.roundId, city.roundId].toSorted());
  let late = false;
  /** Time flies while rows are read. */
  class Slow extends Table {
    override page<T extends z.ZodType>(pk: string, schema: T, options?: { limit?: number }) {
      late ||= pk.startsWith('OPEN#');
      return super.page(pk, schema, options);
    }
  }
  const deps = {
    table: new Slow(flows.table.name, flows.database),
    evidence: flows.evidence,
    inbox: new Bucket(flows.output('InboxBucket'), flows.s3),
    inboxQueueUrl: flows.output('InboxQueueUrl'),
    mails: new QueueSender(flows.output('InboxQueueUrl'), flows.sqs),
    financeQueueUrl: flows.output('FinanceQueueUrl'),
    busName: flows.output('BusName'),
    machines: {
      round: flows.output('RoundMachineArn'),
      application: flows.output('ApplicationMachineArn'),
      scoring: flows.output('ScoringMachineArn'),
    },
    timeIsUp: () => late,
  };
  await abort('Application', `${applicationId}.r1`);
  await wait(16 * MINUTES);
  let [runs, executions, unfinished] = [0, 0, true];
  for (; unfinished; runs += 1) {
    late = false;
    const answer = await runReconciler(deps, BY);
    executions += answer.executions;
    ({ unfinished } = answer);
  }
  // Two rounds of three kinds of open rows, four shards each.
  expect({ runs, executions }).toEqual({ runs: 24, executions: 1 });
  await flows.cloud.idle();
  expect(await flows.execution('Application', `${applicationId}.r2`)).toBe('RUNNING');
});

test('a row that is open though its application is decided should not be, and is told', async () => {
  const { applicationId } = recommended;
  await flows.table.transact([openAction(city.roundId, 'district', applicationId)]);
  expect(await reconcile()).toEqual({ ...NOTHING, stuck: [{ id: applicationId, why: 'open-though-decided' }] });
  await flows.table.delete(keys.open(city.roundId, 'district', applicationId));
  expect(await reconcile()).toEqual(NOTHING);
});

test('a winner whose payment failed and who says nothing is reminded, then the bureau is told', async () => {
  const { applicationId: awardId, name, uscc } = winner;
  const roundId = city.roundId;
  const at = (ms: number) => new Date(flows.cloud.clock.now() + ms).toISOString();
  const award: AwardRecord = {
    entity: 'Award',
    ...{ awardId, roundId, category: 'benchmark-enterprise', uscc, name, title: name, rank: 1, listNo: 1 },
    ...{ amountFen: 100, otherReadingFen: 100, steps: [], status: 'announced', payeeRef: null, planNo: null },
    ...{ attempt: 2, announcedAt: at(0) },
  };
  await flows.table.put(keys.award(roundId, awardId), { ...award });
  const taskId = `${awardId}~payee.2`;
  const assignee = { role: 'applicant' as const, id: awardId };
  const subject = { listNo: 1, attempt: 2 };
  const rest = { kind: 'payee' as const, roundId, applicationId: awardId, waitId: null };
  await openTask(flows.table, { taskId, ...rest, assignee, subject, deadline: at(MINUTES) }, at(0));
  await wait(20 * MINUTES);
  await reconcile();
  expect(flows.mailsAbout(taskId).map((mail) => mail.subject.includes('提醒'))).toEqual([false, true]);
  expect(await task(taskId)).toMatchObject({ status: 'open', reminders: 1 });
  expect(await reconcile()).toEqual(NOTHING);

  await wait(15 * DAYS + 16 * MINUTES);
  await reconcile();
  const overdue = `${roundId}~overdue.${awardId}.payee.2`;
  expect(flows.mailsAbout(taskId)).toHaveLength(3);
  expect(flows.mailAbout(overdue).to).toBe('bureau-3@gov.example.test');
  expect(wordsOf((await (await flows.visit(overdue)).get()).html)).toContain('填报收款账户');
  expect(await reconcile()).toEqual(NOTHING);
  expect((await mended()).filter(({ id }) => id === taskId)).toMatchObject([
    { kind: 'tasks', found: 'overdue', done: 'reminded' },
    { kind: 'tasks', found: 'overdue', done: 'escalated' },
  ]);

  // Done after all: nobody need see to it any more.
  await flows.decide(taskId, await accountOf(flows, awardId));
  expect(await reconcile()).toEqual({ ...NOTHING, tasks: 1 });
  expect(await task(overdue)).toMatchObject({ status: 'superseded' });
  expect(await reconcile()).toEqual(NOTHING);
});

test('a task that is overdue though its execution lives gets days more, and its wait with it', async () => {
  const taskId = `${hopeless.applicationId}~district.2`;
  const open = await task(taskId);
  expect(open).toMatchObject({ status: 'open' });
  const past = new Date(flows.cloud.clock.now() - 20 * MINUTES).toISOString();
  await flows.table.update(keys.task(taskId), { set: { deadline: past } });
  expect(await reconcile()).toEqual({ ...NOTHING, tasks: 1 });
  const reminded = await task(taskId);
  expect(reminded).toMatchObject({ status: 'open', reminders: (open?.reminders ?? 0) + 1 });
  expect(await flows.table.get(keys.wait(taskId), WaitRecord)).toMatchObject({ deadline: reminded?.deadline });
  expect(await reconcile()).toEqual(NOTHING);
});

test('the bureau is asked once about panels that cannot be drawn, however often the round begins anew', async () => {
  const { roundId } = none;
  const [{ applicationId }] = none.applicants as [Applicant];
  await flows.decide(`${applicationId}~district.1`, { decision: 'recommend', opinion: '同意推荐。' });
  await flows.jump(INTAKE_OVER);
  expect(flows.mailsAbout(`${roundId}~panels.1`)).toHaveLength(1);
  await abort('Round', roundId);
  await wait(16 * MINUTES);
  await reconcile();
  expect(await flows.execution('Round', `${roundId}.r1`)).toBe('RUNNING');
  expect(await flows.call({ op: 'status', roundId })).toMatchObject({ stage: 'district' });
  await flows.decide(`${roundId}~panels.1`, { decision: 'redraw', reason: '补充专家。' });
  expect(flows.mails().filter(({ about }) => about.startsWith(`${roundId}~panels.`))).toHaveLength(2);
  expect(flows.mailsAbout(`${roundId}~panels.2`)).toHaveLength(1);
});

test('the command says what was mended by kind, and lists the records', async () => {
  await abort('Round', `${none.roundId}.r1`);
  await wait(16 * MINUTES);
  const done = await awards('reconcile');
  expect(done).toMatchObject({ code: 0, err: '' });
  expect(done.out).toMatch(/流程已中断，事项未办结 +1\n/);
  expect(await awards('reconcile')).toMatchObject({ code: 0, out: '没有需要恢复的事项。\n' });
  const listed = await awards('mendings', '--round', none.roundId);
  expect(listed.code).toBe(0);
  expect(listed.out).toMatch(new RegExp(`流程被中止 +${none.roundId}.r2 +已启动流程 .*命令行`));
  expect((await awards('mendings', '--round', 'no-such-round')).err).toContain('round.unknown');
  expect(await flows.deadLetters()).toEqual({});
});
