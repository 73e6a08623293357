import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apartBy, entryOf, inOrder, order } from '../../../shared/domain/ranking/order.ts';
import { inEach, type RankInput, type Ranking, rankRound } from '../../../shared/domain/ranking.ts';
import { compare, parse } from '../../../shared/domain/rational.ts';
import { type Policy, TIE_BREAKS } from '../../../shared/policy/schema.ts';
import { CATEGORIES, type Category } from '../../../shared/schemas/basics.ts';
import { policy, policyWith } from './fixtures.ts';

const scored = (applicationId: string, total: string, change: Partial<RankInput> = {}): RankInput => ({
  applicationId,
  uscc: `U-${applicationId}`,
  total,
  resultsPoints: '20',
  digitalPoints: null,
  servedCount: null,
  acceptedOn: null,
  ...change,
});
const quotas = (quota: number) => (p: Policy) => {
  for (const c of CATEGORIES) p.categories[c].quota.value = quota;
};
const none: Record<Category, RankInput[]> = {
  'benchmark-enterprise': [],
  'service-provider': [],
  'solution-product': [],
  'chain-case': [],
};
const rank = (inputs: RankInput[], quota: number, category: Category = 'benchmark-enterprise', decision?: string[]) =>
  rankRound({
    policy: policyWith(quotas(quota)),
    categories: { ...none, [category]: inputs },
    decisions: decision ? { [category]: decision } : {},
  })[category];
const lines = (ranking: Ranking) =>
  ranking.places.map(
    (p) => `${p.rank} ${p.applicationId} ${p.shown} ${p.state}${p.decidedBy ? ` ${p.decidedBy}` : ''}`,
  );

describe('the ranking of a category (五(三))', () => {
  it('fills the quota as a maximum, by total, and never below the pass mark', () => {
    const ranking = rank([scored('a', '70'), scored('b', '599/10'), scored('c', '60'), scored('d', '90')], 3);
    expect(lines(ranking)).toEqual([
      '1 d 90.00 shortlisted',
      '2 a 70.00 shortlisted',
      '3 c 60.00 shortlisted',
      '4 b 59.90 below-pass',
    ]);
    expect(ranking).toMatchObject({ quota: 3, tie: null, cutOff: '60' });
  });

  it('leaves places empty rather than giving them to who did not pass', () => {
    const ranking = rank([scored('a', '80'), scored('b', '59')], 10);
    expect(ranking.places.filter((p) => p.state === 'shortlisted')).toHaveLength(1);
    expect(ranking.cutOff).toBe('80');
  });

  it('compares unrounded: a third is less than 33 hundredths and a bit', () => {
    const ranking = rank([scored('a', '251/3'), scored('b', '8367/100')], 1);
    expect(lines(ranking)).toEqual(['1 b 83.67 shortlisted', '2 a 83.67 reserve']);
  });

  it('does not pass on rounding: 59.996 shows as 60.00 and is below', () => {
    expect(lines(rank([scored('a', '14999/250')], 1))).toEqual(['1 a 60.00 below-pass']);
  });

  it('is empty for nobody', () => {
    expect(rank([], 5)).toEqual({ places: [], tie: null, quota: 5, cutOff: null });
  });
});

describe('ties, in the policy’s order', () => {
  it('enterprises: results, then digital level, then earlier acceptance', () => {
    const ranking = rank(
      [
        scored('a', '80', { resultsPoints: '25', digitalPoints: '20', acceptedOn: '2025-03-01' }),
        scored('b', '80', { resultsPoints: '25', digitalPoints: '20', acceptedOn: '2024-12-31' }),
        scored('c', '80', { resultsPoints: '25', digitalPoints: '41/2', acceptedOn: '2025-09-01' }),
        scored('d', '80', { resultsPoints: '26', digitalPoints: '1', acceptedOn: '2025-09-01' }),
        scored('e', '81', { resultsPoints: '1' }),
      ],
      4,
    );
    expect(lines(ranking)).toEqual([
      '1 e 81.00 shortlisted',
      '2 d 80.00 shortlisted results-indicator',
      '3 c 80.00 shortlisted results-indicator',
      '4 b 80.00 shortlisted digital-level',
      '5 a 80.00 reserve earlier-acceptance',
    ]);
  });

  it('providers: results, then enterprises served; an acceptance date does not count there', () => {
    const ranking = rank(
      [
        scored('a', '80', { servedCount: 9, acceptedOn: '2024-01-01' }),
        scored('b', '80', { servedCount: 11, acceptedOn: '2025-01-01' }),
      ],
      1,
      'service-provider',
    );
    expect(lines(ranking)).toEqual(['1 b 80.00 shortlisted served-count', '2 a 80.00 reserve served-count']);
  });

  it('what is not known is least', () => {
    const known = scored('b', '80', { digitalPoints: '1', acceptedOn: '2025-09-01' });
    const ranking = rank([scored('a', '80', { acceptedOn: '2025-01-01' }), known], 1);
    expect(lines(ranking)).toEqual(['1 b 80.00 shortlisted digital-level', '2 a 80.00 reserve digital-level']);
    expect(lines(rank([known, scored('c', '80', { digitalPoints: '1' })], 1))[0]).toContain('earlier-acceptance');
  });

  it('who is equal shares the rank; within the quota nobody has to decide', () => {
    const ranking = rank([scored('b', '80'), scored('a', '80'), scored('c', '70')], 2);
    expect(lines(ranking)).toEqual(['1 a 80.00 shortlisted', '1 b 80.00 shortlisted', '3 c 70.00 reserve']);
    expect(ranking.tie).toBeNull();
  });

  it('across the cut line waits for the panel, whose order then decides', () => {
    const inputs = [scored('x', '90'), scored('c', '80'), scored('a', '80'), scored('b', '80'), scored('d', '70')];
    const open = rank(inputs, 3);
    expect(lines(open)).toEqual([
      '1 x 90.00 shortlisted',
      '2 a 80.00 tied-across-cut',
      '2 b 80.00 tied-across-cut',
      '2 c 80.00 tied-across-cut',
      '5 d 70.00 reserve',
    ]);
    expect(open).toMatchObject({ tie: { applicationIds: ['a', 'b', 'c'], placesLeft: 2 }, cutOff: '80' });
    const decided = rank(inputs, 3, 'benchmark-enterprise', ['b', 'c', 'a']);
    expect(lines(decided)).toEqual([
      '1 x 90.00 shortlisted',
      '2 b 80.00 shortlisted panel-decision',
      '3 c 80.00 shortlisted panel-decision',
      '4 a 80.00 reserve panel-decision',
      '5 d 70.00 reserve',
    ]);
    expect(decided.tie).toBeNull();
  });

  it('a decision that does not name everybody tied decides nothing', () => {
    const ranking = rank([scored('a', '80'), scored('b', '80')], 1, 'benchmark-enterprise', ['b']);
    expect(ranking.tie?.applicationIds).toEqual(['a', 'b']);
  });

  it('a decision cannot move anybody past a better score', () => {
    const ranking = rank([scored('a', '80'), scored('b', '81')], 1, 'benchmark-enterprise', ['a', 'b']);
    expect(lines(ranking)).toEqual(['1 b 81.00 shortlisted', '2 a 80.00 reserve']);
  });

  it('of a decision that names somebody twice the first mention counts', () => {
    const ranking = rank([scored('a', '80'), scored('b', '80')], 1, 'benchmark-enterprise', ['a', 'b', 'a']);
    expect(lines(ranking)).toEqual(['1 a 80.00 shortlisted panel-decision', '2 b 80.00 reserve panel-decision']);
  });

  it('below the pass mark is no matter for the panel', () => {
    expect(rank([scored('a', '59'), scored('b', '59')], 1)).toMatchObject({ tie: null, cutOff: null });
  });
});

describe('one provider in several categories (四)', () => {
  const own = (total: string, id: string) => scored(id, total, { uscc: 'U-1' });
  const categories = {
    ...none,
    'benchmark-enterprise': [own('90', 'b1')],
    'service-provider': [own('90', 'p1'), scored('p2', '80')],
    'solution-product': [own('95', 's1'), own('94', 's2'), scored('s3', '70')],
    'chain-case': [own('95', 'c1'), scored('c2', '70')],
  };
  const states = (of: Policy, decisions = {}) =>
    Object.fromEntries(
      Object.values(rankRound({ policy: of, categories, decisions })).flatMap((r) =>
        r.places.map((p) => [p.applicationId, p.state]),
      ),
    );

  it('wins in all of them by default', () => {
    expect(states(policyWith(quotas(1)))).toMatchObject({ p1: 'shortlisted', s1: 'shortlisted', c1: 'shortlisted' });
  });

  it('wins in the earlier category only where the policy says so; its place goes to the next', () => {
    const once = policyWith((p) => {
      quotas(1)(p);
      p.providerMayWinInSeveral.value = false;
    });
    expect(states(once)).toEqual({
      b1: 'shortlisted',
      p1: 'shortlisted',
      p2: 'reserve',
      s1: 'excluded',
      s2: 'excluded',
      s3: 'shortlisted',
      c1: 'excluded',
      c2: 'shortlisted',
    });
  });

  it('who is only in the reserve of an earlier category, or was not there, may still win in a later one', () => {
    const once = policyWith((p) => {
      quotas(1)(p);
      p.providerMayWinInSeveral.value = false;
    });
    const later = {
      ...none,
      'service-provider': [scored('p1', '90'), own('80', 'p2')],
      'solution-product': [own('70', 's1'), scored('s2', '60', { uscc: 'U-p1' })],
      'chain-case': [scored('c1', '59', { uscc: 'U-p1' })],
    };
    const ranked = rankRound({ policy: once, categories: later, decisions: {} });
    expect(lines(ranked['solution-product'])).toEqual(['1 s1 70.00 shortlisted', '2 s2 60.00 excluded']);
    // Who did not pass is told that, and not that it won elsewhere.
    expect(lines(ranked['chain-case'])).toEqual(['1 c1 59.00 below-pass']);
  });

  it('with several solutions wins with each of them', () => {
    const once = policyWith((p) => {
      quotas(2)(p);
      p.providerMayWinInSeveral.value = false;
    });
    const only = { ...none, 'solution-product': categories['solution-product'] };
    const places = rankRound({ policy: once, categories: only, decisions: {} })['solution-product'].places;
    expect(places.map((p) => p.state)).toEqual(['shortlisted', 'shortlisted', 'reserve']);
  });

  it('leaves a tie to those who can still win', () => {
    const once = policyWith((p) => {
      quotas(1)(p);
      p.providerMayWinInSeveral.value = false;
    });
    const tied = {
      ...none,
      'service-provider': [own('90', 'p1')],
      'chain-case': [own('80', 'c1'), scored('c2', '80'), scored('c3', '80')],
    };
    const open = rankRound({ policy: once, categories: tied, decisions: {} })['chain-case'];
    expect(open.tie).toEqual({ applicationIds: ['c2', 'c3'], placesLeft: 1 });
    const decided = rankRound({ policy: once, categories: tied, decisions: { 'chain-case': ['c3', 'c2'] } });
    expect(lines(decided['chain-case'])).toEqual([
      '1 c3 80.00 shortlisted panel-decision',
      '2 c2 80.00 reserve panel-decision',
      '3 c1 80.00 excluded',
    ]);
    // Parted from the one above by a step; from the others, whom the panel ordered, nothing parts the one who cannot win.
    const above = { ...scored('c0', '80'), resultsPoints: '21' };
    const parted = { ...tied, 'chain-case': [above, ...tied['chain-case']] };
    const two = policyWith((p) => {
      p.providerMayWinInSeveral.value = false;
      p.categories['chain-case'].quota.value = 2;
      p.categories['chain-case'].tieBreaks.value = ['results-indicator'];
    });
    expect(
      lines(rankRound({ policy: two, categories: parted, decisions: { 'chain-case': ['c3', 'c2'] } })['chain-case']),
    ).toEqual([
      '1 c0 80.00 shortlisted results-indicator',
      '2 c3 80.00 shortlisted panel-decision',
      '3 c2 80.00 reserve panel-decision',
      '4 c1 80.00 excluded',
    ]);
  });
});

it('is asked for the applications of each category of the plan', () => {
  const each = inEach((category) => [scored(category, '60')]);
  for (const category of CATEGORIES)
    expect(each[category].map(({ applicationId }) => applicationId)).toEqual([category]);
});

/** Few distinct values, so that ties of every kind occur. */
const inputs = fc
  .array(
    fc.record({
      total: fc.constantFrom('60', '599/10', '181/3', '80', '85'),
      resultsPoints: fc.constantFrom('10', '31/3'),
      digitalPoints: fc.constantFrom(null, '10', '12'),
      servedCount: fc.constantFrom(null, 5, 6),
      acceptedOn: fc.constantFrom(null, '2025-01-01', '2024-12-31'),
      uscc: fc.constantFrom('U-1', 'U-2', 'U-3', 'U-4', 'U-5'),
    }),
    { maxLength: 12 },
  )
  .map((all) => all.map((i, n) => ({ ...i, applicationId: `a${String(n).padStart(2, '0')}` })));
const rounds = fc.record({
  categories: fc.record({
    'benchmark-enterprise': inputs,
    'service-provider': inputs,
    'solution-product': inputs,
    'chain-case': inputs,
  }),
  quota: fc.integer({ min: 1, max: 8 }),
  several: fc.boolean(),
});
const policyOf = (quota: number, several: boolean) => {
  const of = structuredClone(policy);
  quotas(quota)(of);
  of.providerMayWinInSeveral.value = several;
  return of;
};
const unique = (all: RankInput[]) => all.map((one, n) => ({ ...one, applicationId: `b${String(n).padStart(2, '0')}` }));
/** As the round does: the panel orders one tie after the other (here by id) until none is left. */
function settled(of: Policy, categories: Record<Category, RankInput[]>): Record<Category, Ranking> {
  const decisions: Partial<Record<Category, string[]>> = {};
  for (;;) {
    const result = rankRound({ policy: of, categories, decisions });
    const open = CATEGORIES.find((c) => result[c].tie !== null);
    if (open === undefined) return result;
    decisions[open] = [...(result[open].tie?.applicationIds ?? [])].sort().reverse();
  }
}

describe('any ranking', () => {
  it('stands as comparing two and two would put it, and says which step parted neighbours', () => {
    const steps = fc.shuffledSubarray([...TIE_BREAKS]);
    // The same number, written in another way.
    const odd = inputs.map((all) => all.map((one) => (one.total === '80' ? { ...one, total: '160/2' } : one)));
    // Beyond safe integers, and so close to each other that doubles would not tell them apart.
    const huge = fc
      .array(fc.tuple(fc.constantFrom('0', '1', '2'), fc.constantFrom('1', '3')), { minLength: 12, maxLength: 12 })
      .chain((far) =>
        inputs.map((all) =>
          all.map((one, n) => ({ ...one, total: `1000000000000000000${far[n]?.[0]}/${far[n]?.[1]}` })),
        ),
      );
    fc.assert(
      fc.property(
        fc.oneof(
          inputs,
          fc.tuple(inputs, odd).map(([a, b]) => unique([...a, ...b])),
          fc.tuple(inputs, huge).map(([a, b]) => unique([...a, ...b]).reverse()),
        ),
        steps,
        (all, own) => {
          const byHand = all
            .map(entryOf)
            .sort((a, b) => order(a, b, own) || (a.input.applicationId < b.input.applicationId ? -1 : 1));
          const groups = inOrder(all, own);
          expect(groups.flatMap((group) => group.inputs)).toEqual(byHand.map(({ input }) => input));
          for (const [n, group] of groups.entries()) {
            const [first, last] = [group.inputs[0], groups[n - 1]?.inputs.at(-1)];
            if (first === undefined) throw new Error('nobody in a group');
            expect(group.total).toEqual(entryOf(first).total);
            expect(group.apart).toBe(last === undefined ? 'total' : apartBy(entryOf(last), entryOf(first), own));
            for (const one of group.inputs) expect(apartBy(entryOf(first), entryOf(one), own)).toBeNull();
          }
        },
      ),
    );
  });

  it('does not depend on the order of the input', () => {
    const shuffled = rounds.chain((r) =>
      fc.tuple(
        fc.constant(r),
        fc.shuffledSubarray(r.categories['solution-product'], { minLength: r.categories['solution-product'].length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([{ categories, quota, several }, solutions]) => {
        const of = policyOf(quota, several);
        const again = { ...categories, 'solution-product': solutions };
        expect(rankRound({ policy: of, categories: again, decisions: {} })).toEqual(
          rankRound({ policy: of, categories, decisions: {} }),
        );
      }),
    );
  });

  it('keeps to the quota, places everybody once, in the order of totals, equal totals apart only by a tie-break', () => {
    fc.assert(
      fc.property(rounds, ({ categories, quota, several }) => {
        const result = rankRound({ policy: policyOf(quota, several), categories, decisions: {} });
        for (const c of CATEGORIES) {
          const { places, tie } = result[c];
          expect(places.map((p) => p.applicationId).sort()).toEqual(categories[c].map((i) => i.applicationId));
          const winners = places.filter((p) => p.state === 'shortlisted');
          expect(winners.length).toBeLessThanOrEqual(quota);
          if (tie) expect(winners.length + tie.placesLeft).toBe(quota);
          for (const [n, p] of places.entries()) {
            const next = places[n + 1];
            if (!next) continue;
            expect(compare(parse(p.total), parse(next.total))).toBeGreaterThanOrEqual(0);
            if (p.total === next.total && p.rank !== next.rank) expect(next.decidedBy).not.toBeNull();
          }
        }
      }),
    );
  });

  it('is settled once the panel ordered every tie: places are left only when nobody who may win is', () => {
    fc.assert(
      fc.property(rounds, ({ categories, quota, several }) => {
        const result = settled(policyOf(quota, several), categories);
        const won = new Map<string, string>();
        for (const c of CATEGORIES) {
          const states = result[c].places.map((p) => p.state);
          const winners = states.filter((s) => s === 'shortlisted').length;
          expect(states).not.toContain('tied-across-cut');
          expect(winners <= quota && (winners === quota || !states.includes('reserve'))).toBe(true);
          if (several || c === 'benchmark-enterprise') continue;
          for (const p of result[c].places.filter((x) => x.state === 'shortlisted')) {
            const uscc = categories[c].find((i) => i.applicationId === p.applicationId)?.uscc ?? '';
            expect(won.get(uscc) ?? c).toBe(c);
            won.set(uscc, c);
          }
        }
      }),
    );
  });
});
