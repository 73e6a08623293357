import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Activity } from '../../../infra/local/activity.ts';
import { DomainClock, type DueSource } from '../../../infra/local/clock.ts';
import { parseSchedule } from '../../../infra/local/events/schedule.ts';
import { openState, type State } from '../../../infra/local/state.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2025, 2, 3, 1, 30);

let dir: string;
let state: State;
let activity: Activity;
let clock: DomainClock;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'clock-'));
  state = openState(dir);
  activity = new Activity();
  clock = new DomainClock({ mode: 'still', start: START }, state, activity);
});
afterEach(() => {
  clock.stop();
  state.close();
  rmSync(dir, { recursive: true });
});

/** Waits that end at given times; what ends may add another. */
function waits(
  seen: [string, number][],
  times: Record<string, number>,
  onEnd: (name: string) => void = () => undefined,
): DueSource {
  const open = new Map(Object.entries(times));
  return {
    nextDue: () => (open.size === 0 ? undefined : Math.min(...open.values())),
    fire: (now) => {
      for (const [name, time] of open) {
        if (time > now) continue;
        open.delete(name);
        seen.push([name, now - START]);
        onEnd(name);
      }
    },
  };
}

test('a jump visits every due time in order, those too that come up on the way, and stops at its own time', async () => {
  const seen: [string, number][] = [];
  const added: Record<string, number> = {};
  clock.addDue(waits(seen, { late: START + 5 * HOUR, early: START + HOUR, beyond: START + 50 * HOUR }));
  clock.addDue({
    nextDue: () => added.follow,
    fire: () => {
      delete added.follow;
      seen.push(['follow', clock.now() - START]);
    },
  });
  clock.addDue(
    waits(seen, { opener: START + 2 * HOUR }, () => {
      // As a state machine goes on: some turns later, with work in flight meanwhile.
      const end = activity.begin('state');
      setTimeout(() => {
        added.follow = START + 3 * HOUR;
        end();
      }, 5);
    }),
  );
  await clock.jumpTo(START + 10 * HOUR);
  expect(seen).toEqual([
    ['early', HOUR],
    ['opener', 2 * HOUR],
    ['follow', 3 * HOUR],
    ['late', 5 * HOUR],
  ]);
  expect(clock.now()).toBe(START + 10 * HOUR);
  expect(clock.nextDue()).toBe(START + 50 * HOUR);
});

test('a schedule fires once per jump, at its last time, and not before something else that is due', async () => {
  const seen: [string, number][] = [];
  clock.addPeriodic({ ...parseSchedule('rate(1 hour)'), fire: (now) => seen.push(['hourly', now - START]) });
  clock.addDue(waits(seen, { wait: START + 2 * HOUR }));
  await clock.jumpTo(START + 4 * HOUR);
  await clock.jumpTo(START + 4 * HOUR + 60_000);
  expect(seen).toEqual([
    ['wait', 2 * HOUR],
    ['hourly', 3.5 * HOUR],
  ]);
  expect(clock.nextDue()).toBeUndefined();
});

test('time does not go back, and the clock of an earlier run wins', async () => {
  await clock.jumpTo(START + HOUR);
  await clock.jumpTo(START);
  expect(clock.now()).toBe(START + HOUR);
  expect(new DomainClock({ mode: 'still', start: START }, state, activity).now()).toBe(START + HOUR);
  // A still clock that begins to run goes on from where it stood.
  const running = new DomainClock({ mode: 'real' }, state, activity);
  expect(running.now()).toBeGreaterThanOrEqual(START + HOUR);
  expect(running.now()).toBeLessThan(START + 2 * HOUR);
  running.stop();
});

test('a running clock ends waits by itself, and can jump too', async () => {
  clock.stop();
  const running = new DomainClock({ mode: 'real' }, state, activity);
  const seen: [string, number][] = [];
  const ended = new Promise<void>((resolve) => {
    running.addDue(waits(seen, { soon: running.now() + 20, later: running.now() + HOUR }, () => resolve()));
  });
  await ended;
  expect(seen.map(([name]) => name)).toEqual(['soon']);
  await running.jumpTo(running.now() + 2 * HOUR);
  expect(seen.map(([name]) => name)).toEqual(['soon', 'later']);
  running.stop();
});

test('what functions read is the same clock', async () => {
  const cells = new Float64Array(clock.shared);
  expect([cells[0], cells[1]]).toEqual([1, START]);
  await clock.jumpTo(START + HOUR);
  expect(cells[1]).toBe(START + HOUR);
});

test('something that is due already is done at once', async () => {
  const seen: [string, number][] = [];
  clock.addDue(waits(seen, { past: START - HOUR }));
  await activity.idle();
  expect(seen).toEqual([['past', 0]]);
});
