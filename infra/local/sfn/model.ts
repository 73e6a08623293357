/** What is kept of an execution while it runs. */
import type { Definition, Json, JsonObject, Scope, State } from './definition.ts';

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface Execution {
  id: number;
  arn: string;
  name: string;
  machineArn: string;
  machineName: string;
  /** Hash of the definition it started with: a new definition never changes a running execution. */
  hash: string;
  status: Status;
  /** JSON texts, as given and as answered. */
  input: string;
  output: string | undefined;
  error: string | undefined;
  cause: string | undefined;
  /** Domain time, UTC ms. */
  started: number;
  stopped: number | undefined;
  due: number | undefined;
}

/**
 * - `enter`: the state is to be entered; `invoke`: its function is being called; `token`: called, the callback is awaited
 * - `wait`: until `due`; `retry`: until `retryAt`; `join`: its children run; `done`: a child's end, `output` is there
 */
export type Phase = 'enter' | 'invoke' | 'token' | 'wait' | 'retry' | 'join' | 'done';

/** Phases that go on by themselves after a restart. */
export const RUNNABLE: readonly Phase[] = ['enter', 'invoke', 'retry', 'join'];

/** One thread of an execution: the root, a branch of a Parallel, an iteration of a Map. */
export interface Branch {
  id: number;
  parent: number | undefined;
  /** Position among the parent's children. */
  index: number;
  state: string;
  phase: Phase;
  input: Json;
  /** Variables of this scope only; those of outer scopes are looked up through `parent`. */
  variables: JsonObject;
  /** Grows with every change of state or phase, so that a late answer finds out that it is late. */
  step: number;
  /** Domain time, UTC ms, at which the state was entered. */
  entered: number;
  /** Domain time, UTC ms, of the next wait end, timeout or missed heartbeat. */
  due: number | undefined;
  /** Real time, UTC ms. */
  retryAt: number | undefined;
  /** How often each retrier of the state was used. */
  retries: number[];
  token: string | undefined;
  timeoutAt: number | undefined;
  heartbeatMs: number | undefined;
  /** A Task's evaluated arguments, for the repetition after a restart. */
  call: { functionName: string; payload: Json } | undefined;
  /** A Map's work: items not yet started are those from index `started` on. */
  map: { items: Json[]; started: number; atOnce: number } | undefined;
  /** The item of a Map's iteration. */
  item: Json | undefined;
  output: Json | undefined;
}

export interface HistoryEvent {
  type: string;
  state?: string;
  error?: string;
  cause?: string;
}

export type TokenEnd = 'settled' | 'timed-out' | 'closed';

/** An execution with its threads, as loaded. */
export interface Run {
  execution: Execution;
  definition: Definition;
  branches: Map<number, Branch>;
}

export function newBranch(
  fields: Pick<Branch, 'id' | 'parent' | 'index' | 'state' | 'input'> & { item?: Json },
): Branch {
  return {
    item: undefined,
    ...fields,
    phase: 'enter',
    variables: {},
    step: 0,
    entered: 0,
    ...IDLE_FIELDS,
    retries: [],
    output: undefined,
  };
}

/** What a thread has only while it is inside one attempt of a state. */
export const IDLE_FIELDS = {
  due: undefined,
  retryAt: undefined,
  token: undefined,
  timeoutAt: undefined,
  heartbeatMs: undefined,
  call: undefined,
  map: undefined,
} as const;

export function parentOf(run: Run, branch: Branch): Branch | undefined {
  return branch.parent === undefined ? undefined : run.branches.get(branch.parent);
}

export function childrenOf(run: Run, parent: Branch): Branch[] {
  return [...run.branches.values()].filter((b) => b.parent === parent.id);
}

/** The graph this thread walks. */
function scopeOf(run: Run, branch: Branch): Scope {
  const parent = parentOf(run, branch);
  if (parent === undefined) return run.definition;
  const state = stateOf(run, parent);
  const scope =
    state.Type === 'Map' ? state.ItemProcessor : state.Type === 'Parallel' ? state.Branches[branch.index] : undefined;
  if (scope === undefined) throw new Error(`${parent.state} has no branch ${branch.index}`);
  return scope;
}

export function stateOf(run: Run, branch: Branch): State {
  const state = scopeOf(run, branch).States[branch.state];
  if (state === undefined) throw new Error(`no state ${branch.state} in ${run.execution.arn}`);
  return state;
}
