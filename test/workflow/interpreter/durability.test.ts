import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { type Bench, CALLBACK, createBench, INVOKE, lambdaError, machine, machineArn } from './harness.ts';

let bench: Bench;
afterEach(() => bench.close());

const call = (name: string, more: Record<string, unknown> = {}) => ({
  Type: 'Task',
  Resource: INVOKE,
  Arguments: { FunctionName: name, Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  End: true,
  ...more,
});
const ask = {
  Type: 'Task',
  Resource: CALLBACK,
  Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
  TimeoutSeconds: 1000,
  End: true,
};

describe('after a restart', () => {
  test('waits, tokens, variables and the items of a Map go on', async () => {
    const tokens: string[] = [];
    bench = await createBench({ ask: ({ token }: { token: string }) => void tokens.push(token) });
    bench.define(
      'long',
      machine('P', {
        P: { Type: 'Pass', Assign: { kept: 'yes' }, Next: 'W' },
        W: { Type: 'Wait', Seconds: 100, Next: 'M' },
        M: {
          Type: 'Map',
          Items: [1, 2, 3],
          MaxConcurrency: 2,
          ItemProcessor: {
            StartAt: 'A',
            States: { A: { ...ask, Output: '{% [$kept, $states.input, $states.result] %}' } },
          },
          End: true,
        },
      }),
    );
    const { arn } = await bench.run('long');
    await bench.restart();
    await bench.advance(100);
    expect(tokens).toHaveLength(2);
    await bench.restart();
    await bench.settled();
    for (let i = 0; i < 3; i++) {
      const output = JSON.stringify(`answer ${i}`);
      await bench.client.send(new SendTaskSuccessCommand({ taskToken: tokens[i], output }));
      await bench.restart();
      await bench.settled();
    }
    expect((await bench.describe(arn)).output).toEqual([
      ['yes', 1, 'answer 0'],
      ['yes', 2, 'answer 1'],
      ['yes', 3, 'answer 2'],
    ]);
  });

  test('what fell due meanwhile happens', async () => {
    bench = await createBench();
    bench.define('wait', machine('W', { W: { Type: 'Wait', Seconds: 100, End: true } }));
    const { arn } = await bench.run('wait');
    bench.clock.set(bench.clock.now() + 200_000);
    await bench.restart();
    await bench.settled();
    expect((await bench.describe(arn)).status).toBe('SUCCEEDED');
  });

  test('a function that had not answered is called again, and its late answer is ignored', async () => {
    const answers: ((value: unknown) => void)[] = [];
    bench = await createBench({ slow: () => new Promise((resolve) => answers.push(resolve)) });
    bench.define('slow', machine('S', { S: call('slow') }));
    const arn = await bench.start('slow', { n: 1 });
    while (answers.length < 1) await new Promise(setImmediate);
    await bench.restart();
    while (answers.length < 2) await new Promise(setImmediate);
    answers[0]?.('from the old process');
    answers[1]?.('from the new one');
    await bench.settled();
    expect((await bench.describe(arn)).output).toBe('from the new one');
    expect(bench.calls[1]).toEqual(bench.calls[0]);
  });

  test('a retry that was waiting is made, with the attempts counted on', async () => {
    bench = await createBench({
      flaky: () => {
        throw lambdaError('Flaky');
      },
    });
    bench.define('flaky', machine('F', { F: call('flaky', { Retry: [{ ErrorEquals: ['Flaky'], MaxAttempts: 3 }] }) }));
    const arn = await bench.start('flaky');
    while (bench.calls.length < 1) await new Promise(setImmediate);
    await bench.restart();
    await bench.settled();
    expect((await bench.describe(arn)).error).toBe('Flaky');
    // The attempt under way when it stopped may be made once more.
    expect([4, 5]).toContain(bench.calls.length);
  });

  test('an execution keeps the definition it started with', async () => {
    bench = await createBench();
    const version = (v: number) =>
      machine('W', { W: { Type: 'Wait', Seconds: 10, Next: 'E' }, E: { Type: 'Pass', Output: { v }, End: true } });
    bench.define('m', version(1));
    const first = await bench.start('m');
    await bench.settled();
    bench.define('m', version(2));
    await bench.restart();
    const second = await bench.start('m');
    await bench.advance(10);
    expect((await bench.describe(first)).output).toEqual({ v: 1 });
    expect((await bench.describe(second)).output).toEqual({ v: 2 });
  });
});

test('killed while a function runs and a callback is awaited: both go on, and the token still holds', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sfn-killed-'));
  const definition = machine('P', {
    P: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Slow', States: { Slow: call('slow') } },
        { StartAt: 'Ask', States: { Ask: ask } },
      ],
      End: true,
    },
  });
  const script = new URL('killed.child.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, join(dir, 'sfn.db'), machineArn('killed'), definition], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const payloads: unknown[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    payloads.push(JSON.parse(line));
    if (payloads.length === 2) break;
  }
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;

  bench = await createBench({ slow: () => 'done', ask: () => undefined }, dir);
  bench.machines.resume();
  const { token } = payloads.find((p): p is { token: string } => JSON.stringify(p).includes('token')) ?? { token: '' };
  await bench.client.send(new SendTaskSuccessCommand({ taskToken: token, output: '"answered"' }));
  await bench.settled();
  const arn = `${machineArn('killed').replace('stateMachine', 'execution')}:one`;
  expect((await bench.describe(arn)).output).toEqual(['done', 'answered']);
});
