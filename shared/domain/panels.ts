import { sha256Hex } from '../canonical.ts';
import type { Policy } from '../policy/schema.ts';
import type { Category } from '../schemas/basics.ts';
import type { PackageManifest } from '../schemas/package.ts';
import type { ExpertRow, PilotRow } from '../schemas/registers.ts';
import { evenOut } from './panels/balance.ts';
import { type Candidate, candidates, conflictOf, expertiseMatches } from './panels/candidates.ts';

/** What the draw needs to know of an application. */
export interface PanelApplication {
  applicationId: string;
  category: Category;
  uscc: string;
  /** From `conflictUsccs`. */
  conflictUsccs: string[];
  /** Industry code of the policy, null where the applicant has none. */
  industry: string | null;
  /** Value-chain links. */
  fields: string[];
}

/** An application whose panel cannot be filled, and why, in Chinese. */
export interface Shortage {
  applicationId: string;
  needed: number;
  available: number;
  reasons: string[];
}

export type PanelDraw =
  /** Expert ids by application, seat by seat, and how many applications each expert has (0 included). */
  { ok: true; panels: Record<string, string[]>; loads: Record<string, number> } | { ok: false; shortages: Shortage[] };

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
 * 五(三): the panels of all applications, drawn with a committed seed. Nobody conflicted, no two of one employer where the
 * policy says so; loads as even as these conditions allow at all; then experts of the industry or field first; chance,
 * which is the seed, decides the rest. The same input in another order gives the same panels.
 */
export function drawPanels(input: {
  policy: Policy;
  seed: string;
  applications: PanelApplication[];
  experts: ExpertRow[];
}): PanelDraw {
  const { size, distinctEmployers } = input.policy.panel.value;
  const pool = candidates(input.experts, distinctEmployers);
  const drawn = input.applications.map((application) => ({
    application,
    order: sha256Hex(`${input.seed}\n${application.applicationId}`),
    eligible: pool.filter((c) => conflictOf(c, application) === null),
  }));
  const shortages = drawn
    .filter(({ eligible }) => employersOf(eligible) < size)
    .map(({ application, eligible }) => shortage(application, pool, eligible, size))
    .sort((a, b) => (a.applicationId < b.applicationId ? -1 : 1));
  if (shortages.length > 0) return { ok: false, shortages };
  // The scarcest choice is made first, so that the even-out below has little left to mend.
  drawn.sort((a, b) => a.eligible.length - b.eligible.length || (a.order < b.order ? -1 : 1));
  const loads = new Map(pool.map((c) => [c.expertId, 0]));
  const seats = drawn.map(({ application, eligible }) => {
    const preferred = preference(input.seed, application, eligible, loads);
    const members = firstOfEachEmployer(preferred, size);
    for (const m of members) loads.set(m.expertId, (loads.get(m.expertId) ?? 0) + 1);
    return { eligible: preferred, members };
  });
  evenOut(seats, loads);
  const panels = drawn.map(({ application }, i): [string, string[]] => {
    const ids = (seats[i]?.members ?? []).map((m) => m.expertId);
    // Seats by chance: the number of a seat tells nothing about how its expert was found.
    return [application.applicationId, byChance(input.seed, application.applicationId, ids)];
  });
  return {
    ok: true,
    panels: Object.fromEntries(panels.sort(([a], [b]) => (a < b ? -1 : 1))),
    loads: Object.fromEntries(loads),
  };
}

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
  loads: Record<string, number>;
}): string | null {
  const pool = candidates(input.experts, input.policy.panel.value.distinctEmployers);
  const seated = new Set(input.panel);
  const taken = new Set(pool.filter((c) => seated.has(c.expertId)).map((c) => c.employerGroup));
  const out = new Set([...input.panel, ...input.excluded]);
  const eligible = pool.filter(
    (c) => !out.has(c.expertId) && !taken.has(c.employerGroup) && conflictOf(c, input.application) === null,
  );
  const loads = new Map(Object.entries(input.loads));
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

function firstOfEachEmployer(preferred: Candidate[], size: number): Candidate[] {
  const members = new Map<string, Candidate>();
  for (const c of preferred) {
    if (members.size === size) break;
    if (!members.has(c.employerGroup)) members.set(c.employerGroup, c);
  }
  return [...members.values()];
}

function byChance(seed: string, applicationId: string, ids: string[]): string[] {
  const key = (id: string) => chance(`${seed}\nseat`, applicationId, id);
  return ids
    .map((id) => [key(id), id] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, id]) => id);
}

const employersOf = (some: Candidate[]): number => new Set(some.map((c) => c.employerGroup)).size;

function shortage(application: PanelApplication, pool: Candidate[], eligible: Candidate[], needed: number): Shortage {
  const conflicts = pool.map((c) => conflictOf(c, application));
  const employed = conflicts.filter((c) => c === 'employer').length;
  const related = conflicts.filter((c) => c === 'related').length;
  const available = employersOf(eligible);
  const reasons = [`专家库共 ${pool.length} 人，每组需 ${needed} 人`];
  if (employed > 0) reasons.push(`${employed} 人因任职单位与申报主体或其关联单位相同须回避`);
  if (related > 0) reasons.push(`${related} 人因申报的利害关系须回避`);
  if (available < eligible.length) {
    reasons.push(`其余 ${eligible.length} 人分属 ${available} 个单位，同一单位只能抽取 1 人`);
  }
  reasons.push(`可用 ${available} 人，还差 ${needed - available} 人：请补充专家库，或由主管部门调整评审组人数`);
  return { applicationId: application.applicationId, needed, available, reasons };
}
