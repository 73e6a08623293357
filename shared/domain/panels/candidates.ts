import type { ExpertRow } from '../../schemas/registers.ts';

/** Firms by the hashed id of whoever represents them by law, as the registers know them. */
export type LegalPersons = ReadonlyMap<string, readonly string[]>;

export function legalPersons(rows: readonly { uscc: string; legalPersonIdHash?: string | undefined }[]): LegalPersons {
  const known = rows.flatMap(({ uscc, legalPersonIdHash: hash }) => (hash === undefined ? [] : [{ uscc, hash }]));
  const firms = Map.groupBy(known, ({ hash }) => hash);
  return new Map([...firms].map(([hash, own]) => [hash, own.map(({ uscc }) => uscc)]));
}

/** An expert as the draw sees one. */
export interface Candidate {
  expertId: string;
  /** Experts of one employer share it. */
  employerGroup: string;
  /** Every credit code by which the employer is known. */
  employerUsccs: Set<string>;
  /** Firms that the expert represents by law: by its own word, or by an equal hash of its id. */
  legalPersonOf: Set<string>;
  relatedUsccs: Set<string>;
  /** Applicants towards whom neither employer nor relation counts. */
  clearedUsccs: Set<string>;
  /** Panels at most. */
  maxPanels: number;
  industries: Set<string>;
  fields: Set<string>;
}

/**
 * Experts in the order of their rows. An employer is known by credit code or by name: rows that share either are of one
 * employer, so that a row without code neither doubles an employer on a panel nor hides a conflict.
 */
export function candidates(rows: ExpertRow[], distinctEmployers: boolean, led: LegalPersons): Candidate[] {
  const groups = employerGroups(rows);
  const usccs = new Map<string, Set<string>>();
  for (const row of rows) {
    const group = groups(row);
    const known = usccs.get(group) ?? new Set<string>();
    if (row.employerUscc !== null) known.add(row.employerUscc);
    usccs.set(group, known);
  }
  return rows.map((row) => ({
    expertId: row.expertId,
    employerGroup: distinctEmployers ? groups(row) : row.expertId,
    employerUsccs: usccs.get(groups(row)) ?? new Set(),
    legalPersonOf: new Set([...(row.legalPersonOf ?? []), ...(led.get(row.idHash ?? '') ?? [])]),
    relatedUsccs: new Set(row.relatedUsccs),
    clearedUsccs: new Set(row.clearedUsccs),
    maxPanels: row.maxPanels ?? Number.POSITIVE_INFINITY,
    industries: new Set(row.industries),
    fields: new Set(row.fields),
  }));
}

const nameKey = (row: ExpertRow): string => `name:${row.employer.normalize('NFKC').replace(/\s+/g, '').toLowerCase()}`;

/** Joins names and codes that occur in one row; answers with the smallest key of the joined set. */
function employerGroups(rows: ExpertRow[]): (row: ExpertRow) => string {
  const parent = new Map<string, string>();
  const root = (key: string): string => {
    let top = key;
    for (let next = parent.get(top); next !== undefined; next = parent.get(top)) top = next;
    return top;
  };
  for (const row of rows) {
    if (row.employerUscc === null) continue;
    const [a, b] = [root(nameKey(row)), root(`uscc:${row.employerUscc}`)];
    if (a < b) parent.set(b, a);
    else if (b < a) parent.set(a, b);
  }
  return (row) => root(nameKey(row));
}

/** Whom an application concerns, and against which experts a person has recorded a conflict. */
export interface Concern {
  uscc: string;
  conflictUsccs: readonly string[];
  recorded?: readonly string[] | undefined;
}

/** In the order in which the first that holds is named. */
export const CONFLICTS = ['recorded', 'legal-person', 'employer', 'related'] as const;
export type Conflict = (typeof CONFLICTS)[number];

/**
 * Why an expert must not score an application (回避); null when nothing stands against it. That somebody cleared an employer
 * or a relation does not clear whoever represents the firm by law. A name alone is never a conflict.
 */
export function conflictOf(candidate: Candidate, { uscc, conflictUsccs, recorded = [] }: Concern): Conflict | null {
  if (recorded.includes(candidate.expertId)) return 'recorded';
  const all = [uscc, ...conflictUsccs];
  if (all.some((u) => candidate.legalPersonOf.has(u))) return 'legal-person';
  const concerned = all.filter((u) => !candidate.clearedUsccs.has(u));
  if (concerned.some((u) => candidate.employerUsccs.has(u))) return 'employer';
  return concerned.some((u) => candidate.relatedUsccs.has(u)) ? 'related' : null;
}

/** The numbers of those who must not score an application: the same as `conflictOf` says, for many applications. */
export function conflicts(pool: Candidate[]): (application: Concern) => Set<number> {
  const concerned = new Map<string, number[]>();
  const numbers = new Map(pool.map((c, e) => [c.expertId, e]));
  pool.forEach((c, e) => {
    const others = [...c.employerUsccs, ...c.relatedUsccs].filter((uscc) => !c.clearedUsccs.has(uscc));
    for (const uscc of new Set([...c.legalPersonOf, ...others]))
      concerned.set(uscc, [...(concerned.get(uscc) ?? []), e]);
  });
  return ({ uscc, conflictUsccs, recorded = [] }) =>
    new Set([
      ...[uscc, ...conflictUsccs].flatMap((u) => concerned.get(u) ?? []),
      ...recorded.flatMap((id) => numbers.get(id) ?? []),
    ]);
}

/** 1 for the industry and 1 for any of the fields. */
export function expertiseMatches(
  candidate: Candidate,
  application: { industry: string | null; fields: string[] },
): number {
  const industry = application.industry !== null && candidate.industries.has(application.industry);
  return Number(industry) + Number(application.fields.some((f) => candidate.fields.has(f)));
}
