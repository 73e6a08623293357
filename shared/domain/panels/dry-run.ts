import type { ExpertRow } from '../../schemas/registers.ts';
import { drawPanels, type PanelApplication, type Shortage } from '../panels.ts';
import { candidates, conflictOf, expertiseMatches, type LegalPersons } from './candidates.ts';

/** An expert with the name of somebody who represents a concerned firm by law, where no ids could be compared. */
export interface SameName {
  applicationId: string;
  expertId: string;
  uscc: string;
}

/** What a draw would be like; who would sit where is not said. */
export interface Trial {
  applications: number;
  experts: number;
  seats: number;
  shortages: Shortage[];
  /** Panels by expert: how many experts would have how many. */
  loads: { panels: number; experts: number }[];
  /** Seats whose expert matches both of what an application can be matched by, one of it, none; and those of applications without either. */
  fit: { all: number; some: number; none: number; unmatchable: number };
}

type Input = Omit<Parameters<typeof drawPanels>[0], 'seed'>;

/** Openly not the draw's: it is the same for everybody, and says nothing about the real one. */
const TRIAL_SEED = 'trial';

/**
 * Whether panels can be drawn, and how even and how fitting they would be. Loads and fit are what the rules ask for first, so
 * they are the same with every seed; only chance, who sits where among equals, is another. So nothing is told by which anybody
 * could steer the draw.
 */
export function tryPanels(input: Input): Trial {
  const { applications, experts, policy } = input;
  const { size } = policy.panel.value;
  const none = { loads: [], fit: { all: 0, some: 0, none: 0, unmatchable: 0 } };
  const counts = { applications: applications.length, experts: experts.length, seats: applications.length * size };
  const draw = drawPanels({ ...input, seed: TRIAL_SEED });
  if (!draw.ok) return { ...counts, shortages: draw.shortages, ...none };
  const loads = Map.groupBy(Object.values(draw.loads), (load) => load);
  return {
    ...counts,
    shortages: [],
    loads: [...loads].map(([panels, own]) => ({ panels, experts: own.length })).toSorted((a, b) => a.panels - b.panels),
    fit: fitOf(input, draw.panels),
  };
}

function fitOf({ applications, experts, policy, legalPersons }: Input, panels: Record<string, string[]>): Trial['fit'] {
  const pool = new Map(
    candidates(experts, policy.panel.value.distinctEmployers, legalPersons).map((one) => [one.expertId, one]),
  );
  const fit = { all: 0, some: 0, none: 0, unmatchable: 0 };
  for (const application of applications) {
    const most = Number(application.industry !== null) + Number(application.fields.length > 0);
    for (const id of panels[application.applicationId] ?? []) {
      const expert = pool.get(id);
      const found = expert === undefined ? 0 : expertiseMatches(expert, application);
      fit[most === 0 ? 'unmatchable' : found === most ? 'all' : found === 0 ? 'none' : 'some'] += 1;
    }
  }
  return fit;
}

/** A firm and the experts who have the name of its legal representative. */
export interface Namesakes {
  uscc: string;
  expertIds: readonly string[];
  /** Hash of the representative's id, where the registers know it. */
  idHash: string | undefined;
}

/**
 * Equal names that a person has to look at before the draw: not where the ids were compared, where somebody cleared the expert, or
 * where the expert is barred in any case. A name makes no conflict.
 */
export function sameNames(
  found: Namesakes[],
  {
    applications,
    experts,
    legalPersons,
  }: { applications: PanelApplication[]; experts: ExpertRow[]; legalPersons: LegalPersons },
): SameName[] {
  const rows = new Map(experts.map((row) => [row.expertId, row]));
  const pool = new Map(candidates(experts, true, legalPersons).map((one) => [one.expertId, one]));
  const firms = new Map(found.map((one) => [one.uscc, one]));
  return applications.flatMap((application) =>
    [...new Set([application.uscc, ...application.conflictUsccs])].flatMap((uscc) => {
      const firm = firms.get(uscc);
      return (firm?.expertIds ?? []).flatMap((expertId): SameName[] => {
        const [row, expert] = [rows.get(expertId), pool.get(expertId)];
        if (row === undefined || expert === undefined || expert.clearedUsccs.has(uscc)) return [];
        if (comparable(row.idHash, firm?.idHash) || conflictOf(expert, application) !== null) return [];
        return [{ applicationId: application.applicationId, expertId, uscc }];
      });
    }),
  );
}

/** Hashes of one key only. */
const comparable = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && a.slice(0, 8) === b.slice(0, 8);
