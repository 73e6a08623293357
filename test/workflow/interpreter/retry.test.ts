import { afterEach, describe, expect, test } from 'vitest';
import { type Bench, createBench, INVOKE, lambdaError, machine } from './harness.ts';

let bench: Bench;
afterEach(() => bench.close());

const call = (more: Record<string, unknown>) => ({
  Type: 'Task',
  Resource: INVOKE,
  Arguments: { FunctionName: 'f', Payload: '{% $states.context.State.RetryCount %}' },
  Output: '{% $states.result.Payload %}',
  End: true,
  ...more,
});
/** A function that fails with these errors, one after the other, and then answers. */
async function benchFailingWith(...errors: string[]): Promise<void> {
  const left = [...errors];
  bench = await createBench({
    f: () => {
      const error = left.shift();
      if (error !== undefined) throw lambdaError(error);
      return 'done';
    },
  });
}

describe('Retry', () => {
  test('calls again until it goes well, and counts each attempt as a transition', async () => {
    await benchFailingWith('Throttled', 'Throttled');
    bench.define('r', machine('F', { F: call({ Retry: [{ ErrorEquals: ['Throttled'], IntervalSeconds: 1 }] }) }));
    expect((await bench.run('r')).output).toBe('done');
    expect(bench.calls.map((c) => c.payload)).toEqual([0, 1, 2]);
    expect(bench.counted.get('stepfunctions.transition')).toBe(3);
  });

  test('counts each rule by itself, and gives up at MaxAttempts', async () => {
    await benchFailingWith('A', 'B', 'A', 'B', 'B');
    const Retry = [
      { ErrorEquals: ['A'], MaxAttempts: 2, JitterStrategy: 'FULL', MaxDelaySeconds: 5 },
      { ErrorEquals: ['States.ALL'], MaxAttempts: 2 },
    ];
    bench.define('r', machine('F', { F: call({ Retry }) }));
    expect((await bench.run('r')).error).toBe('B');
    expect(bench.calls).toHaveLength(5);
  });

  test('does not retry what it does not name; MaxAttempts 0 is never', async () => {
    await benchFailingWith('A', 'A');
    const Retry = [{ ErrorEquals: ['A'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }];
    bench.define('r', machine('F', { F: call({ Retry }) }));
    expect((await bench.run('r')).error).toBe('A');
    expect(bench.calls).toHaveLength(1);
  });

  test('starts counting anew when the state is entered again', async () => {
    await benchFailingWith('A', 'A');
    const Retry = [{ ErrorEquals: ['A'], MaxAttempts: 1 }];
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Again' }];
    bench.define('r', machine('F', { F: call({ Retry, Catch }), Again: { Type: 'Pass', Next: 'F' } }));
    expect((await bench.run('r')).output).toBe('done');
    expect(bench.calls.map((c) => c.payload)).toEqual([0, 1, 0]);
  });

  test('is real time and not idle, while the domain clock stands still', async () => {
    await benchFailingWith('A');
    bench.define('r', machine('F', { F: call({ Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 3600 }] }) }));
    const arn = await bench.start('r');
    expect(bench.machines.idle()).toBe(false);
    expect(bench.machines.nextDue()).toBeUndefined();
    await bench.settled();
    expect((await bench.describe(arn)).output).toBe('done');
  });
});

describe('Catch', () => {
  const Ends = (name: string) => ({ Type: 'Pass', Output: `{% ['${name}', $states.input] %}`, End: true });

  test('takes the first rule that matches, after the retries', async () => {
    await benchFailingWith('A', 'A');
    bench.define(
      'c',
      machine('F', {
        F: call({
          Retry: [{ ErrorEquals: ['A'], MaxAttempts: 1 }],
          Catch: [
            { ErrorEquals: ['B'], Next: 'X' },
            { ErrorEquals: ['States.TaskFailed'], Next: 'Y', Output: { was: '{% $states.errorOutput.Error %}' } },
            { ErrorEquals: ['States.ALL'], Next: 'X' },
          ],
        }),
        X: Ends('x'),
        Y: Ends('y'),
      }),
    );
    expect((await bench.run('c')).output).toEqual(['y', { was: 'A' }]);
  });

  test('States.TaskFailed is not a timeout', async () => {
    bench = await createBench({ f: () => new Promise(() => undefined) });
    const Catch = [{ ErrorEquals: ['States.TaskFailed'], Next: 'X' }];
    bench.define('c', machine('F', { F: call({ TimeoutSeconds: 10, Catch }), X: Ends('x') }));
    const arn = await bench.start('c');
    while (bench.calls.length === 0) await new Promise(setImmediate);
    bench.clock.set(bench.clock.now() + 10_000);
    bench.machines.fire(bench.clock.now());
    while ((await bench.describe(arn)).status === 'RUNNING');
    expect((await bench.describe(arn)).error).toBe('States.Timeout');
  });

  test('a fault in its own Output fails the execution', async () => {
    await benchFailingWith('A');
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'X', Output: '{% $undefined %}' }];
    bench.define('c', machine('F', { F: call({ Catch }), X: Ends('x') }));
    expect((await bench.run('c')).error).toBe('States.QueryEvaluationError');
  });
});

test('the interpreter calls at most 32 functions at once', async () => {
  const waiting: (() => void)[] = [];
  bench = await createBench({ f: () => new Promise<void>((resolve) => waiting.push(resolve)) });
  bench.define('f', machine('F', { F: call({}) }));
  const arns = await Promise.all(Array.from({ length: 80 }, () => bench.start('f')));
  while (waiting.length < 32) await new Promise(setImmediate);
  // Room for a 33rd to show itself.
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(waiting).toHaveLength(32);
  waiting.shift()?.();
  while (waiting.length < 32) await new Promise(setImmediate);
  while (!bench.machines.idle()) {
    for (const answer of waiting.splice(0)) answer();
    await new Promise(setImmediate);
  }
  expect(bench.calls).toHaveLength(80);
  for (const arn of arns) expect((await bench.describe(arn)).status).toBe('SUCCEEDED');
});
