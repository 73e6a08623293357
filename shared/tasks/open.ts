import { type SlotRecord, TaskRecord } from '../schemas/records.ts';
import { keys, outboxIndex, workIndex, workPartition } from '../store/keys.ts';
import { ABSENT, type Action, ConditionFailed, type Table } from '../store/table.ts';

export type NewTask = Omit<
  TaskRecord,
  'entity' | 'status' | 'openedAt' | 'reminders' | 'decision' | 'decidedAt' | 'mailedAt' | 'outbox'
>;

/** The record of a new task, with its mail still to leave. */
const taskItem = (task: NewTask, openedAt: string) => ({
  ...task,
  entity: 'Task' as const,
  status: 'open' as const,
  openedAt,
  reminders: 0,
  outbox: 'mail' as const,
  ...outboxIndex(task.taskId, openedAt),
  ...(task.assignee.role === 'applicant' ? {} : workIndex(task, openedAt)),
});

export const openTaskAction = (task: NewTask, openedAt: string): Action => ({
  put: keys.task(task.taskId),
  item: taskItem(task, openedAt),
});

/** Opens a task unless it is there already: a repetition changes nothing and sends no second mail. */
export async function openTask(table: Table, task: NewTask, openedAt: string): Promise<void> {
  try {
    await table.put(keys.task(task.taskId), taskItem(task, openedAt));
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

/** What of a task is held against the record when somebody acts on it by hand. */
type Looked = Pick<TaskRecord, 'taskId' | 'deadline' | 'reminders' | 'assignee'>;

const reminder = (taskId: string, deadline: string, at: string, when: object) => ({
  set: { deadline, outbox: 'mail', ...outboxIndex(taskId, at) },
  add: { reminders: 1 },
  remove: ['mailedAt'],
  when: { status: 'open', ...when },
});

/**
 * Reminds of a task some days before its deadline. The record of the reminder is written with it: a repetition fails.
 * @returns false when it was reminded of, decided or changed meanwhile
 */
export async function remindEarly(table: Table, task: Looked, daysBefore: number, at: string): Promise<boolean> {
  const { taskId, deadline, reminders, assignee } = task;
  const change = reminder(taskId, deadline, at, { reminders, assignee, deadline });
  try {
    await table.transact([
      {
        put: keys.reminder(taskId, deadline, daysBefore),
        item: { entity: 'Reminder', id: taskId, deadline, daysBefore, at },
      },
      { update: keys.task(taskId), change: { ...change, add: { ...change.add, early: 1 } } },
    ]);
    return true;
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    return false;
  }
}

/** How an invitation is named among what people are reminded of. */
export const callId = (applicationId: string): string => `${applicationId}~call`;

/** The invitation goes once more, if nobody has reminded of it since it was looked at. */
export const remindCallAction = (
  { applicationId, reminders = 0 }: Pick<SlotRecord, 'applicationId' | 'reminders'>,
  at: string,
): Action => ({
  update: keys.slot(applicationId),
  change: {
    set: { outbox: 'mail', reminders: reminders + 1, ...outboxIndex(applicationId, at) },
    when: { outbox: ABSENT, reminders: reminders === 0 ? ABSENT : reminders },
  },
});

/** The same of a call that nobody answered yet: its invitation goes once more. */
export async function remindCall(
  table: Table,
  slot: SlotRecord,
  deadline: string,
  daysBefore: number,
  at: string,
): Promise<boolean> {
  const id = callId(slot.applicationId);
  try {
    await table.transact([
      { put: keys.reminder(id, deadline, daysBefore), item: { entity: 'Reminder', id, deadline, daysBefore, at } },
      remindCallAction(slot, at),
    ]);
    return true;
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    return false;
  }
}

/** The same within a transaction, if the task still is as it was looked at: so many reminders, and this person's. */
export const remindAction = (task: Looked, at: string): Action => ({
  update: keys.task(task.taskId),
  change: reminder(task.taskId, task.deadline, at, { reminders: task.reminders, assignee: task.assignee }),
});

/**
 * Gives an open task to somebody else, with a mail: the earlier link opens nothing from then on. It counts as a reminder,
 * so that a mail to the former holder that is just leaving is not taken for this one.
 */
export function handOverAction(
  task: Looked & Pick<TaskRecord, 'roundId'>,
  to: TaskRecord['assignee'],
  at: string,
): Action {
  const { set, ...change } = reminder(task.taskId, task.deadline, at, {
    reminders: task.reminders,
    assignee: task.assignee,
  });
  const given = { ...set, assignee: to, gsi2pk: workPartition(task.roundId, to) };
  return { update: keys.task(task.taskId), change: { ...change, set: given } };
}

/** Reminds, once, of a task whose deadline has passed: its link ended with it. Returns the deadline there is now; null when it is not open. */
export async function remindOverdue(
  table: Table,
  taskId: string,
  deadline: string,
  at: string,
): Promise<string | null> {
  const task = await table.get(keys.task(taskId), TaskRecord);
  if (task === null || task.status !== 'open') return null;
  if (task.deadline > at) return task.deadline;
  try {
    await table.update(keys.task(taskId), reminder(taskId, deadline, at, { deadline: task.deadline }));
  } catch (error) {
    // Somebody else reminded in the same moment, or it was decided.
    if (!(error instanceof ConditionFailed)) throw error;
  }
  return deadline;
}

/** Ends an open task without a decision. */
export const endTaskAction = (taskId: string, status: 'superseded' | 'reassigned' | 'expired'): Action => ({
  update: keys.task(taskId),
  change: { set: { status }, remove: ['outbox', 'gsi1pk', 'gsi1sk'], when: { status: 'open' } },
});

/** Ends the open task of a review's or a correction's wait as overtaken, whoever has it: after a take-over that is the bureau. */
export async function endReview(table: Table, waitId: string): Promise<void> {
  for (const taskId of [waitId, `${waitId}.bureau`]) await endTask(table, taskId, 'superseded');
}

export async function endTask(
  table: Table,
  taskId: string,
  status: 'superseded' | 'reassigned' | 'expired',
): Promise<void> {
  try {
    await table.transact([endTaskAction(taskId, status)]);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}
