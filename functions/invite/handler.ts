import { nowUtc } from '../../shared/clock.ts';
import type { SlotRecord } from '../../shared/schemas/records.ts';
import type { InvitationRow } from '../../shared/schemas/registers.ts';
import { applicationIdOf, keys, outboxIndex } from '../../shared/store/keys.ts';
import { invitationPage } from '../../shared/store/registers.ts';
import { loadRound, setStage } from '../../shared/store/rounds.ts';
import { ConditionFailed, type Table } from '../../shared/store/table.ts';

export const PAGE = 100;
const AT_ONCE = 10;

/** Issues upload slots, a page of invitations at a time; each is one record whose mail leaves by the outbox. */
export async function invite(
  table: Table,
  { roundId, cursor }: { roundId: string; cursor: string | null },
): Promise<{ cursor: string | null }> {
  const round = await loadRound(table, roundId);
  // Begun anew after the last page: every slot is there.
  if (round.stage !== 'call') return { cursor: null };
  const page = await invitationPage(table, round.registers.invitations, cursor ?? undefined, PAGE);
  for (let i = 0; i < page.items.length; i += AT_ONCE) {
    await Promise.all(page.items.slice(i, i + AT_ONCE).map((row) => issueSlot(table, roundId, row)));
  }
  if (page.next === undefined) await setStage(table, roundId, 'intake');
  return { cursor: page.next ?? null };
}

async function issueSlot(table: Table, roundId: string, row: InvitationRow): Promise<void> {
  const applicationId = applicationIdOf(roundId, row.category, row.uscc, row.applicationNo);
  const issuedAt = nowUtc();
  const slot: SlotRecord = { entity: 'Slot', applicationId, roundId, issuedAt, outbox: 'mail', ...row };
  try {
    await table.transact([
      { put: keys.slot(applicationId), item: { ...slot, ...outboxIndex(applicationId, issuedAt) } },
      { put: keys.slotEntry(roundId, applicationId), item: { entity: 'SlotEntry', applicationId } },
    ]);
  } catch (error) {
    // Issued in an earlier try: its mail is on its way.
    if (!(error instanceof ConditionFailed)) throw error;
  }
}
