import { describe, expect, test } from 'vitest';
import { freshForm } from '../../../shared/http/fields.ts';
import { importPage } from '../../../shared/http/pages/register-import.ts';
import { saidOfFile } from '../../../shared/http/pages/register-words.ts';
import { registerPage, registersPage } from '../../../shared/http/pages/registers.ts';
import qingdao from '../../../shared/policy/qingdao-2025.json' with { type: 'json' };
import { Policy } from '../../../shared/policy/schema.ts';
import { SHEETS } from '../../../shared/registers/columns.ts';
import { differences } from '../../../shared/registers/differences.ts';
import type { Preview } from '../../../shared/registers/import.ts';
import { readRegisterFile } from '../../../shared/registers/read.ts';
import type { RegisterImportRecord } from '../../../shared/schemas/records.ts';
import { REGISTER_KINDS, type RegisterKind, type RegisterRow } from '../../../shared/schemas/registers.ts';
import { generateWorld } from '../../world/generate.ts';
import { BACK, inEnglish, unmarked } from './foreign.ts';

const policy = Policy.parse(qingdao);
const { registers } = generateWorld({ seed: 'register-pages', applications: 20, policy });
const record = (kind: RegisterKind): RegisterImportRecord => ({
  ...{ entity: 'RegisterImport', kind, no: 2, version: 'a'.repeat(64), previous: 'b'.repeat(64), rows: 3 },
  ...{ added: 1, changed: 1, removed: 1, skipped: 1, fileSha256: 'c'.repeat(64), at: '2025-11-03T01:00:00.000Z' },
  ...{ by: '王操作', via: 'command-line', reason: '年度更新' },
});
const wrong = { values: {}, errors: [{ field: 'file', message: 'The file is empty.' }] };

/** A comparison with something added, something removed, and something changed in every column. */
function previewOf(kind: RegisterKind, rows: RegisterRow<RegisterKind>[], refusedRows: number): Preview {
  const [first] = rows;
  const changed = [{ before: first, after: first, columns: SHEETS[kind].columns }];
  // Rows of a kind that is chosen at run time: that they belong to it is beyond the type checker.
  return {
    ...{ kind, fileSha256: 'c'.repeat(64), version: 'd'.repeat(64), rows, refusedRows },
    notes: ['不认识的列，未导入：备用、电话二。', '没有这些列，按空白处理：姓名、电子邮箱。'],
    refused: refusedRows > 0 ? [{ row: 7, column: '姓名', reason: '不能为空' }] : [],
    current: record(kind),
    differences: { ...differences(kind, rows.slice(1) as never, rows.slice(0, -1) as never), changed },
  } as unknown as Preview;
}
const comparison = (kind: RegisterKind, refusedRows: number, state = freshForm) =>
  importPage({
    ...{ preview: previewOf(kind, registers[kind], refusedRows), places: policy, csrf: 'c', state },
    overtaken: record(kind),
  });

const PAGES: Record<string, () => unknown> = {
  all: () => registersPage(REGISTER_KINDS.map((kind, i) => [kind, i % 2 === 0 ? record(kind) : null])),
  ...Object.fromEntries(
    REGISTER_KINDS.flatMap((kind) => [
      [kind, () => registerPage({ kind, history: [record(kind)], csrf: 'c', state: freshForm })],
      [`${kind}, with a wrong file`, () => registerPage({ kind, history: [], csrf: 'c', state: wrong })],
      [`a comparison of ${kind}`, () => comparison(kind, 1, wrong)],
      [`a faultless comparison of ${kind}`, () => comparison(kind, 0)],
    ]),
  ),
};

describe.each(Object.entries(PAGES))('the page of the registers: %s', (_name, render) => {
  test('is English, but for what people and files have in them, and leads back to Chinese', async () => {
    const page = await inEnglish(render);
    expect(unmarked(page)).toEqual([]);
    expect(page).toContain('<html lang="en">');
    expect(page).toContain(BACK);
    expect(page).not.toMatch(/>[^<]*(?:\{\w+\}|undefined)[^<]*</);
    // Titles of columns are the register's own: none is left to be marked.
    expect(page).not.toMatch(/<th[^>]*>[^<]*<span lang="zh-CN">/);
  });

  test('stays Chinese for everybody else, with nothing marked', async () => {
    const page = String(await render());
    expect(page).toMatch(/<h1>\p{Script=Han}/u);
    expect(page.replace('<html lang="zh-CN">', '')).not.toContain('lang="zh-CN"');
  });
});

test('words of the register are English, names are not', async () => {
  const page = await inEnglish(() => comparison('staff', 1));
  expect(page).toContain('may not be blank');
  expect(page).toContain('These columns are not there and count as blank: Name, E-mail.');
  expect(page).toContain('Unknown columns were left out: <span lang="zh-CN">备用、电话二</span>.');
  expect(page).toMatch(/<td class="">District review<\/td>/);
  expect(page).toContain(`<span lang="zh-CN">${registers.staff[0]?.name}</span>`);
});

/** Files with something wrong in every way that the reader tells apart. */
const FILES: [kind: RegisterKind, content: string | Uint8Array][] = [
  ['staff', ''],
  ['staff', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0)],
  ['staff', '%PDF-1.4'],
  ['staff', 'PK\u0003\u0004'],
  ['staff', '{"a": '],
  ['staff', '{}'],
  ['staff', '[{"staffId": 1}]'],
  ['staff', '甲,乙\n1,2'],
  ['staff', '人员编号,角色\n1,2'],
  ['staff', '人员编号,角色,怪\n1,2,3'],
  ['staff', '人员编号,人员编号,角色,姓名,电子邮箱\na,a,财务,甲,a@b.cn'],
  ['staff', '人员编号,角色,姓名,电子邮箱\na,"财务,甲,a@b.cn'],
  ['staff', '人员编号,角色,姓名,电子邮箱,手机号码\n甲,厨师,,无邮箱,12\nb,财务,#REF!,b@b.cn,\n合计,,,,'],
  ['staff', '人员编号,角色,姓名,电子邮箱\na,财务,甲,a@b.cn\na,财务,甲,a@b.cn\nb,财务,甲,a@b.cn\nb,财务,乙,a@b.cn'],
  ['dishonesty', '统一社会信用代码,列入日期,移出日期,认定部门\n9.137E+17,昨天,,院\n12,2025-01-01,,院'],
  ['accidents', '统一社会信用代码,发生日期,事故类型,是否重大\n91370211MA3F0017X1,2025-01-01,安全生产,也许'],
  ['subsidies', '统一社会信用代码,奖补类别,奖补金额,拨付日期,文号\n91370211MA3F0017X0,其他,12,2025-01-01,文'],
  ['subsidies', '统一社会信用代码,奖补类别,奖补金额（元）,拨付日期,文号\n91370211MA3F0017X0,其他,-1.001,2025-01-01,文'],
  [
    'participation',
    '统一社会信用代码,组织活动次数,参加活动次数,要求材料份数,提供材料份数\n91370211MA3F0017X0,0,x,1.5,1',
  ],
];

test.each(FILES)('what is wrong with a file of %s is said in English: %s', async (kind, content) => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const read = await readRegisterFile(kind, bytes, policy);
  const said = read.ok
    ? [...read.notes, ...read.refused.map(({ reason }) => reason)]
    : read.faults.map((fault) => fault.message);
  expect(said.length).toBeGreaterThan(0);
  for (const text of said) {
    const english = await inEnglish(() => saidOfFile(text));
    // What it quotes of the file stays, as do names of places.
    expect(english.replaceAll(/“[^”]*”/g, ''), text).not.toMatch(/\p{Script=Han}{5,}/u);
    expect(english, text).toMatch(/[a-z]{3}/);
    expect(saidOfFile(text)).toBe(text);
  }
});
