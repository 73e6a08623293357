import { describe, expect, test } from 'vitest';
import { stageNamed } from '../../infra/stages.ts';
import { functionsOf, ofType, resolved, synthesized } from './templates.ts';

const { service } = synthesized(stageNamed('prod'));

interface Statement {
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Resource?: unknown;
}
const listOf = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/** What a role may do, as `action on resource`; a resource by the beginning of its logical id. */
function allowed(role: string, template = service): string[] {
  const policies = ofType(template, 'AWS::IAM::Policy').filter((policy) =>
    (resolved(policy.Properties['Roles']) as string[]).includes(role),
  );
  return policies
    .flatMap((policy) => (policy.Properties['PolicyDocument'] as { Statement: Statement[] }).Statement)
    .flatMap((s) => listOf(s.Action).flatMap((action) => listOf(s.Resource).map((on) => `${action} on ${short(on)}`)))
    .sort();
}
/** `ExportsOutputFnGetAttInboxA8E05DC3Arn…/*` → `Inbox/*`; `WorkflowStartQueueBA59EB85.Arn` → `WorkflowStartQueue`. */
function short(resource: unknown): string {
  return String(resolved(resource))
    .replace(/^ExportsOutputFnGetAtt/, '')
    .replace(/^ExportsOutputRef([A-Za-z]+Secret)[0-9A-F]*$/, '$1')
    .replace(/[0-9A-F]{8}(Arn|StreamArn)[0-9A-F]{8}/, (_, attribute) => (attribute === 'Arn' ? '' : '.Stream'))
    .replace(/[0-9A-F]{8}\.Arn$/, '')
    .replace(/^arn:aws:states:AWS::Region:AWS::AccountId:execution:([A-Za-z]+)[0-9A-F]{8}\.Name:\*$/, '$1:execution:*')
    .replace(/^([A-Za-z]+)[0-9A-F]{8}$/, '$1');
}
const may = (name: string, template = service) => {
  const role = resolved(functionsOf(template).get(name)?.Properties['Role']);
  return allowed(String(role).split('.')[0] ?? '', template);
};

const everywhere = (name: string) => [
  ...(table[name] ?? []).map((action) => `dynamodb:${action} on Table`),
  expect.stringMatching(new RegExp(`^logs:CreateLogStream on [A-Za-z]+${name.replace('-', '')}Logs$`)),
  expect.stringMatching(new RegExp(`^logs:PutLogEvents on [A-Za-z]+${name.replace('-', '')}Logs$`)),
  'sqs:SendMessage on FailedInvocations',
];

const records = ['GetItem', 'PutItem', 'Query', 'UpdateItem'];
/** What each function does with the table. */
const table: Record<string, string[]> = {
  aggregate: [...records, 'ConditionCheckItem', 'DeleteItem'],
  call: [...records, 'BatchWriteItem'],
  close: [...records, 'DeleteItem'],
  confirm: [...records, 'BatchWriteItem'],
  due: ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'],
  eligibility: [...records, 'BatchWriteItem', 'DeleteItem'],
  'fan-out': ['GetItem', 'Query'],
  intake: [...records, 'ConditionCheckItem'],
  invite: records,
  issue: [...records, 'BatchGetItem'],
  notice: [...records, 'BatchGetItem'],
  notify: [...records, 'BatchGetItem'],
  panels: [...records, 'ConditionCheckItem'],
  payee: ['GetItem', 'PutItem'],
  plan: [...records, 'BatchWriteItem'],
  publisher: ['GetItem', 'UpdateItem'],
  rank: [...records, 'BatchWriteItem', 'DeleteItem'],
  reconciler: [...records, 'DeleteItem'],
  seal: ['BatchGetItem', 'GetItem', 'PutItem', 'Query'],
  settlement: [...records, 'DeleteItem'],
  starter: ['GetItem'],
  'task-escalate': [...records, 'DeleteItem'],
  'task-open': records,
  'task-settle': ['GetItem', 'Query', 'UpdateItem'],
  web: [...records, 'BatchGetItem', 'BatchWriteItem', 'ConditionCheckItem', 'DeleteItem'],
};
const read = (bucket: string) => [`s3:GetObject on ${bucket}/*`];
const list = (bucket: string) => [`s3:ListBucket on ${bucket}`];
const consume = (queue: string) => [
  ...['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map((action) => `sqs:${action} on ${queue}Queue`),
  `sqs:SendMessage on ${queue}Dead`,
];
const stream = (failed: string) => [
  ...['DescribeStream', 'GetRecords', 'GetShardIterator'].map((action) => `dynamodb:${action} on Table.Stream`),
  'dynamodb:ListStreams on Table/stream/*',
  `sqs:SendMessage on ${failed}`,
];
const machines = ['application', 'round', 'scoring'];
const settle = machines.map((machine) => `states:SendTaskSuccess on Workflow${machine}Machine`);

/** What each function may do besides using the table and writing its own log. */
const rights: Record<string, string[]> = {
  aggregate: read('Evidence'),
  call: [
    ...read('Evidence'),
    ...list('Evidence'),
    's3:PutObject on Evidence/policies/*',
    'states:StartExecution on WorkflowroundMachine',
  ],
  close: read('Evidence'),
  confirm: read('Evidence'),
  due: ['dynamodb:Query on Table/index/gsi1', ...read('Evidence'), 'sqs:SendMessage on PublishingMailQueue'],
  eligibility: read('Evidence'),
  'fan-out': ['sqs:SendMessage on WorkflowStartQueue'],
  intake: [
    ...read('Evidence'),
    ...list('Evidence'),
    's3:PutObject on Evidence/evidence/*',
    ...read('Inbox'),
    ...consume('IntakeInbox'),
    'states:StartExecution on WorkflowapplicationMachine',
  ],
  notice: [...read('Evidence'), 's3:PutObject on Evidence/notices/*'],
  notify: [
    ...read('Evidence'),
    ...consume('PublishingMail'),
    ...['Mail', 'Robot', 'Sms'].map((name) => `secretsmanager:GetSecretValue on ${name}Secret`),
  ],
  panels: [...read('Evidence'), 's3:PutObject on Evidence/draws/*'],
  payee: ['kms:Decrypt on PayeeKey'],
  plan: read('Evidence'),
  publisher: [
    ...stream('PublishingOutboxFailed'),
    'events:PutEvents on PublishingBus',
    'sqs:SendMessage on FinanceQueue',
    'sqs:SendMessage on PublishingMailQueue',
  ],
  rank: read('Evidence'),
  reconciler: [
    'dynamodb:Query on Table/index/gsi1',
    'events:PutEvents on PublishingBus',
    's3:ListBucket on Inbox',
    ...read('Evidence'),
    ...['FinanceQueue', 'IntakeInboxQueue', 'PublishingMailQueue'].map((queue) => `sqs:SendMessage on ${queue}`),
    ...settle,
    ...machines.map((machine) => `states:DescribeExecution on Workflow${machine}Machine:execution:*`),
    ...machines.map((machine) => `states:StartExecution on Workflow${machine}Machine`),
  ],
  seal: [...read('Evidence'), 's3:PutObject on Evidence/roots/*'],
  settlement: [...read('Evidence'), ...consume('PublishingSettlement')],
  starter: [...consume('WorkflowStart'), 'states:StartExecution on WorkflowscoringMachine'],
  'task-escalate': read('Evidence'),
  'task-open': read('Evidence'),
  'task-settle': [...stream('WorkflowSettleFailed'), ...settle],
  web: [
    'dynamodb:Query on Table/index/gsi2',
    'kms:GenerateDataKey on PayeeKey',
    ...read('Evidence'),
    ...list('Evidence'),
    's3:AbortMultipartUpload on Inbox/*',
    's3:PutObject on Inbox/*',
    's3:ListMultipartUploadParts on Inbox/*',
    's3:PutObject on Evidence/notices/*',
    's3:PutObject on Evidence/objections/*',
    's3:PutObject on Evidence/registers/*',
    's3:PutObject on Evidence/scans/*',
  ],
};

test.each(functionsOf(service).keys().toArray())('the function %s may do what it does, and nothing else', (name) => {
  const expected = [...everywhere(name), ...(rights[name] ?? [])];
  expect(may(name)).toEqual(expect.arrayContaining(expected));
  expect(may(name)).toHaveLength(expected.length);
});

describe('state machines', () => {
  test.each([
    ['application', ['eligibility', 'taskescalate', 'taskopen']],
    ['scoring', ['aggregate', 'panels', 'taskescalate', 'taskopen']],
    [
      'round',
      [
        ...['close', 'confirm', 'fanout', 'invite', 'issue', 'notice', 'panels', 'plan', 'rank'],
        ...['seal', 'taskescalate', 'taskopen'],
      ],
    ],
  ])('%s may call its functions', (machine, called) => {
    const role = ofType(service, 'AWS::IAM::Role').find((r) => r.id.startsWith(`Workflow${machine}MachineRole`));
    const rightsOf = allowed(role?.id ?? '').filter((right) => !right.startsWith('logs:'));
    expect(rightsOf).toEqual(called.map((name) => `lambda:InvokeFunction on Workflow${name}Live`));
  });
});

test('where GuardDuty looks for malware the intake sees what it found, and nobody else does', () => {
  const scanned = synthesized({ ...stageNamed('prod'), malwareScan: 'guardduty' }).service;
  const more = [...functionsOf(scanned).keys()].flatMap((name) => {
    const before = new Set(may(name));
    return may(name, scanned)
      .filter((action) => !before.has(action))
      .map((action) => `${name}: ${action}`);
  });
  expect(more).toEqual(['intake: s3:GetObjectTagging on Inbox/*']);
  expect(() => synthesized({ ...stageNamed('prod'), malwareScan: 'yes' })).toThrow();
});
