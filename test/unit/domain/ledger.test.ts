import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { awardAmount, countedPast } from '../../../shared/domain/disbursement.ts';
import { heldFen, overCap, ownAwardsOf } from '../../../shared/domain/ledger.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import { CATEGORIES, type Category } from '../../../shared/schemas/basics.ts';
import type { LedgerEntryRecord } from '../../../shared/schemas/ledger-records.ts';
import type { SubsidyRow } from '../../../shared/schemas/registers.ts';
import { ENTERPRISE, policy, policyWith } from './fixtures.ts';

const CAP = 50_000_000;
const totalHalf = policyWith((p) => {
  const award = p.categories['benchmark-enterprise'].award.value;
  if (award.kind === 'share-of-investment') award.reading = 'total-half';
});
const ROUNDS = 4;

/** What may happen to one enterprise's awards, in any order, as often as it likes. */
type Step =
  | { do: 'bind'; round: number; category: Category; investmentFen: number }
  | { do: 'pay' | 'fail' | 'end' | 'revoke' | 'register'; round: number; category: Category }
  | { do: 'recover'; round: number; category: Category; partFen: number };

const where = { round: fc.nat(ROUNDS - 1), category: fc.constantFrom(...CATEGORIES.slice(0, 2)) };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('bind' as const), ...where, investmentFen: fc.nat(200_000_000) }),
  fc.record({ do: fc.constantFrom('pay' as const, 'fail' as const, 'end' as const, 'revoke' as const), ...where }),
  fc.record({ do: fc.constant('register' as const), ...where }),
  fc.record({ do: fc.constant('recover' as const), ...where, partFen: fc.integer({ min: 1, max: 30_000_000 }) }),
);
const past = fc.array(
  fc.record({
    ...{ uscc: fc.constant(ENTERPRISE), kind: fc.constantFrom('level-2-or-above' as const, 'other' as const) },
    ...{ amountFen: fc.nat(40_000_000), paidOn: fc.constantFrom('2024-05-01', '2025-06-30') },
    document: fc.constantFrom('甲', '乙'),
  }),
  { maxLength: 2 },
);

interface Award {
  entry: LedgerEntryRecord;
  state: 'bound' | 'paid' | 'revoked' | 'ended';
}

/** One enterprise over all rounds; a round's policy reads the cap in its own way. */
class City {
  readonly awards = new Map<string, Award>();
  readonly rows: SubsidyRow[];
  constructor(rows: SubsidyRow[]) {
    this.rows = [...rows];
  }
  get entries(): LedgerEntryRecord[] {
    return [...this.awards.values()].map(({ entry }) => entry);
  }

  take(one: Step): void {
    const awardId = `qd-${one.round}.${one.category === 'benchmark-enterprise' ? 'b' : 'p'}.${'0'.repeat(16)}`;
    const award = this.awards.get(awardId);
    if (one.do === 'bind') this.bind(awardId, one);
    if (one.do === 'bind' || award === undefined) return;
    if (one.do === 'pay' && award.state === 'bound') award.state = 'paid';
    if (one.do === 'revoke' && award.state === 'paid') award.state = 'revoked';
    if (one.do === 'end' && award.state === 'bound') {
      award.state = 'ended';
      award.entry.endedAt = AT;
    }
    if (one.do === 'recover' && award.state === 'revoked')
      award.entry.recoveredFen += Math.min(one.partFen, award.entry.amountFen - award.entry.recoveredFen);
    // The city writes what was paid into its register, with the award's number.
    if (one.do === 'register' && award.state === 'paid') this.rows.push(this.rowOf(award.entry));
  }

  bind(awardId: string, { round, category, investmentFen }: Step & { do: 'bind' }): void {
    if (this.awards.has(awardId)) return;
    const own: Policy = round % 2 === 0 ? policy : totalHalf;
    const share = category === 'benchmark-enterprise';
    const ownAwards = share ? ownAwardsOf(this.entries, awardId, this.rows) : [];
    const { amountFen } = awardAmount(own, category, { investmentFen, pastSubsidies: this.rows, ownAwards });
    expect(share ? amountFen * 2 <= investmentFen : amountFen > 0).toBe(true);
    const entry: LedgerEntryRecord = {
      ...{ entity: 'LedgerEntry', uscc: ENTERPRISE, awardId, roundId: `qd-${round}`, category, amountFen, ownAwards },
      ...{ kind: share ? 'share' : 'fixed', capFen: share ? CAP : null, boundAt: AT, recoveredFen: 0 },
    };
    this.awards.set(awardId, { entry, state: 'bound' });
  }

  rowOf({ awardId, amountFen }: LedgerEntryRecord): SubsidyRow {
    const document = `青财〔2025〕9号 ${awardId}.1.1`;
    return { uscc: ENTERPRISE, kind: 'level-2-or-above', amountFen, paidOn: '2025-12-01', document };
  }
}
const AT = '2025-11-01T00:00:00.000Z';
const shareRule = policy.categories['benchmark-enterprise'].award.value;
const level2 = (rows: SubsidyRow[]) =>
  rows.filter(({ kind }) => kind === 'level-2-or-above').reduce((sum, { amountFen }) => sum + amountFen, 0);

test('whatever happens in whatever order and how often, one enterprise never holds more than the cap', () => {
  let above = 0;
  fc.assert(
    fc.property(past, fc.array(step, { maxLength: 40 }), (rows, steps) => {
      const city = new City(rows);
      const before = level2(rows);
      for (const one of steps) {
        city.take(one);
        const shares = city.entries.filter(({ kind }) => kind === 'share');
        const held = shares.reduce((sum, entry) => sum + heldFen(entry), 0);
        if (held > 0) above += 1;
        // What was paid and has not come back, and what is still to be paid.
        expect(held === 0 || held + before <= CAP).toBe(true);
        expect(overCap(city.entries)).toBeNull();
      }
    }),
    { numRuns: 500 },
  );
  expect(above).toBeGreaterThan(500);
});

test('without the ledger two rounds would exceed it: the check of the property finds that', () => {
  const city = new City([]);
  const bound = (round: number): LedgerEntryRecord => {
    city.take({ do: 'bind', round, category: 'benchmark-enterprise', investmentFen: 80_000_000 });
    return city.entries.at(-1) as LedgerEntryRecord;
  };
  const [first, second] = [bound(0), bound(2)];
  expect([first.amountFen, second.amountFen]).toEqual([40_000_000, 10_000_000]);
  expect(overCap([first, { ...second, amountFen: 40_000_000 }])).toEqual({ heldFen: 80_000_000n, capFen: CAP });
});

test('what ends unpaid or comes back is free again, what came back from the bank is not', () => {
  const city = new City([]);
  const category = 'benchmark-enterprise';
  const bind = (round: number) => city.take({ do: 'bind', round, category, investmentFen: 200_000_000 });
  const amounts = () => city.entries.map(({ amountFen }) => amountFen);
  bind(0);
  city.take({ do: 'fail', round: 0, category });
  bind(1);
  expect(amounts()).toEqual([CAP, 0]);
  city.take({ do: 'pay', round: 0, category });
  city.take({ do: 'register', round: 0, category });
  city.take({ do: 'revoke', round: 0, category });
  city.take({ do: 'recover', round: 0, category, partFen: 20_000_000 });
  bind(2);
  expect(amounts()).toEqual([CAP, 0, 20_000_000]);
  city.take({ do: 'end', round: 2, category });
  city.take({ do: 'recover', round: 0, category, partFen: 30_000_000 });
  bind(3);
  expect(amounts().at(-1)).toBe(CAP);
});

test('an award that holds nothing any more is named where the register still has its payment', () => {
  const city = new City([]);
  const category = 'benchmark-enterprise';
  city.take({ do: 'bind', round: 0, category, investmentFen: 100_000_000 });
  for (const one of ['pay', 'register', 'revoke'] as const) city.take({ do: one, round: 0, category });
  city.take({ do: 'recover', round: 0, category, partFen: CAP });
  const own = ownAwardsOf(city.entries, 'qd-9.b.0000000000000000', city.rows);
  expect(own).toMatchObject([{ amountFen: 0, kind: 'share' }]);
  if (shareRule.kind === 'share-of-investment') expect(countedPast(shareRule, city.rows, own)).toBe(0n);
  expect(ownAwardsOf(city.entries, 'qd-9.b.0000000000000000', [])).toEqual([]);
});
