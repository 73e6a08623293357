import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MoneyUnit, readCell } from '../../../shared/registers/cells.ts';
import type { Column } from '../../../shared/registers/column.ts';
import { SHEETS } from '../../../shared/registers/columns.ts';
import { titleIndex } from '../../../shared/registers/headings.ts';
import { type Cell, tidyText } from '../../../shared/registers/text.ts';
import { REGISTER_KINDS, REGISTERS } from '../../../shared/schemas/registers.ts';
import { places } from './places.ts';

const column = (kind: Column['kind'], blank?: null): Column => ({
  ...{ field: 'x', title: 'X', kind, about: '', example: '' },
  ...(blank === undefined ? {} : { blank }),
});
const read = (kind: Column['kind'], cell: Cell, unit: MoneyUnit | null = null) =>
  readCell(column(kind), cell, places, unit);

describe('dates as people write them', () => {
  test.each<[Cell, string | null]>([
    ['2025-1-5', '2025-01-05'],
    ['2025/01/05', '2025-01-05'],
    ['2025.1.5', '2025-01-05'],
    ['2025年1月5日', '2025-01-05'],
    ['２０２５年１月５日', '2025-01-05'],
    [' 2025 年 1 月 5 日 ', '2025-01-05'],
    ['20250105', '2025-01-05'],
    [20250105, '2025-01-05'],
    ['2025-01-05 00:00:00', '2025-01-05'],
    ['2025-01-05T08:30:00.000Z', '2025-01-05'],
    [45662, '2025-01-05'],
    ['45662', '2025-01-05'],
    [45662.75, '2025-01-05'],
    [new Date('2025-01-05T00:00:00Z'), '2025-01-05'],
    ['2024-02-29', '2024-02-29'],
    ['2025-02-29', null],
    ['2025-13-01', null],
    ['1/5/2025', null],
    ['25-1-5', null],
    ['2025-1/5', null],
    ['2025年', null],
    ['12345', null],
    [true, null],
    [new Date(Number.NaN), null],
  ])('%j is %s', (cell, date) => {
    const expected = date === null ? { reason: expect.stringContaining('不是日期') } : { value: date };
    expect(read({ type: 'date' }, cell)).toEqual(expected);
  });

  test('every day is read back from all of its spellings', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 36_500 }), (n) => {
        const date = new Date(Date.UTC(2000, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);
        const [y, m, d] = date.split('-').map(Number);
        const serial = n + 36_526;
        for (const cell of [
          date,
          `${y}/${m}/${d}`,
          `${y}年${m}月${d}日`,
          date.replaceAll('-', ''),
          serial,
          new Date(date),
        ])
          expect(read({ type: 'date' }, cell)).toEqual({ value: date });
      }),
      { numRuns: 200 },
    );
  });
});

describe('money', () => {
  test.each<[Cell, MoneyUnit | null, number]>([
    [600000, '元', 60_000_000],
    ['600,000.50', '元', 60_000_050],
    ['６００，０００', '元', 60_000_000],
    ['¥1,234.5', '元', 123_450],
    [60, '万元', 60_000_000],
    ['12.345678', '万元', 12_345_678],
    [1.1, '万元', 1_100_000],
    [0.1 + 0.2, '元', 30],
    ['12.30000', '元', 1230],
    [1e6, '分', 1_000_000],
    ['1.5E+2', '元', 15_000],
    ['60万元', '元', 60_000_000],
    ['60 万', null, 60_000_000],
    ['500元', null, 50_000],
    [0, '元', 0],
  ])('%j in %s is %d fen', (cell, unit, fen) => {
    expect(read({ type: 'money' }, cell, unit)).toEqual({ value: fen });
  });

  test.each<[Cell, MoneyUnit | null, string]>([
    ['0.005', '元', '不足一分'],
    [0.0000001, '万元', '不足一分'],
    ['1.5', '分', '不足一分'],
    [100, null, '不知道单位'],
    ['-1', '元', '负数'],
    ['12,34', '元', '不是金额'],
    ['约60万', '元', '不是金额'],
    ['1e99', '元', '过大'],
    [true, '元', '不是金额'],
    [Number.POSITIVE_INFINITY, '元', '不是金额'],
  ])('%j in %s is refused: %s', (cell, unit, says) => {
    expect(read({ type: 'money' }, cell, unit)).toEqual({ reason: expect.stringContaining(says) });
  });

  test('every sum of fen is read from 元, 万元 and 分 exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000_000_000_000 }), (fen) => {
        const digits = String(fen).padStart(7, '0');
        const at = (places: number) => `${digits.slice(0, -places)}.${digits.slice(-places)}`;
        expect(read({ type: 'money' }, at(2), '元')).toEqual({ value: fen });
        expect(read({ type: 'money' }, at(6), '万元')).toEqual({ value: fen });
        expect(read({ type: 'money' }, fen / 100, '元')).toEqual({ value: fen });
        expect(read({ type: 'money' }, `${fen}分`, null)).toEqual({ value: fen });
      }),
      { numRuns: 300 },
    );
  });
});

test.each<[Column['kind'], Cell, unknown]>([
  [{ type: 'points', max: 100 }, '75.5', 755],
  [{ type: 'points', max: 100 }, 75.5, 755],
  [{ type: 'points', max: 100 }, '７５．５分', 755],
  [{ type: 'points', max: 100 }, 100, 1000],
  [{ type: 'points', max: 100 }, '75.50', 755],
  [{ type: 'level' }, '二级', 2],
  [{ type: 'level' }, '2级', 2],
  [{ type: 'level' }, '２', 2],
  [{ type: 'level' }, 3, 3],
  [{ type: 'level' }, 'L4', 4],
  [{ type: 'level' }, 'Ⅲ级', 3],
  [{ type: 'level' }, '未达级', 0],
  [{ type: 'yes-no' }, '是', true],
  [{ type: 'yes-no' }, '√', true],
  [{ type: 'yes-no' }, ' 通 过 ', true],
  [{ type: 'yes-no' }, '未通过', false],
  [{ type: 'yes-no' }, 'Ｎ', false],
  [{ type: 'yes-no' }, true, true],
  [{ type: 'yes-no' }, 0, false],
  [{ type: 'uscc' }, '９１３７０２１１ｍａ３ｆ００１７ｘ０', '91370211MA3F0017X0'],
  [{ type: 'uscc' }, "'91370211 MA3F 0017X0\u200b", '91370211MA3F0017X0'],
  [
    { type: 'usccs' },
    '91370211MA3F0017X0、91110000101623741K；91370211MA3F0017X0',
    ['91370211MA3F0017X0', '91110000101623741K'],
  ],
  [{ type: 'email' }, 'zhang＠example.com ', 'zhang@example.com'],
  [{ type: 'id' }, 'ZJ-001', 'zj-001'],
  [{ type: 'text', max: 20 }, '青岛(示例)　有限公司', '青岛（示例） 有限公司'],
  [{ type: 'text', max: 20 }, 'ABC（China）', 'ABC(China)'],
  [{ type: 'text', max: 20 }, 42, '42'],
  [{ type: 'integer', min: 1, max: 9 }, '第三批'.replace('三', '3'), 3],
  [{ type: 'integer', min: 0, max: 99 }, '8次', 8],
  [{ type: 'choice', of: 'districts' }, '市南区', '370202'],
  [{ type: 'choice', of: 'districts' }, '青岛西海岸新区（黄岛区）', '370211'],
  [{ type: 'choice', of: 'districts' }, 370202, '370202'],
  [{ type: 'choice', of: 'districts' }, '370202 市南区', '370202'],
  [{ type: 'choices', of: 'industries' }, '汽车零部件及配件制造, rail-equipment', ['auto-parts', 'rail-equipment']],
])('%j reads %j as %j', (kind, cell, value) => {
  expect(read(kind, cell)).toEqual({ value });
});

test.each<[Column['kind'], Cell, string]>([
  [{ type: 'points', max: 100 }, '75.55', '小数超过一位'],
  [{ type: 'points', max: 100 }, 100.1, '超出范围'],
  [{ type: 'points', max: 100 }, -1, '超出范围'],
  [{ type: 'level' }, '五级', '不是等级'],
  [{ type: 'level' }, 2.5, '不是等级'],
  [{ type: 'yes-no' }, '待定', '看不出'],
  [{ type: 'uscc' }, 9.13702111234568e17, '末几位已经丢失'],
  [{ type: 'uscc' }, '9.13702E+17', '末几位已经丢失'],
  [{ type: 'uscc' }, '91370211MA3F0017X', '现为 17 位'],
  [{ type: 'email' }, 'zhang', '不是电子邮箱'],
  [{ type: 'id' }, '专家一', '不是编号'],
  [{ type: 'text', max: 3 }, '四个字呀', '超过 3 字'],
  [{ type: 'text', max: 3 }, 'a\u0007', '控制字符'],
  [{ type: 'text', max: 3 }, 'x'.repeat(5000), '内容过长'],
  [{ type: 'text', max: 9 }, '#N/A', '公式出错'],
  [{ type: 'integer', min: 1, max: 9 }, '1.5', '不是整数'],
  [{ type: 'choice', of: 'districts' }, '市东区', '市南区、青岛西海岸新区(黄岛区)'],
  [{ type: 'date' }, null, '不能为空'],
  [{ type: 'date' }, '  ', '不能为空'],
])('%j refuses %j: %s', (kind, cell, says) => {
  expect(read(kind, cell)).toEqual({ reason: expect.stringContaining(says) });
});

test.each(['', null, '—', '/', '无'])('a cell that may be blank takes %j for nothing', (cell) => {
  expect(readCell(column({ type: 'uscc' }, null), cell, places, null)).toEqual({ value: null });
});

test('a formula that failed is no blank', () => {
  expect(readCell(column({ type: 'uscc' }, null), '#N/A', places, null)).toHaveProperty('reason');
});

/** What people, spreadsheets and input methods put into cells. */
const written = fc.string({
  unit: fc.constantFrom(
    ...[...'（）()ＡｂＣ１２3 \n\r\t\u3000\u00a0\u200b\ufeff甲乙元万分年月日级\'"=+-.,，、/#eE%√×\u0000'],
    '\r\n',
    '𠮷',
    '\ud83d',
  ),
});

test('tidying a text twice changes nothing more', () => {
  fc.assert(
    fc.property(written, (text) => {
      expect(tidyText(tidyText(text))).toBe(tidyText(text));
    }),
  );
});

test('whatever a cell holds, every kind of column answers', () => {
  const kinds = REGISTER_KINDS.flatMap((kind) => SHEETS[kind].columns);
  const cell = fc.oneof(written, fc.double(), fc.boolean(), fc.date({ noInvalidDate: false }));
  fc.assert(
    fc.property(fc.constantFrom(...kinds), cell, (one, value) => {
      const result = readCell(one, value, places, '元');
      expect('value' in result || result.reason.length > 0).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

describe.each(REGISTER_KINDS)('the columns of %s', (kind) => {
  const { columns } = SHEETS[kind];
  test('are the fields of its rows', () => {
    const fields = Object.keys(REGISTERS[kind].shape).sort();
    expect([...new Set(columns.map(({ field }) => field.split('.')[0]))].sort()).toEqual(fields);
  });

  test('have no name in common', () => {
    const index = titleIndex(SHEETS[kind]);
    for (const one of columns)
      for (const name of [one.title, one.field, ...(one.also ?? [])])
        expect(
          [...titleIndex({ ...SHEETS[kind], columns: [one] }).keys()].map((key) => index.get(key)),
          name,
        ).toEqual([...titleIndex({ ...SHEETS[kind], columns: [one] }).keys()].map(() => one));
  });

  test('can be filled in as their examples say', () => {
    const lists = {
      districts: [{ code: '370202', name: '市南区' }],
      industries: ['汽车零部件及配件制造', '轨道交通设备制造', '家用电器及配件制造'].map((name, i) => ({
        code: `i-${i}`,
        name,
      })),
    };
    for (const one of columns) expect(readCell(one, one.example, lists, '元'), one.title).toHaveProperty('value');
  });
});

test.each<[Cell, string | null]>([
  ['13800000001', '13800000001'],
  [13800000001, '13800000001'],
  ['138 0000 0001', '13800000001'],
  ['+86 13800000001', '13800000001'],
  ['86-13800000001', '13800000001'],
  ['１３８００００００００１', null],
  ['0532-12345678', null],
  ['1380000000', null],
])('%j is the mobile number %s', (cell, number) => {
  const expected = number === null ? { reason: expect.stringContaining('不是手机号码') } : { value: number };
  expect(read({ type: 'mobile' }, cell)).toEqual(expected);
});

test('a row whose column may be missing has no such field where its cell is blank', () => {
  expect(readCell({ ...column({ type: 'mobile' }), blank: 'no-field' }, '—', places, null)).toEqual({
    value: undefined,
  });
});
