import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stageNamed } from '../../infra/stages.ts';
import { functionsOf, ofType, synthesized, type Templates } from './templates.ts';

const places: [string, Templates][] = [
  ['any region', synthesized(stageNamed('prod'))],
  ['eu-west-1', synthesized(stageNamed('prod', { region: 'eu-west-1' }))],
  ['cn-north-1', synthesized(stageNamed('cn-prod'))],
  ['cn-northwest-1', synthesized(stageNamed('cn-prod', { region: 'cn-northwest-1' }))],
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
    const principals = ['lambda', 'events', 'states', 'apigateway', 'logging.s3'].map(
      (service) => `${service}.amazonaws.com`,
    );
    expect([...hosts].sort()).toEqual(principals.sort());
  });

  test('functions have a processor that is there', () => {
    const expected = place.startsWith('cn-') ? 'x86_64' : 'arm64';
    for (const [name, fn] of functionsOf(service)) expect(fn.Properties['Architectures'], name).toEqual([expected]);
  });
});

test('nobody writes a partition or a service’s host by hand', () => {
  const root = join(import.meta.dirname, '..', '..');
  const sources = ['infra', 'functions', 'shared'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(folder, file)),
  );
  expect(sources.length).toBeGreaterThan(500);
  const writing = sources.filter((file) => /arn:aws|amazonaws\.com/.test(readFileSync(join(root, file), 'utf8')));
  expect(writing.sort()).toEqual([
    // What finds them.
    'infra/checks/china.ts',
    // The name that S3's own XML has everywhere.
    'infra/local/s3/xml.ts',
    // The local cloud's builder of names.
    'infra/local/template/names.ts',
  ]);
});
