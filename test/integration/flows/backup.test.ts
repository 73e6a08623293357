/** A round is backed up, its stage is lost, and an empty one goes on with it. */
import { appendFileSync, cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Manifest } from '../../../infra/cli/backup/format.ts';
import { restore } from '../../../infra/cli/backup/restore.ts';
import { openPlace } from '../../../infra/cli/place.ts';
import { exportRound } from '../../../shared/export/export.ts';
import { exportText } from '../../../shared/export/text.ts';
import { TaskRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { openDesk } from '../cli/desk.ts';
import { type Applicant, makeCity } from './city.ts';
import { type Flows, openFlows } from './harness.ts';
import { expectInvariants } from './invariants.ts';
import { seatsOf, sheetForm, toExperts } from './rounds.ts';
import { follow } from './visit.ts';

const city = makeCity({ roundId: 'flow-backup', invite: { 'benchmark-enterprise': 2 } });
const { roundId } = city;
const [first] = city.applicants as [Applicant, Applicant];
const MINUTES = 60_000;
const desk = openDesk();
const dir = desk.path('backup');

let flows: Flows;
let place: string[];
/** What people have in their mailboxes, by the task's id. */
const links = new Map<string, string>();
let exported: string;
let brokenOff: number;

const textOf = async () => exportText(await exportRound(flows.table, flows.evidence, roundId));
const awards = (...args: string[]) => desk.awards([...args, ...place]);
const manifestOf = (folder: string) => Manifest.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
const open = async () => {
  flows = await openFlows();
  place = ['--outputs', join(flows.dataDir, 'endpoints.json')];
};

/** The expert of each open seat hands in a sheet, by the link that it was once sent. */
async function scoreBySeats(applicationId: string, seats: number): Promise<void> {
  const form = await sheetForm(flows, city, applicationId, 0.8);
  const assigned = (await seatsOf(flows, applicationId)).filter(({ status }) => status === 'assigned');
  for (const { seat, turn } of assigned.slice(0, seats)) {
    const visit = await follow(links.get(`${applicationId}~score.${seat}.${turn}`) ?? '');
    expect((await visit.post(form)).status).toBe(303);
  }
  await flows.cloud.idle();
}

/** A round whose experts are at work: one application has its first sheet. */
beforeAll(async () => {
  await open();
  await toExperts(flows, [city]);
  for (const { about, link } of flows.mails()) links.set(about, link);
  await scoreBySeats(first.applicationId, 1);
  exported = await textOf();
  expect(await awards('backup', '--out', dir, '--objects')).toMatchObject({ code: 0, err: '' });
  const time = flows.cloud.clock.now();
  // With everything that was there: records, files, executions, queues.
  await flows.close();
  await open();
  await flows.jump(time + 16 * MINUTES);
});
afterAll(async () => {
  desk.close();
  await flows.close();
});

test('a backup has every record and every file, each under its hash, and nobody else may read it', async () => {
  const { table, objects } = manifestOf(dir);
  expect(table.items).toBeGreaterThan(100);
  expect(objects).toMatchObject({ contents: true, count: expect.any(Number) });
  expect(objects.count).toBeGreaterThanOrEqual(2);
  expect(readdirSync(join(dir, 'objects')).length).toBeLessThanOrEqual(objects.count);
  expect(await awards('backup', '--out', dir)).toMatchObject({ code: 2, err: expect.stringContaining('不是空的') });
});

test('one that was changed is refused as a whole', async () => {
  const damaged = desk.path('damaged');
  cpSync(dir, damaged, { recursive: true });
  appendFileSync(join(damaged, 'table', readdirSync(join(damaged, 'table'))[0] ?? ''), '{}\n');
  expect(await awards('restore', damaged)).toMatchObject({ code: 2, err: expect.stringMatching(/^backup\.damaged/) });
  await expect(textOf()).rejects.toThrow();
});

test('a restore that breaks off goes on where it was, and nothing is written twice', async () => {
  const system = openPlace(place[1], {});
  let puts = 0;
  system.dynamodb.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'PutItemCommand') puts += 1;
        if (puts > 60) throw new Error('the machine died');
        return next(args);
      },
    { step: 'initialize' },
  );
  await expect(restore(system, { dir })).rejects.toThrow('the machine died');
  system.close();
  brokenOff = puts;
  const { code, out } = await awards('restore', dir);
  expect(code).toBe(0);
  const [, written = 0, same = 0] = /写入 (\d+) 条，已有且相同 (\d+) 条/.exec(out) ?? [];
  expect(Number(same)).toBeGreaterThan(0);
  expect(Number(same)).toBeLessThan(brokenOff);
  expect(Number(written) + Number(same)).toBe(manifestOf(dir).table.items);
  await flows.cloud.idle();
});

test('what was restored is the same to the byte: the round’s export, and a backup of it', async () => {
  expect(await textOf()).toBe(exported);
  const again = desk.path('again');
  expect(await awards('backup', '--out', again)).toMatchObject({ code: 0 });
  const [before, after] = [manifestOf(dir), manifestOf(again)];
  expect(after.table).toEqual(before.table);
  expect(after.objects).toMatchObject({ count: before.objects.count, bytes: before.objects.bytes, contents: false });
  expect(await flows.deadLetters()).toEqual({});
});

test('into a stage that is in use nothing is put, unless that is asked for, and then nothing is overwritten', async () => {
  expect(await awards('restore', dir)).toMatchObject({ code: 2, err: expect.stringMatching(/^restore\.not-empty/) });
  expect(await awards('restore', dir, '--into-used')).toMatchObject({
    code: 0,
    out: expect.stringContaining('写入 0 条'),
  });
  const key = keys.application(first.applicationId);
  await flows.table.update(key, { set: { looked: 'later' } });
  expect(await awards('restore', dir, '--into-used')).toMatchObject({
    code: 1,
    out: expect.stringContaining(`${key.pk} ${key.sk}`),
  });
  await flows.table.update(key, { remove: ['looked'] });
});

test('the round goes on: executions are started, people’s links work, and what must hold does', async () => {
  expect(await awards('reconcile', '--by', '王处长')).toMatchObject({ code: 0 });
  await flows.cloud.idle();
  for (const { applicationId } of city.applicants)
    expect(await flows.execution('Scoring', applicationId)).toBe('RUNNING');
  for (const { applicationId } of city.applicants) await scoreBySeats(applicationId, 99);
  expect(await flows.table.get(keys.task(`${roundId}~deliberate`), TaskRecord)).toMatchObject({ status: 'open' });
  expect(flows.mailsAbout(`${roundId}~deliberate`)).toHaveLength(1);
  await expectInvariants(flows, roundId);
  expect(await awards('doctor', '--round', roundId)).toMatchObject({ code: 0 });
});
