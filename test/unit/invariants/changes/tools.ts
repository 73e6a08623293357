import type { RoundExport } from '../../../../shared/export/schema.ts';

/** The first of a list, for a change. */
export function first<T>(items: T[], wanted: (item: T) => boolean = () => true): T {
  const found = items.find(wanted);
  if (found === undefined) throw new Error('the fixture has none');
  return found;
}

export const set = <T extends object>(target: T, change: Partial<T>): void => void Object.assign(target, change);
type Task = RoundExport['tasks'][number];
export const taskOf = (x: RoundExport, kind: Task['kind'], wanted: (task: Task) => boolean = () => true) =>
  first(x.tasks, (task) => task.kind === kind && wanted(task));
export const loser = (x: RoundExport) => first(x.applications, ({ status }) => status === 'not-recommended');
export const paid = (x: RoundExport) => first(x.disbursements, ({ status }) => status === 'paid');
export const confirmed = (x: RoundExport) =>
  first(x.places, ({ state, listNo }) => state === 'confirmed' && listNo === 1);
/** Back before the close, when something may be under way. */
export const reopened = (x: RoundExport) => set(x.round, { stage: 'settlement', closedAt: null, settlement: null });

/** The check that a change is for. */
export type Change = [name: string, what: string, change: (x: RoundExport) => void, sentence: RegExp, also?: string[]];

export const FIGURES = 'figures-recompute';
export const SUMS = 'sums-agree';
