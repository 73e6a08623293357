/** A deployment in mid-round: everybody calls what is published, and what was published before is still there. */
import { expect, test } from 'vitest';
import { stageNamed } from '../../infra/stages.ts';
import { aliases, functionsOf, ofType, resolved, synthesized, type Template } from './templates.ts';

const { service } = synthesized(stageNamed('prod'));
const called = aliases(service);

/** Everything but functions, their versions and aliases, and what is invoked about them, as a text. */
function callers(template: Template): [string, string][] {
  const own = [
    'AWS::Lambda::Version',
    'AWS::Lambda::Alias',
    'AWS::Lambda::EventInvokeConfig',
    'AWS::CloudWatch::Alarm',
    'AWS::CloudWatch::Dashboard',
  ];
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => !own.includes(Type))
    .map(([id, { Properties }]) => [id, JSON.stringify(Properties ?? {})]);
}

test('every function is published, and every published version stays', () => {
  const versions = new Map(ofType(service, 'AWS::Lambda::Version').map((version) => [version.id, version]));
  const published = ofType(service, 'AWS::Lambda::Alias').map(({ Properties }) => {
    expect(Properties['Name']).toBe('live');
    const version = versions.get(String(resolved(Properties['FunctionVersion'])).split('.')[0] ?? '');
    expect(version).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(version?.Properties['FunctionName']).toEqual(Properties['FunctionName']);
    return resolved(Properties['FunctionName']);
  });
  expect(published.sort()).toEqual([...functionsOf(service).values()].map(({ id }) => id).sort());
});

test('nobody calls a function but by its alias', () => {
  const ids = [...functionsOf(service).values()].map(({ id }) => id);
  const found = callers(service).flatMap(([who, text]) =>
    ids.filter((id) => text.includes(`"${id}"`)).map((id) => `${who} calls ${id}`),
  );
  expect(found).toEqual([]);
  const uses = callers(service).filter(([, text]) => [...called.keys()].some((alias) => text.includes(`"${alias}"`)));
  // Three machines and their roles, two schedules, the API, six event sources.
  expect(uses.length).toBeGreaterThanOrEqual(15);
  for (const name of ['Call', 'Payee', 'Reconciler'])
    expect(resolved(service.Outputs[`${name}FunctionName`]?.Value)).toMatch(/Function[0-9A-F]{8}:live$/);
});

test('only pages are kept started, where the stage says so', () => {
  const kept = (template: Template) =>
    ofType(template, 'AWS::Lambda::Alias').flatMap(({ Properties }) => {
      const { ProvisionedConcurrencyConfig: config, FunctionName } = Properties;
      return config === undefined ? [] : [[resolved(FunctionName), config]];
    });
  expect(kept(service)).toEqual([]);
  const warm = synthesized(stageNamed('prod', { warmPages: 2 })).service;
  const web = functionsOf(warm).get('web')?.id;
  expect(kept(warm)).toEqual([[web, { ProvisionedConcurrentExecutions: 2 }]]);
});

test('an event that a function fails on is not lost, by whatever name the function was called', () => {
  const configs = ofType(service, 'AWS::Lambda::EventInvokeConfig');
  expect(configs).toHaveLength(called.size);
  for (const { Properties } of configs) expect(Properties).toMatchObject({ Qualifier: 'live' });
});

test('every machine is published, and started by its alias alone', () => {
  const machines = ofType(service, 'AWS::StepFunctions::StateMachine').map(({ id }) => id);
  const versions = ofType(service, 'AWS::StepFunctions::StateMachineVersion');
  expect(versions.map(({ Properties }) => resolved(Properties['StateMachineArn'])).sort()).toEqual(machines.sort());
  for (const version of versions) {
    expect(version).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    // Changes with every definition: that makes a new version.
    expect(resolved(version.Properties['StateMachineRevisionId'])).toMatch(/\.StateMachineRevisionId$/);
  }
  const starters = [...functionsOf(service)].flatMap(([name, fn]) => {
    const { Variables } = fn.Properties['Environment'] as { Variables: Record<string, unknown> };
    const arns = Object.entries(Variables).filter(([key]) => key.endsWith('_MACHINE_ARN'));
    return arns.map(([key, value]) => `${name} ${key} ${resolved(value)}`.replace(/[0-9A-F]{8}\.Arn$/, ''));
  });
  expect(starters.sort()).toEqual([
    'call ROUND_MACHINE_ARN WorkflowroundLive',
    'intake APPLICATION_MACHINE_ARN WorkflowapplicationLive',
    'reconciler APPLICATION_MACHINE_ARN WorkflowapplicationLive',
    'reconciler ROUND_MACHINE_ARN WorkflowroundLive',
    'reconciler SCORING_MACHINE_ARN WorkflowscoringLive',
    'starter SCORING_MACHINE_ARN WorkflowscoringLive',
  ]);
});

test('a parameter that a function is told of publishes a version of it when it changes', () => {
  const told = [...functionsOf(service)].flatMap(([name, fn]) => {
    const version = ofType(service, 'AWS::Lambda::Version').find(
      ({ Properties }) => resolved(Properties['FunctionName']) === fn.id,
    );
    const about = JSON.stringify(version?.Properties['Description'] ?? '');
    const text = JSON.stringify(fn.Properties['Environment']);
    return Object.entries(service.Parameters ?? {})
      .filter(([parameter, { NoEcho = false }]) => !NoEcho && text.includes(`{"Ref":"${parameter}"}`))
      .map(([parameter]) => `${name} ${parameter} ${about.includes(`{"Ref":"${parameter}"}`)}`);
  });
  expect(told.sort()).toEqual(['notify ChannelHosts true', 'notify MailFrom true', 'notify PublicUrl true']);
});
