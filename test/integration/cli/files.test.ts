import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { linesOfFile } from '../../../infra/cli/export-lines.ts';
import { verifiedInHalves } from '../../../infra/cli/verify.ts';
import { assemble } from '../../../shared/export/assemble.ts';
import { verifyLines } from '../../../shared/export/lines/verify.ts';
import { exportText } from '../../../shared/export/text.ts';
import { Policy } from '../../../shared/policy/schema.ts';
import { linesText } from '../../unit/export/lines-text.ts';
import { makeRound } from '../../unit/export/round.ts';
import { generateWorld } from '../../world/generate.ts';
import { openDesk, POLICY } from './desk.ts';

let desk: ReturnType<typeof openDesk>;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.close());

const policy = Policy.parse(JSON.parse(readFileSync(POLICY, 'utf8')));
const { registers } = generateWorld({ seed: 'cli', applications: 8, policy });

test('a policy that adds up has its hash, one that does not a row for each fault', async () => {
  expect(await desk.awards(['policy', 'check', POLICY])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/方案无误，哈希 [0-9a-f]{64}/),
  });
  const broken = structuredClone(policy);
  broken.categories['chain-case'].quota.value = 0;
  broken.scoring.value.passMarkTenths = -5;
  const { code, out } = await desk.awards(['policy', 'check', desk.write('p.json', broken)]);
  expect(code).toBe(1);
  expect(out).toContain('categories.chain-case.quota.value');
  expect(out).toContain('scoring.value.passMarkTenths');
});

test('registers are counted, and every fault is named by register and row', async () => {
  const good = await desk.awards(['registers', 'check', desk.writeRegisters('good', registers)]);
  expect(good).toMatchObject({ code: 0, err: '' });
  expect(good.out).toMatch(/invitations +8\n/);

  const { staff: _, ...without } = registers;
  const [first, second] = registers.pilots;
  const bad = {
    ...without,
    pilots: [first, { ...second, pointsScore: 'many' }, first],
    experts: { rows: [] },
  };
  const { code, out } = await desk.awards(['registers', 'check', desk.writeRegisters('bad', bad)]);
  expect(code).toBe(1);
  expect(out).toMatch(/register\.row +pilots 第 2 行 pointsScore/);
  expect(out).toMatch(/register\.duplicate +pilots 第 3 行 +与第 1 行重复/);
  expect(out).toMatch(/register\.missing +staff/);
  expect(out).toMatch(/register\.not-rows +experts/);
});

test('an export is recomputed and summed up; a changed one is told from it', async () => {
  const exported = assemble(makeRound());
  const honest = desk.write('export.json', exportText(exported));
  expect(await desk.awards(['verify', honest])).toMatchObject({ code: 0, out: expect.stringContaining('重算一致') });
  const { code, out } = await desk.awards(['summary', honest]);
  expect(code).toBe(0);
  expect(out).toContain('方案上限');
  expect(out).toContain('4,900,000 元');
  expect(out).toMatch(/package\.not-a-zip +1/);
  expect(await desk.awards(['findings', honest])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/package\.not-a-zip +2 +1 +1 +1\n/),
  });

  const [award] = exported.awards;
  if (award !== undefined) award.amountFen += 100;
  const changed = await desk.awards(['verify', desk.write('changed.json', exportText(exported))]);
  expect(changed.code).toBe(1);
  expect(changed.out).toContain(`奖补金额：${award?.awardId}`);
});

test('an export in lines is taken by every command that takes a document, and answered alike', async () => {
  const exported = assemble(makeRound());
  const [document, lines] = [exportText(exported), linesText(exported)];
  const [asOne, inLines] = [desk.write('export.json', document), desk.write('export.ndjson', lines)];
  const commands = [
    ...[['verify'], ['summary'], ['findings'], ['doctor'], ['certificate', '--category', 'chain-case', '--text']],
    ['what-if', '--policy', desk.write('same.json', exported.policy)],
  ];
  for (const command of commands) {
    const answer = await desk.awards([...command, asOne]);
    expect(answer).toMatchObject({ code: 0, err: '' });
    expect(await desk.awards([...command, inLines])).toEqual(answer);
  }
  // By how it begins, whatever it is called.
  expect(await desk.awards(['verify', desk.write('renamed.txt', lines)])).toMatchObject({ code: 0 });
  expect(await desk.awards(['verify', desk.path('none.ndjson')])).toMatchObject({
    ...{ code: 2, out: '', err: expect.stringMatching(/^cli\.file-missing: .*none\.ndjson/) },
  });
});

test('two threads say of a large file what one says: the same differences, the same bad line', async () => {
  const exported = assemble(makeRound());
  const both = async (text: string) => {
    const file = desk.write('large.ndjson', text);
    const one = () => verifyLines(linesOfFile(file));
    return [await verifiedInHalves(file).catch(String), await Promise.resolve().then(one).catch(String)];
  };
  const [agreed, alike] = await both(linesText(exported));
  expect(agreed).toEqual(alike);
  expect(agreed).toMatchObject({ counts: { sheets: exported.sheets.length }, differences: [] });

  const [sheet] = exported.sheets;
  const [seat] = exported.seats;
  if (sheet !== undefined)
    sheet.pointsByItem = Object.fromEntries(Object.keys(sheet.pointsByItem).map((code) => [code, 0]));
  if (seat !== undefined) seat.status = 'declined' as never;
  const [bad, badAlike] = await both(linesText(exported));
  expect(bad).toEqual(badAlike);
  expect(bad).toMatch(/“seats”不合格式/);
  if (seat !== undefined) seat.status = 'scored';
  const [changed, changedAlike] = await both(
    linesText(exported).replace('"drawnAt":"2025-12-01', '"drawnAt":"2025-12-02'),
  );
  expect(changed).toEqual(changedAlike);
  expect(changed).toMatchObject({
    differences: expect.arrayContaining([expect.stringMatching(/^评分：/), expect.stringMatching(/SHA-256/)]),
  });
  // What no schema has looked at yet may be anything: it is the line that is told, never how the other thread stumbled.
  const [broken, brokenAlike] = await both(linesText(exported).replace(/\{"sheets":\{[^\n]*/, '{"sheets":null}'));
  expect(broken).toEqual(brokenAlike);
  expect(broken).toMatch(/“sheets”不合格式/);
});

test('a certificate is made anew from an export; another one in it is told', async () => {
  const exported = assemble(makeRound());
  const honest = desk.write('export.json', exportText(exported));
  const asked = (file: string, ...more: string[]) =>
    desk.awards(['certificate', file, '--category', 'solution-product', ...more]);
  const own = exported.certificates.find(({ category }) => category === 'solution-product');
  const { code, out } = await asked(honest);
  expect([code, JSON.parse(out)]).toEqual([0, own]);
  const words = await asked(honest, '--text');
  expect(words).toMatchObject({ code: 0, out: expect.stringContaining(`证书 ${own?.sha256}`) });
  expect(words.out).toContain('panel-decision');

  if (own !== undefined) own.sha256 = 'f'.repeat(64);
  const changed = await asked(desk.write('changed.json', exportText(exported)));
  expect(changed).toMatchObject({ code: 1, out: expect.stringMatching(/^certificate\.differs: /) });
  const early = { ...exported, rankings: [], places: [], certificates: [] };
  expect(await asked(desk.write('early.json', exportText(early)))).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^certificate\.no-ranking: /),
  });
});

test('a draft of the policy is tried on an export, which stays as it is', async () => {
  const exported = assemble(makeRound());
  const file = desk.write('export.json', exportText(exported));
  const draft = structuredClone(exported.policy);
  draft.categories['benchmark-enterprise'].quota.value = 1;
  const page = desk.path('what-if.html');
  const args = ['what-if', '--policy', desk.write('draft.json', draft), file];
  const { code, out } = await desk.awards([...args, '--html', page]);
  expect(code).toBe(0);
  expect(out).toMatch(/不再入围 +第 2 名/);
  expect(out).toContain('本测算只供参考');
  expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>[\s\S]*<\/html>$/);
  expect(readFileSync(file, 'utf8')).toBe(exportText(exported));
  expect(await desk.awards([...args, '--html', desk.path('no/such/folder.html')])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^cli\.file-not-written: /),
  });

  const odd = structuredClone(draft);
  odd.categories['chain-case'].quota.value = 0;
  const refused = await desk.awards(['what-if', '--policy', desk.write('odd.json', odd), file]);
  expect(refused).toMatchObject({ code: 1, out: expect.stringMatching(/^what-if\.policy-refused: /) });
  expect(refused.out).toMatch(/policy\.field-range +categories\.chain-case\.quota\.value/);
  const [item] = draft.categories['chain-case'].indicators[0]?.items ?? [];
  if (item !== undefined) item.code = 'another';
  const unfit = await desk.awards(['what-if', '--policy', desk.write('unfit.json', draft), file]);
  expect(unfit).toMatchObject({ code: 1, out: expect.stringMatching(/^what-if\.sheets-do-not-fit: /) });
  const early = desk.write('early.json', exportText({ ...exported, sheets: [] }));
  expect(await desk.awards(['what-if', '--policy', POLICY, early])).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^what-if\.no-scores: /),
  });
  expect(await desk.awards(['what-if', '--policy', desk.write('half.json', '{'), file])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^cli\.file-not-json: /),
  });
});

test('an export is held against what must always hold, check by check', async () => {
  const exported = assemble(makeRound());
  const { code, out } = await desk.awards(['doctor', desk.write('export.json', exportText(exported))]);
  expect(code).toBe(0);
  expect(out).toMatch(/1 不丢失 +uploads-are-kept +每次受理的上传都有其版本/);
  expect(out).toMatch(/\n九项不变量：全部成立\n$/);

  const [task] = exported.tasks;
  if (task !== undefined) exported.tasks.push(task);
  const changed = await desk.awards(['doctor', desk.write('changed.json', exportText(exported))]);
  expect(changed.code).toBe(1);
  expect(changed.out).toMatch(/2 不重复 +one-decision-per-task +不成立（/);
  expect(changed.out).toContain(`- 任务 ${task?.taskId} 有重复的记录`);
  expect(await desk.awards(['doctor', desk.path('no.json')])).toMatchObject({ code: 2, out: '' });
});

test.each([
  ['no.json', undefined, 'cli.file-missing'],
  ['half.json', '{"schema":', 'cli.file-not-json'],
  ['other.json', '{"schema":"awards-export/0"}', 'cli.not-an-export'],
])('a bad file %s is answered with %s', async (name, content, code) => {
  if (content !== undefined) desk.write(name, content);
  const answer = await desk.awards(['verify', desk.path(name)]);
  expect(answer).toMatchObject({ code: 2, out: '' });
  expect(answer.err.startsWith(`${code}: `)).toBe(true);
  expect(answer.err).toContain(name);
});

test('a command that is none gets the usage and exit code 2', async () => {
  const { code, err } = await desk.awards(['round', 'destroy']);
  expect(code).toBe(2);
  expect(err).toMatch(/^cli\.unknown-command: /);
  expect(err).toContain('round open');
});

test('where the system is must be known: no file, one without outputs, nobody listening', async () => {
  const status = ['round', 'status', '--round', 'qd-2025'];
  const missing = await desk.awards([...status, '--outputs', desk.path('none.json')]);
  expect(missing).toMatchObject({ code: 2, err: expect.stringMatching(/^cli\.file-missing: /) });
  const empty = await desk.awards([
    ...status,
    '--outputs',
    desk.write('empty.json', { 'Awards-dev-Data': { A: 'b' } }),
  ]);
  expect(empty).toMatchObject({ code: 2, err: expect.stringMatching(/^cli\.outputs-unreadable: /) });

  const outputs = { TableName: 't', EvidenceBucket: 'b', CallFunctionName: 'c' };
  const url = `http://127.0.0.1:${await freePort()}`;
  const environment = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: url,
    AWS_ENDPOINT_URL_S3: url,
    AWS_ENDPOINT_URL_LAMBDA: url,
  };
  for (const command of [status, ['export', '--round', 'qd-2025', '--out', desk.path('x')]]) {
    const file = desk.write('gone.json', { environment, outputs });
    const gone = await desk.awards([...command, '--outputs', file]);
    expect(gone).toMatchObject({ code: 2, err: expect.stringMatching(/^cli\.unreachable: .*npm start/) });
  }
  const doctor = ['doctor', '--round', 'qd-2025'];
  const without = desk.write('without.json', { environment, outputs });
  expect(await desk.awards([...doctor, '--outputs', without])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^cli\.outputs-unreadable: .*InboxBucket/),
  });
  const byVariables = { ...environment, AWARDS_TABLE: 't', AWARDS_EVIDENCE_BUCKET: 'b', AWARDS_CALL_FUNCTION: 'c' };
  expect(await desk.awards(status, byVariables)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^cli\.unreachable: /),
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
