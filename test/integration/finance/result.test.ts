import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeResult, writeBatch } from '../../../infra/local/finance/files.ts';
import { type Ledger, openLedger } from '../../../infra/local/finance/ledger.ts';
import { fenOf } from '../../../infra/local/finance/result.ts';
import { readWorkbook } from '../../../shared/registers/workbook.ts';
import { instruction } from './desk.ts';

const RECEIVED = '2025-12-21T01:00:00.000Z';
const NOW = Date.parse('2025-12-30T02:00:00.000Z');
let dir: string;
let ledger: Ledger;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'finance-files-'));
  ledger = openLedger(join(dir, 'ledger.sqlite'));
  for (const no of [1, 2, 3]) ledger.store({ ...instruction(no, no * 1_000_050).data, receivedAt: RECEIVED });
});
afterEach(() => {
  ledger.close();
  rmSync(dir, { recursive: true });
});

const id = (no: number) => instruction(no).id;
const directive = (no: number, kind: 'hold' | 'cancel' | 'release', n = 1) => {
  const { disbursementId, roundId, awardId, payeeUscc, amountFen } = instruction(no, no * 1_000_050).data;
  const about = { disbursementId, roundId, awardId, payeeUscc, amountFen };
  return ledger.storeDirective({ directiveId: `${id(no)}.d${n}`, no: n, directive: kind, ...about }, RECEIVED);
};
const HEAD = ['拨付编号', '金额（元）', '结果', '原因', '日期'];
const good = [
  [id(1), '10,000.50', '已支付', '', '2025-12-29'],
  [id(2), '20001', '退票', '户名不符', '2025/12/29'],
  [id(3), '30001.50', '已支付', '', '2025年12月30日'],
  ['合计', '60,003.00', '', '', ''],
];
const take = (rows: string[][], head = HEAD) => {
  const path = join(dir, 'result.csv');
  writeFileSync(path, [head, ...rows].map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\r\n'));
  return takeResult(ledger, path, NOW);
};
const changed = (row: number, column: number, value: string) =>
  good.map((cells, i) => (i === row ? cells.map((cell, j) => (j === column ? value : cell)) : cells));

test('a batch has what may be paid, once, and is written again as it was; a workbook says the same as CSV', async () => {
  directive(2, 'hold');
  expect(await writeBatch(ledger, join(dir, 'a.csv'))).toEqual({ no: 1, count: 2 });
  expect(await writeBatch(ledger, join(dir, 'b.csv'))).toBeNull();
  directive(2, 'release', 2);
  expect(await writeBatch(ledger, join(dir, 'b.csv'))).toEqual({ no: 2, count: 1 });
  const known = new Map([['payee-1', { accountName: '=甲公司', bank: '支行', accountNumber: '6222000000000001' }]]);
  const accountsOf = async () => known;
  expect(await writeBatch(ledger, join(dir, 'c.csv'), { again: 1, accountsOf })).toEqual({ no: 1, count: 2 });
  expect(readFileSync(join(dir, 'a.csv'), 'utf8')).not.toContain('6222');
  const text = readFileSync(join(dir, 'c.csv'), 'utf8');
  expect(text).toContain(`${id(1)},91370200MA3C000000,payee-1,'=甲公司,支行,6222000000000001,10000.50,`);
  expect(text).toMatch(/合计,,,,,,40002\.00,/);
  await writeBatch(ledger, join(dir, 'c.xlsx'), { again: 1, accountsOf });
  const [sheet] = await readWorkbook(readFileSync(join(dir, 'c.xlsx')));
  expect(sheet?.rows[1]?.slice(0, 7)).toEqual([
    ...[id(1), '91370200MA3C000000', 'payee-1', '=甲公司', '支行', '6222000000000001', 10000.5],
  ]);
});

test('a result is taken whole, and told again it changes nothing', async () => {
  expect(await take(good)).toMatchObject({ ok: true, known: 0, answers: { length: 3 } });
  expect(ledger.standing().map(({ answer }) => answer?.outcome)).toEqual(['paid', 'failed', 'paid']);
  const before = ledger.unsent();
  expect(before.map(({ detail }) => detail)).toContainEqual({
    ...{ disbursementId: id(2), roundId: 'qd-2025', amountFen: 2_000_100, receivedAt: RECEIVED },
    ...{ settledAt: '2025-12-28T16:00:00.000Z', outcome: 'failed', reason: '户名不符' },
    correlationid: instruction(2).data.awardId,
  });
  expect(await take(good)).toEqual({ ok: true, known: 3, answers: [] });
  expect(ledger.unsent()).toEqual(before);
});

test('the treasury’s own workbook, the batch with its last columns filled in, is a result', async () => {
  await writeBatch(ledger, join(dir, 'batch.csv'));
  const [head = '', ...lines] = readFileSync(join(dir, 'batch.csv'), 'utf8').trim().split('\r\n');
  const filled = lines.map((line) => (line.startsWith('合计') ? line : line.replace(/,,,?$/, ',已支付,,2025-12-30')));
  writeFileSync(join(dir, 'filled.csv'), [head, ...filled].join('\r\n'));
  expect(await takeResult(ledger, join(dir, 'filled.csv'), NOW)).toMatchObject({ ok: true, answers: { length: 3 } });
});

describe('nothing of a file with a problem is taken', () => {
  test.each<[string, string[][], string[]]>([
    ['an unknown number', changed(0, 0, id(9)), ['2 finance.result-unknown']],
    ['a number twice', changed(1, 0, id(1)), ['3 finance.result-duplicate']],
    ['another sum', changed(0, 1, '10000.51'), ['2 finance.result-amount', '5 finance.result-total']],
    ['a negative sum', changed(0, 1, '-10000.50'), ['2 finance.result-amount-malformed', '5 finance.result-total']],
    ['part of a fen', changed(0, 1, '10000.505'), ['2 finance.result-amount-malformed', '5 finance.result-total']],
    ['nothing for a sum', changed(0, 1, '0'), ['2 finance.result-amount-malformed', '5 finance.result-total']],
    ['an outcome that is none', changed(0, 2, '大概'), ['2 finance.result-outcome']],
    ['a return without a reason', changed(1, 3, ''), ['3 finance.result-reason']],
    ['a day before it was received', changed(0, 4, '2025-12-20'), ['2 finance.result-date']],
    ['a day that has not come', changed(0, 4, '2025-12-31'), ['2 finance.result-date']],
    ['a day that is none', changed(0, 4, '2025-02-30'), ['2 finance.result-date']],
    ['a wrong total', changed(3, 1, '60003.01'), ['5 finance.result-total']],
    ['no total', good.slice(0, 3), ['0 finance.result-total-missing']],
    ['no rows', good.slice(3), ['0 finance.result-empty']],
    [
      'several at once',
      changed(0, 2, '').map((row, i) => (i === 1 ? [id(9), ...row.slice(1)] : row)),
      ['2 finance.result-outcome', '3 finance.result-unknown'],
    ],
  ])('%s', async (_what, rows, expected) => {
    const reading = await take(rows);
    expect(reading.ok ? [] : reading.problems.map(({ row, code }) => `${row} ${code}`)).toEqual(expected);
    expect(ledger.unsent()).toEqual([]);
  });

  test('no heads', async () => {
    expect(await take(good, ['编号', ...HEAD.slice(1)])).toMatchObject({
      problems: [{ code: 'finance.result-columns' }],
    });
  });

  test('what was answered otherwise, or called off', async () => {
    await take([good[0] ?? [], ['合计', '10000.50', '', '', '']]);
    const { receivedAt: _, ...data } = { ...instruction(3, 3_000_150).data, receivedAt: RECEIVED };
    const { disbursementId, roundId, amountFen } = data;
    ledger.answer({
      ...{ disbursementId, roundId, amountFen, outcome: 'cancelled', receivedAt: RECEIVED, settledAt: RECEIVED },
    });
    const reading = await take(
      changed(0, 2, '退票').map((row, i) => (i === 0 ? [...row.slice(0, 3), '错', row[4] ?? ''] : row)),
    );
    expect(reading.ok ? [] : reading.problems.map(({ row, code }) => `${row} ${code}`)).toEqual([
      '2 finance.result-settled',
      '4 finance.result-cancelled',
    ]);
    expect(ledger.unsent()).toHaveLength(2);
  });
});

test('every sum of fen is read back from its yuan, and nothing that is no such sum', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999_999_999_999 }), (fen) => {
      const digits = String(fen).padStart(3, '0');
      expect(fenOf(`${digits.slice(0, -2)}.${digits.slice(-2)}`)).toBe(fen);
    }),
  );
  for (const bad of ['', '-1', '1.234', '1e3', 'NaN', '一万', '.5', '0.00', null]) expect(fenOf(bad)).toBeNull();
});
