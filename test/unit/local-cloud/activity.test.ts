import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Activity } from '../../../infra/local/activity.ts';

test('idle waits for what is in flight and for what only a probe knows', async () => {
  const activity = new Activity();
  let left = 3;
  activity.probe(() => (left > 0 ? `${left} left` : undefined));
  const end = activity.begin('work');
  let idle = false;
  const waiting = activity.idle().then(() => {
    idle = true;
  });
  end();
  while (left > 0) {
    await sleep(1);
    expect(idle).toBe(false);
    left -= 1;
  }
  await waiting;
  expect(activity.report()).toEqual([]);
});

test('work that is begun by the end of other work is waited for too', async () => {
  const activity = new Activity();
  const done: string[] = [];
  const end = activity.begin('first');
  setImmediate(() => {
    const endSecond = activity.begin('second');
    end();
    setImmediate(() => {
      done.push('second');
      endSecond();
    });
  });
  await activity.idle();
  expect(done).toEqual(['second']);
});

test('a standstill is told with everything that is open; progress puts it off', async () => {
  const activity = new Activity();
  activity.begin('invocation of f');
  activity.probe(() => 'queue q: 1 waiting');
  const beat = setInterval(activity.progress, 5);
  const outcome = activity.idle(60).catch((error: unknown) => error);
  await sleep(150);
  clearInterval(beat);
  expect(await outcome).toMatchObject({
    code: 'NOT_IDLE',
    message: expect.stringMatching(/invocation of f[\s\S]*queue q: 1 waiting/),
  });
});
