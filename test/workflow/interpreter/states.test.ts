import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, createBench, INVOKE, lambdaError, machine } from './harness.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await createBench({
    double: ({ n }: { n: number }) => ({ n: n * 2 }),
    broken: () => {
      throw lambdaError('PaymentRefused', 'no money');
    },
    nothing: () => undefined,
  });
});
afterEach(() => bench.close());

const task = (name: string, more: Record<string, unknown> = {}) => ({
  Type: 'Task',
  Resource: INVOKE,
  Arguments: { FunctionName: name, Payload: '{% $states.input %}' },
  End: true,
  ...more,
});

describe('Pass, Succeed and Fail', () => {
  test('pass on their input, or what Output gives, and keep variables', async () => {
    bench.define(
      'pass',
      machine('A', {
        A: { Type: 'Pass', Assign: { x: '{% $states.input.n + 1 %}' }, Next: 'B' },
        B: { Type: 'Pass', Assign: { x: 100 }, Output: { seen: '{% $x %}', all: '{% $states.input %}' }, Next: 'C' },
        C: { Type: 'Succeed', Output: { x: '{% $x %}', before: '{% $states.input %}' } },
      }),
    );
    const done = await bench.run('pass', { n: 1 });
    expect(done.output).toEqual({ x: 100, before: { seen: 2, all: { n: 1 } } });
  });

  test('fail with an evaluated error and cause', async () => {
    bench.define(
      'fail',
      machine('F', { F: { Type: 'Fail', Error: 'Late', Cause: "{% 'by ' & $states.input.days & ' days' %}" } }),
    );
    expect(await bench.run('fail', { days: 3 })).toMatchObject({ status: 'FAILED', error: 'Late', cause: 'by 3 days' });
  });
});

describe('Choice', () => {
  const definition = machine('C', {
    C: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.n > 10 %}', Next: 'Big', Output: '{% "big" %}', Assign: { how: 'rule' } },
        { Condition: '{% $states.input.n > 5 %}', Next: 'Big' },
      ],
      Default: 'Small',
      Output: '{% "small" %}',
      Assign: { how: 'default' },
    },
    Big: { Type: 'Pass', End: true },
    Small: { Type: 'Pass', Output: '{% [$states.input, $how] %}', End: true },
  });

  test('takes the first rule that holds, with that rule’s output', async () => {
    bench.define('choice', definition);
    expect((await bench.run('choice', { n: 11 })).output).toBe('big');
    expect((await bench.run('choice', { n: 6 })).output).toEqual({ n: 6 });
    expect((await bench.run('choice', { n: 1 })).output).toEqual(['small', 'default']);
  });

  test('fails when no rule holds and there is no default, or a condition is no boolean', async () => {
    const one = (Condition: string) =>
      machine('C', { C: { Type: 'Choice', Choices: [{ Condition, Next: 'E' }] }, E: { Type: 'Succeed' } });
    bench.define('none', one('{% false %}'));
    bench.define('odd', one("{% 'yes' %}"));
    expect((await bench.run('none')).error).toBe('States.NoChoiceMatched');
    expect((await bench.run('odd')).error).toBe('States.QueryEvaluationError');
  });
});

describe('Wait', () => {
  test('lasts for seconds and until a timestamp, by the domain clock', async () => {
    bench.define(
      'wait',
      machine('W', {
        W: { Type: 'Wait', Seconds: '{% $states.input.s %}', Next: 'T' },
        T: { Type: 'Wait', Timestamp: '{% $states.input.at %}', Assign: { at: '{% $millis() %}' }, Next: 'E' },
        E: {
          Type: 'Pass',
          Output: '{% [$states.context.State.EnteredTime, $now(), $at] %}',
          End: true,
        },
      }),
    );
    const arn = await bench.start('wait', { s: 60, at: '2026-11-30T00:00:00Z' });
    await bench.advance(59);
    expect(bench.machines.nextDue()).toBe(Date.UTC(2026, 10, 1, 0, 1));
    await bench.advance(1);
    expect(bench.machines.nextDue()).toBe(Date.UTC(2026, 10, 30));
    expect((await bench.describe(arn)).status).toBe('RUNNING');
    await bench.advance(30 * 86_400);
    const at = '2026-11-30T00:00:00.000Z';
    expect((await bench.describe(arn)).output).toEqual([at, at, Date.UTC(2026, 10, 30)]);
    expect(bench.machines.nextDue()).toBeUndefined();
  });

  test('does not wait for a time that has passed, and fails on one that is none', async () => {
    const until = (Timestamp: string) => machine('W', { W: { Type: 'Wait', Timestamp, End: true } });
    bench.define('past', until('2020-01-01T00:00:00Z'));
    bench.define('nonsense', until('{% $states.input.at %}'));
    expect((await bench.run('past')).status).toBe('SUCCEEDED');
    expect((await bench.run('nonsense', { at: 'soon' })).error).toBe('States.QueryEvaluationError');
  });
});

describe('Task', () => {
  test('gives the function’s answer as Payload', async () => {
    bench.define('task', machine('T', { T: task('double') }));
    bench.define('null', machine('T', { T: task('nothing', { Output: '{% $states.result.Payload %}' }) }));
    expect((await bench.run('task', { n: 21 })).output).toMatchObject({ Payload: { n: 42 }, StatusCode: 200 });
    expect((await bench.run('null')).output).toBeNull();
  });

  test('fails with the name and the message of the function’s error', async () => {
    bench.define('broken', machine('T', { T: task('broken') }));
    const { error, cause } = await bench.run('broken');
    expect(error).toBe('PaymentRefused');
    expect(JSON.parse(String(cause))).toEqual({ errorType: 'PaymentRefused', errorMessage: 'no money' });
  });

  test('sees the context object', async () => {
    bench.define('context', machine('T', { T: { Type: 'Pass', Output: '{% $states.context %}', End: true } }));
    const { output, arn } = await bench.run('context', { a: 1 });
    expect(output).toEqual({
      Execution: { Id: arn, Name: arn.split(':').at(-1), Input: { a: 1 }, StartTime: '2026-11-01T00:00:00.000Z' },
      State: { Name: 'T', EnteredTime: '2026-11-01T00:00:00.000Z', RetryCount: 0 },
      StateMachine: { Id: expect.stringContaining(':stateMachine:context'), Name: 'context' },
    });
  });

  test('refuses what JSONata leaves undefined, and a value over 256 KiB, which no Catch can catch', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'E', Output: '{% $states.errorOutput.Error %}' }];
    const E = { Type: 'Succeed' };
    bench.define('undef', machine('T', { T: task('double', { Output: '{% $nowhere %}', Catch }), E }));
    bench.define('large', machine('T', { T: task('double', { Output: '{% $pad("", 262143) %}', Catch }), E }));
    bench.functions.large = () => 'x'.repeat(262_200);
    bench.define('result', machine('T', { T: task('large', { Output: '{% 1 %}', Catch }), E }));
    expect(await bench.run('result')).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
    expect((await bench.run('undef', { n: 1 })).output).toBe('States.QueryEvaluationError');
    expect(await bench.run('large', { n: 1 })).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});

test('the functions that Step Functions adds', async () => {
  bench.define(
    'functions',
    machine('P', {
      P: {
        Type: 'Pass',
        Output: {
          partition: '{% $partition([1,2,3,4,5], 2) %}',
          range: '{% $range(0, 10, 5) %}',
          down: '{% $range(3, 1, -1) %}',
          hash: "{% $hash('abc', 'SHA-1') %}",
          seeded: '{% $random(7) = $random(7) and $random(7) != $random(8) %}',
          uuid: '{% $length($uuid()) %}',
          parse: '{% $parse(\'{"a":[1]}\').a %}',
          day: "{% $now('[Y0001]-[M01]-[D01] [H01]', '+0800') %}",
        },
        End: true,
      },
    }),
  );
  expect((await bench.run('functions')).output).toEqual({
    partition: [[1, 2], [3, 4], [5]],
    range: [0, 5, 10],
    down: [3, 2, 1],
    hash: 'a9993e364706816aba3e25717850c26c9cd0d89d',
    seeded: true,
    uuid: 36,
    parse: [1],
    day: '2026-11-01 08',
  });
});

test('an expression that never ends fails its state', async () => {
  bench.define(
    'deep',
    machine('P', { P: { Type: 'Pass', Output: '{% ($f := function($n) { 1 + $f($n) }; $f(1)) %}', End: true } }),
  );
  expect((await bench.run('deep')).error).toBe('States.QueryEvaluationError');
});
