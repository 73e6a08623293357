import type { Category } from '../schemas/basics.ts';
import type { TaskRecord } from '../schemas/records.ts';

export const WORK_STATES = ['late', 'waiting', 'done', 'gone'] as const;
/** `gone`: it ended without this person's decision, as when a newer package came or it was given to somebody else. */
export type WorkState = (typeof WORK_STATES)[number];

/** One line of a person's worklist (待办). */
export interface WorkEntry
  extends Pick<TaskRecord, 'taskId' | 'kind' | 'applicationId' | 'deadline' | 'openedAt' | 'status'> {
  /** Of the applicant and of what it applies with; empty where the task is about no single application. */
  name: string;
  title: string;
  category: Category | null;
  decision: string | null;
  decidedAt: string | null;
  /** Sheets that the application has from its whole panel. */
  sheets: number;
  state: WorkState;
}

/** Whether a task that the index names is this person's by now. */
export const ofWorker = (
  { roundId, assignee }: Pick<TaskRecord, 'roundId' | 'assignee'>,
  worker: { roundId: string; role: string; id: string },
): boolean => roundId === worker.roundId && assignee.role === worker.role && assignee.id === worker.id;

/** A sheet that was handed in is done, though it may still be changed. */
export function workState(
  { status, deadline, handedIn }: Pick<TaskRecord, 'status' | 'deadline' | 'handedIn'>,
  now: string,
): WorkState {
  if (handedIn !== undefined && status === 'open') return 'done';
  if (status === 'open') return deadline < now ? 'late' : 'waiting';
  return status === 'decided' ? 'done' : 'gone';
}

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * What is best done first: what is late; then the application whose panel has the fewest sheets, so that no panel is left behind;
 * then what is due first. What is done stands with the latest first.
 */
export function workOrder(a: WorkEntry, b: WorkEntry): number {
  const byState = WORK_STATES.indexOf(a.state) - WORK_STATES.indexOf(b.state);
  if (byState !== 0) return byState;
  if (a.state === 'done') return text(b.decidedAt ?? '', a.decidedAt ?? '') || text(a.taskId, b.taskId);
  return a.sheets - b.sheets || text(a.deadline, b.deadline) || text(a.taskId, b.taskId);
}

export interface WorkFilter {
  state: WorkState | 'todo' | 'all';
  category: Category | null;
  /** Part of a name, a title or an id. */
  wanted: string;
}

export function filterWork(entries: WorkEntry[], { state, category, wanted }: WorkFilter): WorkEntry[] {
  const needle = wanted.trim().toLowerCase();
  return entries.filter(
    (entry) =>
      (state === 'all' || (state === 'todo' ? isToDo(entry) : entry.state === state)) &&
      (category === null || entry.category === category) &&
      (needle === '' || [entry.name, entry.title, entry.taskId].some((one) => one.toLowerCase().includes(needle))),
  );
}

export const isToDo = ({ state }: Pick<WorkEntry, 'state'>): boolean => state === 'late' || state === 'waiting';
