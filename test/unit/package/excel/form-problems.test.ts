import { describe, expect, it } from 'vitest';
import { fillForm } from '../../../../shared/package/excel/fill.ts';
import { FORM_FILE } from '../../../../shared/package/excel/layout.ts';
import { openWorkbook } from '../../../../shared/package/excel/open.ts';
import { readForm } from '../../../../shared/package/excel/read.ts';
import { columnName } from '../../../../shared/package/excel/workbook.ts';
import { type WrittenCell, writeWorkbook } from '../../../../shared/package/excel/write.ts';
import { attachments, checkFiles, codes, files, manifest, manifestFile, policy, sha256, slot } from '../fixture.ts';

/** The filled form of the fixture, with cells written over: `申报信息!B9` → what somebody typed. */
async function typed(
  changes: Record<string, string | number | null>,
  answers: Record<string, unknown> = {},
  drop?: string,
) {
  const opened = await openWorkbook(fillForm('chain-case', policy, { ...manifest(attachments()), ...answers }));
  if (!opened.ok) throw new Error(opened.why);
  const sheets = opened.workbook.sheets.filter(({ name }) => name !== drop);
  return writeWorkbook(
    sheets.map(({ name, rows }) => {
      const last = Math.max(...rows.keys(), 40);
      const columns = Array.from({ length: 8 }, (_, i) => i + 1);
      const cell = (row: number, column: number): WrittenCell | null => {
        const changed = changes[`${name}!${columnName(column)}${row}`];
        if (changed === null) return null;
        if (typeof changed === 'number') return { value: { number: String(changed) }, style: 'plain' };
        if (changed !== undefined) return { value: changed, style: 'plain' };
        const old = rows.get(row)?.get(column);
        if (old === undefined) return null;
        return {
          value: old.type === 'text' ? old.value : { number: String('value' in old ? old.value : '') },
          style: 'plain',
        };
      };
      return {
        name,
        columns: [],
        frozen: 0,
        choices: [],
        rows: Array.from({ length: last }, (_, r) => columns.map((column) => cell(r + 1, column))),
      };
    }),
  );
}
const found = async (...args: Parameters<typeof typed>) => {
  const { problems } = await readForm(await typed(...args), slot);
  return problems.map(({ code, where }) => [code.replace('package.', ''), where.replace(`${FORM_FILE} `, '')]);
};
/** Row of the main sheet with this label. */
async function rowOf(label: string): Promise<number> {
  const opened = await openWorkbook(fillForm('chain-case', policy, {}));
  const rows = opened.ok ? (opened.workbook.sheets[0]?.rows ?? new Map()) : new Map();
  for (const [row, cells] of rows) if (cells.get(1)?.value === label) return row;
  throw new Error(`no row ${label}`);
}
const pack = async (form: Uint8Array) => checkFiles([{ name: FORM_FILE, data: form }, ...files(attachments())]);

describe('every problem of a form is in one report, and names sheet, cell and title', () => {
  it('as it is for application.json', async () => {
    const [name, phone, cost] = await Promise.all(['单位名称', '联系人：联系电话', '应用成效：成本'].map(rowOf));
    const bytes = await typed({
      [`申报信息!B${name}`]: null,
      [`申报信息!B${phone}`]: '未填 13900000000',
      [`申报信息!B${cost}`]: '长'.repeat(4001),
      '上下游企业!A5': 'x',
      '上下游企业!C5': '朋友',
      '落地企业!A5': 9.1370211e17,
    });
    const { problems, manifest: read } = await readForm(bytes, slot);
    expect(read).toBeNull();
    expect(problems.map(({ where, message }) => [where, message])).toEqual([
      ['申报书.xlsx 落地企业!A5', '“统一社会信用代码”按数字保存，Excel 已丢失第 15 位以后的数字。'],
      ['申报书.xlsx 上下游企业!C5', '“关系”不是可选的内容。'],
      [`申报书.xlsx 申报信息!B${name}`, '“单位名称”没有填写。'],
      [`申报书.xlsx 申报信息!B${phone}`, '“联系电话”格式不对。'],
      ['申报书.xlsx 上下游企业!A5', '“统一社会信用代码”格式不对。'],
      ['申报书.xlsx 上下游企业!B5', '“企业名称”没有填写。'],
      [`申报书.xlsx 申报信息!B${cost}`, '“成本”超过上限。'],
    ]);
    expect(JSON.stringify(problems)).not.toContain('13900000000');
    for (const { mend, messageEn, mendEn } of problems) {
      expect(mend.length).toBeGreaterThan(3);
      expect(messageEn).toMatch(/^[\x20-\x7e]+$/);
      expect(mendEn).toBeDefined();
    }
  });

  it.each([
    [
      'another version, of which nothing else is said',
      { '申报信息!B3': 'awards-package/1', '申报信息!B9': null },
      [['format-version', '申报信息!B3']],
    ],
    ['no version', { '申报信息!B3': null }, [['format-version', '申报信息!B3']]],
    ['another round', { '申报信息!B4': 'qingdao-2024' }, [['round-mismatch', '申报信息!B4']]],
    ['a category nobody knows', { '申报信息!B5': '别的' }, [['form-choice', '申报信息!B5']]],
    ['another firm', { '申报信息!B6': '91110000101623741K' }, [['uscc-mismatch', '申报信息!B6']]],
    ['another number', { '申报信息!B7': '2' }, [['application-no-mismatch', '申报信息!B7']]],
    ['a label that was changed', { '申报信息!A8': '企业' }, [['form-row-missing', '申报信息']]],
    ['a heading that was changed', { '落地企业!B4': '名字' }, [['form-header-missing', '落地企业']]],
    ['no row where one is needed', { '落地企业!A5': null, '落地企业!B5': null }, [['manifest-field', '落地企业']]],
    ['a file without a kind', { '证明材料!A5': null }, [['manifest-field', '证明材料!A5']]],
  ] as const)('%s', async (_what, changes, expected) => {
    expect(await found(changes)).toEqual(expected);
  });

  it('a sheet that is gone', async () => {
    expect(await found({}, {}, '落地企业')).toEqual([['form-sheet-missing', FORM_FILE]]);
    expect(await found({}, {}, '证明材料')).toEqual([['form-sheet-missing', FORM_FILE]]);
    expect(await found({}, {}, '申报信息')).toEqual([['form-sheet-missing', FORM_FILE]]);
    expect(await found({}, {}, '上下游企业')).toEqual([]);
  });

  it('the form of another category is read as what it is', async () => {
    const other = fillForm('benchmark-enterprise', policy, manifest(attachments()));
    const { problems } = await readForm(other, slot);
    expect(problems[0]?.code).toBe('package.category-mismatch');
    expect(problems.filter(({ code }) => code === 'package.form-row-missing')).toEqual([]);
  });
});

describe('a package with a form', () => {
  it('is accepted, with the hashes of its files', async () => {
    const result = await pack(await typed({}));
    expect(codes(result)).toEqual([]);
    if (!result.ok) return;
    expect(result.manifest.attachments.map((item) => item.sha256)).toEqual(
      attachments().map(({ data }) => sha256(data)),
    );
    expect(result.files[0]).toMatchObject({ kind: 'manifest', path: FORM_FILE });
  });

  it('rows may be moved, files named as people name them, and those named by their kind need no line', async () => {
    const changes = {
      '证明材料!B5': 'attachments\\营业执照.png',
      '证明材料!B6': '信用报告',
      '证明材料!A7': null,
      '证明材料!B7': null,
      '证明材料!A30': '真实性承诺书',
      '证明材料!B30': '真实性承诺书.pdf',
    };
    expect(codes(await pack(await typed(changes)))).toEqual([]);
    const named = attachments().filter(({ path }) => /营业执照|信用报告|真实性承诺书|带动证明/.test(path));
    expect(codes(await pack(await typed({}, { attachments: named })))).toEqual(
      // 安全承诺, 上下游企业 and 案例 are titles of nothing.
      [...Array(3).fill('attachment-not-listed'), ...Array(3).fill('attachment-missing')],
    );
  });

  it('with a line for a file that is not there names the cell', async () => {
    const result = await pack(await typed({ '证明材料!B6': '别的.pdf' }));
    expect(codes(result)).toEqual(['attachment-not-in-zip']);
    expect(!result.ok && result.problems[0]?.where).toBe('申报书.xlsx 证明材料!A6');
  });

  it('and with application.json, too, is refused: nobody knows which counts', async () => {
    const form = { name: FORM_FILE, data: await typed({}) };
    const both = await checkFiles([form, manifestFile(manifest(attachments())), ...files(attachments())]);
    expect(codes(both)).toEqual(['manifest-twice']);
  });

  it('under another name, or too large, is told so', async () => {
    const renamed = await checkFiles([{ name: '申报书(1).xlsx', data: await typed({}) }, ...files(attachments())]);
    expect(codes(renamed)).toEqual(['manifest-missing']);
    expect(!renamed.ok && renamed.problems[0]?.message).toContain('申报书(1).xlsx');
    const large = { name: FORM_FILE, data: Buffer.alloc(2_200_000, 'PK1234567'), method: 'store' as const };
    expect(codes(await checkFiles([large, ...files(attachments())]))).toEqual(['form-too-large']);
    expect(codes(await pack(Buffer.from('d0cf11e0a1b11ae1', 'hex')))).toEqual(['form-not-xlsx']);
  });
});
