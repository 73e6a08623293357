import type { Deps } from '../deps.ts';
import type { Text } from '../http/english/texts.ts';
import type { PayeeKey } from '../payees/key.ts';
import type { Policy } from '../policy/schema.ts';
import type { DecidableKind, Decision } from '../schemas/decisions.ts';
import type { RoundRecord, SheetRecord, TaskRecord } from '../schemas/records.ts';
import type { Logged } from '../store/decision-log.ts';
import type { Action } from '../store/table.ts';
import type { Outcome } from '../store/waits.ts';

export interface TaskDeps extends Deps {
  /** Seals a winner's account; only who takes accounts has it. */
  payeeKey?: Pick<PayeeKey, 'seal'>;
}

/** All that a kind needs to turn a decision into writes. */
export interface DecisionContext extends TaskDeps {
  task: TaskRecord;
  personId: string;
  policy: Policy;
  registers: RoundRecord['registers'];
  now: string;
}

/** What is wrong with a field: a schema's words, or a Chinese text that has its English, with values for its blanks. */
export interface FieldError {
  field: string;
  message: string;
  values?: Record<string, string>;
}

export const CALENDAR_MISSING: Text =
  '期限要用到 {year} 年的工作日，系统中还没有该年的放假安排，不能推测。请先在评选管理台的“公示”页录入。';

/** A check's own words. */
export const fieldError = (field: string, message: Text, values?: Record<string, string>): FieldError => ({
  field,
  message,
  ...(values === undefined ? {} : { values }),
});

/**
 * What a decision does: actions that happen with it or not at all, and the outcome for the execution that waits. What is kept of
 * it is what was sent, unless it says otherwise. `sheet` counts as part of the decision; `also` is what it decides about others. `moves` instead, where the task stays open and goes to somebody else.
 */
export type Effect =
  | { ok: true; actions: Action[]; outcome: Outcome; kept?: { decision: string }; sheet?: SheetRecord; also?: Logged[] }
  | { ok: true; moves: Action[] }
  /** `later`: nothing is wrong with what was sent, and the same may be taken in a while. */
  | { ok: false; errors: FieldError[]; later?: true };

export type Apply<K extends DecidableKind> = (context: DecisionContext, decision: Decision<K>) => Promise<Effect>;
