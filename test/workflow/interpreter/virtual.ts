/** A clock for state machines without a local cloud around them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { StateMachines } from '../../../infra/local/sfn/index.ts';

/** A clock in domain time (UTC ms) that only moves when told. */
export interface VirtualClock {
  now(): number;
  set(ms: number): void;
}

export function virtualClock(start = Date.UTC(2026, 10, 1)): VirtualClock {
  let at = start;
  return {
    now: () => at,
    set: (ms) => {
      at = ms;
    },
  };
}

/** Resolves when nothing runs any more; waits, callbacks and timeouts may be outstanding. */
export async function runUntilIdle(machines: Pick<StateMachines, 'idle'>): Promise<void> {
  while (!machines.idle()) await sleep(1);
}

/** Moves the clock to `to`, and lets everything that is due on the way happen in its order. */
export async function advanceTo(machines: StateMachines, clock: VirtualClock, to: number): Promise<void> {
  await runUntilIdle(machines);
  for (let due = machines.nextDue(); due !== undefined && due <= to; due = machines.nextDue()) {
    clock.set(Math.max(due, clock.now()));
    machines.fire(clock.now());
    await runUntilIdle(machines);
  }
  clock.set(Math.max(to, clock.now()));
}
