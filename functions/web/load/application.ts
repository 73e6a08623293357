import type { Deps } from '../../../shared/deps.ts';
import type { ApplicationView } from '../../../shared/http/pages/task-view.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { ApplicationRecord, VersionRecord } from '../../../shared/schemas/records.ts';
import { loadManifest } from '../../../shared/store/evidence.ts';
import { keys } from '../../../shared/store/keys.ts';
import { registerRow } from '../../../shared/store/registers.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';

export const findApplication = ({ table }: Deps, applicationId: string): Promise<ApplicationRecord | null> =>
  table.get(keys.application(applicationId), ApplicationRecord);

/** @throws HttpProblem where a task names an application that is not there */
export async function needApplication(deps: Deps, applicationId: string | null): Promise<ApplicationRecord> {
  const application = applicationId === null ? null : await findApplication(deps, applicationId);
  if (application === null) throw new HttpProblem('task.not-found');
  return application;
}

export const loadVersion = ({ table }: Deps, applicationId: string, version: number): Promise<VersionRecord | null> =>
  table.get(keys.version(applicationId, version), VersionRecord);

/** The application's current version with what the pinned registers say of the applicant. */
export async function loadApplicationView(deps: Deps, applicationId: string | null): Promise<ApplicationView> {
  const application = await needApplication(deps, applicationId);
  const { registers } = await loadPinned(deps.table, deps.evidence, application.roundId);
  const enterprise = application.category === 'benchmark-enterprise';
  const [manifest, version, pilot, provider] = await Promise.all([
    loadManifest(deps.evidence, application),
    loadVersion(deps, application.applicationId, application.version),
    enterprise ? registerRow(deps.table, 'pilots', registers.pilots, application.uscc) : null,
    enterprise ? null : registerRow(deps.table, 'providers', registers.providers, application.uscc),
  ]);
  return { application, manifest, files: version?.files ?? [], scan: version?.scan ?? 'none', pilot, provider };
}
