import type { RoundExport } from '../export/schema.ts';

export type Task = RoundExport['tasks'][number];

export const openTasks = (tasks: Task[], kind?: Task['kind']): Task[] =>
  tasks.filter((task) => task.status === 'open' && (kind === undefined || task.kind === kind));

/** A task with what was decided on it. */
export type Decided = Task & { decision: NonNullable<Task['decision']> };

/** Decided tasks of a kind; with `decision`, only those. */
export const decidedTasks = (tasks: Task[], kind: Task['kind'], decision?: string): Decided[] =>
  tasks.filter(
    (task): task is Decided =>
      task.kind === kind &&
      task.status === 'decided' &&
      task.decision !== null &&
      (decision === undefined || task.decision.decision === decision),
  );

/** Who, when and why are there. Officers have numbers; an operator at the console is known by the name it gave. */
export const isExplained = (by: string | null, at: string | null, why: string | null): boolean =>
  by !== null && by !== 'unknown' && at !== null && why !== null && why.trim() !== '';
