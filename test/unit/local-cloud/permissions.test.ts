import { describe, expect, test } from 'vitest';
import { type Access, createAccess } from '../../../infra/local/iam/access.ts';
import { accessKeyIn, accessKeyOf, functionOf } from '../../../infra/local/iam/callers.ts';
import { needsOfDatabase } from '../../../infra/local/iam/database.ts';
import type { Statement } from '../../../infra/local/iam/policy.ts';
import { needsOfEvents, needsOfKeys, needsOfMachines, needsOfQueues } from '../../../infra/local/iam/services.ts';
import { needsOfStorage } from '../../../infra/local/iam/storage.ts';
import { arn, placeOf } from '../../../infra/local/template/names.ts';

const place = placeOf('cn-north-1');
const on = (service: string, resource: string): string => arn(place, service, resource);
const shown = (needs: { action: string; resource: string }[]): string[] =>
  needs.map(({ action, resource }) => `${action} ${resource.split(':').slice(5).join(':')}`);

describe('the database', () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ['GetItem', { TableName: 't' }, ['dynamodb:GetItem table/t']],
    ['PutItem', { TableName: 't' }, ['dynamodb:PutItem table/t']],
    ['Query', { TableName: 't' }, ['dynamodb:Query table/t']],
    ['Query', { TableName: 't', IndexName: 'i' }, ['dynamodb:Query table/t/index/i']],
    ['Scan', { TableName: 't', IndexName: 'i' }, ['dynamodb:Scan table/t/index/i']],
    [
      'BatchGetItem',
      { RequestItems: { a: {}, b: {} } },
      ['dynamodb:BatchGetItem table/a', 'dynamodb:BatchGetItem table/b'],
    ],
    ['BatchWriteItem', { RequestItems: { a: [] } }, ['dynamodb:BatchWriteItem table/a']],
    [
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 'a' } },
          { Update: { TableName: 'a' } },
          { Delete: { TableName: 'b' } },
          { ConditionCheck: { TableName: on('dynamodb', 'table/c') } },
        ],
      },
      [
        ...['dynamodb:PutItem table/a', 'dynamodb:UpdateItem table/a', 'dynamodb:DeleteItem table/b'],
        'dynamodb:ConditionCheckItem table/c',
      ],
    ],
    ['TransactGetItems', { TransactItems: [{ Get: { TableName: 'a' } }] }, ['dynamodb:GetItem table/a']],
  ])('%s %j', (operation, input, needs) => {
    expect(shown(needsOfDatabase(operation, input, on('dynamodb', 'table/')))).toEqual(needs);
  });
});

describe('storage', () => {
  const asked = (headers: Record<string, string> = {}, query: Record<string, string> = {}) => ({
    ...{ bucket: 'b', key: 'k/1' },
    query: new Map(Object.entries(query)),
    header: (name: string) => headers[name],
  });
  test.each<[string, ReturnType<typeof asked>, string[]]>([
    ['GetObject', asked(), ['s3:GetObject b/k/1']],
    ['HeadObject', asked(), ['s3:GetObject b/k/1']],
    ['GetObject', asked({}, { versionId: '1' }), ['s3:GetObjectVersion b/k/1']],
    ['PutObject', asked(), ['s3:PutObject b/k/1']],
    ['PutObject', asked({ 'x-amz-object-lock-mode': 'x' }), ['s3:PutObject b/k/1', 's3:PutObjectRetention b/k/1']],
    ['PostObject', asked({ 'x-amz-tagging': 'x' }), ['s3:PutObject b/k/1', 's3:PutObjectTagging b/k/1']],
    ['CreateMultipartUpload', asked(), ['s3:PutObject b/k/1']],
    ['UploadPart', asked(), ['s3:PutObject b/k/1']],
    ['CompleteMultipartUpload', asked(), ['s3:PutObject b/k/1']],
    ['AbortMultipartUpload', asked(), ['s3:AbortMultipartUpload b/k/1']],
    ['ListParts', asked(), ['s3:ListMultipartUploadParts b/k/1']],
    ['ListMultipartUploads', asked(), ['s3:ListBucketMultipartUploads b']],
    ['ListObjectsV2', asked(), ['s3:ListBucket b']],
    ['DeleteObject', asked({}, { versionId: '1' }), ['s3:DeleteObjectVersion b/k/1']],
    ['DeleteObjects', asked(), ['s3:DeleteObject b/*']],
    [
      'CopyObject',
      asked({ 'x-amz-copy-source': '/a/%E7%94%B2?versionId=1' }),
      ['s3:GetObjectVersion a/甲', 's3:PutObject b/k/1'],
    ],
  ])('%s', (operation, request, needs) => {
    expect(shown(needsOfStorage(operation, request, place.partition))).toEqual(needs);
  });
});

describe('services that speak JSON', () => {
  const machine = on('states', 'stateMachine:m');
  const machineOf = (token: string): string | undefined => (token === 'known' ? machine : undefined);
  const execution = on('states', 'execution:m:e');
  test.each<[string, { action: string; resource: string }[], string[]]>([
    ['a batch', needsOfQueues('SendMessageBatch', { QueueUrl: 'http://x/0/q' }, place), ['sqs:SendMessage q']],
    ['a name', needsOfQueues('GetQueueUrl', { QueueName: 'q' }, place), ['sqs:GetQueueUrl q']],
    [
      'every bus once',
      needsOfEvents(
        'PutEvents',
        { Entries: [{ EventBusName: 'b' }, { EventBusName: on('events', 'event-bus/b') }, {}] },
        place,
      ),
      ['events:PutEvents event-bus/b', 'events:PutEvents event-bus/default'],
    ],
    [
      'a start',
      needsOfMachines('StartExecution', { stateMachineArn: machine }, machineOf),
      ['states:StartExecution stateMachine:m'],
    ],
    [
      'a look',
      needsOfMachines('DescribeExecution', { executionArn: execution }, machineOf),
      ['states:DescribeExecution execution:m:e'],
    ],
    [
      'a token',
      needsOfMachines('SendTaskSuccess', { taskToken: 'known' }, machineOf),
      ['states:SendTaskSuccess stateMachine:m'],
    ],
    ['a token of nobody', needsOfMachines('SendTaskSuccess', { taskToken: 'x' }, machineOf), []],
    ['a key', needsOfKeys('Decrypt', {}, on('kms', 'key/k')), ['kms:Decrypt key/k']],
  ])('%s', (_, needs, expected) => {
    expect(shown(needs)).toEqual(expected);
  });

  test('a key is asked for with its context', () => {
    const [need] = needsOfKeys('Decrypt', { EncryptionContext: { a: '1', b: '2' } }, 'key');
    expect(need?.context).toEqual({
      'kms:EncryptionContextKeys': ['a', 'b'],
      'kms:EncryptionContext:a': '1',
      'kms:EncryptionContext:b': '2',
    });
  });

  test('who calls is known by the access key, or told by a function that has none of its own', () => {
    const signed = {
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyOf('f')}/20260101/r/sqs/aws4_request, X=1`,
    };
    expect(functionOf(accessKeyIn(signed))).toBe('f');
    expect(functionOf(accessKeyIn({ ...signed, 'x-local-caller': accessKeyOf('g') }))).toBe('g');
    expect(functionOf(accessKeyIn({}, accessKeyOf('h')))).toBe('h');
    expect(
      functionOf(accessKeyIn({ authorization: 'AWS4-HMAC-SHA256 Credential=local/1/r/sqs/aws4_request' })),
    ).toBeUndefined();
  });
});

describe('what is allowed', () => {
  const role = `arn:${place.partition}:iam::${place.account}:role/One`;
  const other = `arn:${place.partition}:iam::${place.account}:role/Other`;
  const bucket = `arn:${place.partition}:s3:::b`;
  const queue = on('sqs', 'q');
  const key = on('kms', 'key/k');
  const rule = on('events', 'rule/r');
  const context = { 'kms:EncryptionContextKeys': ['a'], 'kms:EncryptionContext:a': '1' };
  const insecure = { Bool: { 'aws:SecureTransport': 'false' } };
  const access = (): Access =>
    createAccess(
      {
        roles: new Map<string, Statement[]>([
          [
            'One',
            [
              { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: [`${bucket}/in/*`] },
              { Effect: 'Allow', Action: 'kms:Decrypt', Resource: key },
              { Effect: 'Deny', Action: 's3:PutObject', Resource: `${bucket}/in/fixed` },
            ],
          ],
          ['Other', [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: key }]],
        ]),
        resourcePolicies: new Map<string, Statement[]>([
          [
            bucket,
            [
              {
                Effect: 'Deny',
                Principal: '*',
                Action: 's3:*',
                Resource: [bucket, `${bucket}/*`],
                Condition: insecure,
              },
            ],
          ],
          [
            queue,
            [
              {
                ...{
                  Effect: 'Allow',
                  Principal: { Service: 'events.amazonaws.com' },
                  Action: 'sqs:SendMessage',
                  Resource: queue,
                },
                Condition: { ArnEquals: { 'aws:SourceArn': rule } },
              },
            ],
          ],
          [
            key,
            [
              {
                ...{ Effect: 'Allow', Principal: { AWS: `arn:${place.partition}:iam::${place.account}:root` } },
                ...{ Action: 'kms:Decrypt', Resource: '*' },
                Condition: {
                  ArnLike: { 'aws:PrincipalArn': `${role}*` },
                  'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['a'] },
                  Null: { 'kms:EncryptionContext:a': 'false' },
                },
              },
            ],
          ],
        ]),
      },
      place,
    );
  const bySource = (source: string) => ({
    action: 'sqs:SendMessage',
    resource: queue,
    context: { 'aws:SourceArn': source },
  });
  const decrypt = (more = {}) => ({ action: 'kms:Decrypt', resource: key, context: { ...context, ...more } });
  test.each<[string, string, Parameters<Access['allows']>[1], boolean]>([
    ['what a statement means', role, { action: 's3:GetObject', resource: `${bucket}/in/1` }, true],
    ['no other object', role, { action: 's3:GetObject', resource: `${bucket}/out/1` }, false],
    ['no other action', role, { action: 's3:DeleteObject', resource: `${bucket}/in/1` }, false],
    ['nothing that is denied', role, { action: 's3:PutObject', resource: `${bucket}/in/fixed` }, false],
    ['nobody else', other, { action: 's3:GetObject', resource: `${bucket}/in/1` }, false],
    ['no role that is not there', `${role}s`, { action: 's3:GetObject', resource: `${bucket}/in/1` }, false],
    ['a service, for its rule', 'events.amazonaws.com', bySource(rule), true],
    ['not for another rule', 'events.amazonaws.com', bySource(`${rule}2`), false],
    ['no other service', 's3.amazonaws.com', bySource(rule), false],
    ['a key, by both policies', role, decrypt(), true],
    ['not with something else in the context', role, decrypt({ 'kms:EncryptionContextKeys': ['a', 'b'] }), false],
    ['not without the context', role, { action: 'kms:Decrypt', resource: key }, false],
    ['not by the own policy alone', other, decrypt(), false],
    ['not by the policy of the key alone', role, { ...decrypt(), action: 'kms:Encrypt' }, false],
  ])('%s', (_, principal, need, allowed) => {
    expect(access().allows(principal, need)).toBe(allowed);
  });

  test('an object is judged by itself, also after others', () => {
    const one = access();
    const put = (object: string) => one.allows(role, { action: 's3:PutObject', resource: `${bucket}/in/${object}` });
    expect(['a', 'fixed', 'b', 'fixed'].map(put)).toEqual([true, false, true, false]);
  });

  test('what was used, what was not and what was denied is kept', () => {
    const one = access();
    one.refusal(role, { action: 's3:GetObject', resource: `${bucket}/in/1` });
    one.allows(role, { action: 's3:PutObject', resource: `${bucket}/in/1` });
    expect(one.refusal(role, { action: 's3:GetObject', resource: `${bucket}/x` })).toContain(
      's3:GetObject on resource',
    );
    one.refusal('events.amazonaws.com', bySource(rule));
    const { used, unused, denied } = one.report();
    expect(used).toEqual([
      { principal: 'One', action: 's3:GetObject', resource: `${bucket}/in/*` },
      { principal: 'events.amazonaws.com', action: 'sqs:SendMessage', resource: queue, source: rule },
    ]);
    expect(unused.map(({ principal, action }) => `${principal} ${action}`)).toEqual([
      ...['One s3:PutObject', 'One kms:Decrypt', 'Other kms:Decrypt'],
    ]);
    expect(denied).toEqual([{ principal: 'One', action: 's3:GetObject', resource: `${bucket}/x` }]);
  });
});
