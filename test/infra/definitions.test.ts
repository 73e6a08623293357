import { describe, expect, test } from 'vitest';
import { readDefinition } from '../../infra/local/sfn/check.ts';
import { stageNamed } from '../../infra/stages.ts';
import { join, type State } from '../../infra/workflow/asl.ts';
import { aslFaults, definitionOf, ofType, resolved, synthesized } from './templates.ts';

const { service } = synthesized(stageNamed('prod'));

/** All states, also those inside a Map. */
function statesOf(scope: { States: Record<string, State> }): [string, State][] {
  return Object.entries(scope.States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.Type === 'Map' ? statesOf(state.ItemProcessor) : []),
  ]);
}

describe.each(['round', 'application', 'scoring'] as const)('the state machine %s', (machine) => {
  const text = definitionOf(service, machine);
  const states = statesOf(JSON.parse(text));

  test('is valid, and every state can be reached', () => {
    expect(aslFaults(JSON.parse(text))).toBe('');
    expect(aslFaults({ ...JSON.parse(text), StartAt: 'Nowhere' })).toContain('Nowhere');
    expect(() => readDefinition(machine, text)).not.toThrow();
    expect(text).not.toContain('.Arn"');
  });

  test('has a time limit, retries and a way out on every task', () => {
    const tasks = states.flatMap(([name, state]) => (state.Type === 'Task' ? [{ name, ...state }] : []));
    expect(tasks.length).toBeGreaterThan(3);
    for (const { name, TimeoutSeconds, Retry, Catch, Resource } of tasks) {
      expect(TimeoutSeconds, name).toBeTruthy();
      expect(
        Retry.flatMap((retrier) => retrier.ErrorEquals),
        name,
      ).toEqual(
        expect.arrayContaining([
          'Retryable',
          'Lambda.TooManyRequestsException',
          'Sandbox.Timedout',
          'Runtime.ExitError',
        ]),
      );
      // What no retry can mend ends the execution at once.
      for (const error of ['BadInput', 'NotFound', 'States.TaskFailed', 'States.ALL'])
        expect(JSON.stringify(Retry), name).not.toContain(error);
      expect(Catch.at(-1)?.ErrorEquals, name).toEqual(['States.ALL']);
      if (Resource.endsWith('.waitForTaskToken')) expect(Catch[0]?.ErrorEquals, name).toEqual(['States.Timeout']);
    }
  });

  test('leaves no decision without a way on', () => {
    for (const [name, state] of states) {
      if (state.Type === 'Choice') expect(state.Default, name).toBeTruthy();
    }
  });

  test('logs every step, and no data', () => {
    const found = ofType(service, 'AWS::StepFunctions::StateMachine').find((m) =>
      m.id.startsWith(`Workflow${machine}`),
    );
    expect(resolved(found?.Properties)).toMatchObject({
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: false },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
  });
});

test('two states of one name are refused, and so is a machine without states', () => {
  const end = { End: { Type: 'Succeed' } } as const;
  expect(() => join(end, end)).toThrow('two states are called End');
  expect(() => join()).toThrow('needs a state');
});
