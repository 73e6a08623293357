import { nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import type { Awaited, OpenRequest } from '../../shared/schemas/workflow.ts';
import { gateWaitId } from '../../shared/store/gates.ts';
import { storeToken } from '../../shared/store/waits.ts';
import { openTask } from '../../shared/tasks/open.ts';
import { describeTask } from './describe.ts';

/**
 * Opens what an execution waits for: the callback's token beside the wait, and the task as a record with its mail (once,
 * however often it is asked for). If the decision was there first, storing the token completes the execution at once.
 * Nobody can decide before the task is there; if it cannot be opened, the state tries again with another token.
 */
export async function openAwaited(deps: Deps, request: OpenRequest): Promise<{ waitId: string }> {
  const waitId = waitIdOf(request);
  const wait = await storeToken(deps.table, waitId, request.token);
  if (request.kind !== 'gate' && wait.outcome === undefined) {
    const task = await describeTask(deps, request, wait.deadline);
    if (task !== null) await openTask(deps.table, task, nowUtc());
  }
  return { waitId };
}

/** The gates of stages have one wait each; between two lists the round waits anew each time. */
const waitIdOf = (request: Awaited) =>
  request.kind === 'gate' && request.stage !== 'places' ? gateWaitId(request.roundId, request.stage) : request.waitId;
