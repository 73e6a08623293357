import { nowMs, nowUtc } from '../clock.ts';
import { ObjectionRecord } from '../schemas/records.ts';
import { keys } from '../store/keys.ts';
import { forEachId } from '../store/roster.ts';
import { loadPinned } from '../store/rounds.ts';
import type { TaskDeps } from '../tasks/kind.ts';
import { remindOverdue } from '../tasks/open.ts';

const DAY_MS = 86_400_000;

/**
 * When the next ruling of a round is due; null where no objection is open. An officer whose time has passed is reminded:
 * the link ended with it, and without a ruling the place would stay frozen for ever.
 */
export async function nextRulingDue({ table, evidence }: TaskDeps, roundId: string): Promise<string | null> {
  const objections = await table.all(keys.objectionsPk(roundId), ObjectionRecord);
  const open = objections.filter((objection) => objection.status === 'open').map((objection) => objection.taskId);
  if (open.length === 0) return null;
  const { policy } = await loadPinned(table, evidence, roundId);
  const again = new Date(nowMs() + policy.bureauTask.value.days * DAY_MS).toISOString();
  const due = await forEachId(open, (taskId) => remindOverdue(table, taskId, again, nowUtc()));
  return due.filter((deadline) => deadline !== null).toSorted()[0] ?? null;
}
