import { nowUtc } from '../clock.ts';
import type { FollowedKind } from '../schemas/decisions.ts';
import type { TaskRecord } from '../schemas/records.ts';
import { passIfDone } from '../store/gates.ts';
import { wakeLists } from '../store/places.ts';
import type { Table } from '../store/table.ts';

type Follow = (table: Table, task: TaskRecord) => Promise<unknown>;

const FOLLOW: Record<FollowedKind, Follow> = {
  'district-review': (table, { roundId }) => passIfDone(table, roundId, 'district', nowUtc()),
  'refusal-review': (table, { roundId }) => passIfDone(table, roundId, 'district', nowUtc()),
  payee: async (table, { roundId, subject }) => {
    await passIfDone(table, roundId, `payee-${subject['listNo']}`, nowUtc());
    await wakeLists(table, roundId);
  },
  'fill-place': (table, { roundId }) => wakeLists(table, roundId),
  'objection-ruling': (table, { roundId }) => wakeLists(table, roundId),
};

/**
 * Asks what follows from a decision beside the execution that waits for it: whether a stage is done, whether the lists
 * may go on. The stream has it asked when the decision is written, so it is asked even if whoever decided died at once;
 * and it may be asked again.
 */
export async function follow(table: Table, task: TaskRecord): Promise<void> {
  if (task.status === 'decided' && task.kind in FOLLOW) await FOLLOW[task.kind as FollowedKind](table, task);
  // An objection that its objector took back.
  if (task.status === 'superseded' && task.kind === 'objection-ruling') await wakeLists(table, task.roundId);
}
