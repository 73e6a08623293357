import { LOG_FACTS } from '../../shared/domain/decision-log.ts';
import type { PackageManifest } from '../../shared/schemas/package.ts';
import type { ApplicationRecord, ScanOutcome, VersionRecord } from '../../shared/schemas/records.ts';
import { transactLogged } from '../../shared/store/decision-log.ts';
import { manifestKey, packageKey } from '../../shared/store/evidence.ts';
import { openAction } from '../../shared/store/gates.ts';
import { keys } from '../../shared/store/keys.ts';
import { ABSENT, type Action } from '../../shared/store/table.ts';
import { settleAction } from '../../shared/store/waits.ts';
import { endReview } from '../../shared/tasks/open.ts';
import { type Arrival, copySource, type IntakeDeps, receipt } from './arrival.ts';
import { keepFiles, type Verified } from './files.ts';

interface Checked extends Verified {
  manifest: PackageManifest;
  sha256: string;
  scan: ScanOutcome;
}

/**
 * Copies the package and each of its files to the evidence bucket and writes the version. The first makes the application; a later one,
 * before the district decided, settles what the execution waits for as superseded.
 * @throws ConditionFailed if the application moved on meanwhile, ObjectChanged if the object did.
 */
export async function acceptVersion(
  deps: IntakeDeps,
  arrival: Arrival,
  current: ApplicationRecord | null,
  checked: Checked,
): Promise<void> {
  const { slot, receivedAt } = arrival;
  const { roundId, applicationId } = slot;
  await keepFiles(deps, arrival, checked);
  const key = packageKey(roundId, applicationId, checked.sha256);
  await deps.evidence.copyFrom(copySource(deps.inbox, arrival), key);
  await deps.evidence.write(
    manifestKey(roundId, applicationId, checked.sha256),
    JSON.stringify(checked.manifest),
    'application/json',
  );

  const version = (current?.version ?? 0) + 1;
  const versionRecord: VersionRecord = {
    entity: 'Version',
    applicationId,
    version,
    sha256: checked.sha256,
    key,
    size: arrival.size,
    receivedAt,
    files: checked.files,
    scan: checked.scan,
  };
  const accepted = {
    ...{ owner: applicationId, about: `version:${version}`, decision: 'accepted', at: receivedAt, by: null },
    facts: LOG_FACTS.version(versionRecord),
  };
  await transactLogged(
    deps.table,
    roundId,
    [accepted],
    [
      { put: keys.version(applicationId, version), item: versionRecord },
      {
        put: keys.upload(applicationId, arrival.uploadId),
        item: receipt(arrival, { verdict: 'accepted', sha256: checked.sha256, version }),
      },
      ...(current === null ? firstVersion(arrival, checked) : laterVersion(arrival, current, checked)),
    ],
  );
  if (current !== null && current.waitId !== null) await endReview(deps.table, current.waitId);
}

const titleOf = (manifest: PackageManifest) => ('title' in manifest ? manifest.title : manifest.name);

function firstVersion({ slot, receivedAt }: Arrival, { manifest, sha256 }: Checked): Action[] {
  const { applicationId, roundId, category, uscc, applicationNo } = slot;
  const application: ApplicationRecord = {
    entity: 'Application',
    applicationId,
    roundId,
    category,
    uscc,
    name: slot.name,
    title: titleOf(manifest),
    applicationNo,
    status: 'in-review',
    version: 1,
    packageSha256: sha256,
    receivedAt,
    district: null,
    attempt: 0,
    waitId: null,
    correctedOnce: false,
    findings: [],
    conflictUsccs: [],
  };
  return [
    { put: keys.application(applicationId), item: application },
    { put: keys.roster(roundId, applicationId), item: { entity: 'Roster', applicationId, category } },
    openAction(roundId, 'district', applicationId),
    // Once the district stage is over nothing can join it: the message is then parked for a person to see.
    { check: keys.gate(roundId, 'district'), when: { passedAt: ABSENT } },
  ];
}

function laterVersion({ receivedAt }: Arrival, current: ApplicationRecord, { manifest, sha256 }: Checked): Action[] {
  const { applicationId, version, waitId, status } = current;
  return [
    {
      update: keys.application(applicationId),
      change: {
        set: {
          version: version + 1,
          packageSha256: sha256,
          receivedAt,
          title: titleOf(manifest),
          status: 'in-review',
          waitId: null,
        },
        when: { version, waitId, status },
      },
    },
    ...(waitId === null ? [] : [settleAction(waitId, { decision: 'superseded' })]),
  ];
}
