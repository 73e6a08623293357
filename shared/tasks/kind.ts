import type { Deps } from '../deps.ts';
import type { Policy } from '../policy/schema.ts';
import type { DecidableKind, Decision } from '../schemas/decisions.ts';
import type { RoundRecord, TaskRecord } from '../schemas/records.ts';
import type { Action } from '../store/table.ts';
import type { Outcome } from '../store/waits.ts';

export type TaskDeps = Deps;

/** All that a kind needs to turn a decision into writes. */
export interface DecisionContext extends TaskDeps {
  task: TaskRecord;
  personId: string;
  policy: Policy;
  registers: RoundRecord['registers'];
  now: string;
}

export interface FieldError {
  field: string;
  message: string;
}

/** What a decision does: actions that happen with it or not at all, and the outcome for the execution that waits. */
export type Effect = { ok: true; actions: Action[]; outcome: Outcome } | { ok: false; errors: FieldError[] };

export type Apply<K extends DecidableKind> = (context: DecisionContext, decision: Decision<K>) => Promise<Effect>;
