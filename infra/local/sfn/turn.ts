/**
 * One step of an execution: what it changes is collected and becomes one transaction. Nothing in memory changes
 * before that is written, so memory never runs ahead of the journal.
 */
import type { Json, JsonObject, State } from './definition.ts';
import { catcherFor, HEARTBEAT_TIMEOUT, RUNTIME, retryFor, StateError, TIMEOUT } from './errors.ts';
import type { Change } from './journal.ts';
import {
  type Branch,
  childrenOf,
  type Execution,
  IDLE_FIELDS,
  parentOf,
  type Run,
  stateOf,
  type TokenEnd,
} from './model.ts';
import { type Bindings, type Evaluate, limitSize } from './query.ts';

export interface Context {
  evaluate: Evaluate;
  /** Domain time, UTC ms. */
  now: () => number;
  nextBranchId: () => number;
  /** Seconds of a Retry to real ms. */
  retryDelayMs: (seconds: number) => number;
}

export interface Turn {
  readonly context: Context;
  readonly run: Run;
  readonly change: Change;
  transitions: number;
}

export function beginTurn(context: Context, run: Run): Turn {
  const { execution } = run;
  const change = { execution, put: [], drop: [], tokensOpened: [], tokensEnded: [], events: [] };
  return { context, run, change, transitions: 0 };
}

/** Ends the thread's token, if it has one; the first end counts. */
export function endToken(turn: Turn, branch: Branch, end: TokenEnd): void {
  if (branch.token !== undefined) turn.change.tokensEnded.push({ token: branch.token, end });
}

function dropChildren(turn: Turn, parent: Branch): void {
  for (const child of childrenOf(turn.run, parent)) {
    dropChildren(turn, child);
    endToken(turn, child, 'closed');
    turn.change.drop.push(child.id);
  }
}

/** Ends the whole execution and everything in it. */
export function endExecution(turn: Turn, end: Pick<Execution, 'status'> & Partial<Execution>): void {
  for (const branch of turn.run.branches.values()) {
    endToken(turn, branch, 'closed');
    turn.change.drop.push(branch.id);
  }
  turn.change.put = [];
  turn.change.execution = { ...turn.run.execution, ...end, stopped: turn.context.now(), due: undefined };
  const names = { SUCCEEDED: 'Succeeded', FAILED: 'Failed', TIMED_OUT: 'TimedOut', ABORTED: 'Aborted', RUNNING: '' };
  turn.change.events.push({
    type: `Execution${names[end.status]}`,
    ...(end.error === undefined ? {} : { error: end.error }),
    ...(end.cause === undefined ? {} : { cause: end.cause }),
  });
}

/** What `$states` and the variables are for this thread in its present state. */
export function bindings(turn: Turn, branch: Branch, extra: { result?: Json; errorOutput?: Json } = {}): Bindings {
  const { execution } = turn.run;
  const context: JsonObject = {
    Execution: {
      Id: execution.arn,
      Name: execution.name,
      Input: JSON.parse(execution.input),
      StartTime: new Date(execution.started).toISOString(),
    },
    State: {
      Name: branch.state,
      EnteredTime: new Date(branch.entered).toISOString(),
      RetryCount: branch.retries.reduce((sum, n) => sum + n, 0),
    },
    StateMachine: { Id: execution.machineArn, Name: execution.machineName },
  };
  if (branch.token !== undefined) context.Task = { Token: branch.token };
  let variables: JsonObject = {};
  for (let b: Branch | undefined = branch; b !== undefined; b = parentOf(turn.run, b)) {
    variables = { ...b.variables, ...variables };
    // The innermost Map around the state is the one it sees.
    if (b.item !== undefined) context.Map ??= { Item: { Index: b.index, Value: b.item } };
  }
  return { states: { input: branch.input, context, ...extra }, variables };
}

interface Exit {
  Output?: Json | undefined;
  Assign?: JsonObject | undefined;
  Next?: string | undefined;
}

/**
 * Leaves the state by one of its exits.
 * @param fallback the state's output when the exit has no Output
 * @throws StateError when Output or Assign cannot be evaluated or is too large; nothing is changed then
 */
export async function leave(
  turn: Turn,
  branch: Branch,
  exit: Exit,
  fallback: Json,
  extra: { result?: Json; errorOutput?: Json } = {},
): Promise<void> {
  const { evaluate } = turn.context;
  // Output and Assign both see the variables as they were when the state was entered.
  const names = bindings(turn, branch, extra);
  const output = exit.Output === undefined ? fallback : await evaluate(exit.Output, names, 'Output');
  const assigned = exit.Assign === undefined ? {} : await evaluate(exit.Assign, names, 'Assign');
  limitSize(output, `The output of state ${branch.state}`);
  const state = stateOf(turn.run, branch);
  turn.change.events.push({ type: `${state.Type}StateExited`, state: branch.state });
  endToken(turn, branch, 'closed');
  const left: Branch = { ...branch, ...IDLE_FIELDS, retries: [], step: branch.step + 1 };
  left.variables = { ...branch.variables, ...(assigned as JsonObject) };
  dropChildren(turn, branch);
  if (exit.Next !== undefined) {
    turn.change.put.push({ ...left, phase: 'enter', state: exit.Next, input: output });
  } else if (branch.parent === undefined) {
    endExecution(turn, { status: 'SUCCEEDED', output: JSON.stringify(output) });
  } else {
    if (branch.item !== undefined) turn.change.events.push({ type: 'MapIterationSucceeded' });
    turn.change.put.push({ ...left, phase: 'done', output });
  }
}

/** The state failed: it is retried, caught, or its scope fails; at the top the execution does. */
export async function fail(turn: Turn, branch: Branch, failure: StateError): Promise<void> {
  const state = stateOf(turn.run, branch);
  turn.change.events.push(...failureEvents(state, branch, failure));
  let carried = failure;
  if ('Retry' in state || 'Catch' in state) {
    const retry = retryFor(state.Retry, branch.retries, failure.error, Math.random);
    if (retry !== undefined) return retryLater(turn, branch, retry);
    const catcher = catcherFor(state.Catch, failure.error);
    const errorOutput = { Error: failure.error, Cause: failure.failure };
    if (catcher !== undefined) {
      try {
        return await leave(turn, branch, catcher, errorOutput, { errorOutput });
      } catch (error) {
        carried = asStateError(error);
      }
    }
  }
  const parent = parentOf(turn.run, branch);
  if (parent !== undefined) return fail(turn, parent, carried);
  endExecution(turn, { status: 'FAILED', error: carried.error, cause: carried.failure });
}

function retryLater(turn: Turn, branch: Branch, retry: { index: number; delaySeconds: number }): void {
  endToken(turn, branch, 'closed');
  dropChildren(turn, branch);
  const retries = [...branch.retries];
  for (let i = 0; i <= retry.index; i++) retries[i] ??= 0;
  retries[retry.index] = (retries[retry.index] ?? 0) + 1;
  // Real time: the domain clock may stand still while a function has to be called again.
  const retryAt = Date.now() + turn.context.retryDelayMs(retry.delaySeconds);
  turn.change.put.push({ ...branch, ...IDLE_FIELDS, phase: 'retry', retryAt, retries, step: branch.step + 1 });
}

function failureEvents(state: State, branch: Branch, failure: StateError): Change['events'] {
  const details = { state: branch.state, error: failure.error, cause: failure.failure };
  if (state.Type === 'Task') {
    const timedOut = failure.error === TIMEOUT || failure.error === HEARTBEAT_TIMEOUT;
    return [{ type: timedOut ? 'TaskTimedOut' : 'TaskFailed', ...details }];
  }
  return state.Type === 'Map' || state.Type === 'Parallel' ? [{ type: `${state.Type}StateFailed`, ...details }] : [];
}

/** What is no error of the workflow is a fault of ours; the execution ends and shows it. */
export function asStateError(error: unknown): StateError {
  return error instanceof StateError ? error : new StateError(RUNTIME, String(error));
}
