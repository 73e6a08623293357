import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeIn } from '../../../functions/intake/handler.ts';
import { noScan } from '../../../functions/intake/scan.ts';
import {
  ApplicationRecord,
  DisbursementRecord,
  MendingRecord,
  TaskRecord,
  UploadRecord,
  WaitRecord,
} from '../../../shared/schemas/records.ts';
import { Bucket } from '../../../shared/store/buckets.ts';
import { ensureGate, gateWaitId, leaveAction, openAction, passIfDone } from '../../../shared/store/gates.ts';
import { keys, outboxIndex } from '../../../shared/store/keys.ts';
import { type Change, type Key, Table } from '../../../shared/store/table.ts';
import { loadWait } from '../../../shared/store/waits.ts';
import { payableAwards, roundToPlan } from '../../world/awards.ts';
import { functionNames, resources } from '../garbage/senders.ts';
import { assembly } from './assembly.ts';
import { type Applicant, makeCity } from './city.ts';
import { type Flows, openFlows } from './harness.ts';
import { expectInvariants } from './invariants.ts';
import { openFinance } from './money.ts';
import { INTAKE_OVER, seatsOf } from './rounds.ts';

interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
}

/** What carries news from one part to the next: the table's stream, and the rule behind the inbox. */
const carriesNews = ({ Type, Properties }: Resource) =>
  (Type === 'AWS::Lambda::EventSourceMapping' && 'StartingPosition' in Properties) ||
  (Type === 'AWS::Events::Rule' && JSON.stringify(Properties).includes('aws.s3'));

/** The app with all of that lost: whatever goes on goes on by the reconciler. */
async function withoutNews(dir: string): Promise<string> {
  cpSync(await assembly(), dir, { recursive: true });
  const file = join(dir, 'Awards-local-Service.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Record<string, Resource> };
  const lost = Object.entries(template.Resources).filter(([, resource]) => carriesNews(resource));
  expect(lost).toHaveLength(3);
  // Switched off, not taken out: policies name them.
  for (const [, { Type, Properties }] of lost) {
    Object.assign(Properties, Type === 'AWS::Events::Rule' ? { State: 'DISABLED' } : { Enabled: false });
  }
  writeFileSync(file, JSON.stringify(template));
  return dir;
}

const city = makeCity({ roundId: 'flow-lost', invite: { 'benchmark-enterprise': 3 } });
const [applicant, other, unlucky] = city.applicants as [Applicant, Applicant, Applicant];
const { applicationId } = applicant;
const NOTHING = {
  ...{ callbacks: 0, outbox: 0, objects: 0, executions: 0, unstarted: 0, tasks: 0, flags: 0 },
  ...{ stuck: [], unfinished: false },
};
const MINUTES = 60_000;

const dir = mkdtempSync(join(tmpdir(), 'awards-lost-'));
let flows: Flows;
beforeAll(async () => {
  flows = await openFlows({ assemblyDir: await withoutNews(dir) });
  await flows.openRound(city);
});
afterAll(async () => {
  await flows.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Runs it as an operator would, and waits for what comes of it. */
const invoke = () => flows.invoke(flows.output('ReconcilerFunctionName'), { by: '王处长' });
async function reconcile(): Promise<unknown> {
  try {
    return await invoke();
  } finally {
    await flows.cloud.idle();
  }
}
/** Long enough for a fact to count as lost. */
const wait = () => flows.jump(flows.cloud.clock.now() + 16 * MINUTES);
const uploads = () => flows.table.all(keys.applicationPk(applicationId), UploadRecord, 'UPLOAD#');
const application = () => flows.table.get(keys.application(applicationId), ApplicationRecord);

test('what is only just under way is left alone', async () => {
  expect(flows.mails()).toEqual([]);
  expect(await reconcile()).toEqual(NOTHING);
  expect(flows.mails()).toEqual([]);
});

test('records that were never published are published, once', async () => {
  await wait();
  await expectInvariants(flows, city.roundId, {
    'everything-has-left': [/^APP#.* SLOT 滞留/, /^APP#.* SLOT 滞留/, /^APP#.* SLOT 滞留/],
  });
  expect(await reconcile()).toEqual({ ...NOTHING, outbox: 3 });
  const ids = city.applicants.map((one) => one.applicationId);
  const invited = flows.mails().map((mail) => mail.about);
  expect(invited.toSorted()).toEqual(ids.toSorted());
  expect(await reconcile()).toEqual(NOTHING);
  expect(flows.mails()).toHaveLength(3);
  const mended = await flows.table.all(keys.mendingsPk(city.roundId), MendingRecord);
  expect(mended.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  expect(mended[0]).toMatchObject({ kind: 'outbox', found: 'not-published', done: 'published', by: '王处长' });
});

test('an upload that nobody heard of is taken in', async () => {
  await flows.upload(applicationId, applicant.zip());
  expect(await application()).toBeNull();
  await wait();
  const missed = new RegExp(`^inbox/${city.roundId}/${applicationId}/.* 没有上传记录$`);
  await expectInvariants(flows, city.roundId, { 'inbox-is-recorded': [missed] });
  expect(await reconcile()).toEqual({ ...NOTHING, objects: 1 });
  expect(await application()).toMatchObject({ status: 'in-review', version: 1 });
  expect(await uploads()).toMatchObject([{ verdict: 'accepted', receivedAt: '2025-11-03T01:16:00.000Z' }]);
  expect(await reconcile()).toEqual(NOTHING);
});

test('what nobody waits for yet does not hide what is due', async () => {
  const receipt = outboxIndex((await uploads())[0]?.uploadId ?? '', new Date(0).toISOString());
  const ids = Array.from({ length: 2000 }, (_, i) => `${city.roundId}~early.${i}`);
  const hiding = ids.filter((id) => outboxIndex(id, '').gsi1pk === receipt.gsi1pk).slice(0, 130);
  expect(hiding).toHaveLength(130);
  const early = { entity: 'Wait', roundId: city.roundId, deadline: '2026-01-01T00:00:00.000Z', settle: 'due' };
  const outcome = { decision: 'passed' };
  await flows.table.putMany(
    hiding.map((waitId) => ({ key: keys.wait(waitId), item: { ...early, waitId, outcome, ...receipt } })),
  );
  await wait();
  // The receipt of the upload, and the task that it became.
  expect(await reconcile()).toEqual({ ...NOTHING, outbox: 2 });
  expect(flows.mailsAbout(applicationId, 'upload')).toHaveLength(1);
});

test('a record that cannot be read holds no other one back, and is not passed over in silence', async () => {
  await flows.upload(applicationId, applicant.zip('revised'));
  const id = `${other.applicationId}~nonsense`;
  const old = outboxIndex(id, new Date(0).toISOString());
  const [task, lost] = [keys.task(id), keys.wait(id)];
  await flows.table.put(task, { entity: 'Task', outbox: 'mail', ...old });
  await flows.table.put(lost, { entity: 'Wait', settle: 'due', ...old });
  await wait();
  await expect(reconcile()).rejects.toThrow('reconciler.failed: 2 records');
  expect(await application()).toMatchObject({ version: 2 });
  for (const key of [task, lost]) await flows.table.delete(key);
  // The run that came by schedule meanwhile has failed as well, and its event is parked: somebody has seen it.
  expect(Object.keys(await flows.deadLetters())).toEqual([expect.stringContaining('FailedInvocations')]);
  await flows.seen('FailedInvocations');
  await wait();
  // The new version's receipt, and the end of the wait for a decision on the old one; then the task it becomes.
  expect(await reconcile()).toEqual({ ...NOTHING, outbox: 1, callbacks: 1 });
  await wait();
  expect(await reconcile()).toEqual({ ...NOTHING, outbox: 1 });
});

test('a decision whose callback was lost completes its execution', async () => {
  const taskId = `${applicationId}~district.2`;
  await flows.decide(taskId, { decision: 'recommend', opinion: '同意推荐。' });
  expect(await flows.table.get(keys.task(taskId), TaskRecord)).toMatchObject({ status: 'decided' });
  expect(await flows.execution('Application', applicationId)).toBe('RUNNING');
  await wait();
  await expectInvariants(flows, city.roundId, { 'everything-has-left': [/ WAIT#district\.2 滞留/] });
  expect(await reconcile()).toEqual({ ...NOTHING, callbacks: 1 });
  expect(await flows.execution('Application', applicationId)).toBe('SUCCEEDED');
  expect(await flows.table.get(keys.wait(taskId), WaitRecord)).not.toHaveProperty('settle');
  expect(await reconcile()).toEqual(NOTHING);
});

test('an application whose execution was never started, because its intake died before, is started', async () => {
  const id = unlucky.applicationId;
  const uploadId = await flows.upload(id, unlucky.zip());
  const key = `inbox/${city.roundId}/${id}/${uploadId}.zip`;
  const inbox = new Bucket(flows.output('InboxBucket'), flows.s3);
  const { size = 0, etag = '' } = (await inbox.head(key)) ?? {};
  const event = { time: new Date(flows.cloud.clock.now()).toISOString() };
  const detail = { bucket: { name: inbox.name }, object: { key, size, etag: etag.replaceAll('"', '') } };
  const applicationMachineArn = `${flows.output('ApplicationMachineArn')}-gone`;
  await expect(
    takeIn({ ...flows.deps, inbox, applicationMachineArn, scan: noScan }, { ...event, detail }),
  ).rejects.toThrow(/gone/);
  expect(await flows.table.get(keys.application(id), ApplicationRecord)).toMatchObject({ attempt: 0 });
  expect(await reconcile()).toEqual(NOTHING);
  await wait();
  // And the receipt of the upload.
  expect(await reconcile()).toEqual({ ...NOTHING, unstarted: 1, outbox: 1 });
  expect(await flows.execution('Application', id)).toBe('RUNNING');
  expect(await reconcile()).toEqual(NOTHING);
  await wait();
  // The task that it became.
  expect(await reconcile()).toEqual({ ...NOTHING, outbox: 1 });
});

test('somebody who joins a stage in the moment it ends is waited for', async () => {
  const roundId = 'flow-seal';
  let joined = false;
  /** Lets somebody join after the stage was seen empty and before it is passed. */
  class Joined extends Table {
    override async update(key: Key, change: Change) {
      if (change.set?.['passedAt'] !== undefined && !joined) {
        joined = true;
        await this.transact([openAction(roundId, 'district', applicationId)]);
      }
      return super.update(key, change);
    }
  }
  const table = new Joined(flows.table.name, flows.database);
  const now = '2025-11-03T01:00:00.000Z';
  await ensureGate(table, roundId, 'district', now, true);
  expect(await passIfDone(table, roundId, 'district', now)).toBe(false);
  expect(await loadWait(table, gateWaitId(roundId, 'district'))).not.toHaveProperty('outcome');
  await table.transact([leaveAction(roundId, 'district', applicationId)]);
  expect(await passIfDone(table, roundId, 'district', now)).toBe(true);
  expect(await loadWait(table, gateWaitId(roundId, 'district'))).toMatchObject({ outcome: { decision: 'passed' } });
});

test('an object in nobody’s name is nobody’s: it is not told again and again', async () => {
  const Bucket = flows.output('InboxBucket');
  const stray = applicationId.replace(/.{4}$/, '0000');
  const Key = `inbox/${city.roundId}/${stray}/stray.zip`;
  await flows.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'stray' }));
  await flows.s3.send(new PutObjectCommand({ Bucket, Key: 'inbox/readme.txt', Body: 'stray' }));
  await wait();
  expect(await reconcile()).toEqual(NOTHING);
  const queues = Object.keys(await flows.deadLetters());
  expect(queues.filter((name) => name.includes('IntakeInbox'))).toEqual([]);
});

test('the hourly schedule does all of this by itself', async () => {
  await flows.upload(other.applicationId, other.zip());
  await flows.jump(flows.cloud.clock.now() + 150 * MINUTES);
  expect(await flows.table.get(keys.application(other.applicationId), ApplicationRecord)).toMatchObject({ version: 1 });
  await flows.jump(flows.cloud.clock.now() + 150 * MINUTES);
  expect(flows.mailsAbout(`${other.applicationId}~district.1`)).toHaveLength(1);
});

test('a round and a panel whose callbacks were lost go on as well', async () => {
  const recommend = { decision: 'recommend', opinion: '同意推荐。' };
  await flows.decide(`${other.applicationId}~district.1`, recommend);
  await flows.jump(INTAKE_OVER);
  await flows.decide(`${unlucky.applicationId}~district.1`, recommend);
  expect(await flows.execution('Application', unlucky.applicationId)).toBe('RUNNING');
  expect(await flows.call({ op: 'status', roundId: city.roundId })).toMatchObject({ stage: 'district' });
  await wait();
  // The last application's; the intake's, which ended by its timeout, is nobody's any more. Nobody has asked yet whether the stage is done.
  expect(await reconcile()).toEqual({ ...NOTHING, callbacks: 2 });
  expect(await flows.call({ op: 'status', roundId: city.roundId })).toMatchObject({ stage: 'district' });
  await wait();
  expect(await reconcile()).toEqual({ ...NOTHING, callbacks: 1 });
  expect(await flows.call({ op: 'status', roundId: city.roundId })).toMatchObject({ stage: 'experts' });
  for (const one of city.applicants) expect(await flows.execution('Scoring', one.applicationId)).toBe('RUNNING');

  await wait();
  expect(await reconcile()).toEqual({ ...NOTHING, outbox: 9 });
  await flows.decide(`${applicationId}~score.1.1`, { decision: 'recuse', reason: '曾任该企业顾问。' });
  const seat = async () => (await seatsOf(flows, applicationId)).find((one) => one.seat === 1);
  expect(await seat()).toMatchObject({ turn: 1 });
  await wait();
  expect(await reconcile()).toEqual({ ...NOTHING, callbacks: 1 });
  expect(await seat()).toMatchObject({ status: 'assigned', turn: 2 });
  await wait();
  expect(await reconcile()).toEqual({ ...NOTHING, outbox: 1 });
});

test('instructions that did not leave reach finance, once', async () => {
  const roundId = 'lost-money';
  const functions = functionNames(await resources());
  const run = (name: string, payload: object) => flows.invoke(functions[name] ?? name, payload);
  const awards = payableAwards(roundId, 2);
  await roundToPlan(flows.deps, roundId, awards);
  expect(await run('plan', { roundId })).toMatchObject({ planNo: 1 });
  await flows.table.update(keys.plan(roundId, 1), { set: { status: 'approved' } });
  expect(await run('issue', { roundId, planNo: 1, cursor: null })).toEqual({ cursor: null });
  const finance = openFinance(flows, () => ({ outcome: 'paid' }));
  try {
    await finance.take();
    expect(finance.received()).toEqual([]);
    await wait();
    expect(await invoke()).toEqual({ ...NOTHING, outbox: 2 });
    await finance.take();
    const ids = awards.map(({ awardId }) => `${awardId}.1.1`).toSorted();
    expect(
      finance
        .received()
        .map(({ disbursementId }) => disbursementId)
        .toSorted(),
    ).toEqual(ids);
    const issued = await flows.table.all(keys.disbursementsPk(roundId), DisbursementRecord);
    for (const record of issued) expect(record).not.toHaveProperty('outbox');
    expect(await reconcile()).toEqual(NOTHING);
    const mended = await flows.table.all(keys.mendingsPk(roundId), MendingRecord);
    expect(mended.map(({ id }) => id).toSorted()).toEqual(ids);
  } finally {
    await finance.close();
  }
});
