import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { SHEETS } from '../../../shared/registers/columns.ts';
import { readRegisterFile } from '../../../shared/registers/read.ts';
import { CODES, places, readText, rowsOf, workbookOf } from './places.ts';

const [A, B, C] = CODES;
const SUBSIDIES = `统一社会信用代码,奖补类别,奖补金额（万元）,拨付日期,文号
${A},二级及以上,20,2024-5-1,示例〔2024〕1号
${B},其他,"1,234.5",2024年5月2日,"示例""甲"",乙
丙"
`;
const GOOD = [
  { uscc: B, kind: 'other', amountFen: 1_234_500_000, paidOn: '2024-05-02', document: '示例"甲",乙\n丙' },
  { uscc: A, kind: 'level-2-or-above', amountFen: 20_000_000, paidOn: '2024-05-01', document: '示例〔2024〕1号' },
];

describe('text in every encoding that Excel and WPS save', () => {
  test.each<[string, (text: string) => Uint8Array]>([
    ['UTF-8', (text) => iconv.encode(text, 'utf8')],
    ['UTF-8 with a mark', (text) => iconv.encode(text, 'utf8', { addBOM: true })],
    ['GB18030', (text) => iconv.encode(text, 'gb18030')],
    ['UTF-16 with a mark', (text) => iconv.encode(text, 'utf16le', { addBOM: true })],
    ['UTF-16 the other way round', (text) => iconv.encode(text, 'utf16be', { addBOM: true })],
  ])('%s', async (_name, encode) => {
    const { rows, refused, notes } = await rowsOf(readRegisterFile('subsidies', encode(SUBSIDIES), places));
    expect({ rows, refused, notes }).toEqual({ rows: GOOD, refused: [], notes: [] });
  });

  test.each([';', '\t', '，'])('delimited by %j, with the lines of Windows', async (delimiter) => {
    const lines = [
      ['统一社会信用代码', '活动总数', '参加活动', '要求材料', '提供材料'],
      [A, '１２', '3', '8', '7'],
    ];
    const text = lines.map((line) => line.join(delimiter)).join('\r\n');
    const { rows } = await rowsOf(readText('participation', text));
    expect(rows).toEqual([
      { uscc: A, activitiesHeld: 12, activitiesAttended: 3, materialsAsked: 8, materialsDelivered: 7 },
    ]);
  });

  test('with the delimiter written down', async () => {
    const { refused } = await rowsOf(
      readText('accidents', `sep=;\n信用代码;发生日期;事故类型;是否重大\n${A};x;网络安全;否`),
    );
    expect(refused).toEqual([{ row: 3, column: '发生日期', reason: expect.stringContaining('不是日期') }]);
  });
});

test('the titles are found below a heading; sums, remarks, blank rows and running numbers are no rows', async () => {
  const text = `青岛市安全事故台账,,,,
（截至2025年6月）,,,,
序号,信用代码,发生时间,类型,是否重大事故,处理人
1,${A},2024/3/1,生产安全事故,是,甲
,,,,
2,,,,
合 计,2起,,,
备注：以上为初步统计,,,,
`;
  const { rows, refused, notes } = await rowsOf(readText('accidents', text));
  expect(rows).toEqual([{ uscc: A, happenedOn: '2024-03-01', kind: 'safety', major: true }]);
  expect(refused).toEqual([]);
  expect(notes).toEqual(['不认识的列，未导入：处理人。', expect.stringContaining('合计或说明行')]);
});

test('scenarios may stand under a merged title', async () => {
  const { columns } = SHEETS.pilots;
  const grades = columns.filter(({ field }) => field.startsWith('grades.'));
  const others = columns.filter(({ field }) => !field.startsWith('grades.'));
  const text = [
    [...others.map(({ title }) => title), '数字化经营场景等级'],
    [...others.map(() => ''), ...grades.map(({ title }) => title)],
    columns.map(({ example }) => example),
  ]
    .map((line) => line.join('\t'))
    .join('\n');
  const { rows, notes } = await rowsOf(readText('pilots', text));
  expect(rows).toHaveLength(1);
  expect(Object.values(rows[0]?.grades ?? {})).toEqual(Array(16).fill(2));
  expect(notes).toEqual([]);
});

test('fields have their own names too; money then is fen', async () => {
  const { rows } = await rowsOf(
    readText('subsidies', `uscc,kind,amountFen,paidOn,document\n${A},other,150,2024-01-01,a`),
  );
  expect(rows).toMatchObject([{ amountFen: 150 }]);
});

test('every fault of every row is told at once, by row and column as the sheet has them', async () => {
  const text = `信用代码,奖补类别,奖补金额,拨付日期,文号
${A},二级,20,昨天,a
${B},其他,100元,2024-01-01,a
${B},其他,100元,2024-01-01,a
,其他,1元,2024-01-01,
`;
  const { rows, refused, refusedRows } = await rowsOf(readText('subsidies', text));
  expect(rows).toHaveLength(1);
  expect(refusedRows).toBe(3);
  expect(refused.map(({ row, column, reason }) => [row, column, reason.slice(0, 8)])).toEqual(
    [
      [2, '奖补类别', '“二级”不在可填'],
      [2, '奖补金额', '不知道单位：请在'],
      [2, '拨付日期', '“昨天”不是日期'],
      [4, '', '与第 3 行完全相'],
      [5, '信用代码', '不能为空'],
      [5, '文号', '不能为空'],
    ].map(([row, column, says]) => [row, column, String(says).slice(0, 8)]),
  );
});

test('of rows that differ under one code none is taken', async () => {
  const line = (attended: number) => `${C},12,${attended},8,8`;
  const text = `信用代码,活动总数,参加活动,要求材料,提供材料\n${line(1)}\n${line(2)}\n`;
  const { rows, refused } = await rowsOf(readText('participation', text));
  expect(rows).toEqual([]);
  expect(refused.map(({ row }) => row)).toEqual([2, 3]);
});

test('a column that is something else throughout is one fault', async () => {
  const text = `信用代码,发生日期,事故类型,是否重大\n${`${A},x,y,z\n`.repeat(4000)}`;
  expect(await readText('accidents', text)).toMatchObject({
    ok: false,
    faults: [{ code: 'register.too-many-faults' }],
  });
});

test('a code whose check character is off is noted and taken', async () => {
  const { rows, notes } = await rowsOf(
    readText('participation', '信用代码,活动总数,参加活动,要求材料,提供材料\n91310115MA1H8R7C6D,1,1,1,1'),
  );
  expect(rows).toHaveLength(1);
  expect(notes).toEqual([expect.stringContaining('校验位不符，请核对（不影响导入）：第 2 行')]);
});

test.each<[string, string, string]>([
  ['no titles', '甲,乙\n1,2', 'register.no-titles'],
  ['a missing column', '信用代码,发生日期,是否重大\n', 'register.column-missing'],
  ['a column twice', '信用代码,发生日期,发生时间,类型,重大事故\n', 'register.column-twice'],
  ['an open quote', `信用代码,发生日期,类型,重大事故\n"${A},1,2,3\n`, 'register.csv'],
  ['nothing', '', 'register.empty'],
  ['JSON of another kind', '{"rows":[]}', 'register.not-rows'],
  ['half JSON', '[{', 'register.not-json'],
  ['a PDF', '%PDF-1.7', 'register.not-a-table'],
])('%s is one clear fault', async (_name, text, code) => {
  expect(await readText('accidents', text)).toMatchObject({ ok: false, faults: [{ code }] });
});

test('missing columns name what else was there', async () => {
  const reading = await readText('accidents', '信用代码,发生日期,性质\n');
  expect(reading.ok ? '' : reading.faults[0]?.message).toBe('缺少列：事故类型、是否重大。不认识的列：性质。');
});

describe('a workbook', () => {
  const titles = ['信用代码', '活动总数', '参加活动', '要求材料', '提供材料'];
  const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const head = `<row r="1">${titles.map((title, i) => cell(`${'ABCDE'[i]}1`, title)).join('')}</row>`;
  const read = (rows: string) => readRegisterFile('participation', workbookOf(`${head}${rows}`), places);
  const numbers = '<c r="C2"><v>1</v></c><c r="D2"><v>8</v></c><c r="E2"><v>8</v></c>';

  test('gives the kept results of formulas', async () => {
    const { rows } = await rowsOf(read(`<row r="2">${cell('A2', A)}<c r="B2"><f>6*2</f><v>12</v></c>${numbers}</row>`));
    expect(rows).toMatchObject([{ activitiesHeld: 12 }]);
  });

  test.each([
    ['that failed', '<c r="B2" t="e"><f>VLOOKUP(1,A:A,1)</f><v>#N/A</v></c>', '公式出错（#N/A）'],
    ['that nobody worked out', '<c r="B2"><f>6*2</f></c>', '公式没有保存计算结果'],
    ['that nobody worked out, blank', '<c r="B2"><f>6*2</f><v></v></c>', '公式没有保存计算结果'],
  ])('refuses a formula %s', async (_name, formula, says) => {
    const { refused } = await rowsOf(read(`<row r="2">${cell('A2', A)}${formula}${numbers}</row>`));
    expect(refused).toEqual([{ row: 2, column: '活动总数', reason: expect.stringContaining(says) }]);
  });

  test('passes over a million formatted rows', async () => {
    const blank = '<row r="1048576" s="1"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"/></row>';
    const { rows } = await rowsOf(read(`<row r="2">${cell('A2', A)}<c r="B2"><v>12</v></c>${numbers}</row>${blank}`));
    expect(rows).toHaveLength(1);
  });

  test.each([
    ['a cell at the end of the world', '<row r="1048576"><c r="A1048576"><v>1</v></c></row>', 'register.too-large'],
    ['a cell far to the right', '<row r="2"><c r="XFD2"><v>1</v></c></row>', 'register.too-large'],
    ['a row that is no number', '<row r="1e9"><c r="A2"><v>1</v></c></row>', 'register.not-a-workbook'],
    ['a row in disguise', '<row r="&#49;000000000"><c r="A2"><v>1</v></c></row>', 'register.not-a-workbook'],
    ['cells without an address', '<row><c><v>1</v></c></row>', 'register.not-a-workbook'],
  ])('with %s is refused before it is read', async (_name, rows, code) => {
    expect(await read(rows)).toMatchObject({ ok: false, faults: [{ code }] });
  });

  test('that unpacks to more than it may is refused before it is unpacked', async () => {
    const bomb = workbookOf('');
    // What the directory says of the sheet: 64 MB.
    const entry = Buffer.from(bomb.buffer).lastIndexOf('PK\u0001\u0002');
    new DataView(bomb.buffer).setUint32(entry + 24, 64 * 1024 * 1024, true);
    expect(await readRegisterFile('pilots', bomb, places)).toMatchObject({
      ok: false,
      faults: [{ code: 'register.too-large' }],
    });
  });

  test.each([
    ['tags without an end', '<row '.repeat(100_000)],
    ['tags in each other', '<row>'.repeat(100_000)],
    ['attributes without an end', `<row ${'r= '.repeat(100_000)}`],
    ['very many attributes', `<row ${'r="2" '.repeat(100_000)}></row>`],
    ['quotes without an end', `<c ${`r="A1" t='e `.repeat(100_000)}`],
    ['formulas without an end', `<c r="A1"><f>${'<f '.repeat(100_000)}`],
  ])('of %s is refused in time', async (_name, rows) => {
    expect(await read(rows)).toMatchObject({ ok: false });
  });

  test('of one long text in very many cells is refused', async () => {
    const row = (n: number) =>
      `<row r="${n}">${[...'ABCDE'].map((c) => `<c r="${c}${n}" t="s"><v>0</v></c>`).join('')}</row>`;
    const rows = Array.from({ length: 3000 }, (_, i) => row(i + 2)).join('');
    const bytes = workbookOf(`${head}${rows}`, { strings: ['长'.repeat(3000)] });
    expect(await readRegisterFile('participation', bytes, places)).toMatchObject({
      ok: false,
      faults: [{ code: 'register.too-large' }],
    });
  });

  test.each([
    ['an old one', [0xd0, 0xcf, 0x11, 0xe0, 0, 0], 'register.old-workbook'],
    ['a broken one', [0x50, 0x4b, 3, 4, 0, 0], 'register.not-a-workbook'],
  ])('%s is refused', async (_name, bytes, code) => {
    expect(await readRegisterFile('pilots', Uint8Array.from(bytes), places)).toMatchObject({ faults: [{ code }] });
  });
});
