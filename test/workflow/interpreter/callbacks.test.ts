import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, CALLBACK, createBench, lambdaError, machine } from './harness.ts';

let bench: Bench;
/** The tokens that the function `ask` was given, newest last. */
let tokens: string[];

beforeEach(async () => {
  tokens = [];
  bench = await createBench({
    ask: ({ token }: { token: string }) => {
      tokens.push(token);
    },
    broken: () => {
      throw lambdaError('Broken');
    },
    // A person may answer before the function that asked has returned.
    hasty: async ({ token }: { token: string }) => {
      tokens.push(token);
      await succeed(token, 'at once');
    },
  });
});
afterEach(() => bench.close());

const succeed = (taskToken: string | undefined, output: unknown) =>
  bench.client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
const refuse = (taskToken: string | undefined, error: string) =>
  bench.client.send(new SendTaskFailureCommand({ taskToken, error, cause: 'said so' }));
const last = () => tokens.at(-1);

const ask = (more: Record<string, unknown> = {}, name = 'ask') => ({
  Type: 'Task',
  Resource: CALLBACK,
  Arguments: { FunctionName: name, Payload: { token: '{% $states.context.Task.Token %}' } },
  End: true,
  ...more,
});

describe('a callback task', () => {
  test('waits for its token and goes on with what it is given', async () => {
    bench.define('ask', machine('A', { A: ask({ Output: { was: '{% $states.result %}' } }) }));
    const { arn, status } = await bench.run('ask');
    expect(status).toBe('RUNNING');
    expect(last()?.length).toBeLessThan(1024);
    await succeed(last(), { decision: 'yes' });
    await bench.settled();
    expect((await bench.describe(arn)).output).toEqual({ was: { decision: 'yes' } });
  });

  test('takes an answer that comes while its function still runs', async () => {
    bench.define('hasty', machine('A', { A: ask({}, 'hasty') }));
    expect((await bench.run('hasty')).output).toBe('at once');
  });

  test('fails with the error it is sent, which a Catch sees', async () => {
    const E = { Type: 'Pass', Output: '{% $states.input %}', End: true };
    bench.define('ask', machine('A', { A: ask({ Catch: [{ ErrorEquals: ['Refused'], Next: 'E' }] }), E }));
    const { arn } = await bench.run('ask');
    await refuse(last(), 'Refused');
    await bench.settled();
    expect((await bench.describe(arn)).output).toEqual({ Error: 'Refused', Cause: 'said so' });
  });

  test('fails when its function fails, and its token is closed', async () => {
    bench.define('broken', machine('A', { A: ask({}, 'broken') }));
    expect((await bench.run('broken')).error).toBe('Broken');
  });

  test('is settled once: a second answer finds no task', async () => {
    bench.define('ask', machine('A', { A: ask() }));
    const { arn } = await bench.run('ask');
    const [first, second] = await Promise.allSettled([succeed(last(), 1), succeed(last(), 2)]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { name: 'TaskDoesNotExist' } });
    await bench.settled();
    expect((await bench.describe(arn)).output).toBe(1);
    await expect(refuse(last(), 'Late')).rejects.toMatchObject({ name: 'TaskDoesNotExist' });
  });

  test('refuses a token it never gave, and an output that is no JSON', async () => {
    bench.define('ask', machine('A', { A: ask() }));
    await bench.run('ask');
    await expect(succeed('made-up', 1)).rejects.toMatchObject({ name: 'InvalidToken' });
    const broken = new SendTaskSuccessCommand({ taskToken: last(), output: '{' });
    await expect(bench.client.send(broken)).rejects.toMatchObject({ name: 'InvalidOutput' });
  });
});

describe('time runs out', () => {
  test('after TimeoutSeconds, which may be evaluated; a late answer is told so', async () => {
    const E = { Type: 'Pass', Output: '{% $states.input.Error %}', End: true };
    const Catch = [{ ErrorEquals: ['States.Timeout'], Next: 'E' }];
    bench.define('ask', machine('A', { A: ask({ TimeoutSeconds: '{% $states.input.s %}', Catch }), E }));
    const { arn } = await bench.run('ask', { s: 3600 });
    await bench.advance(3599);
    expect((await bench.describe(arn)).status).toBe('RUNNING');
    await bench.advance(1);
    expect((await bench.describe(arn)).output).toBe('States.Timeout');
    await expect(succeed(last(), 1)).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  test('an answer in time ends the timeout', async () => {
    bench.define('ask', machine('A', { A: ask({ TimeoutSeconds: 60 }) }));
    await bench.run('ask');
    expect(bench.machines.nextDue()).toBe(bench.clock.now() + 60_000);
    await succeed(last(), 1);
    await bench.settled();
    expect(bench.machines.nextDue()).toBeUndefined();
  });

  test('on timeout the state can wait again with a new token', async () => {
    bench.define(
      'again',
      machine('A', {
        A: ask({ TimeoutSeconds: 60, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Look' }] }),
        Look: { Type: 'Pass', Assign: { extended: true }, Next: 'A' },
      }),
    );
    const { arn } = await bench.run('again');
    await bench.advance(60);
    expect(new Set(tokens).size).toBe(2);
    await expect(succeed(tokens[0], 'old')).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await succeed(tokens[1], 'new');
    await bench.settled();
    expect((await bench.describe(arn)).output).toBe('new');
  });

  test('after a missed heartbeat; each heartbeat gives time again', async () => {
    bench.define('beat', machine('A', { A: ask({ TimeoutSeconds: 100, HeartbeatSeconds: 10 }) }));
    const { arn } = await bench.run('beat');
    await bench.advance(9);
    await bench.client.send(new SendTaskHeartbeatCommand({ taskToken: last() }));
    await bench.advance(9);
    expect((await bench.describe(arn)).status).toBe('RUNNING');
    await bench.advance(1);
    expect((await bench.describe(arn)).error).toBe('States.HeartbeatTimeout');
  });

  test('for the whole execution', async () => {
    bench.define('short', machine('A', { A: ask() }, { TimeoutSeconds: 30 }));
    const { arn } = await bench.run('short');
    await bench.advance(30);
    expect(await bench.describe(arn)).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
    await expect(succeed(last(), 1)).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });
});

test('a stopped execution closes its tokens and its due times', async () => {
  bench.define('ask', machine('A', { A: ask({ TimeoutSeconds: 60 }) }));
  const { arn } = await bench.run('ask');
  await bench.client.send(new StopExecutionCommand({ executionArn: arn, error: 'Withdrawn' }));
  expect(await bench.describe(arn)).toMatchObject({ status: 'ABORTED', error: 'Withdrawn' });
  expect(bench.machines.nextDue()).toBeUndefined();
  await expect(succeed(last(), 1)).rejects.toMatchObject({ name: 'TaskTimedOut' });
});
