/** What our definitions use of the Amazon States Language, in JSONata mode. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };
/** A string that Step Functions evaluates. */
export type Query = `{% ${string} %}`;

export interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds: number;
  BackoffRate: number;
  MaxAttempts: number;
  MaxDelaySeconds: number;
}
export interface Catcher {
  ErrorEquals: string[];
  Output: Query;
  Next: string;
}
export interface Task {
  Type: 'Task';
  Resource: string;
  Arguments: { FunctionName: string; Payload: JsonObject };
  TimeoutSeconds: number | Query;
  Retry: Retrier[];
  Catch: Catcher[];
  Output: Query;
  Next: string;
}
export interface Choice {
  Type: 'Choice';
  Choices: { Condition: Query; Next: string }[];
  Default: string;
}
export interface Wait {
  Type: 'Wait';
  Timestamp: Query;
  Next: string;
}
export interface MapState {
  Type: 'Map';
  Items: Query;
  MaxConcurrency: number;
  ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }; StartAt: string; States: States };
  Output: JsonObject;
  Catch: Catcher[];
  Next: string;
}
export interface Succeed {
  Type: 'Succeed';
  Output?: Query;
}
export interface Fail {
  Type: 'Fail';
  Error: string;
  Cause: Query;
}
export type State = Task | Choice | Wait | MapState | Succeed | Fail;
export type States = Record<string, State>;

export interface Definition {
  Comment: string;
  QueryLanguage: 'JSONata';
  StartAt: string;
  States: States;
}

export function query(expression: string): Query {
  return `{% ${expression} %}`;
}

/** What the state was entered with: every answer so far, the later laid over the earlier. */
export function input(field: string): Query {
  return query(`$states.input.${field}`);
}

/** The execution's own input, the same in every state. */
export function given(field: string): Query {
  return query(`$states.context.Execution.Input.${field}`);
}

/**
 * Puts parts together in the order they are written; the first state is where the machine starts.
 * @throws Error when two parts use one name: the later would silently replace the earlier
 */
export function join(...parts: States[]): { StartAt: string; States: States } {
  const states: States = {};
  for (const [name, state] of parts.flatMap((part) => Object.entries(part))) {
    if (name in states) throw new Error(`two states are called ${name}`);
    states[name] = state;
  }
  const [first] = Object.keys(states);
  if (first === undefined) throw new Error('a state machine needs a state');
  return { StartAt: first, States: states };
}
