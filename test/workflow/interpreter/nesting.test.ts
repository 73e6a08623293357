import { SendTaskFailureCommand, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, CALLBACK, createBench, INVOKE, lambdaError, machine } from './harness.ts';

let bench: Bench;
let asked: { token: string; seat: string; round: number }[];
let flying: number;
let mostFlying: number;

beforeEach(async () => {
  asked = [];
  flying = 0;
  mostFlying = 0;
  bench = await createBench({
    ask: (payload: (typeof asked)[number]) => {
      asked.push(payload);
    },
    slow: async (payload: unknown) => {
      flying += 1;
      mostFlying = Math.max(mostFlying, flying);
      await new Promise((resolve) => setTimeout(resolve, 2));
      flying -= 1;
      return payload;
    },
    broken: () => {
      throw lambdaError('Broken');
    },
  });
});
afterEach(() => bench.close());

const call = (name: string, more: Record<string, unknown> = {}) => ({
  Type: 'Task',
  Resource: INVOKE,
  Arguments: { FunctionName: name, Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  End: true,
  ...more,
});
const each = (StartAt: string, States: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  Type: 'Map',
  Items: '{% $states.input.items %}',
  ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt, States },
  End: true,
  ...more,
});

describe('Map', () => {
  test('gives the results in the items’ order, and an empty list for none', async () => {
    const ItemSelector = { i: '{% $states.context.Map.Item.Index %}', v: '{% $states.context.Map.Item.Value %}' };
    bench.define('map', machine('M', { M: each('S', { S: call('slow') }, { ItemSelector }) }));
    expect((await bench.run('map', { items: ['a', 'b'] })).output).toEqual([
      { i: 0, v: 'a' },
      { i: 1, v: 'b' },
    ]);
    expect((await bench.run('map', { items: [] })).output).toEqual([]);
    expect((await bench.run('map', { items: 'no list' })).error).toBe('States.QueryEvaluationError');
  });

  test('has at most MaxConcurrency iterations at once, and 40 without it', async () => {
    const items = Array.from({ length: 45 }, (_, i) => i);
    bench.define('three', machine('M', { M: each('S', { S: call('slow') }, { MaxConcurrency: 3 }) }));
    expect((await bench.run('three', { items })).output).toEqual(items);
    expect(mostFlying).toBe(3);
    const W = { Type: 'Wait', Seconds: 60, End: true };
    bench.define('all', machine('M', { M: each('W', { W }, { Output: '{% $count($states.result) %}' }) }));
    const { arn } = await bench.run('all', { items });
    await bench.advance(60);
    expect((await bench.describe(arn)).status).toBe('RUNNING');
    await bench.advance(60);
    expect((await bench.describe(arn)).output).toBe(45);
  });

  test('keeps the variables of an iteration to itself, and sees those outside', async () => {
    bench.define(
      'scopes',
      machine('P', {
        P: { Type: 'Pass', Assign: { base: 100 }, Next: 'M' },
        M: each(
          'I',
          {
            I: { Type: 'Pass', Assign: { mine: '{% $base + $states.input %}' }, Next: 'J' },
            J: { Type: 'Pass', Output: '{% [$mine, $states.context.Map.Item.Value] %}', End: true },
          },
          { Next: 'E', End: undefined },
        ),
        E: { Type: 'Pass', Output: '{% {"out": $states.input, "leaked": $exists($mine)} %}', End: true },
      }),
    );
    const { output } = await bench.run('scopes', { items: [1, 2] });
    expect(output).toEqual({
      out: [
        [101, 1],
        [102, 2],
      ],
      leaked: false,
    });
  });

  test('fails as a whole when one iteration fails, closes the others, and can be caught', async () => {
    const W = { Type: 'Wait', Seconds: 1000, End: true };
    const C = { Type: 'Choice', Choices: [{ Condition: '{% $states.input = 2 %}', Next: 'F' }], Default: 'W' };
    const Catch = [{ ErrorEquals: ['Bad'], Next: 'E', Assign: { why: '{% $states.errorOutput.Cause %}' } }];
    const F = { Type: 'Fail', Error: 'Bad', Cause: 'two' };
    const E = { Type: 'Pass', Output: '{% $why %}', End: true };
    bench.define('bad', machine('M', { M: each('C', { C, W, F }, { Catch }), E }));
    expect((await bench.run('bad', { items: [1, 2, 3] })).output).toBe('two');
    expect(bench.machines.nextDue()).toBeUndefined();
  });
});

describe('seats that are assigned again until somebody scores', () => {
  const payload = {
    token: '{% $states.context.Task.Token %}',
    seat: '{% $states.input.seat %}',
    round: '{% $round %}',
  };
  const definition = machine('Seats', {
    Seats: each('First', {
      First: { Type: 'Pass', Assign: { round: 1 }, Next: 'Ask' },
      Ask: {
        Type: 'Task',
        Resource: CALLBACK,
        Arguments: { FunctionName: 'ask', Payload: payload },
        TimeoutSeconds: 86_400,
        Output: { seat: '{% $states.input.seat %}', score: '{% $states.result.score %}', round: '{% $round %}' },
        Catch: [
          {
            ErrorEquals: ['Recused', 'States.Timeout'],
            Next: 'More',
            Output: '{% $states.input %}',
            Assign: { round: '{% $round + 1 %}' },
          },
        ],
        End: true,
      },
      More: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $round <= 3 %}', Next: 'Ask' }],
        Default: 'Empty',
      },
      Empty: { Type: 'Pass', Output: { seat: '{% $states.input.seat %}', empty: true }, End: true },
    }),
  });
  const openSeat = (seat: string) => {
    const found = asked.findLast((a) => a.seat === seat);
    if (found === undefined) throw new Error(`seat ${seat} was not asked`);
    return found;
  };
  const score = (seat: string, value: number) =>
    bench.client.send(
      new SendTaskSuccessCommand({ taskToken: openSeat(seat).token, output: JSON.stringify({ score: value }) }),
    );

  test('scored, recused, late, and given up', async () => {
    bench.define('seats', definition);
    const { arn } = await bench.run('seats', { items: [{ seat: 'a' }, { seat: 'b' }, { seat: 'c' }] });
    await score('a', 90);
    await bench.client.send(new SendTaskFailureCommand({ taskToken: openSeat('b').token, error: 'Recused' }));
    await bench.settled();
    expect(openSeat('b').round).toBe(2);
    await score('b', 80);
    await bench.advance(3 * 86_400);
    expect((await bench.describe(arn)).output).toEqual([
      { seat: 'a', score: 90, round: 1 },
      { seat: 'b', score: 80, round: 2 },
      { seat: 'c', empty: true },
    ]);
    expect(asked.filter((a) => a.seat === 'c').map((a) => a.round)).toEqual([1, 2, 3]);
  });
});

describe('Parallel', () => {
  const branch = (StartAt: string, States: Record<string, unknown>) => ({ StartAt, States });

  test('runs its branches with its arguments and gives their results in order', async () => {
    bench.define(
      'two',
      machine('P', {
        P: {
          Type: 'Parallel',
          Arguments: { n: '{% $states.input.n * 10 %}' },
          Branches: [
            branch('W', { W: { Type: 'Wait', Seconds: 5, Next: 'X' }, X: call('slow') }),
            branch('S', { S: { Type: 'Succeed', Output: '{% $states.input.n + 1 %}' } }),
          ],
          Output: { both: '{% $states.result %}' },
          End: true,
        },
      }),
    );
    const { arn } = await bench.run('two', { n: 1 });
    await bench.advance(5);
    expect((await bench.describe(arn)).output).toEqual({ both: [{ n: 10 }, 11] });
  });

  test('is retried as a whole when a branch fails, then caught', async () => {
    bench.define(
      'bad',
      machine('P', {
        P: {
          Type: 'Parallel',
          Branches: [
            branch('B', { B: call('broken') }),
            branch('W', { W: { Type: 'Wait', Seconds: 500, End: true } }),
            branch('Q', {
              Q: {
                Type: 'Parallel',
                Branches: [branch('V', { V: { Type: 'Wait', Seconds: 9, End: true } })],
                End: true,
              },
            }),
          ],
          Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 2 }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'E' }],
          End: true,
        },
        E: { Type: 'Pass', Output: '{% $states.input.Error %}', End: true },
      }),
    );
    expect((await bench.run('bad')).output).toBe('Broken');
    expect(bench.calls).toHaveLength(3);
    expect(bench.machines.nextDue()).toBeUndefined();
  });
});
