import { nowMs, nowUtc } from '../clock.ts';
import type { DraftValues } from '../package/draft.ts';
import { DraftRecord, type SavedDraft, TaskDraftRecord } from '../schemas/drafts.ts';
import type { SlotRecord, TaskRecord } from '../schemas/records.ts';
import { keys } from './keys.ts';
import { type Action, ConditionFailed, type Key, type Table } from './table.ts';

/** What a draft may hold, bytes of UTF-8: a record has room for 400 KB. */
export const DRAFT_BYTES = 300_000;
const KEPT_SECONDS = 365 * 86_400;

export const draftFits = (values: DraftValues): boolean => Buffer.byteLength(JSON.stringify(values)) <= DRAFT_BYTES;

/** Where a form's draft stands, where the one that stepped back for it does, and whose they are. */
export interface DraftPlace {
  draft: Key;
  other: Key;
  owner: object;
}

/** Of an applicant's form. */
export const slotDraft = ({ applicationId, roundId }: SlotRecord): DraftPlace => ({
  draft: keys.draft(applicationId),
  other: keys.otherDraft(applicationId),
  owner: { entity: DraftRecord.shape.entity.value, applicationId, roundId },
});

/** Of a task's form, as the person has it who has the task now. */
export const taskDraft = ({ taskId, roundId, assignee }: TaskRecord): DraftPlace => ({
  draft: keys.taskDraft(taskId, assignee.id),
  other: keys.otherTaskDraft(taskId, assignee.id),
  owner: { entity: TaskDraftRecord.shape.entity.value, taskId, roundId, personId: assignee.id },
});

/** The draft, and the one that stepped back for it when two windows had saved different ones. */
export async function loadDrafts(table: Table, applicationId: string) {
  const [draft, other] = await Promise.all([
    table.get(keys.draft(applicationId), DraftRecord),
    table.get(keys.otherDraft(applicationId), DraftRecord),
  ]);
  return { draft, other };
}

/** The same of a task's form. */
export async function loadTaskDrafts(table: Table, { taskId, assignee }: Pick<TaskRecord, 'taskId' | 'assignee'>) {
  const [draft, other] = await Promise.all([
    table.get(keys.taskDraft(taskId, assignee.id), TaskDraftRecord),
    table.get(keys.otherTaskDraft(taskId, assignee.id), TaskDraftRecord),
  ]);
  return { draft, other };
}

const saved = (revision: number, values: DraftValues): SavedDraft => ({ revision, savedAt: nowUtc(), values });

/** A draft is forgotten a year after it was last saved: it holds names and telephone numbers. */
const expiry = () => Math.floor(nowMs() / 1000) + KEPT_SECONDS;

const write = (key: Key, owner: object, draft: SavedDraft, when?: Record<string, unknown>): Action => {
  const item = { ...owner, ...draft, expiresAt: expiry() };
  return when === undefined ? { put: key, item } : { update: key, change: { set: item, when } };
};

/**
 * Saves over exactly the revision it was made from; 0 where there was none.
 * @returns the saved draft, or null where another window saved meanwhile
 */
export async function saveDraft(
  table: Table,
  { draft: key, owner }: DraftPlace,
  from: number,
  values: DraftValues,
): Promise<SavedDraft | null> {
  const draft = saved(from + 1, values);
  try {
    await table.transact([write(key, owner, draft, from === 0 ? undefined : { revision: from })]);
    return draft;
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
  { draft: key, other, owner }: DraftPlace,
  { from, stays, steps }: { from: number; stays: DraftValues; steps: DraftValues },
): Promise<SavedDraft | null> {
  const draft = saved(from + 1, stays);
  const beside = { ...owner, ...saved(from + 1, steps), expiresAt: expiry() };
  try {
    await table.transact([write(key, owner, draft, { revision: from }), { put: other, item: beside, replace: true }]);
    return draft;
  } catch (error) {
    if (error instanceof ConditionFailed) return null;
    throw error;
  }
}

/** What a window sends to be saved, and what there is. `keep` says which of two goes on. */
export interface Saving {
  from: number;
  sent: DraftValues;
  keep: string | undefined;
  draft: Pick<SavedDraft, 'revision' | 'values'> | null;
  other: Pick<SavedDraft, 'values'> | null;
}

/**
 * Saves what a window has. Where two had different drafts, `keep` says which one goes on: what was on this page (`mine`), what
 * the other window saved (`theirs`), or what stepped back the last time (`swap`); the other one stays beside it.
 * @returns null where another window saved meanwhile
 */
export async function saveOrSettle(table: Table, place: DraftPlace, { from, sent, keep, draft, other }: Saving) {
  const stays =
    keep === 'theirs' ? draft?.values : keep === 'swap' ? other?.values : keep === 'mine' ? sent : undefined;
  if (stays === undefined) return saveDraft(table, place, from, sent);
  if (draft?.revision !== from) return null;
  return settleDrafts(table, place, { from, stays, steps: keep === 'mine' ? draft.values : sent });
}
