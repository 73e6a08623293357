import { parseInput } from '../../shared/bad-input.ts';
import { nowUtc } from '../../shared/clock.ts';
import { TaskRecord, WaitRecord } from '../../shared/schemas/records.ts';
import { sendSuccess } from '../../shared/store/executions.ts';
import type { Table } from '../../shared/store/table.ts';
import { markSettled } from '../../shared/store/waits.ts';
import { follow } from '../../shared/tasks/follow.ts';

/**
 * What the stream tells: a task was decided, and something follows from it; or a wait may be over.
 *
 * Completes the execution's task of a wait that has both token and outcome. "Nobody waits with this token" means it was
 * settled before or timed out: then the execution asks again with a new token, which brings the wait back here.
 */
export async function settle(table: Table, image: Record<string, unknown>): Promise<void> {
  if (image['entity'] === 'Task') return follow(table, parseInput(TaskRecord, image, 'record.malformed'));
  if (image['settle'] === undefined) return;
  const { waitId, token, outcome } = parseInput(WaitRecord, image, 'record.malformed');
  if (token === undefined || outcome === undefined) return;
  await sendSuccess(token, outcome);
  await markSettled(table, waitId, token, nowUtc());
}
