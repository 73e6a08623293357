import type { ConflictRecord } from '../schemas/records.ts';
import type { Action } from '../store/table.ts';

/**
 * Why nothing is recorded. `sheet-in`: somebody has to say what becomes of the sheet. `last-sheet`: it would be the only one that
 * counts. `closed`: the shortlist is approved. `unknown`: no such application or expert. `busy`: panels or ranks are being made.
 */
export interface NotRecorded {
  status: 'sheet-in' | 'last-sheet' | 'closed' | 'unknown' | 'busy';
}
/** What is to be written, or why nothing is. */
export type Way =
  | { effect: ConflictRecord['effect']; seat: number | null; actions: Action[]; tasks: string[] }
  | NotRecorded;

/** Where the ranking stands: what must be so for it to go on as it is, and what has it made anew. */
export interface Standing {
  unchanged: Action[];
  anew: { actions: Action[]; tasks: string[] };
}
