import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readExport } from '../../../infra/cli/documents.ts';
import { openPlace } from '../../../infra/cli/place.ts';
import { type LocalCloud, startLocalCloud } from '../../../infra/local/cloud.ts';
import { LOCAL_CREDENTIALS } from '../../../infra/local/environment.ts';
import { localAssembly } from '../../../infra/local/start/assembly.ts';
import { caughtMails } from '../../../infra/local/start/awards-cloud.ts';
import { sha256Hex } from '../../../shared/canonical.ts';
import { assemble } from '../../../shared/export/assemble.ts';
import { AuditExport } from '../../../shared/export/audit.ts';
import { RoundExport } from '../../../shared/export/schema.ts';
import { exportText } from '../../../shared/export/text.ts';
import { Policy } from '../../../shared/policy/schema.ts';
import { placesOf } from '../../../shared/registers/places.ts';
import { registerWorkbook } from '../../../shared/registers/write.ts';
import { AccessEndRecord, AuditExportRecord } from '../../../shared/schemas/records.ts';
import { REGISTER_KINDS } from '../../../shared/schemas/registers.ts';
import { Bucket } from '../../../shared/store/buckets.ts';
import { openAction } from '../../../shared/store/gates.ts';
import { keys } from '../../../shared/store/keys.ts';
import { Table } from '../../../shared/store/table.ts';
import { makeRound } from '../../unit/export/round.ts';
import { generateWorld } from '../../world/generate.ts';
import { follow } from '../flows/visit.ts';
import { openDesk, POLICY } from './desk.ts';
import { objectorOf, writeRound } from './records.ts';

const policy = Policy.parse(JSON.parse(readFileSync(POLICY, 'utf8')));
const { registers } = generateWorld({ seed: 'cli', applications: 8, policy });
const SECRET = '0123456789abcdef0123456789abcdef';

const desk = openDesk();
let cloud: LocalCloud;
let outputs: string[];
beforeAll(async () => {
  mkdirSync(desk.path('cloud'));
  cloud = await startLocalCloud({
    assemblyDir: await localAssembly(join(import.meta.dirname, '../../../.local/assembly')),
    dataDir: desk.path('cloud'),
    clock: { mode: 'still', start: Date.parse('2025-11-03T01:00:00.000Z') },
    secrets: caughtMails,
    parameters: ({ http }) => ({ MailFrom: 'awards@example.test', PublicUrl: http }),
  });
  outputs = ['--outputs', desk.path('cloud/endpoints.json')];
}, 120_000);
afterAll(async () => {
  await cloud.stop();
  desk.close();
});

/** The persons of a round leave it in a file of their own, by somebody and for a reason. */
async function auditsAreOnRecord(
  records: ReturnType<typeof makeRound>,
  table: Table,
  visit: Awaited<ReturnType<typeof follow>>,
): Promise<void> {
  const { roundId } = records.round;
  const file = desk.path('persons.json');
  const asked = ['export', '--round', roundId, '--audit', '--out', file, ...outputs];
  expect(await desk.awards(asked)).toMatchObject({ code: 2, err: expect.stringMatching(/^cli\.usage: 缺少 --reason/) });
  const reason = '市审计局来函 2025-17 号';
  const made = await desk.awards([...asked, '--by', '王操作', '--reason', reason]);
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const text = readFileSync(file, 'utf8');
  const persons = AuditExport.parse(JSON.parse(text));
  const { experts, staff } = assemble(records).registers;
  expect(persons.experts.map(({ expert }) => expert)).toEqual(experts.map(({ expert }) => expert));
  expect(persons.experts.map(({ expertId }) => expertId).toSorted()).toEqual(
    records.registers.experts.map(({ expertId }) => expertId).toSorted(),
  );
  expect(persons.staff.map((one) => one.staff)).toEqual(staff.map((one) => one.staff));
  expect(persons.applicants).toHaveLength(records.slots.length);
  expect(persons.objections.map(({ objectionId, objector }) => `${objectionId} ${objector.name}`).toSorted()).toEqual(
    records.objections.map(({ objectionId }) => `${objectionId} ${objectorOf(roundId, objectionId).name}`).toSorted(),
  );
  expect(text).not.toMatch(/bank|account|payee/i);

  // A second one is another act; a file that is there stays as it is, and nothing is recorded of it.
  const again = await desk.awards([...asked, '--reason', '复核']);
  expect(again).toMatchObject({ code: 2, err: expect.stringMatching(/^cli\.file-exists: /) });
  expect(readFileSync(file, 'utf8')).toBe(text);
  expect(await table.all(keys.auditExportsPk(roundId), AuditExportRecord)).toEqual([
    { entity: 'AuditExport', roundId, by: '王操作', reason, at: persons.made.at, sha256: sha256Hex(text) },
  ]);
  expect((await visit.get(`/console/${roundId}/audit?of=audits`)).html).toContain(reason);
}

/** With nothing but the file: no folder of the system, no setting. */
async function inFreshProcess(file: string): Promise<{ code: number; out: string; err: string }> {
  const program = join(import.meta.dirname, '../../../infra/cli/awards.ts');
  return new Promise((resolve) => {
    execFile(process.execPath, [program, 'verify', file], { cwd: desk.dir, env: {} }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

const round = (...args: string[]) => desk.awards(['round', ...args, ...outputs]);
const doctor = (roundId: string) => desk.awards(['doctor', '--round', roundId, ...outputs]);
const open = (roundId: string, dir: string, file = POLICY) =>
  round(
    'open',
    '--round',
    roundId,
    '--policy',
    file,
    '--registers',
    dir,
    '--secret-file',
    desk.write('secret', `${SECRET}\n`),
  );

test('secrets are set from a file and listed by age and version; what they are is never said', async () => {
  const set = (kind: string, value: unknown) =>
    desk.awards(['secrets', 'set', kind, '--from-file', desk.write('secret.json', value), ...outputs]);
  const url = 'https://oapi.dingtalk.com/robot/send?access_token=hunter2';
  const refused = await set('robot', { url, sceret: 'hunter2' });
  expect(refused).toMatchObject({ code: 2, err: expect.stringMatching(/^secret\.malformed: /) });
  const list = () => desk.awards(['secrets', 'list', ...outputs]);
  const before = await list();
  expect(before.out).toMatch(/robot +— .*未设置/);
  const done = await set('robot', { url, secret: 'hunter2' });
  expect(done).toMatchObject({ code: 0, err: '' });
  const after = await list();
  expect(after.out).toMatch(/robot +\d{4}年\d+月\d+日.* 0 .*共 1 个/);
  expect(after.out).toMatch(/mail +\d{4}年/);
  for (const { out, err } of [refused, before, done, after]) expect(out + err).not.toMatch(/hunter2|smtp:/);
});

test('a round is opened, invites, is extended, tells how it stands, and is exported as far as it has come', async () => {
  const opened = await open('cli-2025', desk.writeRegisters('registers', registers));
  expect(opened).toMatchObject({ code: 0, err: '' });
  expect(opened.out).toMatch(/批次 cli-2025 已启动.*\n方案 [0-9a-f]{64}\n密钥承诺 [0-9a-f]{64}\n/);
  await cloud.idle();
  expect(cloud.listMails()).toHaveLength(8);

  const extension = ['--stage', 'intake', '--until', '2027-01-05T17:00', '--by', '王操作', '--reason', '平台维护'];
  expect(await round('extend', '--round', 'cli-2025', ...extension)).toMatchObject({
    code: 0,
    out: expect.stringContaining('2027年1月5日 17:00（北京时间）'),
  });
  expect(await round('extend', '--round', 'cli-2025', ...extension)).toMatchObject({
    code: 1,
    out: expect.stringContaining('round.extension-earlier'),
  });
  const status = await round('status', '--round', 'cli-2025');
  expect(status.code).toBe(0);
  expect(status.out).toContain('当前阶段：组织申报');
  expect(status.out).toContain('2027年1月5日 17:00（北京时间）');

  const closing = await round('close', '--round', 'cli-2025');
  expect(closing).toMatchObject({ code: 1, out: expect.stringContaining('批次尚未办结（组织申报）') });
  expect(closing.out).toContain('组织申报，截止2027年1月5日 17:00（北京时间）');

  const file = desk.path('early.json');
  const exported = await desk.awards(['export', '--round', 'cli-2025', '--out', file, ...outputs]);
  expect(exported).toMatchObject({ code: 0, out: expect.stringMatching(/SHA-256 [0-9a-f]{64}/) });
  const text = readFileSync(file, 'utf8');
  expect(RoundExport.parse(JSON.parse(text)).slots).toHaveLength(8);
  expect(text).not.toContain(SECRET);
  expect(text).not.toContain('王操作');
  expect(await desk.awards(['verify', file])).toMatchObject({ code: 0 });
  expect(await doctor('cli-2025')).toMatchObject({ code: 0, err: '', out: expect.stringContaining('全部成立') });
});

test('somebody’s links are ended with their sessions, or one link that stands in a file, on record', async () => {
  const person = registers.staff.find(({ role }) => role === 'district')?.staffId ?? '';
  const link = async () => {
    const { out } = await desk.awards(['work', 'link', '--person', person, '--round', 'cli-2025', ...outputs]);
    return out.split('\n')[0] ?? '';
  };
  const end = (...which: string[]) =>
    desk.awards([
      'sessions',
      'end',
      '--round',
      'cli-2025',
      ...which,
      '--by',
      '王操作',
      '--reason',
      '设备遗失',
      ...outputs,
    ]);
  const [one, two] = [await link(), await link()];
  const [first, second] = [await follow(one), await follow(two)];
  expect(await end('--link-file', desk.write('link.txt', `${one}\n`))).toMatchObject({ code: 0, err: '' });
  expect([(await first.get()).status, (await second.get()).status]).toEqual([410, 200]);
  expect((await end('--link-file', desk.path('link.txt'))).out).toContain('没有改动');
  expect(await end('--person', person)).toMatchObject({ code: 0 });
  expect((await second.get()).status).toBe(410);
  expect(await end('--person', person)).toMatchObject({ code: 0 });
  expect((await (await follow(await link())).get()).status).toBe(200);
  expect(await end('--person', 'nobody')).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^sessions\.unknown: /),
  });
  const place = openPlace(desk.path('cloud/endpoints.json'), {});
  const ends = await place.table.all(keys.accessEndsPk('cli-2025'), AccessEndRecord);
  place.close();
  expect(ends.map(({ what, by }) => [what, by])).toContainEqual(['link', '王操作']);
  expect(ends.map(({ personId }) => personId)).toEqual(ends.map(() => person));
});

test('what was opened is opened again without harm, and not with other registers', async () => {
  const dir = desk.writeRegisters('again', registers);
  expect(await open('cli-again', dir)).toMatchObject({ code: 0 });
  await cloud.idle();
  const mails = cloud.listMails().length;
  expect(await open('cli-again', dir)).toMatchObject({ code: 0 });
  await cloud.idle();
  expect(cloud.listMails()).toHaveLength(mails);
  const changed = desk.writeRegisters('changed', { ...registers, accidents: [] });
  expect(await open('cli-again', changed)).toMatchObject({ code: 1, out: expect.stringContaining('round.exists') });
});

test('registers are imported as tables, and a round opens with what is current then', async () => {
  const dir = desk.path('tables');
  mkdirSync(dir);
  const who = ['--apply', '--by', '王操作', '--reason', '启动批次', ...outputs];
  const missing = await open('cli-current', 'current');
  expect(missing).toMatchObject({ code: 1, out: expect.stringContaining('register.never-imported') });
  for (const kind of REGISTER_KINDS) {
    const file = join(dir, `${kind}.xlsx`);
    writeFileSync(file, await registerWorkbook(kind, registers[kind] as never, placesOf(policy)));
    expect(await desk.awards(['registers', 'import', kind, file, ...who])).toMatchObject({ code: 0, err: '' });
  }
  expect(await open('cli-current', 'current')).toMatchObject({ code: 0, err: '' });
  // The same rows out of the folder are the same versions.
  expect(await open('cli-current', dir)).toMatchObject({ code: 0, err: '' });
  const accidents = desk.write('none.csv', '信用代码,发生日期,事故类型,是否重大\n');
  expect(await desk.awards(['registers', 'import', 'accidents', accidents, ...who])).toMatchObject({ code: 0 });
  // A round keeps what it was opened with; only the next one has the new rows.
  expect(await open('cli-current', 'current')).toMatchObject({ code: 0 });
  expect(await open('cli-next', 'current')).toMatchObject({ code: 0 });
  await cloud.idle();
  expect(await doctor('cli-current')).toMatchObject({ code: 0, out: expect.stringContaining('全部成立') });

  const bureau = registers.staff.find(({ role }) => role === 'bureau')?.staffId ?? '';
  const asked = (staff: string) =>
    desk.awards(['console', 'link', '--staff', staff, '--round', 'cli-next', ...outputs]);
  const console_ = await follow((await asked(bureau)).out.split('\n')[0] ?? '');
  expect(console_.path).toBe('/console/cli-next');
  expect((await console_.get('/console/cli-current/registers')).status).toBe(403);
  expect((await console_.get('/console/cli-next/registers')).html).toContain('相同');
  expect(await asked('nobody')).toMatchObject({ code: 2, err: expect.stringContaining('register.no-officer') });

  // The page as it is deployed: a workbook through the API's front and back.
  const officer = registers.staff.find(({ role }) => role === 'bureau')?.staffId ?? '';
  const link = await desk.awards(['registers', 'link', '--staff', officer, '--round', 'cli-current', ...outputs]);
  const visit = await follow(link.out.split('\n')[0] ?? '');
  expect((await visit.get('/registers')).html).toContain('评审专家库');
  const { html } = await visit.get('/registers/experts');
  const body = new FormData();
  body.append('csrf', /name="csrf" value="([^"]*)"/.exec(html)?.[1] ?? '');
  body.append('file', new Blob([readFileSync(join(dir, 'experts.xlsx'))]), '专家.xlsx');
  const headers = { cookie: visit.cookie };
  const address = `${cloud.endpoints.http}/registers/experts`;
  const uploaded = await fetch(address, { method: 'POST', headers, body });
  expect(uploaded.status).toBe(200);
  expect(await uploaded.text()).toContain('与现行第 1 版相同，无需导入');
  const template = await fetch(`${address}/template.xlsx`, { headers });
  expect(
    Buffer.from(await template.arrayBuffer())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK');
  const bad = desk.writeRegisters('mixed', registers);
  rmSync(join(bad, 'staff.json'));
  writeFileSync(join(bad, 'staff.csv'), '人员编号,角色,姓名,电子邮箱\nA,局长,甲,jia\n');
  const { code, out } = await open('cli-mixed', bad);
  expect(code).toBe(1);
  expect(out).toMatch(/register\.row +staff 第 2 行 角色 +“局长”不在可填的内容中/);
  expect(out).toMatch(/register\.row +staff 第 2 行 电子邮箱/);
});

test('faults of policy and registers are listed with their rows, and nothing is opened', async () => {
  const [first, ...others] = registers.pilots;
  const dir = desk.writeRegisters('faulty', { ...registers, pilots: [first, { ...others[0], level: 9 }] });
  const broken = structuredClone(policy);
  broken.categories['chain-case'].quota.value = 0;
  const { code, out } = await open('cli-faulty', dir, desk.write('broken.json', broken));
  expect(code).toBe(1);
  expect(out).toMatch(/register\.row +pilots 第 2 行 level/);
  expect(out).toContain('categories.chain-case.quota.value');
  expect(await round('status', '--round', 'cli-faulty')).toMatchObject({
    code: 1,
    out: expect.stringContaining('round.unknown'),
  });
  expect(await round('close', '--round', 'cli-faulty')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^round\.unknown: /),
  });
});

test('registers with ids that are not hashed are refused before anything is sent', async () => {
  const [first, ...others] = registers.experts;
  const dir = desk.writeRegisters('ids', {
    ...registers,
    experts: [{ ...first, idHash: '11010519491231002X' }, ...others],
  });
  const { code, out } = await open('cli-ids', dir);
  expect(code).toBe(1);
  expect(out).toMatch(/register\.ids-not-hashed +experts +文件第 1 行/);
  expect(out).not.toContain('19491231');
});

test('files that are missing or broken are named before anything is sent', async () => {
  const dir = desk.writeRegisters('partial', { pilots: [] });
  expect(await open('cli-partial', dir)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^cli\.file-missing: .*\.json/),
  });
  expect(await open('cli-partial', dir, desk.write('half.json', '{'))).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^cli\.file-not-json: .*half\.json/),
  });
  const short = desk.write('short', 'too short');
  const args = ['--round', 'cli-partial', '--policy', POLICY, '--registers', dir, '--secret-file', short];
  expect(await round('open', ...args)).toMatchObject({ code: 2, err: expect.stringMatching(/^cli\.secret-length: /) });
});

test('a finished round comes out of the table as it went in, is recomputed, and its close is told', async () => {
  const records = makeRound();
  const settings = { region: 'us-east-1', credentials: LOCAL_CREDENTIALS };
  const s3 = new S3Client({ ...settings, endpoint: cloud.endpoints.s3, forcePathStyle: true });
  const dynamodb = new DynamoDBClient({ ...settings, endpoint: cloud.endpoints.dynamodb });
  const table = new Table(cloud.outputs['TableName'] ?? '', dynamodb);
  await writeRound(table, new Bucket(cloud.outputs['EvidenceBucket'] ?? '', s3), records);
  const { roundId } = records.round;
  // The bureau's page has the very certificates of the export.
  const bureau = records.registers.staff.find(({ role }) => role === 'bureau')?.staffId ?? '';
  const link = await desk.awards(['console', 'link', '--staff', bureau, '--round', roundId, ...outputs]);
  const visit = await follow(link.out.split('\n')[0] ?? '');
  for (const { category, sha256 } of assemble(records).certificates)
    expect((await visit.get(`/console/${roundId}/certificate/${category}`)).html).toContain(sha256);
  expect((await visit.get(`/console/${roundId}/certificate/nothing`)).status).toBe(404);
  expect((await visit.get(`/console/${roundId}/scores`)).html).toContain('仅供参考，不作为评审依据。');
  for (const name of ['cut-stability', 'cut-scenarios', 'cut-unsteady'])
    expect((await visit.get(`/console/${roundId}/tables/${name}.csv`)).status).toBe(200);

  await auditsAreOnRecord(records, table, visit);

  // What else stands in these partitions has no place in an export.
  const wait = {
    entity: 'Wait',
    waitId: `${roundId}~confirm.1`,
    roundId,
    deadline: '2025-12-30T00:00:00.000Z',
    token: 'TOKEN-7',
  };
  await table.put(keys.wait(wait.waitId), wait);
  await table.put(keys.gate(roundId, 'panels'), { entity: 'Shortage', turn: 1, shortages: [] });

  const file = desk.path('whole.json');
  expect(await desk.awards(['export', '--round', roundId, '--out', file, ...outputs])).toMatchObject({
    code: 0,
    err: '',
  });
  const text = readFileSync(file, 'utf8');
  expect(text).toBe(exportText(assemble(records)));
  expect(text).not.toContain('TOKEN-7');
  expect(await desk.awards(['verify', file])).toMatchObject({ code: 0, err: '' });

  const lines = desk.path('whole.ndjson');
  const streamed = await desk.awards(['export', '--round', roundId, '--out', lines, ...outputs]);
  const bytes = readFileSync(lines);
  expect(streamed.out).toContain(`${bytes.length} 字节，SHA-256 ${sha256Hex(bytes)}`);
  expect(exportText(readExport(lines))).toBe(text);
  expect(bytes.toString()).not.toContain('TOKEN-7');
  expect(await inFreshProcess(lines)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^重算一致：[^\n]+\n$/),
    err: '',
  });
  const awarded = bytes.toString().replace(/"amountFen":(\d+)0,/, '"amountFen":$11,');
  const changed = await desk.awards(['verify', desk.write('changed.ndjson', awarded)]);
  expect(changed).toMatchObject({ code: 1, err: '' });
  expect(changed.out).toMatch(/\n- 奖补金额：.*\n- 文件：全部内容的 SHA-256 记录为/s);
  expect(await desk.awards(['verify', desk.write('cut.ndjson', awarded.slice(0, 5000))])).toMatchObject({
    ...{ code: 2, out: '' },
    err: expect.stringMatching(/^export\.truncated: 第 \d+ 行：[^\n]+\n$/),
  });
  expect(await round('close', '--round', roundId)).toMatchObject({
    code: 0,
    out: expect.stringContaining('批次已于2025年12月30日 10:00（北京时间）办结，各环节一致'),
  });
  expect(await doctor(roundId)).toMatchObject({ code: 0, out: expect.stringContaining('九项不变量：全部成立') });

  // What only the running system shows: an upload that nobody recorded, and somebody who was forgotten in a stage.
  const [{ applicationId } = { applicationId: '' }] = records.slots;
  const stray = `inbox/${roundId}/${applicationId}/forgotten.zip`;
  await new Bucket(cloud.outputs['InboxBucket'] ?? '', s3).write(stray, 'zip', 'application/zip');
  await table.transact([openAction(roundId, 'district', applicationId)]);
  await cloud.idle();
  const { code, out } = await doctor(roundId);
  expect(code).toBe(1);
  expect(out).toContain(`- district ${applicationId} 在未决清单中，已无未决事项`);
  // The intake heard of it and took it in: late, and recorded.
  expect(out).not.toContain(stray);
  expect(await doctor('cli-unknown')).toMatchObject({ code: 2, err: expect.stringMatching(/^round\.unknown: /) });
  for (const client of [s3, dynamodb]) client.destroy();
});
