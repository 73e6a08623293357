import { describe, expect, test } from 'vitest';
import { isResidentId } from '../../../shared/domain/resident-id.ts';
import { idHasher } from '../../../shared/registers/id-hash.ts';
import { readRegisterFile } from '../../../shared/registers/read.ts';
import { registerCsv, registerWorkbook } from '../../../shared/registers/write.ts';
import { IdHash } from '../../../shared/schemas/basics.ts';
import { CODES, places, rowsOf } from './places.ts';

/** The example of GB 11643. */
const ID = '11010519491231002X';
const KEY = 'a key of a stage that stands in no register';
const hasher = idHasher(KEY);
const [FIRM = ''] = CODES;

const HEAD = '专家编号,姓名,电子邮箱,工作单位,身份证号码,备注';
const row = (id: string, remark = '') => `e1,张某,zhang@example.com,示例大学,${id},${remark}`;
const bytesOf = (...lines: string[]) => new TextEncoder().encode([HEAD, ...lines].join('\n'));

test.each([
  [ID, true],
  ['11010519491231002x', true],
  ['110105194912310021', false],
  ['11010519491331002X', false],
  ['440524188001010014', false],
  ['91370211MA3F0017X0', false],
  ['1101051949123100', false],
])('%s is an id: %s', (text, expected) => {
  expect(isResidentId(text)).toBe(expected);
});

describe('a hash', () => {
  test('is the same for the same id under the same key, however it is written', async () => {
    expect(IdHash.safeParse(hasher(ID)).success).toBe(true);
    expect(hasher(ID.toLowerCase())).toBe(hasher(ID));
    expect(hasher(ID)).not.toContain(ID.slice(0, 6));
    const { rows } = await rowsOf(readRegisterFile('experts', bytesOf(row(` ${ID.toLowerCase()}`)), places, hasher));
    expect(rows).toMatchObject([{ idHash: hasher(ID) }]);
  });

  test('under another key is another one, and its mark says so', () => {
    const other = idHasher('another key of another stage')(ID);
    expect(other.slice(0, 8)).not.toBe(hasher(ID).slice(0, 8));
    expect(other.slice(9)).not.toBe(hasher(ID).slice(9));
  });

  test('is taken as it is, with the key and without', async () => {
    for (const key of [undefined, hasher]) {
      const { rows } = await rowsOf(readRegisterFile('experts', bytesOf(row(hasher(ID))), places, key));
      expect(rows).toMatchObject([{ idHash: hasher(ID) }]);
    }
  });

  test('of a passport is one, too', async () => {
    const { rows } = await rowsOf(readRegisterFile('experts', bytesOf(row('e1234567')), places, hasher));
    expect(rows).toMatchObject([{ idHash: hasher('E1234567') }]);
  });

  test('is read again from what is written', async () => {
    const { rows } = await rowsOf(readRegisterFile('experts', bytesOf(row(ID)), places, hasher));
    const csv = new TextEncoder().encode(registerCsv('experts', rows, places));
    expect(new TextDecoder().decode(csv)).not.toContain(ID);
    for (const file of [csv, new Uint8Array(await registerWorkbook('experts', rows, places))])
      expect((await rowsOf(readRegisterFile('experts', file, places))).rows).toEqual(rows);
  });
});

describe('without the key a file with ids is refused as a whole, and nothing says which they are', () => {
  test.each<[string, Uint8Array]>([
    ['in their column', bytesOf(row(ID))],
    ['in a column that no register has', bytesOf(row('', `身份证${ID}`))],
    ['spaced out', bytesOf(row('110105 19491231 002X'))],
    ['full-width', bytesOf(row('１１０１０５１９４９１２３１００２Ｘ'))],
    ['of a paper that looks like nothing in particular', bytesOf(row('E1234567'))],
    ['as a program writes them', new TextEncoder().encode(JSON.stringify([{ expertId: 'e1', idHash: ID }]))],
    ['kept as a number', new TextEncoder().encode('[{ "expertId": "e1", "idHash": 110105194912310029 }]')],
  ])('%s', async (_name, bytes) => {
    const read = await readRegisterFile('experts', bytes, places);
    expect(read).toMatchObject({ ok: false, faults: [{ code: 'register.ids-not-hashed' }] });
    expect(JSON.stringify(read)).not.toMatch(/19491231|E1234567/i);
  });
});

test.each([
  ['a slip of the pen', '110105194912310021', '不是有效的证件号码'],
  ['a number', '1.1E17', '不是有效的证件号码'],
])('with the key, %s is refused and not repeated', async (_name, id, reason) => {
  const { refused } = await rowsOf(readRegisterFile('experts', bytesOf(row(id)), places, hasher));
  expect(refused).toEqual([{ row: 2, column: '身份证号码', reason: expect.stringContaining(reason) }]);
  expect(JSON.stringify(refused)).not.toContain(id);
});

test('with the key, an id in another column is refused; a credit code never is one', async () => {
  const text = bytesOf(`e1,${ID},zhang@example.com,${FIRM},,`);
  const { refused } = await rowsOf(readRegisterFile('experts', text, places, hasher));
  expect(refused).toEqual([{ row: 2, column: '姓名', reason: expect.stringContaining('本列不能填写') }]);
});
