import type { Candidate } from './candidates.ts';

/** One panel while it is being drawn: who may sit on it, in order of preference, and who does. */
export interface Seats {
  eligible: Candidate[];
  members: Candidate[];
}

/** `expert` hands panel `seats` over to whoever is next on the way. */
interface Step {
  from: Candidate;
  seats: Seats;
}

/**
 * Changes panels until no chain of replacements leads from an expert to one who has at least two fewer. Then the loads
 * are as even as the conditions allow: a smaller sum of squares would leave such a chain (the loads are a flow with
 * convex costs). Every change lowers that sum, so it ends.
 */
export function evenOut(all: Seats[], loads: Map<string, number>): void {
  const byExpert = membership(all);
  const load = (c: Candidate) => loads.get(c.expertId) ?? 0;
  const settled = new Set<Candidate>();
  for (;;) {
    const least = Math.min(...loads.values());
    const from = heaviest(byExpert, load, settled);
    if (from === undefined || load(from) - least < 2) return;
    const { chain, to, reached } = lightening(from, byExpert, load);
    if (to === null) {
      // Nor can whoever is reached from here, now or later: no chain that starts outside and helps can lead through them.
      for (const c of reached) settled.add(c);
      continue;
    }
    handOver(chain, to, byExpert);
    loads.set(from.expertId, load(from) - 1);
    loads.set(to.expertId, load(to) + 1);
  }
}

type Membership = Map<Candidate, Set<Seats>>;

function membership(all: Seats[]): Membership {
  const byExpert: Membership = new Map();
  for (const seats of all) {
    for (const c of seats.members) byExpert.set(c, (byExpert.get(c) ?? new Set()).add(seats));
  }
  return byExpert;
}

function heaviest(
  byExpert: Membership,
  load: (c: Candidate) => number,
  settled: Set<Candidate>,
): Candidate | undefined {
  let best: Candidate | undefined;
  for (const c of byExpert.keys()) {
    if (settled.has(c)) continue;
    if (best === undefined || load(c) > load(best) || (load(c) === load(best) && c.expertId < best.expertId)) best = c;
  }
  return best;
}

/**
 * Shortest chain of replacements from one expert to another with at least two fewer; breadth first, because only a
 * shortest chain never touches one panel twice in a way that would seat two of one employer.
 */
function lightening(
  from: Candidate,
  byExpert: Membership,
  load: (c: Candidate) => number,
): { chain: Step[]; to: Candidate | null; reached: Set<Candidate> } {
  const via = new Map<Candidate, Step>();
  const reached = new Set([from]);
  for (const expert of reached) {
    for (const seats of byExpert.get(expert) ?? []) {
      for (const next of replacements(expert, seats)) {
        if (reached.has(next)) continue;
        reached.add(next);
        via.set(next, { from: expert, seats });
        if (load(next) <= load(from) - 2) return { chain: chainTo(next, via), to: next, reached };
      }
    }
  }
  return { chain: [], to: null, reached };
}

/** Who could take the expert's seat on the panel while the others stay. */
function replacements(expert: Candidate, seats: Seats): Candidate[] {
  const others = new Set(seats.members.filter((m) => m !== expert).map((m) => m.employerGroup));
  return seats.eligible.filter((c) => c !== expert && !others.has(c.employerGroup));
}

function chainTo(to: Candidate, via: Map<Candidate, Step>): Step[] {
  const chain: Step[] = [];
  for (let step = via.get(to); step !== undefined; step = via.get(step.from)) chain.unshift(step);
  return chain;
}

function handOver(chain: Step[], to: Candidate, byExpert: Membership): void {
  chain.forEach(({ from, seats }, i) => {
    const successor = chain[i + 1]?.from ?? to;
    seats.members[seats.members.indexOf(from)] = successor;
    byExpert.get(from)?.delete(seats);
    byExpert.set(successor, (byExpert.get(successor) ?? new Set()).add(seats));
  });
}
