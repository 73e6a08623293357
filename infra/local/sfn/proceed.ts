/** What brings a thread on after it has entered its state: an answer, a callback, a due time, its children. */
import { isParent, type Json, type MapState } from './definition.ts';
import { dueOf } from './enter.ts';
import { HEARTBEAT_TIMEOUT, StateError, TIMEOUT } from './errors.ts';
import { type Branch, childrenOf, newBranch, stateOf } from './model.ts';
import { limitSize } from './query.ts';
import { asStateError, bindings, endToken, fail, leave, type Turn } from './turn.ts';

/** What a function answered. */
export type Answer<Payload = Json> =
  | { ok: true; payload: Payload }
  | { ok: false; errorType: string; errorMessage: string };

/** Leaves a Task, Map, Parallel or Wait with its result; a result that cannot be used fails the state. */
async function complete(turn: Turn, branch: Branch, result: Json): Promise<void> {
  const state = stateOf(turn.run, branch);
  if (state.Type === 'Choice' || state.Type === 'Succeed' || state.Type === 'Fail') return;
  try {
    limitSize(result, `The result of state ${branch.state}`);
    await leave(turn, branch, state, result, state.Type === 'Wait' ? {} : { result });
  } catch (error) {
    await fail(turn, branch, asStateError(error));
  }
}

/** The function answered. A callback task goes on waiting. */
export async function invoked(turn: Turn, branch: Branch, answer: Answer): Promise<void> {
  if (!answer.ok) {
    const cause = JSON.stringify({ errorType: answer.errorType, errorMessage: answer.errorMessage });
    return fail(turn, branch, new StateError(answer.errorType, cause));
  }
  if (branch.token !== undefined) {
    turn.change.events.push({ type: 'TaskSubmitted' });
    turn.change.put.push({ ...branch, phase: 'token', call: undefined });
    return;
  }
  turn.change.events.push({ type: 'TaskSucceeded' });
  await complete(turn, branch, { ExecutedVersion: '$LATEST', Payload: answer.payload, StatusCode: 200 });
}

/** The callback came. */
export async function called(turn: Turn, branch: Branch, answer: { output: Json } | StateError): Promise<void> {
  endToken(turn, branch, 'settled');
  if (answer instanceof StateError) return fail(turn, branch, answer);
  turn.change.events.push({ type: 'TaskSucceeded' });
  await complete(turn, branch, answer.output);
}

export function heartbeat(turn: Turn, branch: Branch): void {
  turn.change.put.push({ ...branch, due: dueOf(branch, turn.context.now()) });
}

/** The thread's due time has come. */
export async function dueReached(turn: Turn, branch: Branch, now: number): Promise<void> {
  if (branch.phase === 'wait') return complete(turn, branch, branch.input);
  endToken(turn, branch, 'timed-out');
  const timedOut = branch.timeoutAt !== undefined && branch.timeoutAt <= now;
  const [error, what] = timedOut ? [TIMEOUT, 'time'] : [HEARTBEAT_TIMEOUT, 'heartbeat'];
  await fail(turn, branch, new StateError(error, `The task ${branch.state} ran out of its ${what}.`));
}

/** Starts what a Map may start, and leaves a Map or Parallel when all children are done. */
export async function join(turn: Turn, parent: Branch): Promise<void> {
  const state = stateOf(turn.run, parent);
  if (!isParent(state)) return;
  const children = childrenOf(turn.run, parent).sort((a, b) => a.index - b.index);
  const running = children.filter((c) => c.phase !== 'done').length;
  if (state.Type === 'Map' && parent.map !== undefined && parent.map.started < parent.map.items.length) {
    if (running >= parent.map.atOnce) return;
    try {
      return await startItems(turn, parent, state, parent.map, parent.map.atOnce - running);
    } catch (error) {
      return fail(turn, parent, asStateError(error));
    }
  }
  if (running > 0) return;
  turn.change.events.push({ type: `${state.Type}StateSucceeded` });
  await complete(
    turn,
    parent,
    children.map((c) => c.output ?? null),
  );
}

async function startItems(turn: Turn, parent: Branch, state: MapState, map: NonNullable<Branch['map']>, room: number) {
  const until = Math.min(map.started + room, map.items.length);
  const started: Branch[] = [];
  for (let index = map.started; index < until; index++) {
    const item = map.items[index] ?? null;
    const fields = {
      id: turn.context.nextBranchId(),
      parent: parent.id,
      index,
      state: state.ItemProcessor.StartAt,
      item,
    };
    let input: Json = item;
    if (state.ItemSelector !== undefined) {
      const names = bindings(turn, parent);
      names.states.context = { ...names.states.context, Map: { Item: { Index: index, Value: item } } };
      input = await turn.context.evaluate(state.ItemSelector, names, 'ItemSelector');
    }
    started.push(newBranch({ ...fields, input }));
    turn.change.events.push({ type: 'MapIterationStarted' });
  }
  turn.change.put.push({ ...parent, map: { ...map, started: until } }, ...started);
}
