import type { Deps } from '../deps.ts';
import { type LegalPersons, legalPersons } from '../domain/panels/candidates.ts';
import type { PanelApplication } from '../domain/panels.ts';
import type { Policy } from '../policy/schema.ts';
import { type ApplicationRecord, ConflictRecord, type RoundRecord } from '../schemas/records.ts';
import type { ExpertRow } from '../schemas/registers.ts';
import { loadManifest } from '../store/evidence.ts';
import { keys } from '../store/keys.ts';
import { registerRow, registerRows } from '../store/registers.ts';
import { forEachId, loadApplications } from '../store/roster.ts';
import { loadPinned } from '../store/rounds.ts';
import type { Table } from '../store/table.ts';

type Registers = RoundRecord['registers'];

/** Who represents which firms of the pinned registers by law; pinned, so one look per process is enough. */
const looked = new Map<string, Promise<LegalPersons>>();

export function loadLegalPersons(table: Table, { pilots, providers }: Registers): Promise<LegalPersons> {
  const name = `${table.name} ${pilots} ${providers}`;
  const known = looked.get(name) ?? readLegalPersons(table, pilots, providers);
  looked.set(name, known);
  // What failed is looked up again.
  known.catch(() => looked.delete(name));
  return known;
}

async function readLegalPersons(table: Table, pilots: string, providers: string): Promise<LegalPersons> {
  const rows = await Promise.all([registerRows(table, 'pilots', pilots), registerRows(table, 'providers', providers)]);
  return legalPersons(rows.flat());
}

/** All that a draw goes by but its seed. */
export interface DrawInput {
  policy: Policy;
  registers: Registers;
  recommended: ApplicationRecord[];
  applications: PanelApplication[];
  experts: ExpertRow[];
  legalPersons: LegalPersons;
}

/** The panels of a round are drawn among whom it has recommended, by its pinned registers. */
export async function drawInput(deps: Deps, roundId: string): Promise<DrawInput> {
  const { table } = deps;
  const { policy, registers } = await loadPinned(table, deps.evidence, roundId);
  const all = await loadApplications(table, roundId);
  const recommended = all.filter((application) => application.status === 'recommended');
  const against = Map.groupBy(await recordedConflicts(table, roundId), ({ applicationId }) => applicationId);
  const applications = await forEachApplication(recommended, async (one) => ({
    ...(await panelApplication(deps, one, registers)),
    recorded: (against.get(one.applicationId) ?? []).map(({ expertId }) => expertId),
  }));
  const [experts, led] = await Promise.all([
    registerRows(table, 'experts', registers.experts),
    loadLegalPersons(table, registers),
  ]);
  return { policy, registers, recommended, applications, experts, legalPersons: led };
}

/** Conflicts that were recorded by hand, of a round or of one application. */
export const recordedConflicts = (table: Table, roundId: string, applicationId?: string): Promise<ConflictRecord[]> =>
  table.all(keys.conflictsPk(roundId), ConflictRecord, applicationId === undefined ? undefined : `${applicationId}#`);

/** A few at a time, in their order. */
export function forEachApplication<A extends { applicationId: string }, T>(
  applications: A[],
  each: (application: A) => Promise<T>,
): Promise<T[]> {
  const byId = new Map(applications.map((application) => [application.applicationId, application]));
  return forEachId([...byId.keys()], (id) => each(byId.get(id) as A));
}

/** What the draw needs to know of an application. */
export async function panelApplication(
  deps: Deps,
  application: ApplicationRecord,
  registers: RoundRecord['registers'],
): Promise<PanelApplication> {
  const { applicationId, category, uscc, conflictUsccs } = application;
  if (category === 'benchmark-enterprise') {
    const pilot = await registerRow(deps.table, 'pilots', registers.pilots, uscc);
    return { applicationId, category, uscc, conflictUsccs, industry: pilot?.industry ?? null, fields: [] };
  }
  const manifest = category === 'solution-product' ? await loadManifest(deps.evidence, application) : null;
  const fields = manifest?.category === 'solution-product' ? manifest.links : [];
  return { applicationId, category, uscc, conflictUsccs, industry: null, fields };
}
