import { sha256Hex } from '../canonical.ts';
import type { Policy } from '../policy/schema.ts';
import type { Category } from '../schemas/basics.ts';
import type { PackageManifest } from '../schemas/package.ts';
import type { ExpertRow, PilotRow } from '../schemas/registers.ts';
import type { ExpertPrice } from './panels/assignment.ts';
import { problemOf, seatOrder } from './panels/assignment-of.ts';
import {
  type Candidate,
  candidates,
  conflictOf,
  conflicts,
  expertiseMatches,
  type LegalPersons,
} from './panels/candidates.ts';
import { hiddenOrder } from './panels/hidden-order.ts';
import { startPrices } from './panels/prices.ts';
import { lacking, overloaded, type Shortage } from './panels/shortage.ts';
import { solve } from './panels/solve.ts';

export type { Shortage };

/** What the draw needs to know of an application. */
export interface PanelApplication {
  applicationId: string;
  category: Category;
  uscc: string;
  /** From `conflictUsccs`. */
  conflictUsccs: string[];
  /** Experts against whom somebody recorded a conflict with this application. */
  recorded?: string[];
  /** Industry code of the policy, null where the applicant has none. */
  industry: string | null;
  /** Value-chain links. */
  fields: string[];
}

export type PanelDraw =
  /**
   * Expert ids by application, seat by seat; how many applications each expert has (0 included), and the prices that
   * prove it: no panels are better (`faultsOf`).
   */
  | { ok: true; panels: Record<string, string[]>; loads: Record<string, number>; prices: Record<string, ExpertPrice> }
  | { ok: false; shortages: Shortage[] };

/**
 * Organisations whose people must not score the application: the applicant; an enterprise's serving provider; the
 * enterprises that a provider serves, claims to have served or landed at; the partners of a chain case. Sorted.
 */
export function conflictUsccs(manifest: PackageManifest, pilot: PilotRow | null, servedPilots: PilotRow[]): string[] {
  const all = new Set([manifest.uscc, ...servedPilots.map((p) => p.uscc)]);
  if (manifest.category === 'benchmark-enterprise' && pilot?.providerUscc) all.add(pilot.providerUscc);
  if (manifest.category === 'service-provider') for (const s of manifest.served) all.add(s.uscc);
  if (manifest.category === 'solution-product' || manifest.category === 'chain-case') {
    for (const l of manifest.landed) all.add(l.uscc);
  }
  if (manifest.category === 'chain-case') for (const p of manifest.partners) all.add(p.uscc);
  return [...all].sort();
}

/**
 * 五(三): the panels of all applications in one draw with a committed seed. Nobody conflicted, no two of one employer where
 * the policy says so, nobody beyond what the register says; loads as even as these conditions allow at all; among those the
 * most matches of industry and field; chance, which is the seed, decides the rest. The same input in another order gives
 * the same panels.
 */
export function drawPanels(input: {
  policy: Policy;
  roundId: string;
  seed: string;
  applications: PanelApplication[];
  experts: ExpertRow[];
  legalPersons: LegalPersons;
}): PanelDraw {
  const { seed } = input;
  const { size, distinctEmployers } = input.policy.panel.value;
  const pool = candidates(hiddenOrder(input.roundId, 'expert', input.experts), distinctEmployers, input.legalPersons);
  const barredFrom = conflicts(pool);
  // By chance, so that the first of them are a fair sample.
  const applications = input.applications
    .map((application) => ({ ...application, barred: barredFrom(application) }))
    .sort(by(({ applicationId }) => sha256Hex(`${seed}\n${applicationId}`)));
  if (applications.length === 0) return nobodyDrawn(pool);
  const short = lacking(pool, applications, size);
  if (short.length > 0) return { ok: false, shortages: short };
  const experts = pool.map((c) => ({ ...c, employer: c.employerGroup }));
  const problem = problemOf({ seed, size, experts, applications });
  const solved = solve(problem, startPrices(problem));
  if (!solved.ok) return { ok: false, shortages: overloaded(pool, applications, size, solved) };
  const idOf = (e: number): string => pool[e]?.expertId ?? '';
  const panels = applications.map(({ applicationId }, a): [string, string[]] => [
    applicationId,
    seatOrder(seed, applicationId, pool.length, [...solved.seats.subarray(a * size, (a + 1) * size)]).map(idOf),
  ]);
  const loads = new Map(pool.map((c) => [c.expertId, 0]));
  for (const e of solved.seats) loads.set(idOf(e), (loads.get(idOf(e)) ?? 0) + 1);
  const priceOf = (e: number) => ({ level: solved.prices.level[e] ?? 0, fine: solved.prices.fine[e] ?? 0 });
  return {
    ok: true,
    panels: Object.fromEntries(panels.sort(by(([id]) => id))),
    loads: Object.fromEntries([...loads].sort(by(([id]) => id))),
    prices: Object.fromEntries(
      pool.map((c, e): [string, ExpertPrice] => [c.expertId, priceOf(e)]).sort(by(([id]) => id)),
    ),
  };
}

const nobodyDrawn = (pool: Candidate[]): PanelDraw => ({
  ok: true,
  panels: {},
  loads: Object.fromEntries(pool.map((c) => [c.expertId, 0])),
  prices: Object.fromEntries(pool.map((c) => [c.expertId, { level: 0, fine: 0 }])),
});

const by =
  <T>(key: (one: T) => string) =>
  (a: T, b: T): number =>
    key(a) < key(b) ? -1 : 1;

/**
 * A new expert for one seat: under the same conditions towards the other seats, never one that had the seat, the least
 * loaded first. Null when nobody is left.
 */
export function replaceExpert(input: {
  policy: Policy;
  seed: string;
  application: PanelApplication;
  /** Experts who hold the other seats now. */
  panel: string[];
  /** Experts who had this seat, recused themselves or declined. */
  excluded: string[];
  experts: ExpertRow[];
  legalPersons: LegalPersons;
  loads: Record<string, number>;
}): string | null {
  const pool = candidates(input.experts, input.policy.panel.value.distinctEmployers, input.legalPersons);
  const seated = new Set(input.panel);
  const taken = new Set(pool.filter((c) => seated.has(c.expertId)).map((c) => c.employerGroup));
  const out = new Set([...input.panel, ...input.excluded]);
  const loads = new Map(Object.entries(input.loads));
  const eligible = pool.filter(
    (c) =>
      !out.has(c.expertId) &&
      !taken.has(c.employerGroup) &&
      (loads.get(c.expertId) ?? 0) < c.maxPanels &&
      conflictOf(c, input.application) === null,
  );
  return preference(`${input.seed}\nreplacement`, input.application, eligible, loads)[0]?.expertId ?? null;
}

const chance = (seed: string, applicationId: string, expertId: string): string =>
  sha256Hex(`${seed}\n${applicationId}\n${expertId}`);

/** Least loaded first, then of the industry or field, then by chance. */
function preference(
  seed: string,
  application: PanelApplication,
  eligible: Candidate[],
  loads: Map<string, number>,
): Candidate[] {
  return eligible
    .map((candidate) => ({
      candidate,
      load: loads.get(candidate.expertId) ?? 0,
      matches: expertiseMatches(candidate, application),
      chance: chance(seed, application.applicationId, candidate.expertId),
    }))
    .sort((a, b) => a.load - b.load || b.matches - a.matches || (a.chance < b.chance ? -1 : 1))
    .map(({ candidate }) => candidate);
}
