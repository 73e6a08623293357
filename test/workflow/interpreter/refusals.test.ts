import { expect, test } from 'vitest';
import { DefinitionError, type Fault, readDefinition } from '../../../infra/local/sfn/check.ts';
import { CALLBACK, INVOKE, machine } from './harness.ts';

function faultsOf(text: string): readonly Fault[] {
  try {
    readDefinition('test', text);
  } catch (error) {
    if (error instanceof DefinitionError) return error.faults;
    throw error;
  }
  return [];
}
/** The faults of one state `S`, as `field: message`. */
const inState = (S: Record<string, unknown>, others: Record<string, unknown> = {}) =>
  faultsOf(machine('S', { S, ...others })).map((f) => `${f.field}: ${f.message}`);

const task = { Type: 'Task', Resource: INVOKE, Arguments: { FunctionName: 'f' }, End: true };
const E = { Type: 'Succeed' };

test('JSONPath machines, and text that is no JSON', () => {
  expect(faultsOf(JSON.stringify({ StartAt: 'E', States: { E } }))).toMatchObject([{ field: 'QueryLanguage' }]);
  expect(faultsOf(JSON.stringify({ QueryLanguage: 'JSONPath', StartAt: 'E', States: { E } }))).toHaveLength(1);
  expect(faultsOf('{')).toHaveLength(1);
});

test('lists every unknown field with its state, also inside Map and Parallel', () => {
  const inner = { StartAt: 'I', States: { I: { Type: 'Pass', Result: 1, End: true } } };
  const faults = faultsOf(
    machine(
      'M',
      {
        M: { Type: 'Map', ItemProcessor: inner, ToleratedFailureCount: 1, ItemReader: {}, Next: 'P' },
        P: { Type: 'Parallel', Branches: [{ ...inner, StartAt: 'J', States: { J: { Type: 'Activity' } } }], End: true },
      },
      { TimeoutSecondsPath: '$.x' },
    ),
  );
  expect(faults.map((f) => `${f.state}|${f.field}`).sort()).toEqual([
    'States.M.ItemProcessor.States.I|Result',
    'States.M|ItemReader',
    'States.M|ToleratedFailureCount',
    'States.P.Branches.0.States.J|Type',
    '|TimeoutSecondsPath',
  ]);
});

test('other resources and arguments than those of lambda:invoke', () => {
  expect(inState({ ...task, Resource: 'arn:aws:states:::sqs:sendMessage' })[0]).toContain('Resource: only');
  expect(inState({ ...task, Resource: 'arn:aws:lambda:us-east-1:0:function:f' })[0]).toContain('Resource: only');
  expect(inState({ ...task, Arguments: { FunctionName: 'f', InvocationType: 'Event' } })).toHaveLength(1);
  expect(inState({ ...task, Arguments: undefined })).toHaveLength(1);
  expect(inState({ ...task, Resource: CALLBACK })).toEqual([]);
});

test('targets that are not in the scope, states that nothing leads to, names used twice', () => {
  expect(faultsOf(machine('A', { B: E }))).toMatchObject([{ field: 'StartAt' }, { state: 'States.B' }]);
  expect(inState({ Type: 'Pass', Next: 'Nowhere' })).toEqual(['Next: no state Nowhere in this scope']);
  const inner = { StartAt: 'S', States: { S: { Type: 'Pass', End: true } } };
  expect(inState({ Type: 'Map', ItemProcessor: inner, End: true })).toEqual([': the name is also used by States.S']);
  const out = { StartAt: 'I', States: { I: { Type: 'Pass', Next: 'E' } } };
  expect(inState({ Type: 'Map', ItemProcessor: out, Next: 'E' }, { E })).toEqual(['Next: no state E in this scope']);
});

test('missing or doubled Next and End, Seconds and Timestamp; a heartbeat over the timeout', () => {
  expect(inState({ Type: 'Pass' })).toEqual(['Next: exactly one of Next and End is needed']);
  expect(inState({ Type: 'Pass', Next: 'E', End: true }, { E })).toHaveLength(1);
  expect(inState({ Type: 'Wait', End: true })).toHaveLength(1);
  expect(inState({ Type: 'Wait', Seconds: 1, Timestamp: '2026-01-01T00:00:00Z', End: true })).toHaveLength(1);
  expect(inState({ ...task, TimeoutSeconds: 5, HeartbeatSeconds: 5 })).toHaveLength(1);
  expect(inState({ ...task, TimeoutSeconds: 0 })).toHaveLength(1);
});

test('Retry and Catch that could never work', () => {
  const all = { ErrorEquals: ['States.ALL'] };
  expect(inState({ ...task, Retry: [all, { ErrorEquals: ['A'] }] })[0]).toContain('Retry.0.ErrorEquals');
  expect(inState({ ...task, Catch: [{ ErrorEquals: ['A', 'States.ALL'], Next: 'E' }] }, { E })).toHaveLength(1);
  expect(inState({ ...task, Retry: [{ ErrorEquals: ['States.DataLimitExceeded'] }] })).toHaveLength(1);
  expect(inState({ ...task, Retry: [{ ErrorEquals: ['States.TimeOut'] }] })).toHaveLength(1);
  expect(inState({ ...task, Retry: [{ ...all, IntervalSeconds: 5, MaxDelaySeconds: 5 }] })).toHaveLength(1);
  expect(inState({ ...task, Retry: [{ ...all, BackoffRate: 0.5 }] })).toHaveLength(1);
});

test('JSONata that is none, that Step Functions lacks, or that reads what is not there', () => {
  const output = (Output: string) => inState({ Type: 'Pass', Output, End: true });
  expect(output('{% 1 + %}')[0]).toContain('no JSONata');
  expect(output("{% $eval('1') %}")[0]).toContain('$eval');
  expect(output('{% $states.input.a ?? 1 %}')[0]).toContain('??');
  expect(output('{% $states.input.a ?: 1 %}')[0]).toContain('?:');
  expect(output('{% $states.input.a ? $exists($states.input.b) ? 1 : 2 : 3 %}')).toEqual([]);
  expect(output('{% $exists($states.input.a) ? 1 : 2 %}')).toEqual([]);
  expect(output('{% $states.result %}')[0]).toContain('$states.result');
  expect(output('before {% 1 %}')[0]).toContain('whole string');
  expect(inState({ ...task, Output: { deep: ['{% $states.errorOutput %}'] } })[0]).toContain('Output/deep/0');
});

test('variables with a reserved name, or of an outer scope', () => {
  expect(inState({ Type: 'Pass', Assign: { states: 1 }, End: true })).toHaveLength(1);
  const ItemProcessor = { StartAt: 'I', States: { I: { Type: 'Pass', Assign: { x: 1 }, End: true } } };
  expect(inState({ Type: 'Map', ItemProcessor, Assign: { x: 2 }, End: true })).toEqual([
    'Assign: $x belongs to an outer scope',
  ]);
});
