import { NotFound } from '../../shared/bad-input.ts';
import { nowMs } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { districtOf } from '../../shared/domain/district.ts';
import { CREDIT_CODE_RULE } from '../../shared/domain/eligibility/common.ts';
import { assessEligibility, type EligibilityInput } from '../../shared/domain/eligibility.ts';
import { factsOf } from '../../shared/domain/flags/facts.ts';
import { conflictUsccs } from '../../shared/domain/panels.ts';
import { attachmentTitle } from '../../shared/package/titles.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import { Retryable } from '../../shared/runtime/handler.ts';
import type { PackageManifest } from '../../shared/schemas/package.ts';
import { ApplicationRecord, VersionRecord } from '../../shared/schemas/records.ts';
import { loadManifest } from '../../shared/store/evidence.ts';
import { loadOverride, retractFacts, stateFacts } from '../../shared/store/flags.ts';
import { loadGate } from '../../shared/store/gates.ts';
import { keys } from '../../shared/store/keys.ts';
import { loadPinned, loadRound } from '../../shared/store/rounds.ts';
import { ConditionFailed, type Table } from '../../shared/store/table.ts';
import { loadWait, newWaitAction } from '../../shared/store/waits.ts';
import { gather, otherEntries, servedBy } from './gather.ts';

const DAY_MS = 86_400_000;

interface Assessed {
  version: number;
  attempt: number;
  waitId: string;
  deadline: string;
}

/**
 * Examines the current version by the pinned registers, flags what it shares with other applications, writes the findings,
 * and makes the district's wait. Repeated for the same version it answers the same. A version that arrives meanwhile makes
 * it start over.
 */
export async function examine(deps: Deps, { applicationId }: { applicationId: string }): Promise<Assessed> {
  const { table } = deps;
  const application = await table.get(keys.application(applicationId), ApplicationRecord);
  if (application === null) throw new NotFound(`application ${applicationId}`);
  const known = await alreadyExamined(table, application);
  if (known !== null) return known;
  const pins = await loadPinned(table, deps.evidence, application.roundId);
  const manifest = await loadManifest(deps.evidence, application);
  const facts = await gather(table, pins.registers, manifest);
  const circumstances = await circumstancesOf(table, pins, application, manifest);
  const conflicts = conflictUsccs(manifest, facts.pilot, await servedBy(table, pins.registers, manifest));
  await compare(table, application, manifest, conflicts);
  const attempt = application.attempt + 1;
  const waitId = `${applicationId}~district.${attempt}`;
  const deadline = await reviewDeadline(table, pins.policy, application.roundId, attempt);
  const set = {
    findings: assessEligibility({ ...pins, versions: pins.registers, manifest, ...circumstances, ...facts }),
    district: districtOf(manifest, facts.pilot, facts.provider),
    conflictUsccs: conflicts,
    attempt,
    waitId,
  };
  try {
    await table.transact([
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

/** What the findings rest on beside registers and manifest: when it came, what else was entered, what an officer let stand. */
async function circumstancesOf(
  table: Table,
  { policy, registers, openedAt }: Awaited<ReturnType<typeof loadPinned>>,
  { applicationId, roundId, receivedAt, correctedOnce }: ApplicationRecord,
  manifest: PackageManifest,
): Promise<Pick<EligibilityInput, 'usccOverride' | 'receivedAt' | 'window' | 'answersCorrection' | 'otherEntries'>> {
  const [gate, others, usccOverride] = await Promise.all([
    loadGate(table, roundId, 'intake'),
    otherEntries(table, manifest, registers.invitations),
    loadOverride(table, applicationId, CREDIT_CODE_RULE),
  ]);
  if (gate === null) throw new Retryable('the round is being opened');
  const closesAt = new Date(Date.parse(gate.deadline) + policy.intake.value.graceSeconds * 1000).toISOString();
  const window = { opensAt: openedAt, closesAt };
  return { usccOverride, receivedAt, window, answersCorrection: correctedOnce, otherEntries: others };
}

const ownerOf = ({ roundId, applicationId, uscc, category, version }: ApplicationRecord) => ({
  ...{ roundId, applicationId, uscc, category, version },
});

/** Before the district has it on the desk, so that the page shows what there is; a later one's flags come as they come. */
async function compare(
  table: Table,
  application: ApplicationRecord,
  manifest: PackageManifest,
  related: string[],
): Promise<void> {
  const [version, { secret }] = await Promise.all([
    table.get(keys.version(application.applicationId, application.version), VersionRecord),
    loadRound(table, application.roundId),
  ]);
  const files = (version?.files ?? [])
    .filter(({ kind }) => kind !== 'manifest')
    .map(({ kind, sha256 }) => ({ title: attachmentTitle(kind), sha256 }));
  const stated = await stateFacts(table, { ...ownerOf(application), related }, factsOf(manifest, files), secret);
  if (!stated) throw new Retryable('others changed while this one was compared with them');
}

/** The application was taken back: what it has in common with others speaks against nobody any more. */
export async function retract(
  { table }: Deps,
  { applicationId }: { applicationId: string },
): Promise<{ decision: 'retracted' }> {
  const application = await table.get(keys.application(applicationId), ApplicationRecord);
  if (application === null) throw new NotFound(`application ${applicationId}`);
  const done = application.status !== 'withdrawn' || (await retractFacts(table, ownerOf(application)));
  if (!done) throw new Retryable('others changed while this one was taken back');
  return { decision: 'retracted' };
}
