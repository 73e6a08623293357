import { BadInput } from '../../shared/bad-input.ts';
import type { Deps } from '../../shared/deps.ts';
import { SlotRecord, type TaskRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { registerRow } from '../../shared/store/registers.ts';
import { loadPinned } from '../../shared/store/rounds.ts';

export interface Recipient {
  name: string;
  email: string;
}

/** @throws BadInput if no such slot was issued */
export async function needSlot({ table }: Deps, applicationId: string): Promise<SlotRecord> {
  const slot = await table.get(keys.slot(applicationId), SlotRecord);
  if (slot === null) throw new BadInput('mail.slot-unknown', `no slot ${applicationId}`);
  return slot;
}

/** Whom a task's mail goes to. Names and addresses are in the pinned registers and the slot, and nowhere else. */
export async function recipientOf(deps: Deps, task: TaskRecord): Promise<Recipient> {
  const { role, id } = task.assignee;
  if (role === 'applicant') {
    const slot = await needSlot(deps, task.applicationId ?? id);
    return { name: slot.contactName, email: slot.email };
  }
  const { registers } = await loadPinned(deps.table, deps.evidence, task.roundId);
  const kind = role === 'expert' ? 'experts' : 'staff';
  const row = await registerRow(deps.table, kind, registers[kind], id);
  if (row === null) throw new BadInput('mail.recipient-unknown', `${role} ${id} is not in the register ${kind}`);
  return { name: row.name, email: row.email };
}
