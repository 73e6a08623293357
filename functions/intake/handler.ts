import * as z from 'zod';
import { BadInput } from '../../shared/bad-input.ts';
import { canonicalJson, sha256Hex } from '../../shared/canonical.ts';
import { checkPackage } from '../../shared/package/check.ts';
import { unaskedChanges } from '../../shared/package/correction.ts';
import { formFields } from '../../shared/package/form.ts';
import { zipProblem } from '../../shared/package/problems.ts';
import { countMetric, Retryable } from '../../shared/runtime/handler.ts';
import type { Problem } from '../../shared/schemas/findings.ts';
import type { PackageManifest } from '../../shared/schemas/package.ts';
import {
  ApplicationRecord,
  type GateRecord,
  SlotRecord,
  type UploadRecord,
  WaitRecord,
} from '../../shared/schemas/records.ts';
import { ObjectChanged } from '../../shared/store/buckets.ts';
import { loadReturned } from '../../shared/store/evidence.ts';
import { startExecution } from '../../shared/store/executions.ts';
import { loadGate } from '../../shared/store/gates.ts';
import { keys } from '../../shared/store/keys.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import { ConditionFailed } from '../../shared/store/table.ts';
import { completionTime } from '../../shared/store/transfers.ts';
import { findUpload } from '../../shared/store/uploads.ts';
import { loadWait } from '../../shared/store/waits.ts';
import { acceptVersion } from './accept.ts';
import { type Arrival, type IntakeDeps, receipt, uploaded, type Verdict } from './arrival.ts';

/** S3's "Object Created", as EventBridge hands it on. */
export const ObjectCreated = z.object({
  time: z.iso.datetime(),
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({ key: z.string().max(1024), size: z.int().min(0), etag: z.string() }),
  }),
});
type ObjectCreated = z.infer<typeof ObjectCreated>;

const KEY = /^inbox\/([a-z0-9-]{3,40})\/([a-z0-9-]{3,40}\.[bpsc]\.[0-9a-f]{16})\/([\w-]{1,64})\.zip$/;

/**
 * Takes one uploaded package in: refused with every problem at once, or accepted as a version, which starts the
 * application's execution or goes on in the one that waits. Once the district returned it, a version may differ from the one
 * that was returned only in what was asked. The same event again changes nothing.
 */
export async function takeIn(deps: IntakeDeps, event: ObjectCreated): Promise<void> {
  const arrival = await identify(deps, event);
  const { slot, known } = arrival;
  if (known !== null) {
    if (known.verdict === 'accepted') await start(deps, slot);
    return;
  }
  const application = await deps.table.get(keys.application(slot.applicationId), ApplicationRecord);
  const refusal = await untimely(deps, arrival, application);
  if (refusal !== null) return record(deps, arrival, refusal);
  if (application !== null && arrival.receivedAt < application.receivedAt)
    return record(deps, arrival, { verdict: 'refused', problems: [outdated(application)] });

  const { policy } = await loadPinned(deps.table, deps.evidence, slot.roundId);
  try {
    const blocks = uploaded(deps.inbox, arrival);
    const returned = await loadReturned(deps.evidence, application);
    const fields = formFields(slot.category, policy);
    const unasked = (manifest: PackageManifest) =>
      returned === null ? [] : unaskedChanges(fields, returned, manifest);
    const checked = await checkPackage(blocks, { ...slot, policy }, unasked);
    if (!checked.ok) return await record(deps, arrival, { verdict: 'refused', problems: checked.problems });
    const sha256 = sha256Hex(canonicalJson(checked.files));
    if (application?.packageSha256 === sha256)
      return await record(deps, arrival, { verdict: 'duplicate', sha256, version: application.version });
    const scan = await deps.scan({ key: arrival.key, blocks });
    if (scan === 'threats')
      return await record(deps, arrival, { verdict: 'refused', problems: [zipProblem.malware()] });
    const accepted = { ...checked, sha256, blocks, limits: policy.intake.value, scan };
    await acceptVersion(deps, arrival, application, accepted);
  } catch (error) {
    if (error instanceof ConditionFailed) throw new Retryable('the application changed while its package was checked');
    if (error instanceof ObjectChanged)
      throw new BadInput(
        'intake.object-changed',
        'the object is not the one the event spoke of; its own event follows',
      );
    throw error;
  }
  countMetric('PackageAccepted');
  await start(deps, slot);
}

/** News of uploads may come in another order than the uploads: the one that was uploaded last counts. */
const outdated = ({ version }: ApplicationRecord): Problem => ({
  code: 'intake.outdated',
  where: '申报材料包',
  message: `这份材料上传在先，上传在后的一份已经受理（第 ${version} 版），以后者为准。`,
  mend: '无需处理；如要改用这一份，请重新上传',
  messageEn: `A package that was uploaded later is accepted already (version ${version}); that one counts.`,
  mendEn: 'Nothing to do; to use this one instead, upload it again.',
});

const start = (deps: IntakeDeps, slot: SlotRecord) =>
  startExecution(deps.applicationMachineArn, slot.applicationId, {
    roundId: slot.roundId,
    applicationId: slot.applicationId,
  });

/** Whose upload this is. An object under no slot's name is nobody's: it stays in the inbox and its event is parked. */
async function identify(deps: IntakeDeps, event: ObjectCreated): Promise<Arrival & { known: UploadRecord | null }> {
  const { key, etag, size } = event.detail.object;
  const [, roundId, applicationId, uploadId] = KEY.exec(key) ?? [];
  if (roundId === undefined || applicationId === undefined || uploadId === undefined)
    throw new BadInput('intake.key-unknown', 'not a key of an upload slot');
  const slot = await deps.table.get(keys.slot(applicationId), SlotRecord);
  if (slot === null || slot.roundId !== roundId)
    throw new BadInput('intake.slot-unknown', `no upload slot ${applicationId}`);
  const found = await findUpload(deps.table, applicationId, uploadId, etag);
  // One that came in parts was received when the server was told so; the news of it comes later.
  const completedAt = await completionTime(deps.table, applicationId, uploadId, etag);
  return { key, etag, size, slot, receivedAt: completedAt ?? new Date(event.time).toISOString(), ...found };
}

/** Too late by the server's clock, or not open to a new version any more. A correction that was asked for has its own days. */
async function untimely(
  deps: IntakeDeps,
  arrival: Arrival,
  application: ApplicationRecord | null,
): Promise<Verdict | null> {
  if (application?.decidedAt !== undefined || application?.status === 'lapsed') return { verdict: 'closed' };
  if (application?.status === 'returned' && application.waitId !== null) {
    const correction = await loadWait(deps.table, application.waitId);
    return correction !== null && arrival.receivedAt <= correction.deadline ? null : { verdict: 'late' };
  }
  if (application?.correctedOnce === true && (await answersCorrection(deps, arrival))) return null;
  const { policy } = await loadPinned(deps.table, deps.evidence, arrival.slot.roundId);
  const gate: GateRecord | null = await loadGate(deps.table, arrival.slot.roundId, 'intake');
  if (gate === null) throw new Retryable('the round is being opened');
  const closes = Date.parse(gate.deadline) + policy.intake.value.graceSeconds * 1000;
  return Date.parse(arrival.receivedAt) <= closes ? null : { verdict: 'late' };
}

/** Whether it came within the days of a correction that was taken for unanswered, only the news of it came later. */
async function answersCorrection({ table }: IntakeDeps, { slot, receivedAt }: Arrival): Promise<boolean> {
  const asked = await table.all(keys.applicationPk(slot.applicationId), WaitRecord, 'WAIT#correction.');
  return asked.some(({ outcome, deadline }) => outcome === undefined && receivedAt <= deadline);
}

/** What became of an upload that made no new version; its mail leaves by the outbox. */
async function record(deps: IntakeDeps, arrival: Arrival, refusal: Verdict): Promise<void> {
  const { slot, uploadId } = arrival;
  countMetric(`Package-${refusal.verdict}`);
  try {
    await deps.table.put(keys.upload(slot.applicationId, uploadId), receipt(arrival, refusal));
  } catch (error) {
    // The same event beside this one, or another object under this name: the next try tells them apart.
    if (error instanceof ConditionFailed) throw new Retryable('the upload was recorded meanwhile');
    throw error;
  }
}
