import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelFor, scenariosAt } from '../../../shared/domain/digital-level.ts';
import { SCENARIOS, type Scenario } from '../../../shared/schemas/basics.ts';
import { grades, qingdao } from './pilots.ts';

const optional = SCENARIOS.filter((s) => !qingdao.digitalLevels.value.mandatoryScenarios.includes(s));
/** `grade` in the first `mandatory` mandatory and the first `others` other scenarios, 0 elsewhere. */
function graded(grade: number, mandatory: number, others: number): Record<Scenario, number> {
  const reached = [...qingdao.digitalLevels.value.mandatoryScenarios.slice(0, mandatory), ...optional.slice(0, others)];
  return grades(0, Object.fromEntries(reached.map((scenario) => [scenario, grade])));
}

describe('digital level by score, scenarios and mandatory scenarios', () => {
  it.each([
    [199, grades(4), 0],
    [200, graded(1, 3, 3), 1],
    [200, graded(1, 3, 2), 0],
    [200, graded(1, 2, 6), 0],
    [399, grades(4), 1],
    [400, graded(2, 3, 3), 2],
    [400, graded(2, 2, 6), 0],
    [599, grades(4), 2],
    [600, graded(3, 5, 3), 3],
    [600, graded(3, 4, 4), 2],
    [600, graded(3, 5, 2), 2],
    [800, graded(4, 6, 4), 4],
    [800, graded(4, 6, 3), 3],
    [800, graded(4, 5, 5), 3],
    [1000, grades(0), 0],
    [0, grades(4), 0],
  ])('%i tenths, case %#', (score, own, level) => {
    expect(levelFor(qingdao, score, own)).toBe(level);
  });

  it('has the ten mandatory scenarios of the 2024 edition', () => {
    expect(qingdao.digitalLevels.value.mandatoryScenarios).toEqual([
      ...['product-design', 'marketing', 'production-control', 'quality', 'equipment', 'safety', 'energy'],
      ...['procurement', 'warehousing', 'finance'],
    ]);
  });

  it('can be level 2 with 75 points', () => {
    expect(levelFor(qingdao, 750, grades(2))).toBe(2);
  });

  it('never falls when the score or a grade rises', () => {
    const grade = fc.integer({ min: 0, max: 4 });
    const all = fc.tuple(...SCENARIOS.map(() => grade)).map((list) => {
      return Object.fromEntries(SCENARIOS.map((s, i) => [s, list[i] ?? 0])) as Record<Scenario, number>;
    });
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), all, fc.constantFrom(...SCENARIOS), (score, more, own, scenario) => {
        const better = { ...own, [scenario]: Math.min(4, own[scenario] + 1) };
        const level = levelFor(qingdao, score, own);
        expect(levelFor(qingdao, Math.min(1000, score + more), better)).toBeGreaterThanOrEqual(level);
      }),
    );
  });

  it('counts scenarios at a grade or above', () => {
    expect(scenariosAt(grades(1, { quality: 2, finance: 3 }), 2)).toBe(2);
    expect(scenariosAt(grades(1, { quality: 2, finance: 3 }), 2, ['quality', 'safety'])).toBe(1);
  });
});
