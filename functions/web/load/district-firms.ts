import * as z from 'zod';
import type { Deps } from '../../../shared/deps.ts';
import { type DistrictFirms, districtFirms } from '../../../shared/domain/unapplied.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import { ApplicationRecord, SlotRecord } from '../../../shared/schemas/records.ts';
import { loadGate } from '../../../shared/store/gates.ts';
import { keys } from '../../../shared/store/keys.ts';
import { getMany } from '../../../shared/store/many.ts';
import { registerRow, registerRows } from '../../../shared/store/registers.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';
import { MOST_APPLICATIONS, slotsUpTo } from './console.ts';
import type { Worker } from './worklist.ts';

const Slot = SlotRecord.pick({
  applicationId: true,
  category: true,
  uscc: true,
  name: true,
  applicationNo: true,
  reminders: true,
  mailedAt: true,
  outbox: true,
});
const WithId = ApplicationRecord.pick({ applicationId: true });

export interface LoadedFirms extends DistrictFirms {
  policy: Policy;
  district: Policy['districts'][number];
  /** Until when packages are taken; null where none are any more. */
  until: string | null;
}

/** The firms of an officer's district that may apply and have not; null where the officer is of no district, or there are too many. */
export async function loadDistrictFirms(deps: Deps, { roundId, id }: Worker, now: string): Promise<LoadedFirms | null> {
  const { table } = deps;
  const { policy, registers } = await loadPinned(table, deps.evidence, roundId);
  const [officer, gate, ids] = await Promise.all([
    registerRow(table, 'staff', registers.staff, id),
    loadGate(table, roundId, 'intake'),
    slotsUpTo(deps, roundId, MOST_APPLICATIONS),
  ]);
  const district = policy.districts.find(({ code }) => code === officer?.district);
  if (district === undefined || ids.length > MOST_APPLICATIONS) return null;
  const [pilots, providers, slots, applied] = await Promise.all([
    registerRows(table, 'pilots', registers.pilots),
    registerRows(table, 'providers', registers.providers),
    getMany(table, ids.map(keys.slot), Slot),
    getMany(table, ids.map(keys.application), WithId),
  ]);
  const found = districtFirms({
    ...{ policy, district: district.code, pilots, providers, slots },
    applied: new Set(applied.map(({ applicationId }) => applicationId)),
  });
  const open = gate !== null && !gate.closed && now < gate.deadline;
  return { ...found, policy, district, until: open ? gate.deadline : null };
}

/** Invitations as a page showed them: which, and how often each had been reminded of. */
export const LookedFirms = z.array(z.string().regex(/^\S+ \d{1,6}$/));
