import { BadInput } from '../../shared/bad-input.ts';
import type { Deps } from '../../shared/deps.ts';
import type { Language } from '../../shared/http/spoken.ts';
import { SlotRecord, type TaskRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { registerRow } from '../../shared/store/registers.ts';
import { loadPinned } from '../../shared/store/rounds.ts';

export interface Recipient {
  name: string;
  email: string;
  mobile: string | null;
  /** What its register says; Chinese where it says nothing. */
  language: Language;
}

/** @throws BadInput if no such slot was issued */
export async function needSlot({ table }: Deps, applicationId: string): Promise<SlotRecord> {
  const slot = await table.get(keys.slot(applicationId), SlotRecord);
  if (slot === null) throw new BadInput('mail.slot-unknown', `no slot ${applicationId}`);
  return slot;
}

type Reached = { email: string; mobile?: string | undefined; language?: Language | undefined };

const recipient = (name: string, { email, mobile, language = 'zh' }: Reached): Recipient => ({
  name,
  email,
  mobile: mobile ?? null,
  language,
});

export const slotHolder = (slot: SlotRecord): Recipient => recipient(slot.contactName, slot);

/** A person by role and id. Names and addresses are in the pinned registers and the slot, and nowhere else. */
export async function personOf(deps: Deps, roundId: string, { role, id }: TaskRecord['assignee']): Promise<Recipient> {
  if (role === 'applicant') return slotHolder(await needSlot(deps, id));
  const { registers } = await loadPinned(deps.table, deps.evidence, roundId);
  const kind = role === 'expert' ? 'experts' : 'staff';
  const row = await registerRow(deps.table, kind, registers[kind], id);
  if (row === null) throw new BadInput('mail.recipient-unknown', `${role} ${id} is not in the register ${kind}`);
  return recipient(row.name, row);
}

/** Whom a task's letter goes to. */
export const recipientOf = (deps: Deps, { roundId, applicationId, assignee }: TaskRecord): Promise<Recipient> =>
  personOf(deps, roundId, assignee.role === 'applicant' ? { ...assignee, id: applicationId ?? assignee.id } : assignee);
