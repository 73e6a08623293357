import * as z from 'zod';

export const TASK_KINDS = [
  'district-review',
  'district-late',
  'district-sheet',
  'correction',
  'refusal',
  'refusal-review',
  'score',
  'second-look',
  'panel-shortage',
  'tie-break',
  'deliberate',
  'calendar-year',
  'objection-ruling',
  'objection-hearing',
  'confirm',
  'payee',
  'fill-place',
  'approve-plan',
  'settlement-difference',
  'revocation',
  'overdue',
] as const;
export const TaskKind = z.enum(TASK_KINDS);
export type TaskKind = z.infer<typeof TaskKind>;
