import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sheetItems } from '../../../shared/domain/auto-scores.ts';
import { type RankInput, type Ranking, rankRound } from '../../../shared/domain/ranking.ts';
import { aggregate, type SheetItems } from '../../../shared/domain/scoring.ts';
import { assemble } from '../../../shared/export/assemble.ts';
import { recomputedRanking } from '../../../shared/export/recompute/ranking.ts';
import { recomputedScores } from '../../../shared/export/recompute/scores.ts';
import type { RoundExport } from '../../../shared/export/schema.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import { makeRound } from '../export/round.ts';
import { policyWith } from './fixtures.ts';

const CATEGORY = 'solution-product';
const quotaOf = (quota: number) =>
  policyWith((p) => {
    p.categories[CATEGORY].quota.value = quota;
  });
const rank = (policy: Policy, inputs: RankInput[]): Ranking =>
  rankRound({
    policy,
    categories: { 'benchmark-enterprise': [], 'service-provider': [], [CATEGORY]: inputs, 'chain-case': [] },
    decisions: {},
  })[CATEGORY];

interface Entered {
  applicationId: string;
  sheets: { seat: number; items: SheetItems }[];
}
const asked = sheetItems(quotaOf(1), CATEGORY, []);
/** Few distinct values, high enough to pass now and then, so that totals meet and the line lies among them. */
const items = fc
  .tuple(...asked.map(({ points }) => fc.constantFrom(5, 8, 10).map((n) => points * n - ((points * n) % 5))))
  .map((tenths) => Object.fromEntries(asked.map(({ code }, i) => [code, tenths[i] ?? 0])));
const entered = fc.array(fc.array(items, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 7 }).map((all) =>
  all.map(
    (sheets, n): Entered => ({
      applicationId: `a${n}`,
      sheets: sheets.map((own, i) => ({ seat: i + 1, items: own })),
    }),
  ),
);
const quotas = fc.integer({ min: 1, max: 6 });

function scored(policy: Policy, { applicationId, sheets }: Entered): RankInput {
  const { total, byIndicator } = aggregate(policy, CATEGORY, [], sheets);
  const resultsPoints = byIndicator[policy.categories[CATEGORY].resultsIndicator] ?? '0';
  return {
    applicationId,
    uscc: applicationId,
    total,
    resultsPoints,
    digitalPoints: null,
    servedCount: 3,
    acceptedOn: null,
  };
}
const ranked = (policy: Policy, all: Entered[]): Ranking =>
  rank(
    policy,
    all.map((one) => scored(policy, one)),
  );
/** Everybody's place but for the order among equals. */
const standing = ({ places, cutOff, tie }: Ranking, nameOf = (id: string) => id) => ({
  ...{ cutOff, tied: tie?.applicationIds.map(nameOf).sort() ?? null, left: tie?.placesLeft ?? null },
  places: Object.fromEntries(
    places.map(({ applicationId, rank: own, state, total, decidedBy }) => [
      nameOf(applicationId),
      { rank: own, state, total, decidedBy },
    ]),
  ),
});
const placeOf = ({ places }: Ranking, id: string) => places.find(({ applicationId }) => applicationId === id);

describe('from the sheets to the places (五(三))', () => {
  it('an application never falls, nor falls out, by more points from an expert', () => {
    fc.assert(
      fc.property(entered, quotas, fc.nat(), fc.nat(), fc.constantFrom(...asked), (all, quota, a, s, item) => {
        const policy = quotaOf(quota);
        const own = all[a % all.length];
        if (own === undefined) return;
        const sheets = own.sheets.map((sheet, i) =>
          i === s % own.sheets.length ? { ...sheet, items: { ...sheet.items, [item.code]: item.points * 10 } } : sheet,
        );
        const raised = all.map((one) => (one === own ? { ...one, sheets } : one));
        const [before, after] = [all, raised].map((each) => placeOf(ranked(policy, each), own.applicationId));
        // Which of two sheets of one total is left out may move points between indicators: only totals decide here.
        if (before?.total === after?.total) return;
        expect(after?.rank).toBeLessThanOrEqual(before?.rank ?? 0);
        if (before?.state === 'shortlisted') expect(after?.state).toBe('shortlisted');
      }),
    );
  });

  it('nothing changes with the order of applications, sheets and items', () => {
    const shuffled = entered.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, quotas, ([all, order], quota) => {
        const again = order.map((one) => ({
          ...one,
          sheets: one.sheets
            .toReversed()
            .map(({ seat, items: own }) => ({ seat, items: Object.fromEntries(Object.entries(own).reverse()) })),
        }));
        expect(ranked(quotaOf(quota), again)).toEqual(ranked(quotaOf(quota), all));
      }),
    );
  });

  it('nothing changes with what applications are called, but the listing of equals', () => {
    const named = entered.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(
          all.map((_, n) => `b${n}`),
          { minLength: all.length },
        ),
      ),
    );
    fc.assert(
      fc.property(named, quotas, ([all, names], quota) => {
        const renamed = all.map((one, n) => ({ ...one, applicationId: names[n] ?? '' }));
        const back = new Map(all.map(({ applicationId }, n) => [names[n] ?? '', applicationId]));
        const policy = quotaOf(quota);
        expect(standing(ranked(policy, renamed), (id) => back.get(id) ?? '')).toEqual(standing(ranked(policy, all)));
      }),
    );
  });

  it('one more that does not pass changes nothing for those who do', () => {
    fc.assert(
      fc.property(entered, quotas, (all, quota) => {
        const policy = quotaOf(quota);
        const failing = {
          applicationId: 'a-failing',
          sheets: [{ seat: 1, items: Object.fromEntries(asked.map(({ code }) => [code, 0])) }],
        };
        const [before, after] = [all, [...all, failing]].map((each) => ranked(policy, each));
        const passing = (ranking?: Ranking) => ranking?.places.filter(({ state }) => state !== 'below-pass');
        expect(passing(after)).toEqual(passing(before));
        expect([after?.tie, after?.cutOff]).toEqual([before?.tie, before?.cutOff]);
      }),
    );
  });

  it('equals stay equal: they share rank and state, whoever else there is', () => {
    fc.assert(
      fc.property(entered, quotas, fc.nat(), (all, quota, n) => {
        const own = all[n % all.length];
        if (own === undefined) return;
        const ranking = ranked(quotaOf(quota), [...all, { ...own, applicationId: 'twin' }]);
        const { applicationId: _, ...place } = placeOf(ranking, own.applicationId) ?? { applicationId: '' };
        expect(placeOf(ranking, 'twin')).toEqual({ ...place, applicationId: 'twin' });
      }),
    );
  });
});

describe('a whole round', () => {
  const exported = assemble(makeRound());
  const ranking = (one: RoundExport) => recomputedRanking(one, recomputedScores(one));

  it('has the same ranking and certificates whatever its experts are called', () => {
    const { experts } = exported.registers;
    const names = new Map(experts.map(({ expert }, n) => [expert, experts[(n + 7) % experts.length]?.expert ?? '']));
    const nameOf = (expert: string) => names.get(expert) ?? expert;
    const renamed: RoundExport = {
      ...exported,
      sheets: exported.sheets.map((sheet) => ({ ...sheet, expert: nameOf(sheet.expert) })),
      seats: exported.seats.map((seat) => ({ ...seat, expert: seat.expert === null ? null : nameOf(seat.expert) })),
    };
    expect(ranking(renamed)).toEqual(ranking(exported));
  });

  it('has the same ranking in whatever order its records stand', () => {
    const backwards = {
      ...exported,
      sheets: exported.sheets.toReversed(),
      applications: exported.applications.toReversed(),
      registers: { ...exported.registers, pilots: exported.registers.pilots.toReversed() },
    };
    expect(ranking(backwards)).toEqual(ranking(exported));
  });
});
