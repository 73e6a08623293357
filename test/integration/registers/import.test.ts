import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256Hex } from '../../../shared/canonical.ts';
import { Policy } from '../../../shared/policy/schema.ts';
import { applyImport, previewImport } from '../../../shared/registers/import.ts';
import { placesOf } from '../../../shared/registers/places.ts';
import { readRegisterFile } from '../../../shared/registers/read.ts';
import { registerCsv, registerWorkbook } from '../../../shared/registers/write.ts';
import { REGISTER_KINDS } from '../../../shared/schemas/registers.ts';
import {
  currentImport,
  currentImports,
  importedRows,
  registerFileKey,
  registerHistory,
} from '../../../shared/store/register-versions.ts';
import { registerVersion, servedPilots, writeRegister } from '../../../shared/store/registers.ts';
import { generateWorld } from '../../world/generate.ts';
import { POLICY } from '../cli/desk.ts';
import { startStores } from './stores.ts';

const policy = Policy.parse(JSON.parse(readFileSync(POLICY, 'utf8')));
const world = generateWorld({ seed: 'import', applications: 12, policy });
const places = placesOf(policy);
const utf8 = (text: string) => new TextEncoder().encode(text);
const WHO = ['--by', '王操作', '--reason', '年度更新'];

let stores: Awaited<ReturnType<typeof startStores>>;
beforeAll(async () => {
  stores = await startStores();
});
afterAll(() => stores.stop());

const written = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(stores.desk.path(name), bytes);
  return stores.desk.path(name);
};

test('a first import is looked at, applied, and the same again changes nothing', async () => {
  const file = written('pilots.xlsx', await registerWorkbook('pilots', world.registers.pilots, places));
  const dry = await stores.registers('import', 'pilots', file);
  expect(dry).toMatchObject({ code: 0, err: '' });
  expect(dry.out).toContain(`首次导入：新增 ${world.registers.pilots.length}，修改 0，删除 0，不变 0；未能读出 0 行`);
  expect(dry.out).toContain('以上是预演，没有改动');
  expect(await currentImport(stores.table, 'pilots')).toBeNull();

  const applied = await stores.registers('import', 'pilots', file, '--apply', ...WHO);
  expect(applied).toMatchObject({ code: 0, out: expect.stringContaining('第 1 版') });
  const current = await currentImport(stores.table, 'pilots');
  expect(current).toMatchObject({ no: 1, previous: null, by: '王操作', via: 'command-line', reason: '年度更新' });
  const rows = await importedRows(stores.table, 'pilots', current?.version ?? '');
  expect(registerVersion(rows)).toBe(current?.version);
  expect(new Set(rows)).toEqual(new Set(world.registers.pilots));
  const served = rows.find(({ providerUscc }) => providerUscc !== null)?.providerUscc ?? '';
  expect((await servedPilots(stores.table, current?.version ?? '', served)).length).toBeGreaterThan(0);
  const kept = await stores.evidence.read(registerFileKey(current?.fileSha256 ?? ''));
  expect(sha256Hex(kept)).toBe(sha256Hex(readFileSync(file)));

  // The same rows in another order, as another kind of file.
  const csv = written('pilots.csv', registerCsv('pilots', world.registers.pilots.toReversed(), places));
  for (const again of [file, csv])
    expect(await stores.registers('import', 'pilots', again, '--apply', ...WHO)).toMatchObject({
      code: 0,
      out: expect.stringContaining('与现行第 1 版相同，没有改动'),
    });
  expect(await registerHistory(stores.table, 'pilots')).toHaveLength(1);
});

test('what changes is shown field by field, and both versions can be written out', async () => {
  const [first, second, ...others] = world.registers.providers;
  if (first === undefined || second === undefined) throw new Error('too small a world');
  const before = written('p1.csv', registerCsv('providers', [first, second, ...others], places));
  expect(await stores.registers('import', 'providers', before, '--apply', ...WHO)).toMatchObject({ code: 0 });
  const moved = { ...first, name: '青岛新名科技（集团）有限公司', presence: 'none' as const, district: null };
  const fresh = { ...second, uscc: '91370211MA3F0017X0' };
  const after = written('p2.csv', registerCsv('providers', [fresh, moved, ...others], places));
  const dry = await stores.registers('import', 'providers', after, '--dry-run');
  expect(dry.out).toContain(`新增 1，修改 1，删除 1，不变 ${others.length}`);
  expect(dry.out).toContain(`服务商名称：${first.name} → 青岛新名科技（集团）有限公司`);
  expect(dry.out).toMatch(/所属区市：\S+ → （空）/);
  expect(dry.out).toContain(`+ ${fresh.uscc} ${fresh.name}`);
  expect(dry.out).toContain(`- ${second.uscc} ${second.name}`);
  expect(await stores.registers('import', 'providers', after, '--apply', ...WHO)).toMatchObject({ code: 0 });

  const history = await stores.registers('history', 'providers');
  expect(history.out).toMatch(/\n +2 .*王操作 +年度更新\n +1 /);
  for (const [version, rows] of [
    ['1', [first, second, ...others]],
    ['2', [fresh, moved, ...others]],
  ] as const) {
    for (const end of ['xlsx', 'csv']) {
      const out = stores.desk.path(`out.${end}`);
      const done = await stores.registers('export', 'providers', '--version', version, '--out', out);
      expect(done).toMatchObject({ code: 0, err: '' });
      const read = await readRegisterFile('providers', readFileSync(out), places);
      expect(new Set(read.ok ? read.rows : [])).toEqual(new Set(rows));
    }
  }
  // Back to the first rows: their version again, as a third import.
  await stores.registers('import', 'providers', before, '--apply', ...WHO);
  const [third, , one] = await registerHistory(stores.table, 'providers');
  expect(third).toMatchObject({ no: 3, version: one?.version });
});

test('refused rows stop an import unless they are left out, which stands in the record', async () => {
  const good = registerCsv('accidents', world.registers.accidents, places);
  const file = written('accidents.csv', `${good}91370211MA3F0017X0,某日,安全生产,是\r\n`);
  const row = world.registers.accidents.length + 2;
  const dry = await stores.registers('import', 'accidents', file);
  expect(dry).toMatchObject({ code: 1 });
  expect(dry.out).toMatch(new RegExp(`\\n +${row} +发生日期 +“某日”不是日期`));
  const stopped = await stores.registers('import', 'accidents', file, '--apply', ...WHO);
  expect(stopped).toMatchObject({ code: 1, out: expect.stringContaining('有 1 行未能读出，没有改动') });
  expect(await currentImport(stores.table, 'accidents')).toBeNull();
  const done = await stores.registers('import', 'accidents', file, '--apply', '--skip-refused', ...WHO);
  expect(done).toMatchObject({ code: 0 });
  expect(await currentImport(stores.table, 'accidents')).toMatchObject({ skipped: 1, rows: row - 2 });
});

test('of two at once one becomes the next version, the other is told; who died midway leaves nothing current', async () => {
  const start = world.registers.staff;
  const variants = [start.slice(1), start.slice(2), start.slice(3)].map((rows) => utf8(JSON.stringify(rows)));
  await writeRegister(stores.table, 'staff', registerVersion(start), start.slice(0, 3));
  expect(await currentImport(stores.table, 'staff')).toBeNull();
  const order = { by: '甲', via: 'page', reason: '更新', skip: 0, expected: 0 } as const;
  const previews = await Promise.all(
    variants.map(async (bytes) => {
      const read = await previewImport(stores, 'staff', bytes, places);
      if (!read.ok) throw new Error('not read');
      return { preview: read.preview, bytes };
    }),
  );
  const outcomes = await Promise.all(previews.map(({ preview, bytes }) => applyImport(stores, preview, bytes, order)));
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['applied', 'stale', 'stale']);
  const current = await currentImport(stores.table, 'staff');
  expect(current?.no).toBe(1);
  const rows = await importedRows(stores.table, 'staff', current?.version ?? '');
  expect(registerVersion(rows)).toBe(current?.version);

  // The preview that won, sent a second time, is no second import; those that lost still are stale.
  const again = await Promise.all(
    previews.map(async ({ preview, bytes }) => {
      const fresh = await previewImport(stores, 'staff', bytes, places);
      return fresh.ok && applyImport(stores, { ...fresh.preview, version: preview.version }, bytes, order);
    }),
  );
  expect(again.map((one) => one !== false && one.status).sort()).toEqual(['stale', 'stale', 'unchanged']);
  expect(await registerHistory(stores.table, 'staff')).toHaveLength(1);
});

test('a file that is no table is one fault; unknown kinds and missing reasons are told before anything is read', async () => {
  const file = written('x.csv', '甲,乙\n1,2\n');
  expect(await stores.registers('import', 'experts', file)).toMatchObject({
    code: 1,
    out: expect.stringContaining('register.no-titles'),
  });
  expect(await stores.registers('import', 'expert', file)).toMatchObject({
    code: 2,
    err: expect.stringContaining('<KIND>：应为台账之一'),
  });
  expect(await stores.registers('import', 'experts', file, '--apply', '--by', '甲')).toMatchObject({
    code: 2,
    err: expect.stringContaining('缺少 --reason'),
  });
  expect(await stores.registers('export', 'experts', '--out', stores.desk.path('x.xlsx'))).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^register\.unknown-version: /),
  });
});

test('templates of all registers are written; a list shows what is current and what is not there yet', async () => {
  const out = stores.desk.path('templates');
  const { code, out: names } = await stores.desk.awards(['registers', 'template', 'all', '--out', out]);
  expect(code).toBe(0);
  expect(names.trim().split('\n')).toHaveLength(REGISTER_KINDS.length);
  const checked = await stores.desk.awards(['registers', 'check', out]);
  expect(checked).toMatchObject({ code: 0, out: expect.stringMatching(/invitations +0\n/) });
  const list = await stores.registers('list');
  expect(list.out).toMatch(/pilots +试点企业及验收结果 +1 /);
  expect(list.out).toMatch(/experts +评审专家库 +尚未导入/);
});

test('a link is made for an officer of the bureau who is in the register, and for nobody else', async () => {
  const bureau = world.registers.staff.filter(({ role }) => role === 'bureau').at(-1);
  const file = written('staff.json', JSON.stringify(world.registers.staff));
  await stores.registers('import', 'staff', file, '--apply', ...WHO);
  const made = await stores.registers('link', '--staff', bureau?.staffId ?? '');
  expect(made.out).toMatch(/^https:\/\/awards\.example\/l\/[\w-]{43}\n有效期至/);
  const district = world.registers.staff.find(({ role }) => role === 'district');
  for (const staff of [district?.staffId ?? '', 'nobody'])
    expect(await stores.registers('link', '--staff', staff)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^register\.no-officer: /),
    });
  expect(await currentImports(stores.table)).toHaveLength(REGISTER_KINDS.length);
});

test('ids are hashed on the way in, with one key for all registers; the ids themselves are kept nowhere', async () => {
  const ID = '11010519491231002X';
  const key = written('id.key', `${'k'.repeat(32)}\n`);
  const [expert] = world.registers.experts;
  const [pilot] = world.registers.pilots;
  if (expert === undefined || pilot === undefined) throw new Error('too small a world');
  // A file as somebody keeps it: the id stands where its hash will.
  const raw = <K extends 'experts' | 'pilots'>(kind: K, row: typeof expert | typeof pilot, field: string) =>
    registerCsv(kind, [{ ...row, [field]: ID } as never], places);
  const experts = written('experts-ids.csv', raw('experts', expert, 'idHash'));
  const pilots = written('pilots-ids.csv', raw('pilots', pilot, 'legalPersonIdHash'));
  expect(readFileSync(experts, 'utf8')).toContain(ID);

  const refused = await stores.registers('import', 'experts', experts, '--apply', ...WHO);
  expect(refused).toMatchObject({ code: 1, out: expect.stringContaining('register.ids-not-hashed') });
  expect(refused.out).not.toContain(ID);
  const short = written('short.key', 'short');
  const stopped = await stores.registers('import', 'experts', experts, '--id-key-file', short);
  expect(stopped).toMatchObject({ code: 2, err: expect.stringContaining('cli.secret-length') });

  const done = await stores.registers('import', 'experts', experts, '--id-key-file', key, '--apply', ...WHO);
  expect(done).toMatchObject({ code: 0, err: '' });
  const current = await currentImport(stores.table, 'experts');
  const [kept] = await importedRows(stores.table, 'experts', current?.version ?? '');
  const file = new TextDecoder().decode(await stores.evidence.read(registerFileKey(current?.fileSha256 ?? '')));
  expect(file).toContain(kept?.idHash);
  for (const text of [file, JSON.stringify(kept), done.out]) expect(text).not.toContain(ID);

  // The same by two commands; what comes of it is the very same hash.
  const out = stores.desk.path('pilots-hashed.xlsx');
  const hashed = await stores.desk.awards(['registers', 'hash', 'pilots', pilots, '--id-key-file', key, '--out', out]);
  expect(hashed).toMatchObject({ code: 0, out: expect.stringContaining('其中 1 行的证件号码已加密') });
  const dry = await stores.registers('import', 'pilots', out);
  expect(dry.out).not.toContain('不是用同一密钥');
  const read = await readRegisterFile('pilots', readFileSync(out), places);
  expect(read).toMatchObject({ ok: true, rows: [{ legalPersonIdHash: kept?.idHash }] });

  const other = written('other.key', 'o'.repeat(32));
  const strange = await stores.registers('import', 'pilots', pilots, '--id-key-file', other);
  expect(strange).toMatchObject({
    code: 0,
    out: expect.stringContaining('与现行《评审专家库》的证件号码不是用同一密钥'),
  });
});
