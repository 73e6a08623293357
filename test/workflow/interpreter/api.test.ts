import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, createBench, INVOKE, lambdaError, machine, machineArn } from './harness.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await createBench({
    broken: () => {
      throw lambdaError('Broken');
    },
  });
  bench.define('wait', machine('W', { W: { Type: 'Wait', Seconds: 100, End: true } }));
});
afterEach(() => bench.close());

describe('StartExecution', () => {
  test('with the same name and input gives the running execution again', async () => {
    const first = await bench.start('wait', { a: 1 }, 'one');
    expect(await bench.start('wait', { a: 1 }, 'one')).toBe(first);
    expect(first).toBe('arn:aws-cn:states:cn-north-1:000000000000:execution:wait:one');
    await bench.settled();
    expect(bench.counted.get('stepfunctions.transition')).toBe(1);
  });

  test('refuses the name with another input, and once it is finished', async () => {
    const taken = { name: 'ExecutionAlreadyExists' };
    await bench.start('wait', { a: 1 }, 'one');
    await expect(bench.start('wait', { a: 2 }, 'one')).rejects.toMatchObject(taken);
    await bench.advance(100);
    await expect(bench.start('wait', { a: 1 }, 'one')).rejects.toMatchObject(taken);
  });

  test('refuses unknown machines, bad names, bad input', async () => {
    const start = (more: Record<string, string>) =>
      bench.client.send(new StartExecutionCommand({ stateMachineArn: machineArn('wait'), ...more }));
    await expect(bench.start('nobody')).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    await expect(start({ name: 'a b' })).rejects.toMatchObject({ name: 'InvalidName' });
    await expect(start({ name: 'a'.repeat(81) })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(start({ input: '{' })).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
    await expect(start({ input: `"${'中'.repeat(90_000)}"` })).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

test('executions are listed newest first, by status and by page', async () => {
  await bench.start('wait', {}, 'old');
  await bench.advance(100);
  await bench.start('wait', {}, 'new');
  const list = (more: object) =>
    bench.client.send(new ListExecutionsCommand({ stateMachineArn: machineArn('wait'), ...more }));
  const names = async (more: object) => (await list(more)).executions?.map((e) => e.name);
  expect(await names({})).toEqual(['new', 'old']);
  expect(await names({ statusFilter: 'RUNNING' })).toEqual(['new']);
  const { executions, nextToken } = await list({ maxResults: 1 });
  expect(executions?.[0]).toMatchObject({ name: 'new', startDate: new Date(bench.clock.now()) });
  expect(await names({ maxResults: 1, nextToken })).toEqual(['old']);
});

test('the history tells which states were entered and left, when, and what failed', async () => {
  const T = {
    Type: 'Task',
    Resource: INVOKE,
    Arguments: { FunctionName: 'broken' },
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'W' }],
    End: true,
  };
  bench.define('h', machine('T', { T, W: { Type: 'Wait', Seconds: 10, End: true } }));
  const { arn } = await bench.run('h');
  await bench.advance(10);
  const history = (more: object) => bench.client.send(new GetExecutionHistoryCommand({ executionArn: arn, ...more }));
  const { events = [] } = await history({});
  expect(events.map((e) => [e.type, e.stateEnteredEventDetails?.name ?? e.stateExitedEventDetails?.name])).toEqual([
    ['ExecutionStarted', undefined],
    ['TaskStateEntered', 'T'],
    ['TaskScheduled', undefined],
    ['TaskStarted', undefined],
    ['TaskFailed', undefined],
    ['TaskStateExited', 'T'],
    ['WaitStateEntered', 'W'],
    ['WaitStateExited', 'W'],
    ['ExecutionSucceeded', undefined],
  ]);
  expect(events[4]?.taskFailedEventDetails).toMatchObject({ error: 'Broken' });
  expect(events[7]?.timestamp).toEqual(new Date(bench.clock.now()));
  const back = await history({ reverseOrder: true, maxResults: 2 });
  expect(back.events?.map((e) => e.id)).toEqual([9, 8]);
  expect((await history({ reverseOrder: true, maxResults: 2, nextToken: back.nextToken })).events?.[0]?.id).toBe(7);
});

test('state machines are listed and described', async () => {
  bench.define('other', machine('S', { S: { Type: 'Succeed' } }));
  const { stateMachines } = await bench.client.send(new ListStateMachinesCommand({}));
  expect(stateMachines?.map((m) => m.name)).toEqual(['other', 'wait']);
  const described = await bench.client.send(new DescribeStateMachineCommand({ stateMachineArn: machineArn('wait') }));
  expect(JSON.parse(String(described.definition)).StartAt).toBe('W');
});

test('what is not there is refused by its AWS name', async () => {
  const executionArn = `${machineArn('wait').replace('stateMachine', 'execution')}:none`;
  await expect(bench.client.send(new DescribeExecutionCommand({ executionArn }))).rejects.toMatchObject({
    name: 'ExecutionDoesNotExist',
  });
  await expect(
    bench.client.send(new UpdateStateMachineCommand({ stateMachineArn: machineArn('wait') })),
  ).rejects.toMatchObject({ name: 'UnknownOperationException' });
  await expect(
    bench.client.send(new SendTaskSuccessCommand({ taskToken: 'x', output: '1'.repeat(262_145) })),
  ).rejects.toMatchObject({ name: 'ValidationException' });
});

test('an execution that goes in circles ends at 25,000 events, as on AWS', async () => {
  const A = { Type: 'Choice', Choices: [{ Condition: '{% $states.input.enough %}', Next: 'E' }], Default: 'B' };
  bench.define('circle', machine('A', { A, B: { Type: 'Pass', Next: 'A' }, E: { Type: 'Succeed' } }));
  expect(await bench.run('circle', { enough: false })).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
}, 60_000);

test('500 executions of 8 states, waits among them, run to their end', async () => {
  bench.functions.add = (n: never) => Number(n) + 1;
  const add = (Next?: string) => ({
    Type: 'Task',
    Resource: INVOKE,
    Arguments: { FunctionName: 'add', Payload: '{% $states.input %}' },
    Output: '{% $states.result.Payload %}',
    ...(Next === undefined ? { End: true } : { Next }),
  });
  bench.define(
    'eight',
    machine('A', {
      A: { Type: 'Pass', Assign: { first: '{% $states.input.n %}' }, Output: '{% $states.input.n %}', Next: 'B' },
      B: add('C'),
      C: { Type: 'Choice', Choices: [{ Condition: '{% $states.input > 0 %}', Next: 'D' }], Default: 'H' },
      D: { Type: 'Wait', Seconds: 60, Next: 'E' },
      E: add('F'),
      F: { Type: 'Pass', Output: '{% $states.input * 2 %}', Next: 'G' },
      G: { Type: 'Wait', Seconds: '{% $first %}', Next: 'H' },
      H: { Type: 'Succeed', Output: '{% [$first, $states.input] %}' },
    }),
  );
  const arns: string[] = [];
  for (let n = 1; n <= 500; n++) arns.push(await bench.start('eight', { n }));
  await bench.advance(600);
  const outputs = await Promise.all(arns.map(async (arn) => (await bench.describe(arn)).output));
  expect(outputs).toEqual(arns.map((_, i) => [i + 1, (i + 3) * 2]));
  expect(bench.counted.get('stepfunctions.transition')).toBe(4000);
}, 60_000);
