import { candidates, conflictOf, type LegalPersons } from '../domain/panels/candidates.ts';
import { hiddenOrder } from '../domain/panels/hidden-order.ts';
import type { PanelApplication } from '../domain/panels.ts';
import type { ExpertRow, StaffRow } from '../schemas/registers.ts';
import type { RoundExport } from './schema.ts';

/** What persons are called in the export. */
export interface Pseudonyms {
  expert(expertId: string): string;
  /** An officer who acted, or whoever else an id means: an applicant for an application, an operator at the console. */
  actor(id: string): string;
}

/**
 * Numbers persons in the order of a hash over their whole row and the round: the numbers are the same whenever they are
 * worked out, say nothing about the register's order, and are of no use in another round. Who has only ids or names
 * cannot work them out.
 */
export function pseudonyms(roundId: string, experts: ExpertRow[], staff: StaffRow[]): Pseudonyms {
  const number = <T extends object>(rows: T[], prefix: 'expert' | 'staff', idOf: (row: T) => string) =>
    new Map(hiddenOrder(roundId, prefix, rows).map((row, i) => [idOf(row), numbered(prefix, i)]));
  const ofExperts = number(experts, 'expert', (row) => row.expertId);
  const ofStaff = number(staff, 'staff', (row) => row.staffId);
  return {
    expert: (id) => ofExperts.get(id) ?? 'unknown',
    actor: (id) => ofStaff.get(id) ?? (id.includes('.') ? 'applicant' : 'operator'),
  };
}

const numbered = (prefix: string, index: number) => `${prefix}-${String(index + 1).padStart(3, '0')}`;

type Judged = Pick<PanelApplication, 'applicationId' | 'uscc' | 'conflictUsccs' | 'recorded'>;

const knownExperts = (experts: ExpertRow[], led: LegalPersons, names: Pseudonyms) =>
  candidates(experts, true, led)
    .map((candidate) => ({ candidate, expert: names.expert(candidate.expertId) }))
    .sort((a, b) => (a.expert < b.expert ? -1 : 1));

/** 回避: the experts who may not score an application. */
export function barredExperts(
  experts: ExpertRow[],
  led: LegalPersons,
  names: Pseudonyms,
): (application: Judged) => string[] {
  const known = knownExperts(experts, led, names);
  return (application) =>
    known.filter(({ candidate }) => conflictOf(candidate, application) !== null).map(({ expert }) => expert);
}

/** Experts with what the draw went by, as far as it does not tell who they are. */
export function anonymousExperts(
  experts: ExpertRow[],
  applications: Judged[],
  led: LegalPersons,
  names: Pseudonyms,
): RoundExport['registers']['experts'] {
  const rows = new Map(experts.map((row) => [row.expertId, row]));
  const known = knownExperts(experts, led, names);
  const employers = [...new Set(known.map(({ candidate }) => candidate.employerGroup))];
  return known.map(({ candidate, expert }) => ({
    expert,
    employer: numbered('employer', employers.indexOf(candidate.employerGroup)),
    industries: [...(rows.get(candidate.expertId)?.industries ?? [])].sort(),
    fields: [...(rows.get(candidate.expertId)?.fields ?? [])].sort(),
    maxPanels: rows.get(candidate.expertId)?.maxPanels ?? null,
    barredFrom: applications
      .filter((application) => conflictOf(candidate, application) !== null)
      .map((application) => application.applicationId)
      .sort(),
  }));
}
