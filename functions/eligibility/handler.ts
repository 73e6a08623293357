import { NotFound } from '../../shared/bad-input.ts';
import { nowMs } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { districtOf } from '../../shared/domain/district.ts';
import { assessEligibility, type ClaimedPilot } from '../../shared/domain/eligibility.ts';
import { conflictUsccs } from '../../shared/domain/panels.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import { Retryable } from '../../shared/runtime/handler.ts';
import type { PackageManifest } from '../../shared/schemas/package.ts';
import { ApplicationRecord, type RoundRecord } from '../../shared/schemas/records.ts';
import { loadManifest } from '../../shared/store/evidence.ts';
import { loadGate } from '../../shared/store/gates.ts';
import { keys } from '../../shared/store/keys.ts';
import { registerRow, registerRows, servedPilots } from '../../shared/store/registers.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import { ConditionFailed, type Table } from '../../shared/store/table.ts';
import { loadWait, newWaitAction } from '../../shared/store/waits.ts';

const DAY_MS = 86_400_000;

interface Assessed {
  version: number;
  attempt: number;
  waitId: string;
  deadline: string;
}

/**
 * Examines the current version by the pinned registers, writes the findings, and makes the district's wait.
 * Repeated for the same version it answers the same. A version that arrives meanwhile makes it start over.
 */
export async function examine(deps: Deps, { applicationId }: { applicationId: string }): Promise<Assessed> {
  const application = await deps.table.get(keys.application(applicationId), ApplicationRecord);
  if (application === null) throw new NotFound(`application ${applicationId}`);
  const known = await alreadyExamined(deps.table, application);
  if (known !== null) return known;
  const pins = await loadPinned(deps.table, deps.evidence, application.roundId);
  const manifest = await loadManifest(deps.evidence, application);
  const facts = await gather(deps.table, pins.registers, manifest);
  const attempt = application.attempt + 1;
  const waitId = `${applicationId}~district.${attempt}`;
  const deadline = await reviewDeadline(deps.table, pins.policy, application.roundId, attempt);
  const set = {
    findings: assessEligibility({ ...pins, versions: pins.registers, manifest, usccOverride: false, ...facts }),
    district: districtOf(manifest, facts.pilot, facts.provider),
    conflictUsccs: conflictUsccs(manifest, facts.pilot, facts.servedPilots),
    attempt,
    waitId,
  };
  try {
    await deps.table.transact([
      {
        update: keys.application(applicationId),
        change: { set, when: { version: application.version, attempt: application.attempt, status: 'in-review' } },
      },
      newWaitAction(waitId, application.roundId, deadline),
    ]);
  } catch (error) {
    if (error instanceof ConditionFailed) throw new Retryable('the application changed while it was examined');
    throw error;
  }
  return { version: application.version, attempt, waitId, deadline };
}

/**
 * The answer of an earlier run for this very version, if its wait is still there to be waited for; and where somebody has
 * decided already, the wait that says so: a repetition never takes a decision back.
 */
async function alreadyExamined(table: Table, application: ApplicationRecord): Promise<Assessed | null> {
  const waitId = `${application.applicationId}~district.${application.attempt}`;
  if (application.status === 'in-review' && application.waitId !== waitId) return null;
  const wait = await loadWait(table, waitId);
  return wait === null
    ? null
    : { version: application.version, attempt: application.attempt, waitId, deadline: wait.deadline };
}

/** The stage's end, or for a corrected or newer version the days of a second look, whichever is later. */
async function reviewDeadline(table: Table, policy: Policy, roundId: string, attempt: number): Promise<string> {
  const gate = await loadGate(table, roundId, 'district');
  const days = attempt === 1 ? policy.review.value.districtDays : policy.review.value.reReviewDays;
  const own = new Date(nowMs() + days * DAY_MS).toISOString();
  if (gate === null) return own;
  return attempt === 1 || gate.deadline > own ? gate.deadline : own;
}

/** The rows of the pinned registers that speak of this applicant or of the enterprises it names. */
async function gather(table: Table, registers: RoundRecord['registers'], manifest: PackageManifest) {
  const { uscc } = manifest;
  const pilotOf = (code: string) => registerRow(table, 'pilots', registers.pilots, code);
  const enterprise = manifest.category === 'benchmark-enterprise';
  const [pilot, provider, dishonesty, accidents, served, claimedPilots] = await Promise.all([
    enterprise ? pilotOf(uscc) : null,
    enterprise ? null : registerRow(table, 'providers', registers.providers, uscc),
    registerRows(table, 'dishonesty', registers.dishonesty, `${uscc}#`),
    registerRows(table, 'accidents', registers.accidents, `${uscc}#`),
    manifest.category === 'service-provider' ? servedPilots(table, registers.pilots, uscc) : [],
    Promise.all(
      claimed(manifest).map(async (code): Promise<ClaimedPilot> => {
        const row = await pilotOf(code);
        return row === null ? { uscc: code, found: false } : { ...row, found: true };
      }),
    ),
  ]);
  return { pilot, provider, dishonesty, accidents, servedPilots: served, claimedPilots };
}

function claimed(manifest: PackageManifest): string[] {
  switch (manifest.category) {
    case 'benchmark-enterprise':
      return [];
    case 'service-provider':
      return manifest.served.map((enterprise) => enterprise.uscc);
    case 'solution-product':
    case 'chain-case':
      return manifest.landed.map((enterprise) => enterprise.uscc);
    default:
      return manifest satisfies never;
  }
}
