import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { LocalCloudError, startLocalCloud } from '../../../infra/local/cloud.ts';
import { startDatabase } from '../../../infra/local/dynamodb/process.ts';
import { readAssembly } from '../../../infra/local/template/assembly.ts';
import { loadPlan } from '../../../infra/local/template/load.ts';
import { placeOf } from '../../../infra/local/template/names.ts';
import { removeDir, START, temporaryDir } from './harness.ts';

const dir = temporaryDir();
afterAll(() => removeDir(dir));

const at = 'http://127.0.0.1:1';
const endpoints = {
  ...{ http: at, dynamodb: at, s3: at, sqs: at, stepfunctions: at, eventbridge: at, lambda: at },
  kms: 'http://127.0.0.1:9',
  secrets: 'http://127.0.0.1:9',
  smtp: 'smtp://127.0.0.1:1',
  messages: 'http://127.0.0.1:1',
};

let sequence = 0;
/** The plan of an assembly with one stack. */
function plan(template: Record<string, unknown>, parameters: Record<string, string> = {}, region = 'us-east-1') {
  sequence += 1;
  const assembly = join(dir, `assembly-${sequence}`);
  mkdirSync(assembly);
  const stack = {
    type: 'aws:cloudformation:stack',
    environment: `aws://unknown-account/${region}`,
    properties: { templateFile: 'Some.template.json' },
  };
  writeFileSync(join(assembly, 'manifest.json'), JSON.stringify({ artifacts: { Some: stack } }));
  writeFileSync(join(assembly, 'Some.template.json'), JSON.stringify(template));
  const read = readAssembly(assembly);
  return loadPlan(read, parameters, { place: placeOf(read.region), endpoints, asset: () => undefined });
}

function refusal(Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>): string {
  try {
    plan({ Resources });
  } catch (error) {
    if (error instanceof LocalCloudError && error.code === 'TEMPLATE_UNSUPPORTED') return error.message;
    throw error;
  }
  throw new Error('the template was not refused');
}

test('everything that is not known is refused at once, each with its place and its name', () => {
  const message = refusal({
    Cache: { Type: 'AWS::ElastiCache::CacheCluster' },
    Thing: { Type: 'Custom::Thing' },
    Inbox: { Type: 'AWS::S3::Bucket', Properties: { ReplicationConfiguration: { Role: 'x' }, Tags: [] } },
    Work: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 99_999, Surprise: true } },
    Every: {
      Type: 'AWS::Events::Rule',
      Properties: {
        ScheduleExpression: 'rate(2 weeks)',
        EventPattern: { detail: { x: [{ cidr: '10.0.0.0/8' }] } },
      },
    },
    Secret: { Type: 'AWS::SQS::Queue', Properties: { QueueName: '{{resolve:ssm:/name}}' } },
    Lost: { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: { 'Fn::GetAtt': ['Nothing', 'Arn'] } } },
  });
  for (const part of [
    'Some/Cache the resource type AWS::ElastiCache::CacheCluster',
    'Some/Thing the resource type Custom::Thing',
    'Some/Inbox (AWS::S3::Bucket) ReplicationConfiguration: not known',
    'Some/Work (AWS::SQS::Queue) VisibilityTimeout: ',
    'Some/Work (AWS::SQS::Queue) Surprise: not known',
    'Some/Every (AWS::Events::Rule) EventPattern: detail.x',
    'Some/Every (AWS::Events::Rule) ScheduleExpression: rate(2 weeks)',
    'Some/Secret (AWS::SQS::Queue) QueueName: the dynamic reference {{resolve:ssm:/name}}',
    'Some/Lost (AWS::SQS::Queue) RedrivePolicy: Fn::GetAtt Nothing.Arn is not known',
  ]) {
    expect(message).toContain(part);
  }
  expect(message).not.toContain('Tags');
});

test('a reference to something that no stack defines is refused', () => {
  const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:000000000000:gone';
  const message = refusal({
    Work: { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: { deadLetterTargetArn, maxReceiveCount: 3 } } },
  });
  expect(message).toContain('no stack defines the queue gone');
});

test('the functions of a template are worked out, in the China partition too', () => {
  const pick = { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] };
  const { queues } = plan(
    {
      Parameters: { Word: { Type: 'String', Default: 'default' } },
      Mappings: { Delays: { 'cn-north-1': { seconds: 9 } } },
      Conditions: {
        InChina: { 'Fn::Equals': [{ Ref: 'AWS::Partition' }, 'aws-cn'] },
        Not: { 'Fn::Not': [{ Condition: 'InChina' }] },
      },
      Resources: {
        One: {
          Type: 'AWS::SQS::Queue',
          Properties: {
            // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how Fn::Sub writes its places.
            QueueName: { 'Fn::Sub': ['${Word}-${Own}-${AWS::Region}', { Own: pick }] },
            DelaySeconds: { 'Fn::FindInMap': ['Delays', { Ref: 'AWS::Region' }, 'seconds'] },
            VisibilityTimeout: { 'Fn::If': ['InChina', 77, 5] },
          },
        },
        Two: {
          Type: 'AWS::SQS::Queue',
          Properties: {
            QueueName: { 'Fn::Join': ['-', ['two', { 'Fn::GetAtt': ['One', 'QueueName'] }]] },
            VisibilityTimeout: { 'Fn::If': ['InChina', { Ref: 'AWS::NoValue' }, 5] },
          },
        },
        Three: { Type: 'AWS::SQS::Queue', Condition: 'Not' },
      },
    },
    { Word: 'given' },
    'cn-north-1',
  );
  expect(queues.map((queue) => [queue.arn, queue.delaySeconds, queue.visibilityTimeout])).toEqual([
    ['arn:aws-cn:sqs:cn-north-1:000000000000:given-b-cn-north-1', 9, 77],
    ['arn:aws-cn:sqs:cn-north-1:000000000000:two-given-b-cn-north-1', 0, 30],
  ]);
});

test('a place without an assembly is told what to do', async () => {
  const options = { dataDir: join(dir, 'data'), clock: { mode: 'still', start: START } as const };
  await expect(startLocalCloud({ ...options, assemblyDir: dir })).rejects.toMatchObject({
    code: 'ASSEMBLY_MISSING',
    message: expect.stringContaining('npm run synth'),
  });
});

test('a platform without a database is told what to do', async () => {
  await expect(startDatabase(join(dir, 'database'), { PATH: dir }, '@nowhere/none')).rejects.toMatchObject({
    code: 'DATABASE_MISSING',
    message: expect.stringContaining('AWS_ENDPOINT_URL_DYNAMODB'),
  });
  const AWS_ENDPOINT_URL_DYNAMODB = 'http://127.0.0.1:1';
  await expect(startDatabase(join(dir, 'database'), { AWS_ENDPOINT_URL_DYNAMODB })).rejects.toMatchObject({
    code: 'DATABASE_FAILED',
  });
});
