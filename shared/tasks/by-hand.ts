import type { ActionRecord, SlotRecord, TaskRecord } from '../schemas/records.ts';
import { keys } from '../store/keys.ts';
import { type Action, ConditionFailed, type Table } from '../store/table.ts';
import { callId, handOverAction, remindAction, remindCallAction } from './open.ts';

type Task = Pick<TaskRecord, 'taskId' | 'roundId' | 'applicationId' | 'deadline' | 'reminders' | 'assignee'>;
interface Order {
  /** Id of the officer who acts. */
  by: string;
  reason: string;
  at: string;
}

const recordOf = (task: Task, kind: ActionRecord['kind'], to: string, order: Order): Action => {
  const { roundId, taskId, applicationId, assignee } = task;
  const item: ActionRecord = {
    entity: 'Action',
    roundId,
    kind,
    taskId,
    applicationId,
    from: assignee.id,
    to,
    ...order,
  };
  return { put: keys.action(roundId, order.at, taskId, task.reminders + 1), item };
};

async function once(table: Table, actions: Action[]): Promise<boolean> {
  try {
    await table.transact(actions);
    return true;
  } catch (error) {
    // Decided, reminded or handed over meanwhile, or the same click twice.
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

/** Reminds of a task as it was looked at, and records who did. False when it is not like that any more. */
export const remindByHand = (table: Table, task: Task, order: Order): Promise<boolean> =>
  once(table, [remindAction(task, order.at), recordOf(task, 'reminded', task.assignee.id, order)]);

/** The same of an invitation that was not answered yet: it goes once more. Nobody has a task for it, but the record is alike. */
export const remindOfCall = (
  table: Table,
  slot: Pick<SlotRecord, 'applicationId' | 'roundId' | 'reminders'>,
  order: Order,
): Promise<boolean> => {
  const { applicationId, roundId, reminders = 0 } = slot;
  const assignee = { role: 'applicant' as const, id: applicationId };
  const call = { taskId: callId(applicationId), roundId, applicationId, deadline: order.at, reminders, assignee };
  return once(table, [remindCallAction(slot, order.at), recordOf(call, 'reminded', applicationId, order)]);
};

/** Gives a task as it was looked at to somebody else, and records who did and why. False when it is not like that any more. */
export const handOver = (table: Table, task: Task, to: TaskRecord['assignee'], order: Order): Promise<boolean> =>
  once(table, [handOverAction(task, to, order.at), recordOf(task, 'handed-over', to.id, order)]);
