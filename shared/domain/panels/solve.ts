import { type Assignment, cheapestPanel, loadAt, type Prices } from './assignment.ts';
import { exchanges } from './exchanges.ts';
import { type Network, shortestPath } from './paths.ts';

export type Solution =
  /** Experts of panel a from `a * size` on, and the prices at which every panel is the cheapest one. */
  | { ok: true; seats: Int32Array; prices: Prices; augmentations: number }
  /** Experts who are all at their most while these panels hold more seats with them, and can do with no fewer. */
  | { ok: false; experts: number[]; panels: number[]; seats: number };

/**
 * The cheapest panels among those whose loads are as even as can be (their sum of squares is least, hence the highest is
 * lowest and the lowest highest): a flow of least cost, found by shortest augmenting paths from the prices given, which
 * change how long it takes and nothing else. Every panel must have `size` employers to choose from.
 */
export function solve(problem: Assignment, start: Prices): Solution {
  const network = networkOf(problem, start);
  for (let augmentations = 0; ; augmentations += 1) {
    const path = shortestPath(network);
    if (path === 'settled') return { ok: true, seats: network.seats, prices: pricesOf(network), augmentations };
    if ('reached' in path) return stuck(network, path.reached);
    augment(network, path.nodes);
  }
}

/** Every panel the cheapest at these prices, every expert with the load that the price asks for, what differs as excess. */
function networkOf(problem: Assignment, start: Prices): Network {
  const { applications, experts, size, atMost } = problem;
  const seats = new Int32Array(applications * size);
  for (let a = 0; a < applications; a += 1) cheapestPanel(problem, start, a, seats);
  const level = new Float64Array(experts + 1);
  const fine = new Float64Array(experts + 1);
  level.set(start.level);
  fine.set(start.fine);
  const seated = exchanges(problem, seats);
  const loads = atMost.map((most, e) => Math.min(most, loadAt(start, e)));
  const excess = new Int32Array(experts + 1);
  for (let e = 0; e < experts; e += 1) excess[e] = seated.count(e) - (loads[e] ?? 0);
  excess[experts] = loads.reduce((sum, load) => sum + load, 0) - seats.length;
  return { problem, seats, exchanges: seated, level, fine, loads, excess };
}

function augment({ problem, exchanges: seated, loads, excess }: Network, nodes: number[]): void {
  const round = problem.experts;
  nodes.slice(1).forEach((v, i) => {
    const u = nodes[i] ?? 0;
    if (v === round) loads[u] = (loads[u] ?? 0) + 1;
    else if (u === round) loads[v] = (loads[v] ?? 0) - 1;
    else seated.exchange(seated.panel(u, v), u, v);
  });
  const [first = 0] = nodes;
  const last = nodes.at(-1) ?? 0;
  excess[first] = (excess[first] ?? 0) - 1;
  excess[last] = (excess[last] ?? 0) + 1;
}

/** Relative to the round, whose own price is nothing. */
function pricesOf({ problem: { experts }, level, fine }: Network): Prices {
  const relative = (of: Float64Array) => of.slice(0, experts).map((price) => price - (of[experts] ?? 0));
  return { level: relative(level), fine: relative(fine) };
}

function stuck({ exchanges: seated }: Network, reached: number[]): Solution {
  const seats = reached.flatMap((e) => [...seated.panelsOf(e)]);
  return { ok: false, experts: reached, panels: [...new Set(seats)].sort((a, b) => a - b), seats: seats.length };
}
