import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examine } from '../../../functions/eligibility/handler.ts';
import { takeIn } from '../../../functions/intake/handler.ts';
import { noScan } from '../../../functions/intake/scan.ts';
import { issueLink } from '../../../shared/links.ts';
import { fileObjection } from '../../../shared/objections/file.ts';
import {
  ApplicationRecord,
  PlaceRecord,
  TaskRecord,
  UploadRecord,
  VersionRecord,
  WaitRecord,
} from '../../../shared/schemas/records.ts';
import { Bucket } from '../../../shared/store/buckets.ts';
import { fileKey, filesPrefix } from '../../../shared/store/evidence.ts';
import { startExecution } from '../../../shared/store/executions.ts';
import { keys } from '../../../shared/store/keys.ts';
import { decideTask } from '../../../shared/tasks/decide.ts';
import { openTask } from '../../../shared/tasks/open.ts';
import { ASKED } from '../../world/corrections.ts';
import { type Applicant, makeCity } from './city.ts';
import { type Flows, openFlows, uploadForm, wordsOf } from './harness.ts';
import { follow, postFile } from './visit.ts';

const city = makeCity({
  roundId: 'flow-app',
  invite: { 'benchmark-enterprise': 14, 'solution-product': 4 },
  // Nobody is left in this applicant's district.
  registers: (registers) => {
    const lonely = registers.pilots.find((row) => row.uscc === registers.invitations[5]?.uscc);
    registers.staff = registers.staff.filter((row) => row.district === null || row.district !== lonely?.district);
  },
});
let flows: Flows;
beforeAll(async () => {
  flows = await openFlows();
  expect(await flows.openRound(city)).toMatchObject({ ok: true, roundId: city.roundId });
});
afterAll(() =>
  // Places that were written without a ranking and a notice, for two rulings that meet.
  flows.close({
    [city.roundId]: {
      'acts-in-time': [/^异议 .*，不在公示期内$/, /^异议 .*，不在公示期内$/],
      'figures-recompute': [/有名次，没有排名记录$/],
      // Nobody was invited for them, so they are in no chain that is exported.
      'decisions-are-chained': Array.from({ length: 6 }, () => /^flow-app\.c\.(\d)\1+ .* 有记录，决定记录中没有$/),
    },
  }),
);

/** The bucket of a function that dies in the middle of copying. */
class DiesAfterOne extends Bucket {
  #writes = 0;

  override async writeVerified(...args: Parameters<Bucket['writeVerified']>): Promise<void> {
    this.#writes += 1;
    if (this.#writes > 1) throw new Error('killed');
    await super.writeVerified(...args);
  }
}

const enterprise = (n: number): Applicant => city.one('benchmark-enterprise', n);
const application = (id: string) => flows.table.get(keys.application(id), ApplicationRecord);
const uploads = (id: string) => flows.table.all(keys.applicationPk(id), UploadRecord, 'UPLOAD#');
const versions = (id: string) => flows.table.all(keys.applicationPk(id), VersionRecord, 'VERSION#');
const task = (id: string) => flows.table.get(keys.task(id), TaskRecord);
const recommend = { decision: 'recommend', opinion: '同意推荐。' };

test('a package that is recommended ends the application', async () => {
  const { applicationId, zip } = enterprise(0);
  await flows.upload(applicationId, zip());
  expect(await application(applicationId)).toMatchObject({ status: 'in-review', version: 1, attempt: 1 });
  await flows.decide(`${applicationId}~district.1`, recommend);
  expect(await application(applicationId)).toMatchObject({
    status: 'recommended',
    opinion: '同意推荐。',
    waitId: null,
  });
  expect(await flows.execution('Application', applicationId)).toBe('SUCCEEDED');
  expect(await uploads(applicationId)).toMatchObject([{ verdict: 'accepted' }]);
});

test('a package that is not recommended is told the reason, and no other is taken', async () => {
  const { applicationId, zip } = enterprise(1);
  await flows.upload(applicationId, zip());
  const form = await uploadForm(await flows.visit(applicationId, 'slot'));
  await flows.decide(`${applicationId}~district.1`, { decision: 'not-recommend', opinion: '投入与实际不符。' });
  expect(await application(applicationId)).toMatchObject({ status: 'not-recommended', opinion: '投入与实际不符。' });
  // Its days to ask for a review have begun.
  expect(await flows.execution('Application', applicationId)).toBe('RUNNING');
  // A form that was opened before can still be posted; what it brings comes too late.
  expect(await postFile(form, zip('revised'))).toBe(201);
  await flows.cloud.idle();
  expect((await uploads(applicationId)).map((one) => one.verdict).toSorted()).toEqual(['accepted', 'closed']);
  expect((await (await flows.visit(applicationId, 'slot')).get()).html).toContain('现在不接收上传');
});

test('a correction is asked for once, and answered by a new version', async () => {
  const { applicationId, zip } = enterprise(2);
  await flows.upload(applicationId, zip());
  await flows.decide(`${applicationId}~district.1`, { decision: 'return', ...ASKED, opinion: '请补充发票。' });
  expect(await application(applicationId)).toMatchObject({ status: 'returned', correctedOnce: true });
  expect(flows.mailAbout(`${applicationId}~correction.1`).text).toContain('请补充发票。');

  await flows.upload(applicationId, zip('corrected'));
  expect(await application(applicationId)).toMatchObject({ status: 'in-review', version: 2, attempt: 2 });
  expect(await task(`${applicationId}~correction.1`)).toMatchObject({ status: 'superseded' });

  const desk = await flows.visit(`${applicationId}~district.2`);
  expect(wordsOf((await desk.get()).html)).not.toContain('没有在期限内提交新的材料');
  const again = await desk.post({ decision: 'return', ...ASKED, opinion: '再补一次。' });
  expect(again.status).toBe(422);
  expect(wordsOf(again.html)).toContain('补正只能要求一次');
  await flows.decide(`${applicationId}~district.2`, recommend);
  expect(await application(applicationId)).toMatchObject({ status: 'recommended', version: 2 });
  expect(await flows.execution('Application', applicationId)).toBe('SUCCEEDED');
});

test('a newer version before the decision supersedes the old one, and its task says so', async () => {
  const { applicationId, zip } = enterprise(3);
  await flows.upload(applicationId, zip());
  const old = await flows.visit(`${applicationId}~district.1`);
  const csrf = await old.csrf();
  await flows.upload(applicationId, zip('revised'));
  expect(await task(`${applicationId}~district.1`)).toMatchObject({ status: 'superseded' });
  expect((await old.postRaw({ ...recommend, csrf })).status).toBe(303);
  expect(wordsOf((await old.get()).html)).toContain('新的材料');
  expect(await application(applicationId)).toMatchObject({ status: 'in-review', version: 2, attempt: 2 });
  await flows.decide(`${applicationId}~district.2`, recommend);
  expect(await application(applicationId)).toMatchObject({ status: 'recommended', version: 2 });
  expect(await versions(applicationId)).toHaveLength(2);
});

test('the same file twice is one version, and the review goes on', async () => {
  const { applicationId, zip } = enterprise(4);
  await flows.upload(applicationId, zip());
  const second = await flows.upload(applicationId, zip());
  expect((await uploads(applicationId)).find((one) => one.uploadId === second)).toMatchObject({
    verdict: 'duplicate',
    version: 1,
  });
  expect(await application(applicationId)).toMatchObject({ version: 1, attempt: 1 });
  expect(await task(`${applicationId}~district.1`)).toMatchObject({ status: 'open' });
});

test('where a district has no officer the bureau gets the task', async () => {
  const { applicationId, zip } = enterprise(5);
  await flows.upload(applicationId, zip());
  expect(await task(`${applicationId}~district.1`)).toMatchObject({ assignee: { role: 'bureau' } });
  expect(flows.mailAbout(`${applicationId}~district.1`).to).toBe('bureau-1@gov.example.test');
  await flows.decide(`${applicationId}~district.1`, recommend);
  expect(await application(applicationId)).toMatchObject({ status: 'recommended', decidedBy: 'bureau-1' });
});

test("somebody else's package is refused, and somebody else's slot is out of reach", async () => {
  const [mine, other] = [enterprise(6), enterprise(7)];
  await flows.upload(mine.applicationId, other.zip());
  expect(await application(mine.applicationId)).toBeNull();
  const [refused] = await uploads(mine.applicationId);
  expect(refused).toMatchObject({ verdict: 'refused', problems: [{ code: 'package.uscc-mismatch' }] });
  expect(flows.mailAbout(mine.applicationId, 'upload').text).toContain('package.uscc-mismatch');

  const slot = await flows.visit(mine.applicationId, 'slot');
  expect((await slot.get(`/slots/${other.applicationId}`)).status).toBe(403);
  expect((await slot.get(`/slots/${other.applicationId}/upload.json`)).status).toBe(403);
  const form = await uploadForm(slot);
  const key = form.fields['key']?.replace(mine.applicationId, other.applicationId) ?? '';
  expect(await postFile({ ...form, fields: { ...form.fields, key } }, other.zip())).toBe(403);
  await flows.cloud.idle();
  expect(await uploads(other.applicationId)).toHaveLength(0);
});

test('of two who decide at the same moment one decides, and the other is told', async () => {
  const { applicationId, zip } = enterprise(8);
  const taskId = `${applicationId}~district.1`;
  await flows.upload(applicationId, zip());
  const desk = await flows.visit(taskId);
  const csrf = await desk.csrf();
  const forms = [recommend, { decision: 'not-recommend', opinion: '不同意。' }, recommend];
  const answers = await Promise.all(forms.map((form) => desk.postRaw({ ...form, csrf })));
  await flows.cloud.idle();
  expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303]);
  const decided = await task(taskId);
  const status = decided?.decision?.decision === 'recommend' ? 'recommended' : 'not-recommended';
  expect(await application(applicationId)).toMatchObject({ status });
  const goesOn = status === 'recommended' ? 'SUCCEEDED' : 'RUNNING';
  expect(await flows.execution('Application', applicationId)).toBe(goesOn);

  const person = { taskId, personId: decided?.assignee.id ?? '' };
  expect(await decideTask(flows.deps, { ...person, form: recommend })).toMatchObject({ status: 'already' });
  expect(await task(taskId)).toEqual(decided);
});

test('a decision that was there before the token completes the execution at once', async () => {
  const { applicationId, zip } = enterprise(9);
  const taskId = `${applicationId}~district.1`;
  // The name is taken by an execution that failed: the intake's own start starts nothing.
  const machine = flows.output('ApplicationMachineArn');
  await startExecution(machine, applicationId, { roundId: city.roundId, applicationId: 'no-such' });
  await flows.upload(applicationId, zip());
  expect(await flows.execution('Application', applicationId)).toContain('FAILED');
  const { waitId, deadline, version, attempt } = await examine(flows.deps, { applicationId });
  const reviewed = await application(applicationId);
  const officer = city.registers.staff.find(({ district }) => district === reviewed?.district);
  const assignee = { role: 'district' as const, id: officer?.staffId ?? '' };
  const subject = { version, attempt, unanswered: 0 };
  const { roundId } = city;
  const kind = 'district-review' as const;
  await openTask(
    flows.table,
    { taskId, kind, roundId, applicationId, waitId, deadline, assignee, subject },
    new Date(flows.cloud.clock.now()).toISOString(),
  );
  await flows.cloud.idle();
  await flows.decide(taskId, recommend);
  expect(await flows.table.get(keys.wait(waitId), WaitRecord)).toMatchObject({ settle: 'due' });

  await startExecution(machine, `${applicationId}-again`, { roundId, applicationId });
  await flows.cloud.idle();
  expect(await flows.execution('Application', `${applicationId}-again`)).toBe('SUCCEEDED');
  const wait = await flows.table.get(keys.wait(waitId), WaitRecord);
  expect(wait).toHaveProperty('settledAt');
  expect(wait).not.toHaveProperty('settle');
});

test('a task that was opened when its wait was settled already ends when somebody tries it', async () => {
  const { applicationId, zip } = enterprise(13);
  const taskId = `${applicationId}~district.1`;
  await flows.upload(applicationId, zip());
  const desk = await flows.visit(taskId);
  await flows.upload(applicationId, zip('revised'));
  await flows.table.update(keys.task(taskId), { set: { status: 'open' } });
  expect((await desk.post(recommend)).status).toBe(303);
  expect(await task(taskId)).toMatchObject({ status: 'superseded' });
  expect(await application(applicationId)).toMatchObject({ status: 'in-review', version: 2 });
});

test('two rulings that move up the same reserve at the same moment both count', async () => {
  const { roundId } = city;
  const ids = ['1', '2', '3', '4'].map((digit) => `${roundId}.c.${digit.repeat(16)}`);
  const places = ids.map((applicationId, i) => ({
    ...{ entity: 'Place', roundId, category: 'chain-case', applicationId, rank: i + 1, order: i + 1, decidedBy: null },
    ...{ total: `${90 - i}`, shown: `${90 - i}.00`, state: i < 2 ? 'shortlisted' : 'reserve', listNo: null },
    ...{ noticeEndsAt: i < 2 ? '2025-12-31T15:59:59.999Z' : null, openObjections: 0 },
  }));
  const key = (id: string) => keys.place(roundId, 'chain-case', id);
  await flows.table.putMany(places.map((item) => ({ key: key(item.applicationId), item })));
  const who = {
    objectorKind: 'person',
    objectorName: '赵一',
    phone: '13900000000',
    grounds: '带动企业的数量与实际不符。',
  };
  const rulings = ids.slice(0, 2).map(async (applicationId) => {
    const papers = { seal: [], evidence: [], visitor: 'a'.repeat(64), address: '' };
    const filed = await fileObjection(flows.deps, { roundId, form: { ...who, applicationId }, ...papers });
    return `${roundId}~objection.${filed.status === 'filed' ? filed.objectionId : ''}`;
  });
  const form = { decision: 'uphold', reason: '经核查属实。' };
  const decided = (await Promise.all(rulings)).map((taskId) =>
    decideTask(flows.deps, { taskId, personId: 'bureau-2', form }),
  );
  expect((await Promise.all(decided)).map((one) => one.status)).toEqual(['decided', 'decided']);
  const after = await Promise.all(ids.map((id) => flows.table.get(key(id), PlaceRecord)));
  expect(after.map((one) => one?.state)).toEqual(['removed', 'removed', 'shortlisted', 'shortlisted']);
});

test('a callback that comes again finds nobody waiting, and nothing changes', async () => {
  const { applicationId, zip } = enterprise(10);
  const waitId = `${applicationId}~district.1`;
  await flows.upload(applicationId, zip());
  await flows.decide(waitId, recommend);
  const before = await application(applicationId);
  await flows.table.update(keys.wait(waitId), { set: { settle: 'due' } });
  await flows.cloud.idle();
  expect(await flows.table.get(keys.wait(waitId), WaitRecord)).not.toHaveProperty('settle');
  expect(await application(applicationId)).toEqual(before);
});

test("storage's event, told four times at once, makes one application and one execution", async () => {
  const { applicationId, zip } = enterprise(11);
  const bytes = zip();
  const key = `inbox/${city.roundId}/${applicationId}/four-times.zip`;
  const Bucket = flows.output('InboxBucket');
  const { ETag = '' } = await flows.s3.send(new PutObjectCommand({ Bucket, Key: key, Body: bytes }));
  const object = { key, size: bytes.length, etag: ETag.replaceAll('"', '') };
  const time = new Date(flows.cloud.clock.now()).toISOString();
  const event = { time, detail: { bucket: { name: Bucket }, object } };
  await Promise.all([1, 2, 3].map(() => flows.tell(flows.output('InboxQueueUrl'), event)));
  await flows.cloud.idle();
  expect(await application(applicationId)).toMatchObject({ version: 1, attempt: 1 });
  expect(await uploads(applicationId)).toHaveLength(1);
  expect(await versions(applicationId)).toHaveLength(1);
  expect(flows.mailsAbout(applicationId, 'upload')).toHaveLength(1);
  expect(flows.mailsAbout(`${applicationId}~district.1`)).toHaveLength(1);
});

/** The event of an object that lies in a bucket which tells nobody of its objects. */
async function quietly(applicationId: string, name: string, bytes: Uint8Array) {
  const key = `inbox/${city.roundId}/${applicationId}/${name}.zip`;
  await flows.evidence.write(key, bytes, 'application/zip');
  const object = { etag: '', ...(await flows.evidence.head(key)), key, size: bytes.length };
  const time = new Date(flows.cloud.clock.now()).toISOString();
  const applicationMachineArn = flows.output('ApplicationMachineArn');
  const deps = { ...flows.deps, inbox: flows.evidence, applicationMachineArn, scan: noScan };
  return { deps, event: { time, detail: { bucket: { name: flows.evidence.name }, object } } };
}
const keptFiles = (id: string) => Array.fromAsync(flows.evidence.list(filesPrefix(city.roundId, id)));

test('an intake that dies while it keeps the files is done by its repetition', async () => {
  const { applicationId, zip } = city.one('solution-product', 3);
  const { deps, event } = await quietly(applicationId, 'dies', zip());
  const dying = new DiesAfterOne(flows.evidence.name, flows.s3);
  await expect(takeIn({ ...deps, evidence: dying }, event)).rejects.toThrow('killed');
  expect(await application(applicationId)).toBeNull();
  for (let i = 0; i < 2; i += 1) await takeIn(deps, event);
  await flows.cloud.idle();
  expect(await application(applicationId)).toMatchObject({ version: 1, attempt: 1 });
  const [version] = await versions(applicationId);
  expect(version).toMatchObject({ scan: 'none' });
  const hashes = new Set(version?.files.map(({ sha256 }) => sha256));
  expect((await keptFiles(applicationId)).map((one) => one.key).sort()).toEqual(
    [...hashes].map((sha256) => fileKey(city.roundId, applicationId, sha256)).sort(),
  );
});

test('a package in which the scanner finds something is refused, and nothing of it is kept', async () => {
  const { applicationId, zip } = city.one('solution-product', 2);
  const { deps, event } = await quietly(applicationId, 'infected', zip());
  await takeIn({ ...deps, scan: async () => 'threats' }, event);
  await flows.cloud.idle();
  expect(await uploads(applicationId)).toMatchObject([{ verdict: 'refused', problems: [{ code: 'package.malware' }] }]);
  expect(await application(applicationId)).toBeNull();
  expect(await keptFiles(applicationId)).toEqual([]);
});

test('one form posted twice with different files loses neither', async () => {
  const { applicationId, zip } = enterprise(12);
  const form = await uploadForm(await flows.visit(applicationId, 'slot'));
  expect(await postFile(form, zip('broken-zip'))).toBe(201);
  await flows.cloud.idle();
  expect(await postFile(form, zip())).toBe(201);
  await flows.cloud.idle();
  expect((await uploads(applicationId)).map((one) => one.verdict).toSorted()).toEqual(['accepted', 'refused']);
  expect(await application(applicationId)).toMatchObject({ version: 1 });
});

test('a review that the bureau hands over goes on with the new officer, who was told; the former is turned away', async () => {
  const { applicationId, zip } = city.one('solution-product', 1);
  await flows.upload(applicationId, zip());
  const taskId = `${applicationId}~district.1`;
  const former = await flows.visit(taskId);
  const csrf = await former.csrf();
  const [first, ...others] = city.registers.staff.filter(({ role }) => role === 'bureau');
  const to = others.at(-1)?.staffId ?? '';
  const token = await issueLink(flows.table, {
    roundId: city.roundId,
    opens: { kind: 'console', roundId: city.roundId },
    assigneeId: first?.staffId ?? '',
    validUntil: '2026-06-01T00:00:00.000Z',
  });
  const desk = await follow(`${flows.cloud.endpoints.http}/l/${token}`);
  const path = `${desk.path}/hand-over/${taskId}`;
  const hidden = (await desk.get(path)).html.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g);
  const form = Object.fromEntries([...hidden].map(([, name = '', value = '']) => [name, value]));
  expect((await desk.postRaw({ ...form, to, reason: '原办理人休假' }, path)).status).toBe(303);
  await flows.cloud.idle();
  expect((await former.postRaw({ ...recommend, csrf })).status).toBe(404);
  expect(flows.mailsAbout(taskId).map((mail) => mail.to)).toHaveLength(2);
  await flows.decide(taskId, recommend);
  expect(await application(applicationId)).toMatchObject({ status: 'recommended', decidedBy: to });
  expect(await flows.execution('Application', applicationId)).toBe('SUCCEEDED');
});

test('nothing of all this was parked', async () => {
  expect(await flows.deadLetters()).toEqual({});
});
