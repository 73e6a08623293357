import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Candidate, cutStability } from '../../../shared/domain/diagnostics-cut.ts';
import { rankRound } from '../../../shared/domain/ranking.ts';
import { add, compare, div, format, parse, rational, sum } from '../../../shared/domain/rational.ts';
import { policyWith } from './fixtures.ts';

const CATEGORY = 'chain-case';
const policyOf = (quota: number) =>
  policyWith((p) => {
    p.categories[CATEGORY].quota.value = quota;
  });
/** By the published rule: without the highest and the lowest of five sheets or more. */
function totalOf(points: readonly number[]): string {
  const sorted = points.toSorted((a, b) => a - b);
  const kept = points.length >= 5 ? sorted.slice(1, -1) : sorted;
  return format(div(sum(kept.map((n) => rational(n))), rational(kept.length)));
}
const candidate = (applicationId: string, points: Record<string, number>): Candidate => ({
  ...{ applicationId, uscc: applicationId, total: totalOf(Object.values(points)), resultsPoints: '20' },
  ...{ digitalPoints: null, servedCount: null, acceptedOn: null },
  sheets: Object.entries(points).map(([expert, n]) => ({ expert, points: `${n}` })),
});
const stability = (quota: number, candidates: Candidate[], order: string[] = []) =>
  cutStability(policyOf(quota), CATEGORY, candidates, order);

describe('the stability of a cut line', () => {
  test('is firm where nothing that one expert or another rule could do changes who is inside', () => {
    const steady = stability(1, [
      candidate('a', { e1: 90, e2: 91, e3: 92 }),
      candidate('b', { e1: 70, e2: 71, e3: 72 }),
    ]);
    expect(steady).toEqual({ scenarios: 6, unchanged: 6, always: 1, ever: 1, changes: [], unsteady: [] });
  });

  test('names the expert without whom another one would be inside, and who is in only by some rules', () => {
    const found = stability(1, [
      candidate('a', { e1: 100, e2: 70, e3: 76 }),
      candidate('b', { e4: 80, e5: 81, e6: 82 }),
      candidate('c', { e7: 60, e8: 60, e9: 60 }),
    ]);
    expect(found.changes).toEqual([
      { kind: 'median', expert: null, in: ['b'], out: ['a'] },
      { kind: 'trimmed', expert: null, in: ['b'], out: ['a'] },
      { kind: 'without-expert', expert: 'e1', in: ['b'], out: ['a'] },
    ]);
    expect(found).toMatchObject({ scenarios: 12, unchanged: 9, always: 0, ever: 2 });
    expect(found.unsteady).toEqual([
      { applicationId: 'a', isIn: true, inside: 9, withinPoint: true },
      { applicationId: 'b', isIn: false, inside: 3, withinPoint: true },
    ]);
  });

  test('has nobody inside who would be tied across the line, unless the panel has put them in order', () => {
    const pair = [candidate('a', { e1: 80, e2: 80, e3: 83 }), candidate('b', { e4: 80, e5: 80, e6: 80 })];
    const open = stability(1, pair);
    expect(open.changes.map(({ kind, expert }) => [kind, expert])).toEqual([
      ['median', null],
      ['trimmed', null],
      ['without-expert', 'e3'],
    ]);
    expect(open.changes.every((one) => one.in.length === 0 && one.out[0] === 'a')).toBe(true);
    expect(stability(1, pair, ['a', 'b']).changes).toEqual([]);
  });

  test('tells who is within a point of the line or of the pass mark', () => {
    const [three, within] = [{ e1: 0, e2: 0, e3: 0 }, (n: number) => ({ e1: n, e2: n, e3: n })];
    expect(three).toEqual(within(0));
    const near = (quota: number, ...totals: number[]) =>
      stability(
        quota,
        totals.map((n, i) => candidate(`a${i}`, within(n))),
      )
        .unsteady.filter(({ withinPoint }) => withinPoint)
        .map(({ applicationId }) => applicationId);
    expect(near(2, 90, 80, 79, 78)).toEqual(['a1', 'a2']);
    expect(near(2, 90, 80, 78)).toEqual([]);
    expect(near(3, 90, 61, 60)).toEqual(['a2']);
    expect(near(3, 90, 59, 58)).toEqual(['a1']);
  });

  test('leaves who has one sheet alone as it is without its expert, and is empty for nobody', () => {
    expect(stability(1, [candidate('a', { e1: 80 })])).toMatchObject({ scenarios: 4, unchanged: 4, always: 1 });
    expect(stability(1, [])).toEqual({ scenarios: 3, unchanged: 3, always: 0, ever: 0, changes: [], unsteady: [] });
  });

  const panels = fc.array(fc.array(fc.integer({ min: 58, max: 64 }), { minLength: 1, maxLength: 6 }), { maxLength: 9 });

  test('agrees with the ranking made anew from all totals, expert by expert', () => {
    fc.assert(
      fc.property(panels, fc.integer({ min: 1, max: 6 }), (all, quota) => {
        const name = (e: number, a: number) => `e${(e + a) % 7}`;
        const pointsOf = all.map((points, a) => Object.fromEntries(points.map((n, e) => [name(e, a), n])));
        const candidates = pointsOf.map((points, a) => candidate(`a${a}`, points));
        const policy = policyOf(quota);
        const winners = (entries: Candidate[]) =>
          rankRound({
            policy,
            categories: {
              'benchmark-enterprise': [],
              'service-provider': [],
              'solution-product': [],
              [CATEGORY]: entries,
            },
            decisions: {},
          })[CATEGORY];
        const usual = winners(candidates);
        // A tie that the panel has still to order is not ranked: there is no line yet.
        if (usual.tie !== null) return;
        const found = cutStability(policy, CATEGORY, candidates, []);
        const ids = (state: typeof usual) =>
          state.places.filter((place) => place.state === 'shortlisted').map((place) => place.applicationId);
        for (const expert of new Set(candidates.flatMap(({ sheets }) => sheets.map((sheet) => sheet.expert)))) {
          const without = pointsOf.map((points, a) => {
            const { [expert]: own, ...others } = points;
            return candidate(`a${a}`, own === undefined || Object.keys(others).length === 0 ? points : others);
          });
          const anew = new Set(ids(winners(without)));
          const change = found.changes.find((one) => one.expert === expert);
          expect([...anew].filter((id) => !ids(usual).includes(id)).sort()).toEqual((change?.in ?? []).toSorted());
          expect(
            ids(usual)
              .filter((id) => !anew.has(id))
              .sort(),
          ).toEqual((change?.out ?? []).toSorted());
        }
      }),
      { numRuns: 200 },
    );
  });

  test('changes no total', () => {
    const own = candidate('a', { e1: 80, e2: 81 });
    const before = JSON.stringify(own);
    stability(1, [own, candidate('b', { e1: 70, e2: 71 })]);
    expect(JSON.stringify(own)).toBe(before);
    expect(compare(parse(own.total), add(rational(80), rational(1, 2)))).toBe(0);
  });
});
