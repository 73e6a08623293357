import { describe, expect, test } from 'vitest';
import { freshForm } from '../../../shared/http/fields.ts';
import { importPage } from '../../../shared/http/pages/register-import.ts';
import { registerPage, registersPage } from '../../../shared/http/pages/registers.ts';
import qingdao from '../../../shared/policy/qingdao-2025.json' with { type: 'json' };
import { Policy } from '../../../shared/policy/schema.ts';
import { differences } from '../../../shared/registers/differences.ts';
import type { Preview } from '../../../shared/registers/import.ts';
import type { RegisterImportRecord } from '../../../shared/schemas/records.ts';
import { REGISTER_KINDS, type RegisterKind, type RegisterRow } from '../../../shared/schemas/registers.ts';
import { generateWorld } from '../../world/generate.ts';
import { formsOf, poisoned } from './markup.ts';

const policy = Policy.parse(qingdao);
const { registers } = generateWorld({ seed: 'register-pages', applications: 20, policy });
const record = (kind: RegisterKind): RegisterImportRecord => ({
  ...{ entity: 'RegisterImport', kind, no: 2, version: 'a'.repeat(64), previous: 'b'.repeat(64), rows: 3 },
  ...{ added: 1, changed: 1, removed: 1, skipped: 1, fileSha256: 'c'.repeat(64), at: '2025-11-03T01:00:00.000Z' },
  ...{ by: '王操作', via: 'command-line', reason: '年度更新' },
});

describe.each(REGISTER_KINDS)('the comparison of %s', <K extends RegisterKind>(kind: K) => {
  const rows = registers[kind] as RegisterRow<K>[];
  const view = (refusedRows: number) => {
    // Rows of a kind that is chosen at run time: that they belong to it is beyond the type checker.
    const preview = {
      ...{ kind, fileSha256: 'c'.repeat(64), version: 'd'.repeat(64), rows, refusedRows, notes: ['提示'] },
      refused: refusedRows > 0 ? [{ row: 7, column: '姓名', reason: '不能为空' }] : [],
      current: record(kind),
      differences: differences(kind, rows.slice(1), rows.slice(0, -1)),
    } as unknown as Preview;
    return { preview, places: policy, csrf: 'c', state: freshForm, overtaken: record(kind) };
  };

  test('shows every change, and no markup of the file', async () => {
    const page = (await importPage(poisoned(view(1)))).toString();
    expect(page).not.toContain('<script');
    expect(page).toContain('未能读出 1 行');
    expect(page).toContain('您的文件没有导入');
    expect(formsOf(page)[0]?.map(({ name }) => name)).toEqual([
      ...['csrf', 'version', 'expected', 'refused', 'skipRefused', 'reason'],
    ]);
  });

  test('asks for no leaving out where nothing was refused', async () => {
    const page = (await importPage(view(0))).toString();
    expect(formsOf(page)[0]?.map(({ name }) => name)).toEqual(['csrf', 'version', 'expected', 'refused', 'reason']);
  });
});

test('the register’s page names its columns’ file, its history and what was wrong', async () => {
  const state = { values: {}, errors: [{ field: 'file', message: '缺少列：文号。' }] };
  const page = (
    await registerPage(poisoned({ kind: 'subsidies' as const, history: [record('subsidies')], csrf: 'c', state }))
  ).toString();
  expect(page).not.toContain('<script');
  expect(page).toContain('href="#f-file"');
  expect(page).toContain('现行第 2 版');
  const list = (await registersPage(REGISTER_KINDS.map((kind, i) => [kind, i === 0 ? null : record(kind)]))).toString();
  expect(list.match(/href="\/registers\/\w+"/g)).toHaveLength(REGISTER_KINDS.length);
});
