import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Stage, stageNamed } from '../../infra/stages.ts';
import { functionsOf, ofType, synthesized, type Templates } from './templates.ts';

const inRegion = (stage: Stage, region: string): Stage => ({ ...stage, region });
const places: [string, Templates][] = [
  ['any region', synthesized(stageNamed('prod'))],
  ['eu-west-1', synthesized(inRegion(stageNamed('prod'), 'eu-west-1'))],
  ['cn-north-1', synthesized(stageNamed('cn-prod'))],
  ['cn-northwest-1', synthesized(inRegion(stageNamed('cn-prod'), 'cn-northwest-1'))],
];

/**
 * The resource types there may be: all of them exist in the China partition, and none is deployed by a function of
 * somebody else's. A new one belongs here once that is known of it.
 */
const knownTypes = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::DynamoDB::Table',
  'AWS::Events::EventBus',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Version',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::SecretsManager::Secret',
  'AWS::StepFunctions::StateMachine',
  // In the Chinese documentation of CloudFormation and of Step Functions; not tried there.
  'AWS::StepFunctions::StateMachineAlias',
  'AWS::StepFunctions::StateMachineVersion',
];

describe.each(places)('in %s', (place, { data, service }) => {
  const text = JSON.stringify([data, service]);

  test('there are only resources that are there in every partition, and no custom ones', () => {
    const types = new Set([data, service].flatMap((t) => Object.values(t.Resources).map((r) => r.Type)));
    expect([...types].filter((type) => !knownTypes.includes(type))).toEqual([]);
    expect(text).not.toContain('Custom::');
  });

  test('nothing is switched on that China does not have', () => {
    expect(text).not.toContain('"Active"'); // X-Ray tracing of functions
    expect(text).not.toMatch(/redriveAllowPolicy|RedriveAllowPolicy/i);
    expect(text).not.toMatch(/states:::(?!lambda:invoke)/);
    for (const machine of ofType(service, 'AWS::StepFunctions::StateMachine')) {
      expect(machine.Properties['StateMachineType']).toBe('STANDARD');
    }
  });

  test('no name is of another partition', () => {
    const partitions = new Set([...text.matchAll(/arn:(aws[a-z-]*):/g)].map((match) => match[1]));
    const own = place === 'any region' ? [] : [place.startsWith('cn-') ? 'aws-cn' : 'aws'];
    expect([...partitions].filter((partition) => !own.includes(String(partition)))).toEqual([]);
    const hosts = new Set([...text.matchAll(/[\w.-]+\.amazonaws\.com[\w.]*/g)].map((match) => match[0]));
    const principals = ['lambda', 'events', 'states', 'apigateway'].map((service) => `${service}.amazonaws.com`);
    expect([...hosts].sort()).toEqual(principals.sort());
  });

  test('functions have a processor that is there', () => {
    const expected = place.startsWith('cn-') ? 'x86_64' : 'arm64';
    for (const [name, fn] of functionsOf(service)) expect(fn.Properties['Architectures'], name).toEqual([expected]);
  });
});

test('nobody writes a partition or a service’s host by hand', () => {
  const infra = join(import.meta.dirname, '..', '..', 'infra');
  const sources = readdirSync(infra, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('local'),
  );
  expect(sources.length).toBeGreaterThan(15);
  for (const file of sources) {
    expect(readFileSync(join(infra, file), 'utf8'), file).not.toMatch(/arn:aws|amazonaws\.com/);
  }
});

test('a stage that does not exist is refused with those that do', () => {
  expect(() => stageNamed('qa')).toThrow('no stage qa; there are local, dev, prod, cn-prod');
});
