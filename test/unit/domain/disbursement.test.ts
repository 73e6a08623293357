import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awardAmount, planMaximumFen } from '../../../shared/domain/disbursement.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import type { OwnAward } from '../../../shared/schemas/ledger-records.ts';
import type { SubsidyRow } from '../../../shared/schemas/registers.ts';
import { ENTERPRISE, policy, policyWith } from './fixtures.ts';

const YUAN = 100;
const subsidy = (yuan: number, change: Partial<SubsidyRow> = {}): SubsidyRow => ({
  uscc: ENTERPRISE,
  kind: 'level-2-or-above',
  amountFen: yuan * YUAN,
  paidOn: '2025-03-01',
  document: '青民发字〔2025〕1号',
  ...change,
});
const totalHalf = policyWith((p) => {
  const award = p.categories['benchmark-enterprise'].award.value;
  if (award.kind === 'share-of-investment') award.reading = 'total-half';
});
const enterprise = (of: Policy, investmentFen: number | null, pastSubsidies: SubsidyRow[]) =>
  awardAmount(of, 'benchmark-enterprise', { investmentFen, pastSubsidies });

describe('what a benchmark enterprise gets (四)', () => {
  it.each([
    // investment, past subsidies, remaining-cap, total-half: all in yuan
    [600_000, 200_000, 300_000, 100_000],
    [600_000, 0, 300_000, 300_000],
    [1_000_000, 0, 500_000, 500_000],
    [5_000_000, 0, 500_000, 500_000],
    [1_000_000, 100_000, 400_000, 400_000],
    [400_000, 300_000, 200_000, 0],
    [2_000_000, 500_000, 0, 0],
    [2_000_000, 600_000, 0, 0],
    [800_000, 100_000, 400_000, 300_000],
    [0, 0, 0, 0],
  ])('investment %i, already %i: %i, by the other reading %i', (investment, past, remaining, half) => {
    const rows = past === 0 ? [] : [subsidy(past)];
    const own = enterprise(policy, investment * YUAN, rows);
    expect([own.amountFen, own.otherReadingFen]).toEqual([remaining * YUAN, half * YUAN]);
    const other = enterprise(totalHalf, investment * YUAN, rows);
    expect([other.amountFen, other.otherReadingFen]).toEqual([half * YUAN, remaining * YUAN]);
  });

  it('says how each sum came about, by either reading', () => {
    const texts = (of: Policy, investment: number | null, past: SubsidyRow[] = []) =>
      enterprise(of, investment, past).steps.map(({ text }) => text);
    const before = ['验收认定的实施期内投入 600,000 元', '计入累计的已奖补 200,000 元', '投入的 50%：300,000 元'];
    const paid = '2025-03-01 二级及以上改造奖补 200,000 元（青民发字〔2025〕1号），计入累计';
    const all = (more: string[]) => [before[0], paid, ...before.slice(1), ...more];
    expect(texts(policy, 600_000 * YUAN, [subsidy(200_000)])).toEqual(
      all([
        '累计上限 500,000 元减去已奖补的余额：300,000 元',
        '两者取低：300,000 元',
        '向下取整到 1 元，本次奖补：300,000 元',
      ]),
    );
    expect(texts(totalHalf, 600_000 * YUAN, [subsidy(200_000)])).toEqual(
      all([
        '与累计上限 500,000 元取低：300,000 元',
        '再减去已奖补：100,000 元',
        '向下取整到 1 元，本次奖补：100,000 元',
      ]),
    );
    expect(enterprise(policy, null, [])).toEqual({
      amountFen: 0,
      otherReadingFen: 0,
      steps: [{ text: '验收台账无投入数额，无从计算', fen: 0 }],
    });
  });

  it('rounds down to whole yuan', () => {
    expect(enterprise(policy, 12_345_679, []).amountFen).toBe(6_172_800);
    expect(enterprise(policy, 199, []).amountFen).toBe(0);
    expect(enterprise(policy, 200, []).amountFen).toBe(100);
  });

  it('counts only the subsidies that the policy counts', () => {
    const rows = [subsidy(200_000, { kind: 'other' }), subsidy(100_000)];
    expect(enterprise(policy, 1_000_000 * YUAN, rows).amountFen).toBe(400_000 * YUAN);
    const all = policyWith((p) => {
      const award = p.categories['benchmark-enterprise'].award.value;
      if (award.kind === 'share-of-investment') award.countedSubsidyKinds.push('other');
    });
    expect(enterprise(all, 1_000_000 * YUAN, rows).amountFen).toBe(200_000 * YUAN);
  });

  it('explains itself, each past payment named, to the amount', () => {
    const rows = [
      subsidy(50_000, { paidOn: '2025-09-01', document: '青民发字〔2025〕20号', kind: 'other' }),
      subsidy(200_000),
    ];
    expect(enterprise(policy, 600_000 * YUAN, rows).steps.map((s) => s.text)).toEqual([
      '验收认定的实施期内投入 600,000 元',
      '2025-03-01 二级及以上改造奖补 200,000 元（青民发字〔2025〕1号），计入累计',
      '2025-09-01 其他奖补 50,000 元（青民发字〔2025〕20号），不计入累计',
      '计入累计的已奖补 200,000 元',
      '投入的 50%：300,000 元',
      '累计上限 500,000 元减去已奖补的余额：300,000 元',
      '两者取低：300,000 元',
      '向下取整到 1 元，本次奖补：300,000 元',
    ]);
    expect(enterprise(totalHalf, 600_000 * YUAN, rows).steps.at(-1)?.fen).toBe(100_000 * YUAN);
  });

  it('is nothing without a verified investment', () => {
    expect(enterprise(policy, null, [])).toMatchObject({ amountFen: 0, otherReadingFen: 0 });
  });

  it.each([
    ['a fraction of a 分 in the investment', 0.5, []],
    ['a negative investment', -1, []],
    ['an investment beyond what is counted exactly', 2 ** 53, []],
    ['a negative past payment', 100, [subsidy(-1)]],
    ['a fraction of a 分 in a past payment', 100, [subsidy(0.001)]],
  ])('refuses %s', (_, investmentFen, rows) => {
    expect(() => enterprise(policy, investmentFen, rows)).toThrow(/ is no sum of whole 分$/);
  });

  const OWN = 'qd-2024.b.0123456789abcdef';
  const own = (yuan: number, change: Partial<OwnAward> = {}): OwnAward => ({
    ...{ awardId: OWN, kind: 'share', boundOn: '2025-02-01', amountFen: yuan * YUAN },
    ...change,
  });
  const withOwn = (yuan: number, rows: SubsidyRow[], ownAwards: OwnAward[], of = policy) =>
    awardAmount(of, 'benchmark-enterprise', { investmentFen: yuan * YUAN, pastSubsidies: rows, ownAwards });

  it('counts what this system awarded in other rounds, and names it', () => {
    const worth = withOwn(1_000_000, [subsidy(100_000)], [own(250_000)]);
    expect(worth.amountFen).toBe(150_000 * YUAN);
    expect(worth.steps.map(({ text }) => text)).toContain(`2025-02-01 本系统奖补 250,000 元（${OWN}），计入累计`);
    expect(withOwn(1_000_000, [], [own(200_000, { kind: 'fixed' })]).amountFen).toBe(500_000 * YUAN);
  });

  it.each([
    ['the number of the award', OWN],
    ['the number of a payment of it', `青财〔2025〕3号 ${OWN}.1.1`],
  ])('counts a payment once that the register has, too, by %s', (_, document) => {
    const worth = withOwn(1_000_000, [subsidy(250_000, { document })], [own(250_000)]);
    expect(worth.amountFen).toBe(250_000 * YUAN);
    expect(worth.steps.map(({ text }) => text)).toContain(
      `2025-03-01 二级及以上改造奖补 250,000 元（${document}），即本系统的奖补，不重复计入`,
    );
    // What came back of it is known to the ledger, and not to the register.
    expect(withOwn(1_000_000, [subsidy(250_000, { document })], [own(0)]).amountFen).toBe(500_000 * YUAN);
  });

  it('counts a fixed reward of its own where the policy counts other subsidies', () => {
    const all = policyWith((p) => {
      const award = p.categories['benchmark-enterprise'].award.value;
      if (award.kind === 'share-of-investment') award.countedSubsidyKinds.push('other');
    });
    expect(withOwn(1_000_000, [], [own(200_000, { kind: 'fixed' })], all).amountFen).toBe(300_000 * YUAN);
  });

  it('names what was paid and awarded by date, whatever the order in which it is read', () => {
    const later = own(10_000, { awardId: 'qd-2024.b.1', boundOn: '2025-05-01' });
    const all = [own(20_000), later];
    const texts = (awards: OwnAward[]) =>
      withOwn(1_000_000, [subsidy(30_000)], awards)
        .steps.slice(1, 4)
        .map(({ text }) => text.slice(0, 10));
    expect(texts(all)).toEqual(['2025-02-01', '2025-03-01', '2025-05-01']);
    expect(texts(all.toReversed())).toEqual(texts(all));
  });

  it('counts two payments of the same sum and day where none names the other', () => {
    const rows = [subsidy(250_000, { paidOn: '2025-02-01' })];
    expect(withOwn(1_000_000, rows, [own(250_000)]).amountFen).toBe(0);
  });
});

describe('the caps of 四', () => {
  const rows = fc.array(
    fc.record({
      uscc: fc.constant(ENTERPRISE),
      kind: fc.constantFrom('level-2-or-above' as const, 'other' as const),
      amountFen: fc.integer({ min: 0, max: 80_000_000 }),
      paidOn: fc.constantFrom('2024-05-01', '2025-01-01', '2025-06-30'),
      document: fc.constantFrom('甲', '乙'),
    }),
    { maxLength: 6 },
  );
  const investment = fc.oneof(
    fc.integer({ min: 0, max: 500_000_000 }),
    fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  );

  it.each([
    ['remaining-cap', policy],
    ['total-half', totalHalf],
  ] as const)('hold under %s for any investment and any past, in whole yuan', (_, of) => {
    fc.assert(
      fc.property(investment, rows, (investmentFen, past) => {
        const { amountFen, steps } = enterprise(of, investmentFen, past);
        const counted = past.filter((r) => r.kind === 'level-2-or-above').reduce((s, r) => s + r.amountFen, 0);
        expect(amountFen).toBeGreaterThanOrEqual(0);
        expect(amountFen % 100).toBe(0);
        expect(BigInt(amountFen) * 2n).toBeLessThanOrEqual(BigInt(investmentFen));
        expect(amountFen === 0 || amountFen + counted <= 50_000_000).toBe(true);
        expect(steps.at(-1)?.fen).toBe(amountFen);
        if (of === totalHalf) {
          expect(amountFen === 0 || BigInt(amountFen + counted) * 2n <= BigInt(investmentFen)).toBe(true);
        }
      }),
    );
  });

  it('do not depend on the order of the past payments', () => {
    const shuffled = rows.chain((r) => fc.tuple(fc.constant(r), fc.shuffledSubarray(r, { minLength: r.length })));
    fc.assert(
      fc.property(investment, shuffled, (investmentFen, [past, again]) => {
        expect(enterprise(policy, investmentFen, again)).toEqual(enterprise(policy, investmentFen, past));
      }),
    );
  });

  it('never give less for more investment, nor more for more past subsidies', () => {
    fc.assert(
      fc.property(investment, rows, fc.integer({ min: 0, max: 1_000_000 }), (investmentFen, past, more) => {
        const base = enterprise(policy, investmentFen, past).amountFen;
        const richer = Math.min(investmentFen + more, Number.MAX_SAFE_INTEGER);
        expect(enterprise(policy, richer, past).amountFen).toBeGreaterThanOrEqual(base);
        expect(enterprise(policy, investmentFen, [...past, subsidy(more)]).amountFen).toBeLessThanOrEqual(base);
      }),
    );
  });
});

describe('fixed awards and the whole plan (四)', () => {
  it.each([
    ['service-provider', 200_000],
    ['solution-product', 100_000],
    ['chain-case', 200_000],
  ] as const)('%s: %i yuan, whatever was paid before', (category, yuan) => {
    const award = awardAmount(policy, category, { investmentFen: null, pastSubsidies: [subsidy(400_000)] });
    expect([award.amountFen, award.otherReadingFen]).toEqual([yuan * YUAN, yuan * YUAN]);
    expect(award.steps).toEqual([{ text: `定额奖励 ${yuan / 1000},000 元`, fen: yuan * YUAN }]);
  });

  it('costs at most 58,000,000 yuan', () => {
    expect(planMaximumFen(policy)).toBe(58_000_000 * YUAN);
  });
});
