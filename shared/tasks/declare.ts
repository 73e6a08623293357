import type { TaskRecord } from '../schemas/records.ts';
import { keys } from '../store/keys.ts';
import { ABSENT, ConditionFailed, type Table } from '../store/table.ts';

/**
 * 回避: the expert's word that nothing ties it to the applicant, before it sees what is applied for. Once; it stands on the
 * task with its time.
 */
export async function declareNoConflict(
  table: Table,
  { taskId, assignee }: Pick<TaskRecord, 'taskId' | 'assignee'>,
  at: string,
): Promise<void> {
  try {
    await table.update(keys.task(taskId), {
      set: { declaredAt: at },
      when: { status: 'open', assignee, declaredAt: ABSENT },
    });
  } catch (error) {
    // Said before, or the task has ended: its page tells.
    if (!(error instanceof ConditionFailed)) throw error;
  }
}
