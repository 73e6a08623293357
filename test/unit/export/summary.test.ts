import { expect, test } from 'vitest';
import { assemble } from '../../../shared/export/assemble.ts';
import { awardListCsv, disbursementLines } from '../../../shared/export/files.ts';
import { summarise } from '../../../shared/export/summary.ts';
import { makeRound } from './round.ts';

const exported = assemble(makeRound());
const summary = summarise(exported);

test('what was received, refused and why, and what became of the rest', () => {
  expect(summary.total).toMatchObject({
    invited: 40,
    received: 39,
    refused: 2,
    refusedWhy: { 'package.not-a-zip': 1, 'package.manifest-missing': 1, 'intake.late': 1 },
    eligible: 35,
    recommended: 35,
    notRecommended: 2,
    scored: 35,
    objected: 2,
    upheld: 1,
    movedUp: 1,
  });
});

test('categories stand in the plan’s order and add up to the whole', () => {
  expect(summary.categories.map(({ category }) => category)).toEqual(Object.keys(exported.policy.categories));
  for (const key of ['invited', 'shortlisted', 'awarded', 'amountFen', 'paidFen', 'quota'] as const) {
    const sum = summary.categories.reduce((total, one) => total + one[key], 0);
    expect([key, summary.total[key]]).toEqual([key, sum]);
    expect(sum).toBeGreaterThan(0);
  }
});

test('the budget: 8 × 500,000, 2 × 200,000, 1 × 100,000 and 2 × 200,000 at most', () => {
  expect(summary.categories.map(({ maximumFen }) => maximumFen / 100)).toEqual([4_000_000, 400_000, 100_000, 400_000]);
  expect(summary.total.maximumFen).toBe(490_000_000);
  expect(summary.total.amountFen).toBeLessThanOrEqual(summary.total.maximumFen);
  expect(summary.total.paidFen).toBe(summary.total.amountFen);
});

test('the money agrees, and the payment that came back has a row of its own', () => {
  expect(summary.reconciliation.agrees).toBe(true);
  expect(summary.reconciliation.rows.map(({ name }) => name)).toContain('退票');
  expect(summary.reconciliation.rows.find(({ name }) => name === '退票')?.count).toBe(1);
});

test('an award list opens in a spreadsheet: BOM, Chinese headers, a row for each award by rank, amounts in yuan', () => {
  const csv = awardListCsv(exported, 'service-provider');
  expect(csv.startsWith('\ufeff名次,单位名称,统一社会信用代码,')).toBe(true);
  const rows = csv.trimEnd().split('\r\n').slice(1);
  const awards = exported.awards.filter(({ category }) => category === 'service-provider');
  expect(rows).toHaveLength(awards.length);
  expect(rows.map((row) => Number(row.split(',')[0]))).toEqual([1, 2]);
  expect(rows.every((row) => row.includes(',200000.00,'))).toBe(true);
});

test.each([
  ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@cmd', "'@cmd"],
  ['＝1', "'＝1"],
  ['  =1', "'  =1"],
  ['a,b', '"a,b"'],
  ['两\n行', '"两\n行"'],
])('a name that a spreadsheet would run is text: %j', (name, cell) => {
  const own = structuredClone(exported);
  for (const award of own.awards) award.name = name;
  expect(awardListCsv(own, 'service-provider')).toContain(`,${cell},`);
});

test('payment lines: one object a line, every attempt, sorted', () => {
  const lines = disbursementLines(exported).trimEnd().split('\n');
  const ids = lines.map((line) => (JSON.parse(line) as { disbursementId: string }).disbursementId);
  expect(ids).toHaveLength(exported.disbursements.length);
  expect(ids).toEqual([...ids].sort());
  expect(lines.filter((line) => line.includes('"status":"failed"'))).toHaveLength(1);
});
