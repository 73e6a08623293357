import { nowMs, nowUtc } from '../clock.ts';
import type { DraftValues } from '../package/draft.ts';
import { DraftRecord } from '../schemas/drafts.ts';
import type { SlotRecord } from '../schemas/records.ts';
import { keys } from './keys.ts';
import { type Action, ConditionFailed, type Table } from './table.ts';

/** What a draft may hold, bytes of UTF-8: a record has room for 400 KB. */
export const DRAFT_BYTES = 300_000;
const KEPT_SECONDS = 365 * 86_400;

export const draftFits = (values: DraftValues): boolean => Buffer.byteLength(JSON.stringify(values)) <= DRAFT_BYTES;

/** The draft, and the one that stepped back for it when two windows had saved different ones. */
export async function loadDrafts(
  table: Table,
  applicationId: string,
): Promise<{ draft: DraftRecord | null; other: DraftRecord | null }> {
  const [draft, other] = await Promise.all([
    table.get(keys.draft(applicationId), DraftRecord),
    table.get(keys.otherDraft(applicationId), DraftRecord),
  ]);
  return { draft, other };
}

const recordOf = ({ applicationId, roundId }: SlotRecord, revision: number, values: DraftValues): DraftRecord => ({
  entity: 'Draft',
  ...{ applicationId, roundId, revision, savedAt: nowUtc(), values },
});

/** A draft is forgotten a year after it was last saved: it holds names and telephone numbers. */
const expiry = () => Math.floor(nowMs() / 1000) + KEPT_SECONDS;

const write = (key: { pk: string; sk: string }, record: DraftRecord, when?: Record<string, unknown>): Action => {
  const item = { ...record, expiresAt: expiry() };
  return when === undefined ? { put: key, item } : { update: key, change: { set: item, when } };
};

/**
 * Saves over exactly the revision it was made from; 0 where there was none.
 * @returns the saved draft, or null where another window saved meanwhile
 */
export async function saveDraft(
  table: Table,
  slot: SlotRecord,
  from: number,
  values: DraftValues,
): Promise<DraftRecord | null> {
  const record = recordOf(slot, from + 1, values);
  try {
    await table.transact([write(keys.draft(slot.applicationId), record, from === 0 ? undefined : { revision: from })]);
    return record;
  } catch (error) {
    if (error instanceof ConditionFailed) return null;
    throw error;
  }
}

/**
 * Two windows saved different things: one goes on as the draft, the other is kept beside it.
 * @param from the revision that the choice was made over; null comes back where it is no longer the one that stands
 */
export async function settleDrafts(
  table: Table,
  slot: SlotRecord,
  { from, stays, steps }: { from: number; stays: DraftValues; steps: DraftValues },
): Promise<DraftRecord | null> {
  const record = recordOf(slot, from + 1, stays);
  const beside = { ...recordOf(slot, from + 1, steps), expiresAt: expiry() };
  try {
    await table.transact([
      write(keys.draft(slot.applicationId), record, { revision: from }),
      { put: keys.otherDraft(slot.applicationId), item: beside, replace: true },
    ]);
    return record;
  } catch (error) {
    if (error instanceof ConditionFailed) return null;
    throw error;
  }
}
