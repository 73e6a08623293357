import type { SlotView } from '../../../shared/http/pages/slot.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import type { ApplicationRecord } from '../../../shared/schemas/records.ts';
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
import { loadPinned } from '../../../shared/store/rounds.ts';
import type { WebDeps } from '../deps.ts';
import { findApplication } from './application.ts';

/** The correction that the application waits for; its task has the wait's id. */
async function openCorrection({ table }: WebDeps, application: ApplicationRecord | null): Promise<TaskRecord | null> {
  if (application?.status !== 'returned' || application.waitId === null) return null;
  const task = await table.get(keys.task(application.waitId), TaskRecord);
  return task?.status === 'open' ? task : null;
}

/** Whether a new package would be taken now; the intake has the last word by the time the upload is complete. */
function takesUploads(view: Pick<SlotView, 'application' | 'correction' | 'deadline'>, closed: boolean, now: string) {
  if (view.correction !== null) return now <= view.correction.deadline;
  if (view.application !== null && view.application.status !== 'in-review') return false;
  return !closed && view.deadline !== null && now <= view.deadline;
}

/** A place says nothing to the applicant before the notice does. */
async function publicPlace({ table }: WebDeps, slot: SlotRecord): Promise<PlaceRecord | null> {
  const [notice, place] = await Promise.all([
    table.get(keys.notice(slot.roundId), NoticeRecord),
    table.get(keys.place(slot.roundId, slot.category, slot.applicationId), PlaceRecord),
  ]);
  return notice === null ? null : place;
}

export async function loadSlot({ table }: WebDeps, applicationId: string): Promise<SlotRecord> {
  const slot = await table.get(keys.slot(applicationId), SlotRecord);
  if (slot === null) throw new HttpProblem('page.not-found');
  return slot;
}

export type LoadedSlot = Omit<SlotView, 'upload' | 'pending' | 'withdrawal' | 'review'> & { takesUploads: boolean };

export async function loadSlotView(deps: WebDeps, slot: SlotRecord, now: string): Promise<LoadedSlot> {
  const { table } = deps;
  const { applicationId, roundId } = slot;
  const [{ policy }, application, uploads, gate, place, award] = await Promise.all([
    loadPinned(table, deps.evidence, roundId),
    findApplication(deps, applicationId),
    table.all(keys.applicationPk(applicationId), UploadRecord, 'UPLOAD#'),
    loadGate(table, roundId, 'intake'),
    publicPlace(deps, slot),
    table.get(keys.award(roundId, applicationId), AwardRecord),
  ]);
  const correction = await openCorrection(deps, application);
  const deadline = gate?.deadline ?? null;
  return {
    slot,
    policy,
    application,
    uploads: uploads.toSorted((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1)),
    deadline,
    correction,
    place,
    award,
    takesUploads: takesUploads({ application, correction, deadline }, gate?.closed ?? false, now),
  };
}
