import { describe, expect, it } from 'vitest';
import { readCell } from '../../../../shared/package/excel/values.ts';
import { type Cell, cellAt, columnName, dateOf, serialOf } from '../../../../shared/package/excel/workbook.ts';
import type { FormField } from '../../../../shared/package/form.ts';
import { kindOfFile } from '../../../../shared/package/titles.ts';

const field = (input: FormField['input'], more: Partial<FormField> = {}): FormField => ({
  path: ['x'],
  title: '某项',
  titleEn: 'Some',
  required: true,
  input,
  ...more,
});
const cell = (value: string | number | boolean): Cell => {
  if (typeof value === 'string') return { type: 'text', value };
  return typeof value === 'number' ? { type: 'number', value } : { type: 'boolean', value };
};
const outcome = (asked: FormField, value: string | number | boolean, date1904 = false): unknown => {
  const reading = readCell(asked, cell(value), date1904);
  return reading.ok ? reading.value : `!${reading.fault}${reading.unknown ?? ''}`;
};

describe('money, in 元 or 万元', () => {
  it.each([
    [15000, 1_500_000],
    [15000.01, 1_500_001],
    [0.30000000000000004, 30],
    [1234567.8900000001, 123_456_789],
    [-5, -500],
    ['15000', 1_500_000],
    ['15,000.50', 1_500_050],
    ['１５，０００．５', 1_500_050],
    ['￥15 000元', 1_500_000],
    ['65万元', 65_000_000],
    ['1.23456万', 1_234_560],
    ['90071992547409.91', Number.MAX_SAFE_INTEGER],
    ['0.100', 10],
    [0.001, '!money-fraction'],
    ['15000.005', '!money-fraction'],
    ['1.0000001万元', '!money-fraction'],
    ['约15000', '!money'],
    ['1,50,000', '!money'],
    ['1e5', '!money'],
    [1e30, '!money'],
    ['9'.repeat(61), '!money'],
    [true, '!money'],
  ])('%s', (written, expected) => {
    expect(outcome(field('money'), written)).toBe(expected);
  });
});

describe('dates as people write them', () => {
  it.each([
    [45747, '2025-03-31'],
    [45747.75, '2025-03-31'],
    ['2025-03-31', '2025-03-31'],
    ['2025-3-1', '2025-03-01'],
    ['2025/3/31', '2025-03-31'],
    ['2025.3.31', '2025-03-31'],
    ['2025年3月31日', '2025-03-31'],
    [' 2025 年 3 月 31 日 ', '2025-03-31'],
    ['２０２５－０３－３１', '2025-03-31'],
    ['2025-03-31 08:30', '2025-03-31'],
    ['2025-03-31T00:00:00.000', '2025-03-31'],
    ['20250331', '2025-03-31'],
    [20250331, '2025-03-31'],
    ['2025-02-30', '!date'],
    ['2025年3月', '!date'],
    ['2025-3/31', '!date'],
    ['3/31/2025', '!date'],
    ['25-3-31', '!date'],
    [2025, '!date'],
    ['昨天', '!date'],
  ])('%s', (written, expected) => {
    expect(outcome(field('date'), written)).toBe(expected);
  });

  it('counts from 1904 where the workbook does', () => {
    expect(outcome(field('date'), 44285, true)).toBe('2025-03-31');
  });
});

const level = field('choice', {
  options: [
    { value: 'provincial', title: '省级' },
    { value: 'other', title: '其他' },
  ],
});
const scenarios = field('choices', {
  options: [
    { value: 'finance', title: '财务管理' },
    { value: 'energy', title: '能耗管理' },
  ],
});
it.each([
  [field('integer', { unit: '人' }), 25, 25],
  [field('integer', { unit: '人' }), '２５人', 25],
  [field('integer'), '25.0', 25],
  [field('integer'), '1,200', 1200],
  [field('integer'), 25.5, '!integer'],
  [field('integer'), '二十五', '!integer'],
  [field('yes-no'), '是', true],
  [field('yes-no'), ' Ｙ ', true],
  [field('yes-no'), '不同意', false],
  [field('yes-no'), true, true],
  [field('yes-no'), 0, false],
  [field('yes-no'), '也许', '!yes-no'],
  [level, '省级', 'provincial'],
  [level, ' Provincial', 'provincial'],
  [level, '区级', '!choice'],
  [field('text', { path: ['uscc'] }), '９１３７０２１１ｍａ3f0017x0', '91370211MA3F0017X0'],
  [field('text', { path: ['phone'] }), '０５３２－１２３４ 5678', '0532-1234 5678'],
  [field('text', { path: ['number'] }), 123456789012345, '123456789012345'],
  [field('text', { path: ['number'] }), 2.5372e19, '!number-cut'],
  [field('text', { max: 50 }), '（全角）保留', '（全角）保留'],
  [field('long-text', { max: 50 }), '一\r\n二\t三', '一\n二 三'],
] as const)('%o: %s', (asked, written, expected) => {
  expect(outcome(asked, written)).toBe(expected);
});

it.each([
  ['财务管理、能耗管理', ['finance', 'energy']],
  ['财务管理，能耗管理；财务管理', ['finance', 'energy']],
  ['energy\n财务管理', ['energy', 'finance']],
  ['、', []],
  ['财务管理、别的', '!choice2'],
])('several choices: %s', (written, expected) => {
  expect(outcome(scenarios, written)).toEqual(expected);
});

it('one item a line', () => {
  expect(outcome(field('lines'), ' 甲 \r\n\n乙')).toEqual(['甲', '乙']);
});

it.each(['error', 'uncomputed'] as const)('a cell with %s is no answer to anything', (type) => {
  expect(readCell(field('text'), { type }, false)).toEqual({ ok: false, fault: type });
});

it.each([
  [1, 'A'],
  [26, 'Z'],
  [27, 'AA'],
  [703, 'AAA'],
])('column %i is %s', (column, name) => {
  expect(columnName(column)).toBe(name);
  expect(cellAt(`${name}12`)).toEqual({ row: 12, column });
});

it('days are counted as Excel counts them, where it can', () => {
  expect(serialOf('2025-03-31')).toBe(45747);
  expect(dateOf(45747, false)).toBe('2025-03-31');
  expect(serialOf('1950-01-01')).toBeNull();
});

it.each([
  ['attachments/营业执照.pdf', 'business-licence'],
  ['attachments/营业执照2.jpg', 'business-licence'],
  ['attachments/信用报告（盖章）.pdf', 'credit-report'],
  ['attachments/合同、发票及付款凭证-12.pdf', 'vouchers'],
  ['attachments/扫描件.pdf', null],
  ['attachments/营业执照副本.pdf', null],
])('%s is %s', (path, kind) => {
  expect(kindOfFile(path)).toBe(kind);
});
