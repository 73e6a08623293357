/** Errors of a running state machine, and how Retry and Catch see them. */
import type { Catcher, Retrier } from './definition.ts';

/** A state failed; `error` is the name that ErrorEquals compares. */
export class StateError extends Error {
  readonly error: string;
  readonly failure: string;
  constructor(error: string, failure: string) {
    super(`${error}: ${failure}`);
    this.error = error;
    this.failure = failure;
  }
}

export const TIMEOUT = 'States.Timeout';
export const HEARTBEAT_TIMEOUT = 'States.HeartbeatTimeout';
export const DATA_LIMIT = 'States.DataLimitExceeded';
export const QUERY_ERROR = 'States.QueryEvaluationError';
export const NO_CHOICE = 'States.NoChoiceMatched';
export const RUNTIME = 'States.Runtime';

/** The reserved names that may stand in ErrorEquals: what can happen here and can be caught. */
export const CATCHABLE: ReadonlySet<string> = new Set([
  ...['States.ALL', 'States.TaskFailed', 'States.Permissions', TIMEOUT, HEARTBEAT_TIMEOUT, QUERY_ERROR, NO_CHOICE],
]);

/** AWS ends the execution on these whatever a Catch says. */
const TERMINAL = new Set([DATA_LIMIT, RUNTIME]);

function matches(names: readonly string[], error: string): boolean {
  if (TERMINAL.has(error)) return false;
  if (names.includes('States.ALL') || names.includes(error)) return true;
  if (error === HEARTBEAT_TIMEOUT && names.includes(TIMEOUT)) return true;
  return names.includes('States.TaskFailed') && error !== TIMEOUT && error !== HEARTBEAT_TIMEOUT;
}

export function catcherFor(catchers: readonly Catcher[] | undefined, error: string): Catcher | undefined {
  return catchers?.find((c) => matches(c.ErrorEquals, error));
}

/**
 * The retrier for this error, if it has attempts left.
 * `used[i]` is how often retrier i was used since the state was entered.
 * @returns its index and the delay in seconds, or undefined
 */
export function retryFor(
  retriers: readonly Retrier[] | undefined,
  used: readonly number[],
  error: string,
  random: () => number,
): { index: number; delaySeconds: number } | undefined {
  const index = retriers?.findIndex((r) => matches(r.ErrorEquals, error)) ?? -1;
  const retrier = retriers?.[index];
  if (retrier === undefined) return undefined;
  const before = used[index] ?? 0;
  if (before >= (retrier.MaxAttempts ?? 3)) return undefined;
  const grown = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** before;
  const capped = Math.min(grown, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return { index, delaySeconds: retrier.JitterStrategy === 'FULL' ? capped * random() : capped };
}
