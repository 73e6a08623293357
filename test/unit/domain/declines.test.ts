import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Held, isHeld, mayDecline, nextOfReserve } from '../../../shared/domain/declines.ts';
import { CATEGORIES, type Category } from '../../../shared/schemas/basics.ts';

const several = { value: true, clause: '四', proposal: true };
const policyOf = (value: boolean) => ({ providerMayWinInSeveral: { ...several, value } });
const held = (applicationId: string, category: Category, state: string, uscc = applicationId): Held => ({
  ...{ applicationId, category, state, uscc },
});

describe('who moves up', () => {
  const products = [
    held('s1', 'solution-product', 'confirmed', 'A'),
    held('s2', 'solution-product', 'declined', 'B'),
    held('s3', 'solution-product', 'reserve', 'C'),
    held('s4', 'solution-product', 'reserve', 'D'),
    held('s5', 'solution-product', 'below-pass', 'E'),
  ];
  const elsewhere = (category: Category, state: string) => held('x', category, state, 'C');
  test.each<[what: string, several: boolean, others: Held[], next: string | null]>([
    ['the first of the reserve', false, [], 's3'],
    ['nobody twice, where a provider may win only once', false, [elsewhere('chain-case', 'confirmed')], 's4'],
    ['nor who is about to win elsewhere', false, [elsewhere('service-provider', 'shortlisted')], 's4'],
    ['but who gave that back', false, [elsewhere('service-provider', 'declined')], 's3'],
    ['or waits there, too', false, [elsewhere('service-provider', 'reserve')], 's3'],
    ['enterprises are not held against providers', false, [elsewhere('benchmark-enterprise', 'confirmed')], 's3'],
    ['where one may win in several it does', true, [elsewhere('chain-case', 'confirmed')], 's3'],
    [
      'nobody, where all who are left have won',
      false,
      [elsewhere('chain-case', 'confirmed'), held('y', 'chain-case', 'confirmed', 'D')],
      null,
    ],
  ])('%s', (_what, many, others, next) => {
    expect(nextOfReserve(policyOf(many), 'solution-product', [...others, ...products])).toBe(next);
  });

  test('an enterprise is passed over for nothing', () => {
    const places = [
      held('b1', 'benchmark-enterprise', 'reserve', 'A'),
      held('s1', 'solution-product', 'confirmed', 'A'),
    ];
    expect(nextOfReserve(policyOf(false), 'benchmark-enterprise', places)).toBe('b1');
    expect(nextOfReserve(policyOf(false), 'chain-case', places)).toBeNull();
  });
});

describe('until when', () => {
  const award = { status: 'announced', attempt: 1, amountFen: 100 } as const;
  test.each<[what: string, Parameters<typeof mayDecline>, boolean]>([
    ['as long as the account is asked for', [award, null], true],
    ['when it was given', [{ ...award, status: 'payable' }, null], true],
    ['while the plan waits for approval', [{ ...award, status: 'planned' }, { status: 'proposed' }], true],
    ['when the plan was sent back', [{ ...award, status: 'planned' }, { status: 'rejected' }], true],
    ['not once the plan is approved', [{ ...award, status: 'planned' }, { status: 'approved' }], false],
    ['not once finance was told', [{ ...award, status: 'issued' }, { status: 'issued' }], false],
    ['not when a payment came back', [{ ...award, attempt: 2 }, null], false],
    ['not twice', [{ ...award, status: 'declined' }, null], false],
    ['not what is worth nothing', [{ ...award, amountFen: 0 }, null], false],
  ])('%s', (_what, args, may) => expect(mayDecline(...args)).toBe(may));
});

test('whoever declines and moves up in whatever order: never more than the quota, nobody twice, each in the order of the ranking', () => {
  const firms = ['A', 'B', 'C', 'D'];
  const place = fc.record({ uscc: fc.constantFrom(...firms), category: fc.constantFrom(...CATEGORIES) });
  const steps = fc.array(fc.record({ fill: fc.boolean(), n: fc.nat() }), { maxLength: 30 });
  fc.assert(
    fc.property(fc.array(place, { maxLength: 30 }), fc.boolean(), steps, (ranked, many, moves) => {
      const quota = 2;
      const places: Held[] = [];
      // The ranking itself: the first of each category, and no provider twice where it may not be.
      for (const [i, { uscc, category }] of ranked.entries()) {
        const own = places.filter((one) => one.category === category);
        if (own.some((one) => one.uscc === uscc)) continue;
        const won = places.some(
          (one) => one.uscc === uscc && isHeld(one.state) && one.category !== 'benchmark-enterprise',
        );
        const barred = !many && category !== 'benchmark-enterprise' && won;
        const isIn = !barred && own.filter(({ state }) => isHeld(state)).length < quota;
        places.push(held(`${i}`, category, isIn ? 'confirmed' : 'reserve', uscc));
      }
      const before = Map.groupBy(
        places.filter(({ state }) => isHeld(state)),
        ({ category }) => category,
      );
      const freed: Category[] = [];
      for (const { fill, n } of moves) {
        const winners = places.filter(({ state }) => isHeld(state));
        if (!fill) {
          const one = winners[n % Math.max(1, winners.length)];
          if (one === undefined) continue;
          one.state = 'declined';
          freed.push(one.category);
          continue;
        }
        const [category] = freed.splice(n % Math.max(1, freed.length), 1);
        if (category === undefined) continue;
        const next = nextOfReserve(policyOf(many), category, places);
        const up = places.find(({ applicationId }) => applicationId === next);
        if (up === undefined) continue;
        expect(up).toMatchObject({ category, state: 'reserve' });
        up.state = 'shortlisted';
      }
      for (const category of CATEGORIES) {
        const own = places.filter((one) => one.category === category && isHeld(one.state));
        expect(own.length).toBeLessThanOrEqual(before.get(category)?.length ?? 0);
      }
      const providers = places.filter(({ state, category }) => isHeld(state) && category !== 'benchmark-enterprise');
      if (!many) expect(new Set(providers.map(({ uscc }) => uscc)).size).toBe(providers.length);
    }),
  );
});
