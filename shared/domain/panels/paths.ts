import type { Assignment } from './assignment.ts';
import type { Exchanges } from './exchanges.ts';

/**
 * A flow that is too much at some nodes and too little at others, and prices at which no arc of its residual network costs
 * less than nothing. Nodes are the experts and, last, the round, which takes up their loads.
 */
export interface Network {
  problem: Assignment;
  seats: Int32Array;
  exchanges: Exchanges;
  level: Float64Array;
  fine: Float64Array;
  loads: Int32Array;
  /** Seats held beyond the load (and the round's loads beyond the seats); below 0 where there are fewer. */
  excess: Int32Array;
}

type Path = 'settled' | { nodes: number[] } | { reached: number[] };

/**
 * The cheapest way from a node with too much to one with too little, the shortest of equals: such a way never uses the same
 * panel twice against itself. Prices are raised by what it costs, so that again no arc costs less than nothing.
 */
export function shortestPath(network: Network): Path {
  const { problem, excess } = network;
  const search = new Search(problem.experts + 1);
  let open = false;
  for (let u = 0; u <= problem.experts; u += 1) {
    if ((excess[u] ?? 0) <= 0) continue;
    search.reach(u, 0, 0, 0, -1);
    open = true;
  }
  if (!open) return 'settled';
  for (;;) {
    const u = search.nearest();
    if (u < 0) return { reached: search.doneNodes().filter((node) => node < problem.experts) };
    if ((excess[u] ?? 0) < 0) {
      search.raise(network, u);
      return { nodes: search.wayTo(u) };
    }
    if (u === problem.experts) fromRound(network, search);
    else fromExpert(network, search, u);
  }
}

function fromExpert({ problem, exchanges, level, fine, loads }: Network, search: Search, u: number): void {
  const { experts, atMost } = problem;
  const row = exchanges.row(u);
  const l = (search.level[u] ?? 0) - (level[u] ?? 0);
  const f = (search.fine[u] ?? 0) - (fine[u] ?? 0);
  const hops = (search.hops[u] ?? 0) + 1;
  for (let v = 0; v < experts; v += 1) {
    const cost = row[v] ?? 0;
    if (cost !== Number.POSITIVE_INFINITY) search.reach(v, l + (level[v] ?? 0), f + cost + (fine[v] ?? 0), hops, u);
  }
  const load = loads[u] ?? 0;
  if (load < (atMost[u] ?? 0)) {
    search.reach(experts, l + 2 * load + 1 + (level[experts] ?? 0), f + (fine[experts] ?? 0), hops, u);
  }
}

function fromRound({ problem: { experts }, level, fine, loads }: Network, search: Search): void {
  const l = (search.level[experts] ?? 0) - (level[experts] ?? 0);
  const f = (search.fine[experts] ?? 0) - (fine[experts] ?? 0);
  const hops = (search.hops[experts] ?? 0) + 1;
  for (let v = 0; v < experts; v += 1) {
    const load = loads[v] ?? 0;
    if (load > 0) search.reach(v, l - (2 * load - 1) + (level[v] ?? 0), f + (fine[v] ?? 0), hops, experts);
  }
}

/** Dijkstra over few nodes with many arcs: the nearest is found by looking at all. */
class Search {
  readonly level: Float64Array;
  readonly fine: Float64Array;
  readonly hops: Int32Array;
  private readonly from: Int32Array;
  /** 0 not seen, 1 seen, 2 done. */
  private readonly state: Uint8Array;

  constructor(nodes: number) {
    this.level = new Float64Array(nodes);
    this.fine = new Float64Array(nodes);
    this.hops = new Int32Array(nodes);
    this.from = new Int32Array(nodes);
    this.state = new Uint8Array(nodes);
  }

  reach(v: number, level: number, fine: number, hops: number, from: number): void {
    const state = this.state[v];
    if (state === 2) return;
    if (state === 1) {
      const own = this.level[v] ?? 0;
      if (level > own) return;
      if (level === own) {
        const ownFine = this.fine[v] ?? 0;
        if (fine > ownFine || (fine === ownFine && hops >= (this.hops[v] ?? 0))) return;
      }
    }
    this.state[v] = 1;
    this.level[v] = level;
    this.fine[v] = fine;
    this.hops[v] = hops;
    this.from[v] = from;
  }

  /** The nearest node that is not done, now done; -1 where none is left. */
  nearest(): number {
    let best = -1;
    for (let v = 0; v < this.state.length; v += 1) {
      if (this.state[v] === 1 && (best < 0 || this.isNearer(v, best))) best = v;
    }
    if (best >= 0) this.state[best] = 2;
    return best;
  }

  private isNearer(v: number, w: number): boolean {
    const level = (this.level[v] ?? 0) - (this.level[w] ?? 0);
    if (level !== 0) return level < 0;
    const fine = (this.fine[v] ?? 0) - (this.fine[w] ?? 0);
    return fine !== 0 ? fine < 0 : (this.hops[v] ?? 0) < (this.hops[w] ?? 0);
  }

  doneNodes(): number[] {
    return [...this.state.keys()].filter((v) => this.state[v] === 2);
  }

  wayTo(end: number): number[] {
    const nodes = [];
    for (let v = end; v >= 0; v = this.from[v] ?? -1) nodes.unshift(v);
    return nodes;
  }

  /** Whoever is nearer than the end becomes dearer by the difference. */
  raise({ level, fine }: Network, end: number): void {
    const [l, f] = [this.level[end] ?? 0, this.fine[end] ?? 0];
    for (let v = 0; v < this.state.length; v += 1) {
      if (this.state[v] !== 2) continue;
      level[v] = (level[v] ?? 0) + l - (this.level[v] ?? 0);
      fine[v] = (fine[v] ?? 0) + f - (this.fine[v] ?? 0);
    }
  }
}
