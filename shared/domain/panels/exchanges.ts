import type { Assignment } from './assignment.ts';

/** For every two experts u and v: the panel on which v takes a seat of u at the least cost, worked out when asked for. */
export interface Exchanges {
  /** Costs by v of taking a seat of u; Infinity where v can take none. */
  row(u: number): Float64Array;
  /** The panel of that exchange. */
  panel(u: number, v: number): number;
  /** v takes u's seat on the panel. */
  exchange(panel: number, u: number, v: number): void;
  /** How many panels an expert sits on. */
  count(u: number): number;
  panelsOf(u: number): readonly number[];
}

/** @param seats experts of panel a from `a * size` on; changed by every exchange. */
export function exchanges(problem: Assignment, seats: Int32Array): Exchanges {
  const { size, experts, employer, costs } = problem;
  const seated: number[][] = Array.from({ length: experts }, () => []);
  seats.forEach((e, i) => {
    seated[e]?.push(Math.floor(i / size));
  });
  const least = Array.from({ length: experts }, () => new Float64Array(experts));
  const panels = Array.from({ length: experts }, () => new Int32Array(experts));
  const stale = new Uint8Array(experts).fill(1);
  // The panel that has last been seen to have somebody of the employer, apart from u.
  const taken = new Int32Array(employer.reduce((most, e) => Math.max(most, e), 0) + 1);

  function rebuild(u: number, row: Float64Array): void {
    row.fill(Number.POSITIVE_INFINITY);
    const via = panels[u] ?? new Int32Array(0);
    taken.fill(-1);
    for (const a of seated[u] ?? []) {
      for (let i = a * size; i < (a + 1) * size; i += 1) if (seats[i] !== u) taken[employer[seats[i] ?? 0] ?? 0] = a;
      const at = a * experts;
      const own = costs[at + u] ?? 0;
      for (let v = 0; v < experts; v += 1) {
        const cost = (costs[at + v] ?? 0) - own;
        if (cost < (row[v] ?? 0) && taken[employer[v] ?? 0] !== a) {
          row[v] = cost;
          via[v] = a;
        }
      }
    }
    stale[u] = 0;
  }

  return {
    row(u) {
      const row = least[u] ?? new Float64Array(0);
      if (stale[u] === 1) rebuild(u, row);
      return row;
    },
    panel: (u, v) => panels[u]?.[v] ?? -1,
    exchange(panel, u, v) {
      for (let i = panel * size; i < (panel + 1) * size; i += 1) {
        stale[seats[i] ?? 0] = 1;
        if (seats[i] === u) seats[i] = v;
      }
      stale[v] = 1;
      const own = seated[u] ?? [];
      own.splice(own.indexOf(panel), 1);
      seated[v]?.push(panel);
    },
    count: (u) => seated[u]?.length ?? 0,
    panelsOf: (u) => seated[u] ?? [],
  };
}
