import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Assignment, Prices } from '../../../shared/domain/panels/assignment.ts';
import { startPrices } from '../../../shared/domain/panels/prices.ts';
import { faultsOf } from '../../../shared/domain/panels/proof.ts';
import { type Solution, solve } from '../../../shared/domain/panels/solve.ts';
import { bestOf } from './exact.ts';

const OUT = Number.POSITIVE_INFINITY;

/** Small draws of every kind: barred seats, shared employers, bounds that may be too low, costs of which many are equal. */
const problems = fc
  .record({
    applications: fc.integer({ min: 1, max: 9 }),
    experts: fc.integer({ min: 2, max: 8 }),
    size: fc.integer({ min: 1, max: 3 }),
    dearest: fc.constantFrom(0, 2, 40),
    bound: fc.constantFrom(3, 5, 99),
    barred: fc.constantFrom(0, 0.2, 0.5),
  })
  .chain(({ applications, experts, size, dearest, bound, barred }) =>
    fc.record({
      size: fc.constant(size),
      applications: fc.constant(applications),
      experts: fc.constant(experts),
      employer: fc.int32Array({ min: 0, max: experts - 1, minLength: experts, maxLength: experts }),
      atMost: fc
        .int32Array({ min: 0, max: bound, minLength: experts, maxLength: experts })
        .map((most) => most.map((m) => Math.min(m, applications))),
      costs: fc
        .array(
          fc.oneof(
            { weight: Math.round(barred * 10), arbitrary: fc.constant(OUT) },
            { weight: 10 - Math.round(barred * 10), arbitrary: fc.integer({ min: 0, max: dearest }) },
          ),
          { minLength: applications * experts, maxLength: applications * experts },
        )
        .map((costs) => Float64Array.from(costs)),
    }),
  )
  .filter(hasEmployers);

/** The draw is only asked where every application has employers enough. */
function hasEmployers({ applications, experts, size, employer, costs }: Assignment): boolean {
  return Array.from({ length: applications }, (_, a) => a).every((a) => {
    const free = [...employer].filter((_, e) => costs[a * experts + e] !== OUT);
    return new Set(free).size >= size;
  });
}

function worth({ experts, size, costs }: Assignment, seats: Int32Array) {
  const loads = new Int32Array(experts);
  let cost = 0;
  seats.forEach((e, i) => {
    loads[e] = (loads[e] ?? 0) + 1;
    cost += costs[Math.floor(i / size) * experts + e] ?? OUT;
  });
  return { squares: loads.reduce((sum, l) => sum + l * l, 0), cost };
}

const flat = (experts: number, level: number): Prices => ({
  level: new Float64Array(experts).fill(level),
  fine: new Float64Array(experts),
});
const found = (solution: Solution) => {
  if (!solution.ok) throw new Error('no panels');
  return solution;
};

describe('the best panels', () => {
  it('are what an exact solver finds, or there are none', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const solution = solve(problem, startPrices(problem));
        expect(solution.ok ? worth(problem, solution.seats) : null).toEqual(bestOf(problem));
      }),
      { numRuns: 150 },
    );
  });

  it('cost the same from whatever prices one starts', () => {
    fc.assert(
      fc.property(
        problems,
        fc.integer({ min: -3, max: 12 }),
        fc.infiniteStream(fc.integer({ min: -50, max: 50 })),
        (problem, level, some) => {
          const first = solve(problem, startPrices(problem));
          const start = {
            level: flat(problem.experts, level).level,
            fine: Float64Array.from(some.take(problem.experts)),
          };
          const second = solve(problem, start);
          expect(second.ok).toBe(first.ok);
          if (first.ok && second.ok) expect(worth(problem, second.seats)).toEqual(worth(problem, first.seats));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are proved by their prices; no others of another value are', () => {
    fc.assert(
      fc.property(problems, fc.nat(), fc.nat(), (problem, at, by) => {
        const solution = solve(problem, startPrices(problem));
        fc.pre(solution.ok);
        const { seats, prices } = solution;
        expect(faultsOf(problem, seats, prices)).toEqual({ panels: [], experts: [] });
        const other = seats.slice();
        other[at % seats.length] = by % problem.experts;
        const [was, is] = [worth(problem, seats), worth(problem, other)];
        fc.pre(was.squares !== is.squares || was.cost !== is.cost);
        const faults = faultsOf(problem, other, prices);
        expect(faults.panels.length + faults.experts.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it('are missing only where experts at their most hold seats that nobody else can take', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const solution = solve(problem, startPrices(problem));
        fc.pre(!solution.ok);
        const full = new Set(solution.experts);
        const most = solution.experts.reduce((sum, e) => sum + (problem.atMost[e] ?? 0), 0);
        // Each of these panels can have at most so many from outside: one for every employer that has somebody there.
        const outside = solution.panels.map((a) => {
          const free = [...problem.employer].filter(
            (_, e) => !full.has(e) && problem.costs[a * problem.experts + e] !== OUT,
          );
          return Math.min(problem.size, new Set(free).size);
        });
        const needed = outside.reduce((sum, n) => sum + problem.size - n, 0);
        expect(needed).toBe(solution.seats);
        expect(needed).toBeGreaterThan(most);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a draw of many', () => {
  /** A small generator with a seed, for a draw too large for a property. */
  function numbers(seed: number): () => number {
    let state = seed;
    return () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
  }

  it.each([
    ['nobody barred', 0, 0],
    ['a tenth of the seats barred', 0.1, 0],
    ['most applications left with a third of the experts', 0.1, 0.8],
  ])('%s: is proved best, as even as can be', (_, barred, narrow) => {
    const [applications, experts, size] = [700, 60, 5];
    const next = numbers(7);
    const costs = new Float64Array(applications * experts);
    for (let a = 0; a < applications; a += 1) {
      const few = next() < narrow;
      for (let e = 0; e < experts; e += 1) {
        costs[a * experts + e] =
          next() < barred || (few && e >= 20) ? OUT : Math.floor(next() * 1e6) + (next() < 0.3 ? 0 : 1e9);
      }
    }
    const employer = Int32Array.from({ length: experts }, (_, e) => Math.floor(e / 2));
    const problem = {
      size,
      applications,
      experts,
      employer,
      atMost: new Int32Array(experts).fill(applications),
      costs,
    };
    const { seats, prices } = found(solve(problem, startPrices(problem)));
    expect(faultsOf(problem, seats, prices)).toEqual({ panels: [], experts: [] });
    expect(worth(problem, found(solve(problem, flat(experts, 117))).seats)).toEqual(worth(problem, seats));
  });
});
