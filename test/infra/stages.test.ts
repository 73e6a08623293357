import { expect, test } from 'vitest';
import { checkedStage, stageNamed } from '../../infra/stages.ts';
import { functionsOf, ofType, synthesized } from './templates.ts';

test('a stage that does not exist is refused with those that do', () => {
  expect(() => stageNamed('qa')).toThrow('no stage qa; there are local, dev, prod, cn-prod');
});

test.each(['local', 'dev', 'prod', 'cn-prod'])('the stage %s is valid, in its own region and elsewhere', (name) => {
  const { region = 'eu-central-1' } = stageNamed(name);
  for (const place of [region, 'us-east-1', 'cn-north-1', 'cn-northwest-1'])
    expect(stageNamed(name, { region: place })).toMatchObject({ name, region: place });
});

test('what a stage leaves open is the default of its partition', () => {
  expect(stageNamed('dev')).toMatchObject({ architecture: 'arm64', tracing: 'off', mail: 'smtp', waf: 'none' });
  expect(stageNamed('dev', { region: 'cn-north-1' })).toMatchObject({ architecture: 'x86_64', tracing: 'off' });
  expect(stageNamed('cn-prod', { region: 'eu-west-1' })).toMatchObject({ architecture: 'arm64' });
});

test('evidence is locked for good where real people depend on it, and can be removed where things are tried out', () => {
  const modes = ['local', 'dev', 'prod', 'cn-prod'].map((name) => stageNamed(name).evidenceLockMode);
  expect(modes).toEqual(['governance', 'governance', 'compliance', 'compliance']);
});

test.each([
  [{ region: 'cn-north-1', architecture: 'arm64' }, 'architecture arm64 is not announced for China'],
  [{ region: 'cn-north-1', tracing: 'active' }, 'functions in China have no X-Ray; set it to off'],
  [{ region: 'cn-north-1', malwareScan: 'guardduty' }, 'use clamd://host:port, or none'],
  [{ region: 'us-gov-west-1' }, 'only the partitions aws and aws-cn are known'],
  [{ region: 'Beijing' }, 'region'],
  [{ malwareScan: 'yes' }, 'malwareScan'],
  [{ mail: 'ses' }, 'mail'],
  [{ evidenceLockDays: 0 }, 'evidenceLockDays'],
  [{ evidenceLockMode: 'forever' }, 'evidenceLockMode'],
  [{ routeThrottle: { '/code': { rate: 1, burst: 1 } } }, 'routeThrottle["/code"]'],
  [{ unknown: 1 }, 'unknown'],
])('%o is refused, with what to do', (wrong, message) => {
  expect(() => checkedStage({ ...stageNamed('dev'), ...wrong })).toThrow(message);
});

test('everything that is wrong is told at once', () => {
  const wrong = { ...stageNamed('dev'), region: 'cn-north-1', tracing: 'active', malwareScan: 'guardduty' };
  expect(() => checkedStage(wrong)).toThrow(/arm64.*X-Ray.*GuardDuty/);
});

test('the local cloud gets neither a WAF, nor evidence that cannot be removed', () => {
  expect(() => stageNamed('local', { waf: 'regional' })).toThrow('the local cloud runs the HTTP API only');
  expect(() => stageNamed('local', { evidenceLockMode: 'compliance' })).toThrow('set it to governance');
});

test('with tracing switched on, functions and machines are traced', () => {
  const { service } = synthesized(stageNamed('prod', { tracing: 'active' }));
  for (const [name, fn] of functionsOf(service))
    expect(fn.Properties['TracingConfig'], name).toEqual({ Mode: 'Active' });
  for (const machine of ofType(service, 'AWS::StepFunctions::StateMachine'))
    expect(machine.Properties['TracingConfiguration']).toEqual({ Enabled: true });
});
