/** What each kind of state does when a thread enters it. */
import { randomBytes } from 'node:crypto';
import {
  type ChoiceState,
  isQuery,
  type Json,
  type MapState,
  type ParallelState,
  type TaskState,
  type WaitState,
} from './definition.ts';
import { NO_CHOICE, QUERY_ERROR, StateError } from './errors.ts';
import { type Branch, newBranch, stateOf } from './model.ts';
import { asStateError, bindings, fail, leave, type Turn } from './turn.ts';

/** AWS runs at most this many iterations of an inline Map at once. */
const MAP_AT_ONCE = 40;

/** Enters the thread's state; states that take no time are left again in the same turn. */
export async function enter(turn: Turn, ready: Branch): Promise<void> {
  const state = stateOf(turn.run, ready);
  const again = ready.retries.length > 0;
  const branch: Branch = { ...ready, step: ready.step + 1, entered: again ? ready.entered : turn.context.now() };
  turn.transitions += 1;
  if (!again) turn.change.events.push({ type: `${state.Type}StateEntered`, state: branch.state });
  try {
    await act(turn, branch, state);
  } catch (error) {
    await fail(turn, branch, asStateError(error));
  }
}

async function act(turn: Turn, branch: Branch, state: ReturnType<typeof stateOf>): Promise<void> {
  switch (state.Type) {
    case 'Pass':
    case 'Succeed':
      return leave(turn, branch, state, branch.input);
    case 'Choice':
      return choose(turn, branch, state);
    case 'Wait':
      return wait(turn, branch, state);
    case 'Task':
      return call(turn, branch, state);
    case 'Map':
      return startMap(turn, branch, state);
    case 'Parallel':
      return startParallel(turn, branch, state);
    case 'Fail': {
      const error = await text(turn, branch, state.Error, 'Error');
      return fail(turn, branch, new StateError(error, await text(turn, branch, state.Cause, 'Cause')));
    }
  }
}

async function choose(turn: Turn, branch: Branch, state: ChoiceState): Promise<void> {
  for (const [i, rule] of state.Choices.entries()) {
    const field = `Choices[${i}]/Condition`;
    const holds = await turn.context.evaluate(rule.Condition, bindings(turn, branch), field);
    if (typeof holds !== 'boolean') throw new StateError(QUERY_ERROR, `'${field}' must give a boolean`);
    if (holds) return leave(turn, branch, rule, branch.input);
  }
  if (state.Default === undefined) throw new StateError(NO_CHOICE, `No rule of ${branch.state} holds, no Default`);
  return leave(turn, branch, { ...state, Next: state.Default }, branch.input);
}

async function wait(turn: Turn, branch: Branch, state: WaitState): Promise<void> {
  const due =
    state.Seconds !== undefined
      ? branch.entered + (await seconds(turn, branch, state.Seconds, 'Seconds', 0)) * 1000
      : await timestamp(turn, branch, state.Timestamp);
  if (due <= turn.context.now()) return leave(turn, branch, state, branch.input);
  turn.change.put.push({ ...branch, phase: 'wait', due });
}

async function call(turn: Turn, entered: Branch, state: TaskState): Promise<void> {
  const awaited = state.Resource.endsWith('.waitForTaskToken');
  const branch = awaited ? { ...entered, token: randomBytes(96).toString('base64url') } : entered;
  const names = bindings(turn, branch);
  const call = readCall(await turn.context.evaluate(state.Arguments, names, 'Arguments'));
  const now = turn.context.now();
  const times: { timeoutAt?: number; heartbeatMs?: number } = {};
  if (state.TimeoutSeconds !== undefined) {
    times.timeoutAt = now + (await seconds(turn, branch, state.TimeoutSeconds, 'TimeoutSeconds', 1)) * 1000;
  }
  if (state.HeartbeatSeconds !== undefined) {
    times.heartbeatMs = (await seconds(turn, branch, state.HeartbeatSeconds, 'HeartbeatSeconds', 1)) * 1000;
  }
  if (branch.token !== undefined) turn.change.tokensOpened.push(branch.token);
  const calling: Branch = { ...branch, ...times, phase: 'invoke', call };
  turn.change.put.push({ ...calling, due: dueOf(calling, now) });
  turn.change.events.push({ type: 'TaskScheduled' }, { type: 'TaskStarted' });
}

/** When the task times out or its heartbeat is missed, counted from `now`. */
export function dueOf(branch: Branch, now: number): number | undefined {
  const times = [branch.timeoutAt, branch.heartbeatMs === undefined ? undefined : now + branch.heartbeatMs];
  const due = Math.min(...times.filter((t) => t !== undefined));
  return Number.isFinite(due) ? due : undefined;
}

function readCall(value: Json): { functionName: string; payload: Json } {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { FunctionName: functionName, Payload: payload = {}, ...rest } = value;
    if (typeof functionName === 'string' && Object.keys(rest).length === 0) return { functionName, payload };
  }
  throw new StateError(QUERY_ERROR, `'Arguments' must be {FunctionName, Payload}`);
}

async function startMap(turn: Turn, branch: Branch, state: MapState): Promise<void> {
  const names = bindings(turn, branch);
  const items = state.Items === undefined ? branch.input : await turn.context.evaluate(state.Items, names, 'Items');
  if (!Array.isArray(items)) throw new StateError(QUERY_ERROR, `'Items' of ${branch.state} must give an array`);
  const most = await seconds(turn, branch, state.MaxConcurrency ?? 0, 'MaxConcurrency', 0);
  const atOnce = most === 0 ? MAP_AT_ONCE : Math.min(most, MAP_AT_ONCE);
  turn.change.put.push({ ...branch, phase: 'join', map: { items, started: 0, atOnce } });
  turn.change.events.push({ type: 'MapStateStarted' });
}

async function startParallel(turn: Turn, branch: Branch, state: ParallelState): Promise<void> {
  const input =
    state.Arguments === undefined
      ? branch.input
      : await turn.context.evaluate(state.Arguments, bindings(turn, branch), 'Arguments');
  turn.change.put.push({ ...branch, phase: 'join' });
  for (const [index, scope] of state.Branches.entries()) {
    turn.change.put.push(
      newBranch({ id: turn.context.nextBranchId(), parent: branch.id, index, state: scope.StartAt, input }),
    );
  }
  turn.change.events.push({ type: 'ParallelStateStarted' });
}

/** A whole number of seconds, or of whatever the field counts. */
async function seconds(turn: Turn, branch: Branch, template: number | string, field: string, least: number) {
  const value = await turn.context.evaluate(template, bindings(turn, branch), field);
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= 99_999_999) return value;
  throw new StateError(QUERY_ERROR, `'${field}' of ${branch.state} must be a whole number from ${least} to 99999999`);
}

async function timestamp(turn: Turn, branch: Branch, template: string | undefined): Promise<number> {
  const value = await turn.context.evaluate(template ?? '', bindings(turn, branch), 'Timestamp');
  const time = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw new StateError(QUERY_ERROR, `'Timestamp' of ${branch.state} must be RFC 3339`);
  return time;
}

async function text(turn: Turn, branch: Branch, template: string | undefined, field: string): Promise<string> {
  if (!isQuery(template)) return template ?? '';
  const value = await turn.context.evaluate(template, bindings(turn, branch), field);
  if (typeof value === 'string') return value;
  throw new StateError(QUERY_ERROR, `'${field}' of ${branch.state} must give a string`);
}
