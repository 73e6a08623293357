import highsModule from 'highs';
import type { Assignment } from '../../../shared/domain/panels/assignment.ts';

// The package's types describe its CommonJS form; imported as a module, the loader is the default itself.
const highs = await (highsModule as unknown as typeof highsModule.default)();

/** Loads' squares and costs of the best panels. */
export interface Best {
  squares: number;
  cost: number;
}

/** No cost may sum to this much: a square less outweighs all costs. */
const SQUARE = 10_000;

/** The best there is, by an integer program that knows nothing of flows; null where there are no panels at all. */
export function bestOf(problem: Assignment): Best | null {
  const { applications, experts, size, employer, atMost, costs } = problem;
  const ids = (n: number) => Array.from({ length: n }, (_, i) => i);
  const may = (a: number, e: number) => Number.isFinite(costs[a * experts + e]);
  const seats = ids(applications).flatMap((a) => ids(experts).flatMap((e) => (may(a, e) ? [{ a, e }] : [])));
  // The n-th panel of an expert, which costs 2n − 1: what is dearer is never taken before what is cheaper.
  const units = ids(experts).flatMap((e) => ids(Math.min(atMost[e] ?? 0, applications)).map((n) => ({ e, n })));
  const sum = (terms: string[]) => (terms.length === 0 ? '0 x_0_0' : terms.join(' + '));
  const panels = ids(applications).flatMap((a) => [
    ` p_${a}: ${sum(seats.filter((s) => s.a === a).map((s) => `x_${s.a}_${s.e}`))} = ${size}`,
    ...[...new Set(employer)].map((g) => {
      const staff = seats.filter((s) => s.a === a && employer[s.e] === g);
      return ` g_${a}_${g}: ${sum(staff.map((s) => `x_${s.a}_${s.e}`))} <= 1`;
    }),
  ]);
  const loads = ids(experts).map((e) => {
    const own = seats.filter((s) => s.e === e).map((s) => `x_${s.a}_${s.e}`);
    const out = units.filter((u) => u.e === e).map((u) => ` - u_${u.e}_${u.n}`);
    return ` l_${e}: ${sum(own)}${out.join('')} = 0`;
  });
  const objective = [
    ...seats.map(({ a, e }) => `${costs[a * experts + e]} x_${a}_${e}`),
    ...units.map(({ e, n }) => `${SQUARE * (2 * n + 1)} u_${e}_${n}`),
  ];
  const binaries = [...seats.map(({ a, e }) => `x_${a}_${e}`), ...units.map(({ e, n }) => `u_${e}_${n}`)];
  const text = ['Minimize', ` o: ${sum(objective)}`, 'Subject To', ...panels, ...loads, 'Binary', ...binaries, 'End'];
  if (seats.length === 0) return null;
  const solved = highs.solve(text.join('\n'), { mip_rel_gap: 0, mip_abs_gap: 0 });
  if (solved.Status !== 'Optimal') return null;
  const total = Math.round(solved.ObjectiveValue);
  return { squares: Math.floor(total / SQUARE), cost: total % SQUARE };
}
