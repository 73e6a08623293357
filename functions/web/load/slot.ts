import type { PublicityForm } from '../../../shared/http/pages/showcase.ts';
import type { SlotView } from '../../../shared/http/pages/slot.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { loadLetter, resultOfAward } from '../../../shared/results/letters.ts';
import { TransferRecord } from '../../../shared/schemas/drafts.ts';
import { type RootRecord, SEALED_GATES, type SealedGate } from '../../../shared/schemas/proofs.ts';
import type { ApplicationRecord, Result } from '../../../shared/schemas/records.ts';
import {
  AwardRecord,
  NoticeRecord,
  PlaceRecord,
  SlotRecord,
  TaskRecord,
  UploadRecord,
} from '../../../shared/schemas/records.ts';
import { loadGate } from '../../../shared/store/gates.ts';
import { keys } from '../../../shared/store/keys.ts';
import { loadPinned, loadRound } from '../../../shared/store/rounds.ts';
import { isWithdrawable } from '../../../shared/withdrawal/withdraw.ts';
import type { WebDeps } from '../deps.ts';
import { findApplication } from './application.ts';
import { mayDeclineHere } from './declines.ts';
import { loadPublicRoots } from './round.ts';
import { loadPublicity } from './showcase.ts';

/** The correction that the application waits for; its task has the wait's id. */
async function openCorrection({ table }: WebDeps, application: ApplicationRecord | null): Promise<TaskRecord | null> {
  if (application?.status !== 'returned' || application.waitId === null) return null;
  const task = await table.get(keys.task(application.waitId), TaskRecord);
  return task?.status === 'open' ? task : null;
}

/**
 * The last moment for a new package, or null where none is taken any more; the intake has the last word by the time the
 * upload is complete.
 */
function uploadsUntil({
  application,
  correction,
  deadline,
}: Pick<SlotView, 'application' | 'correction' | 'deadline'>): string | null {
  if (correction !== null) return correction.deadline;
  return application !== null && application.status !== 'in-review' ? null : deadline;
}

/** A place says nothing to the applicant before the notice does. */
async function publicPlace({ table }: WebDeps, slot: SlotRecord): Promise<PlaceRecord | null> {
  const [notice, place] = await Promise.all([
    table.get(keys.notice(slot.roundId), NoticeRecord),
    table.get(keys.place(slot.roundId, slot.category, slot.applicationId), PlaceRecord),
  ]);
  return notice === null ? null : place;
}

/** The gates whose list can have the application in it. */
function provable(
  roots: RootRecord[],
  { application, place, award }: Pick<SlotView, 'application' | 'place' | 'award'>,
): SealedGate[] {
  const there = { intake: application, notice: place, awards: award };
  return SEALED_GATES.filter((gate) => there[gate] !== null && roots.some((root) => root.gate === gate));
}

export async function loadSlot({ table }: WebDeps, applicationId: string): Promise<SlotRecord> {
  const slot = await table.get(keys.slot(applicationId), SlotRecord);
  if (slot === null) throw new HttpProblem('page.not-found');
  return slot;
}

export type LoadedSlot = Omit<SlotView, 'upload' | 'pending' | 'withdrawal' | 'review' | 'decline' | 'publicity'> & {
  /** What a winner is asked to agree to. */
  asked: Pick<PublicityForm, 'summary' | 'record'> | null;
  takesUploads: boolean;
  /** The last moment for completing an upload that was begun in time; null where none is taken. */
  completesUntil: string | null;
  /** An upload in parts has begun and may still be finished. */
  unfinished: boolean;
  withdrawable: boolean;
  declinable: boolean;
};

const later = (instant: string, seconds: number) => new Date(Date.parse(instant) + seconds * 1000).toISOString();

/** Of a winner once its list is announced; of the others once their letters are released. */
async function ownResult({ table }: WebDeps, id: string, award: AwardRecord | null): Promise<Result | null> {
  const letter = await loadLetter(table, id);
  return letter === null && award !== null ? resultOfAward(table, award) : letter;
}

export async function loadSlotView(deps: WebDeps, slot: SlotRecord, now: string): Promise<LoadedSlot> {
  const { table } = deps;
  const { applicationId, roundId } = slot;
  const [{ policy }, { stage }, application, uploads, transfers, gate, district, place, award, roots] =
    await Promise.all([
      loadPinned(table, deps.evidence, roundId),
      loadRound(table, roundId),
      findApplication(deps, applicationId),
      table.all(keys.applicationPk(applicationId), UploadRecord, 'UPLOAD#'),
      table.all(keys.applicationPk(applicationId), TransferRecord, 'TRANSFER#'),
      loadGate(table, roundId, 'intake'),
      loadGate(table, roundId, 'district'),
      publicPlace(deps, slot),
      table.get(keys.award(roundId, applicationId), AwardRecord),
      loadPublicRoots(deps, roundId),
    ]);
  const correction = await openCorrection(deps, application);
  const deadline = gate?.deadline ?? null;
  const until = uploadsUntil({ application, correction, deadline });
  // A correction has its own days, and no time beyond them.
  const graceSeconds = correction === null ? policy.intake.value.graceSeconds : 0;
  const completesUntil = until === null ? null : later(until, graceSeconds);
  const open = correction !== null || gate?.closed === false;
  return {
    slot,
    policy,
    application,
    uploads: uploads.toSorted((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1)),
    arrived: transfers.flatMap(({ uploadId, status, completedAt }) =>
      status !== 'received' || completedAt === undefined || uploads.some((known) => known.uploadId === uploadId)
        ? []
        : [{ uploadId, receivedAt: completedAt }],
    ),
    deadline,
    districtDeadline: district?.deadline ?? null,
    correction,
    place,
    award,
    result: await ownResult(deps, applicationId, award),
    proofs: provable(roots, { application, place, award }),
    takesUploads: open && until !== null && now <= until,
    withdrawable: isWithdrawable(application, stage),
    asked: await loadPublicity(deps, application, award),
    declinable: await mayDeclineHere(deps, award),
    completesUntil,
    unfinished: completesUntil !== null && now <= completesUntil && transfers.some(({ status }) => status === 'open'),
  };
}
