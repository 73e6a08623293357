import { type Assignment, cheapestPanel, type Prices } from './assignment.ts';

/** What does not hold of a draw: panels, and experts, by number. Both empty: no panels are better. */
export interface Faults {
  panels: number[];
  experts: number[];
}

/**
 * Whether panels are the best there are, without drawing them again. They are if prices exist at which every panel is
 * the cheapest one and every load is what its price asks for: then whatever another draw saves on one seat it loses
 * at least on another (complementary slackness). One pass over all who could sit anywhere.
 * @param seats experts of panel a from `a * size` on
 */
export function faultsOf(problem: Assignment, seats: Int32Array, prices: Prices): Faults {
  const { applications, experts, size } = problem;
  const best = new Int32Array(applications * size);
  const loads = new Int32Array(experts);
  for (const e of seats) loads[e] = (loads[e] ?? 0) + 1;
  const panels = Array.from({ length: applications }, (_, a) => a).filter(
    (a) => !isCheapest(problem, prices, a, seats, best),
  );
  return { panels, experts: notAsked(problem, prices, loads) };
}

/** Whether no other panel of application `a` is cheaper. @param best room for all seats, to be written into */
export function isCheapest(
  problem: Assignment,
  prices: Prices,
  a: number,
  seats: Int32Array,
  best: Int32Array,
): boolean {
  cheapestPanel(problem, prices, a, best);
  return isAsCheap(problem, prices, a, seats, best);
}

/** Experts, by number, whose load is not what their price asks for. */
export const notAsked = (problem: Pick<Assignment, 'atMost'>, prices: Prices, loads: Int32Array): number[] =>
  [...loads.keys()].filter((e) => !isAsked(problem, prices, e, loads[e] ?? 0));

function isAsCheap(problem: Assignment, prices: Prices, a: number, seats: Int32Array, best: Int32Array): boolean {
  const { size, employer } = problem;
  const panel = [...seats.subarray(a * size, (a + 1) * size)];
  if (new Set(panel.map((e) => employer[e])).size !== size) return false;
  const own = cost(problem, prices, a, panel);
  const least = cost(problem, prices, a, [...best.subarray(a * size, (a + 1) * size)]);
  return own.level === least.level && own.fine === least.fine;
}

function cost({ experts, costs }: Assignment, prices: Prices, a: number, panel: number[]) {
  let [level, fine] = [0, 0];
  for (const e of panel) {
    level += prices.level[e] ?? Number.NaN;
    fine += (costs[a * experts + e] ?? Number.NaN) + (prices.fine[e] ?? Number.NaN);
  }
  return { level, fine };
}

/** The last panel of an expert was worth the price, the next would not be. */
function isAsked({ atMost }: Pick<Assignment, 'atMost'>, { level, fine }: Prices, e: number, load: number): boolean {
  const [l, f] = [level[e] ?? Number.NaN, fine[e] ?? Number.NaN];
  const most = atMost[e] ?? 0;
  const worth = load === 0 || l > 2 * load - 1 || (l === 2 * load - 1 && f >= 0);
  const enough = load === most || l < 2 * load + 1 || (l === 2 * load + 1 && f <= 0);
  return load <= most && worth && enough;
}
