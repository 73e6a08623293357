/** A policy that lacks one permission: the call gets AWS's own refusal, does not happen, and is told by name. */
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { CfnResource, Stack } from 'aws-cdk-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../../infra/local/cloud.ts';
import { accessKeyOf } from '../../../infra/local/iam/callers.ts';
import { plain } from '../../permissions/plain.ts';
import { type clientsOf, openFixture } from './harness.ts';

let fixture: Awaited<ReturnType<typeof openFixture>> | undefined;
let cloud: LocalCloud;
let clients: ReturnType<typeof clientsOf>;

/** Allows in a policy nothing but what nobody asks for. */
function emptied(stack: Stack, ...path: string[]): void {
  const found = path.reduce((node, id) => node.node.findChild(id), stack as Stack['node']['root']);
  const statement = { Effect: 'Allow', Action: 'sts:GetSessionToken', Resource: '*' };
  const policy = found.node.defaultChild as CfnResource;
  const isResourcePolicy = policy.cfnResourceType === 'AWS::SQS::QueuePolicy';
  policy.addPropertyOverride('PolicyDocument.Statement', [
    { ...statement, ...(isResourcePolicy && { Principal: '*' }) },
  ]);
}

beforeAll(async () => {
  fixture = await openFixture((_, service) => {
    emptied(service, 'Tick', 'ServiceRole', 'DefaultPolicy');
    emptied(service, 'Machine', 'Role', 'DefaultPolicy');
    emptied(service, 'Arrivals', 'Policy');
    emptied(service, 'Consume', 'ServiceRole', 'DefaultPolicy');
  });
  ({ cloud, clients } = fixture);
});
afterAll(() => fixture?.close());

const named = (name: string): string => cloud.outputs[name] ?? '';
const denied = (): string[] => cloud.permissions().denied.map(plain);

test('a function that may not write gets the refusal of the database, and nothing is written', async () => {
  const FunctionName = named('TickName');
  const Payload = JSON.stringify({ time: 'now' });
  const answer = await clients.lambda.send(new InvokeCommand({ FunctionName, Payload }));
  const error = JSON.parse(answer.Payload?.transformToString() ?? '');
  expect(answer.FunctionError).toBe('Unhandled');
  expect(error.errorType).toBe('AccessDeniedException');
  expect(error.errorMessage).toMatch(/not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:/);
  expect(await clients.keys(named('TableName'), 'tick#')).toEqual([]);
  expect(denied()).toContain('Tick: dynamodb:PutItem on Table');
});

test('a machine that may not call its function fails there', async () => {
  const start = new StartExecutionCommand({ stateMachineArn: named('MachineArn') });
  const { executionArn } = await clients.machines.send(start);
  await cloud.clock.jumpTo(cloud.clock.now() + 86_400_000);
  await cloud.idle();
  const { status, error } = await clients.machines.send(new DescribeExecutionCommand({ executionArn }));
  expect({ status, error }).toEqual({ status: 'FAILED', error: 'Lambda.AWSLambdaException' });
  expect(denied()).toContain('Machine: lambda:InvokeFunction on Describe');
});

test('a rule whose queue does not let it delivers nothing', async () => {
  await clients.s3.send(new PutObjectCommand({ Bucket: named('InboxBucket'), Key: 'in/1', Body: 'x' }));
  await cloud.idle();
  expect(await clients.keys(named('TableName'), 'object#')).toEqual([]);
  expect(denied()).toContain('events.amazonaws.com: sqs:SendMessage on Arrivals from Created');
});

test('a queue whose function may not read it is not polled', async () => {
  expect(denied()).toEqual(
    expect.arrayContaining(['Consume: sqs:ReceiveMessage on Work', 'Consume: sqs:DeleteMessage on Work']),
  );
});

test('what a function signs is worth what it may do itself, and its calls of services are known as its own', async () => {
  const credentials = { accessKeyId: accessKeyOf(named('WebName')), secretAccessKey: 'local' };
  const s3 = new S3Client({ region: 'us-east-1', endpoint: cloud.endpoints.s3, forcePathStyle: true, credentials });
  const object = new GetObjectCommand({ Bucket: named('InboxBucket'), Key: 'in/1' });
  const refused = await fetch(await getSignedUrl(s3, object));
  expect(refused.status).toBe(403);
  expect(await refused.text()).toContain('<Code>AccessDenied</Code>');
  expect((await fetch(await getSignedUrl(clients.s3, object))).status).toBe(200);
  const queues = new SQSClient({ region: 'us-east-1', endpoint: cloud.endpoints.sqs, credentials });
  const message = new SendMessageCommand({ QueueUrl: named('WorkUrl'), MessageBody: '{}' });
  await expect(queues.send(message)).rejects.toMatchObject({ name: 'AccessDenied' });
  expect(await clients.depth(named('WorkUrl'))).toBe(0);
  expect(denied()).toEqual(expect.arrayContaining(['Web: s3:GetObject on inbox/in/1', 'Web: sqs:SendMessage on Work']));
  s3.destroy();
  queues.destroy();
});
