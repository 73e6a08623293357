import { describe, expect, test } from 'vitest';
import { sameName } from '../../../shared/domain/names.ts';
import { type PayeeFacts, planFlags } from '../../../shared/domain/plan-flags.ts';
import { categoryTotals, payeeTotals, totalBudget } from '../../../shared/domain/plan-totals.ts';
import { policy, policyWith } from './fixtures.ts';

const NAME = '青岛甲（集团）有限公司';
const payee = (change: Partial<PayeeFacts>, award: Partial<PayeeFacts['award']> = {}): PayeeFacts => ({
  award: { awardId: 'qd-2025.b.0123456789abcdef', name: NAME, payeeRef: 'p', ...award },
  dishonesty: [],
  firms: [{ name: NAME }],
  ...change,
});
const TODAY = '2025-12-10';
const listed = (listedOn: string, removedOn: string | null) => ({
  listedOn,
  removedOn,
  authority: '示例市中级人民法院',
});

describe('flags of a payee, which decide nothing', () => {
  test.each<[what: string, facts: PayeeFacts, codes: string[]]>([
    ['nothing', payee({}), []],
    ['on the list from today', payee({ dishonesty: [listed(TODAY, null)] }), ['dishonest']],
    ['on the list until tomorrow', payee({ dishonesty: [listed('2025-01-01', '2025-12-11')] }), ['dishonest']],
    ['off the list today', payee({ dishonesty: [listed('2025-01-01', TODAY)] }), []],
    ['on the list from tomorrow', payee({ dishonesty: [listed('2025-12-11', null)] }), []],
    [
      'listed twice',
      payee({ dishonesty: [listed('2024-01-01', '2024-02-01'), listed('2025-02-01', null)] }),
      ['dishonest'],
    ],
    ['closed today', payee({ firms: [{ name: NAME, closedOn: TODAY }] }), ['closed']],
    ['closes tomorrow', payee({ firms: [{ name: NAME, closedOn: '2025-12-11' }] }), []],
    ['other brackets, letters and spaces', payee({ firms: [{ name: '青岛甲(集团) 有限公司' }] }), []],
    ['another name', payee({ firms: [{ name: '青岛乙（集团）有限公司' }] }), ['renamed']],
    ['in no register any more', payee({ firms: [] }), []],
    ['no account', payee({}, { payeeRef: null }), ['account-missing']],
    [
      'everything',
      payee({ dishonesty: [listed(TODAY, null)], firms: [{ name: '乙', closedOn: TODAY }] }, { payeeRef: null }),
      ['dishonest', 'closed', 'renamed', 'account-missing'],
    ],
  ])('%s', (_, facts, codes) => {
    const found = planFlags(facts, TODAY);
    expect(found.map(({ code }) => code)).toEqual(codes);
    expect(new Set(found.map(({ awardId }) => awardId)).size).toBe(Math.min(1, codes.length));
  });

  test('a name is the same in full width, and another one is not', () => {
    expect(sameName('ＡＢＣ（青岛）公司', 'abc(青岛)公司')).toBe(true);
    expect(sameName('甲公司', '甲公司分公司')).toBe(false);
  });
});

describe('sums of a plan', () => {
  const line = (
    uscc: string,
    category: Parameters<typeof categoryTotals>[1][number]['category'],
    amountFen: number,
  ) => ({
    ...{ uscc, name: `公司${uscc}`, category, amountFen },
  });
  const lines = [
    line('A', 'benchmark-enterprise', 30_000_000),
    line('B', 'solution-product', 10_000_000),
    line('B', 'chain-case', 20_000_000),
  ];
  const earlier = [line('C', 'benchmark-enterprise', 50_000_000)];

  test('by category, against the most that each can cost where the policy states no budget', () => {
    const totals = categoryTotals(policy, lines, earlier);
    expect(
      totals.map(({ lines: n, fen, earlierFen, budgetFen, stated }) => [n, fen, earlierFen, budgetFen, stated]),
    ).toEqual([
      [1, 30_000_000, 50_000_000, 5_000_000_000, false],
      [0, 0, 0, 200_000_000, false],
      [1, 10_000_000, 0, 400_000_000, false],
      [1, 20_000_000, 0, 200_000_000, false],
    ]);
    expect(totalBudget(policy, totals)).toEqual({ budgetFen: 5_800_000_000, stated: false });
  });

  test('against the budget that the policy states', () => {
    const stated = policyWith((p) => {
      if (p.plan !== undefined) p.plan.value.budgetFen = { 'chain-case': 100_000_000 };
    });
    const totals = categoryTotals(stated, lines, []);
    expect(totals.at(-1)).toMatchObject({ budgetFen: 100_000_000, stated: true });
    expect(totalBudget(stated, totals)).toMatchObject({ stated: false, budgetFen: 5_700_000_000 });
    const whole = policyWith((p) => {
      if (p.plan !== undefined) p.plan.value.totalBudgetFen = 1_000_000_000;
    });
    expect(totalBudget(whole, totals)).toEqual({ budgetFen: 1_000_000_000, stated: true });
  });

  test('of each payee with several awards, whoever has the most first', () => {
    expect(payeeTotals(lines)).toEqual([{ uscc: 'B', name: '公司B', awards: 2, fen: 30_000_000 }]);
    const more = [...lines, line('A', 'solution-product', 10_000_000)];
    expect(payeeTotals(more).map(({ uscc, fen }) => [uscc, fen])).toEqual([
      ['A', 40_000_000],
      ['B', 30_000_000],
    ]);
    expect(payeeTotals([])).toEqual([]);
  });
});
