import { describe, expect, test } from 'vitest';
import { stageNamed } from '../../infra/stages.ts';
import { SECRET_NAMES } from '../../shared/secrets/kinds.ts';
import {
  aliases,
  functionNames,
  functionsOf,
  ofType,
  type Resource,
  resolved,
  synthesized,
  type Template,
} from './templates.ts';

const { service, data } = synthesized(stageNamed('prod'));
const both: Template = { ...service, Resources: { ...data.Resources, ...service.Resources } };
const functions = [...functionsOf(service)];
/** By the aliases that they are called by. */
const called = aliases(service);
const queues = new Map(ofType(both, 'AWS::SQS::Queue').map((queue) => [queue.id, queue]));

/** Logical id of what a value refers to, in this stack or the other. */
function target(value: unknown): string {
  const text = String(resolved(value));
  const imported = /^ExportsOutput(?:Ref|FnGetAtt)(.*?)(?:Arn|StreamArn|QueueName)?[0-9A-F]{8}$/.exec(text);
  const id = imported?.[1] ?? text.split(/[.:]/)[0] ?? '';
  return called.get(id) ?? id;
}
function deadLetterOf(queue: Resource | undefined): string {
  const policy = queue?.Properties['RedrivePolicy'] as { deadLetterTargetArn: unknown } | undefined;
  return policy === undefined ? '' : target(policy.deadLetterTargetArn);
}
const mappings = ofType(service, 'AWS::Lambda::EventSourceMapping').map((mapping) => ({
  fn: functions.find(([, { id }]) => id === target(mapping.Properties['FunctionName'])),
  source: target(mapping.Properties['EventSourceArn']),
  properties: mapping.Properties,
}));

test('there is a function for each folder of functions', () => {
  expect(functions.map(([name]) => name).sort()).toEqual([...functionNames].sort());
});

describe.each(functions)('the function %s', (name, fn) => {
  test('runs on the current Node, within a time', () => {
    expect(fn.Properties).toMatchObject({ Runtime: 'nodejs24.x', Handler: 'index.handler' });
    expect(fn.Properties['Timeout']).toBeLessThanOrEqual(900);
    expect(fn.Properties['Architectures']).toEqual(['arm64']);
    expect(fn.Properties).not.toHaveProperty('TracingConfig');
    expect(fn.Properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  test('gets the environment that it asks for, no more and no less', async () => {
    const { Env } = await import(`../../functions/${name}/env.ts`);
    const { Variables } = fn.Properties['Environment'] as { Variables: object };
    expect(Object.keys(Variables).sort()).toEqual(Object.keys(Env.shape).sort());
  });

  test('logs to a group of its own that forgets after a year', () => {
    const { LogGroup } = fn.Properties['LoggingConfig'] as { LogGroup: unknown };
    expect(service.Resources[target(LogGroup)]?.Properties).toEqual({
      LogGroupName: `/awards/prod/${name}`,
      RetentionInDays: 365,
    });
  });

  test('has a role of its own', () => {
    const roles = functions.map(([, other]) => target(other.Properties['Role']));
    expect(roles.filter((role) => role === target(fn.Properties['Role']))).toHaveLength(1);
    expect(service.Resources[target(fn.Properties['Role'])]?.Properties).not.toHaveProperty('ManagedPolicyArns');
  });
});

describe.each([...queues])('the queue %s', (id, queue) => {
  test('is encrypted and refuses requests without TLS', () => {
    expect(queue.Properties).toMatchObject({ SqsManagedSseEnabled: true });
    const policies = ofType(both, 'AWS::SQS::QueuePolicy').filter(
      (policy) => target((policy.Properties['Queues'] as unknown[])[0]) === id,
    );
    expect(policies.map((policy) => policy.Properties['PolicyDocument'])).toEqual([
      expect.objectContaining({
        Statement: expect.arrayContaining([
          expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      }),
    ]);
  });

  test('has a dead-letter queue or is one, and then it has an alarm and keeps messages longest', () => {
    const dead = deadLetterOf(queue);
    if (dead !== '') {
      expect(queues.has(dead)).toBe(true);
      return;
    }
    expect(queue.Properties['MessageRetentionPeriod']).toBe(14 * 86_400);
    const alarms = ofType(service, 'AWS::CloudWatch::Alarm').filter((alarm) =>
      (alarm.Properties['Dimensions'] as { Name: string; Value: unknown }[] | undefined)?.some(
        ({ Name, Value }) => Name === 'QueueName' && target(Value) === id,
      ),
    );
    expect(alarms.map((alarm) => alarm.Properties)).toEqual([
      expect.objectContaining({ MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 0 }),
    ]);
  });
});

test('consumers of queues are stated here, and a batch is invisible six times as long as it may take', () => {
  const consumers = mappings.filter(({ source }) => queues.has(source));
  const shown = consumers.map(({ fn, source, properties }) => {
    const queue = queues.get(source);
    expect(queues.has(deadLetterOf(queue)), source).toBe(true);
    expect(properties, source).toMatchObject({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
    const timeout = Number(fn?.[1].Properties['Timeout']);
    expect(Number(queue?.Properties['VisibilityTimeout']), source).toBeGreaterThanOrEqual(6 * timeout);
    const { MaximumConcurrency } = properties['ScalingConfig'] as { MaximumConcurrency: number };
    return [fn?.[0], properties['BatchSize'], MaximumConcurrency];
  });
  expect(shown.sort()).toEqual([
    ['intake', 1, 50],
    ['notify', 10, 5],
    ['settlement', 10, 5],
    ['starter', 10, 5],
  ]);
});

test('packages go through the intake with a small young generation, so that memory does not grow with them', () => {
  const set = functions.flatMap(([name, fn]) => {
    const { Variables } = fn.Properties['Environment'] as { Variables: Record<string, unknown> };
    return 'NODE_OPTIONS' in Variables ? [[name, Variables['NODE_OPTIONS']]] : [];
  });
  expect(set).toEqual([['intake', '--max-semi-space-size=4']]);
});

test('consumers of the stream get what they wait for, and park what they cannot do', () => {
  const consumers = mappings.filter(({ source }) => !queues.has(source));
  for (const { fn, properties, source } of consumers) {
    expect(source).toMatch(/^Table/);
    expect(properties, fn?.[0]).toMatchObject({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10,
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
    });
    const { OnFailure } = properties['DestinationConfig'] as { OnFailure: { Destination: unknown } };
    expect(queues.has(target(OnFailure.Destination))).toBe(true);
  }
  const filters = consumers.map(({ fn, properties }) => {
    const { Filters } = properties['FilterCriteria'] as { Filters: { Pattern: string }[] };
    return [fn?.[0], Filters.map(({ Pattern }) => JSON.parse(Pattern))];
  });
  const eventName = ['INSERT', 'MODIFY'];
  const kinds = ['district-review', 'refusal-review', 'payee', 'fill-place', 'objection-ruling'];
  const decided = { entity: { S: ['Task'] }, status: { S: ['decided'] }, kind: { S: kinds } };
  const takenBack = { entity: { S: ['Task'] }, status: { S: ['superseded'] }, kind: { S: ['objection-ruling'] } };
  expect(Object.fromEntries(filters)).toEqual({
    'task-settle': [{ eventName, dynamodb: { NewImage: { $or: [{ settle: { S: ['due'] } }, decided, takenBack] } } }],
    publisher: [{ eventName, dynamodb: { NewImage: { outbox: { S: [{ exists: true }] } } } }],
  });
});

test('rules deliver what they match, or park it', () => {
  const rules = ofType(service, 'AWS::Events::Rule').map(({ Properties: p }) => {
    const targets = p['Targets'] as { Arn: unknown; DeadLetterConfig: { Arn: unknown } }[];
    for (const { DeadLetterConfig } of targets) expect(queues.has(target(DeadLetterConfig.Arn))).toBe(true);
    const pattern = p['EventPattern'] as Record<string, unknown> | undefined;
    return [
      pattern?.['source'] ?? p['ScheduleExpression'],
      pattern?.['detail-type'],
      targets.map((t) => target(t.Arn)),
    ];
  });
  expect(rules.sort()).toEqual([
    [['aws.s3'], ['Object Created'], [expect.stringMatching(/^IntakeInboxQueue/)]],
    [['finance'], ['DisbursementSettled', 'RecoverySettled'], [expect.stringMatching(/^PublishingSettlementQueue/)]],
    ['rate(1 hour)', undefined, [expect.stringMatching(/^Operationsreconciler/)]],
    ['rate(5 minutes)', undefined, [expect.stringMatching(/^Operationsdue/)]],
  ]);
});

test('the API takes requests within a rate, and logs no path and no visitor', () => {
  const [stage] = ofType(service, 'AWS::ApiGatewayV2::Stage');
  expect(stage?.Properties).toMatchObject({
    StageName: '$default',
    DefaultRouteSettings: { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 },
  });
  const { AccessLogSettings } = stage?.Properties ?? {};
  const { Format } = AccessLogSettings as { Format: string };
  expect(Object.values(JSON.parse(Format))).toEqual([
    '$context.requestId',
    '$context.requestTimeEpoch',
    '$context.httpMethod',
    '$context.routeKey',
    '$context.status',
    '$context.responseLength',
    '$context.responseLatency',
    '$context.integrationErrorMessage',
  ]);
});

test('every log group forgets', () => {
  for (const group of ofType(service, 'AWS::Logs::LogGroup')) expect(group.Properties['RetentionInDays']).toBe(365);
});

test('each function and each machine has an alarm, and somebody may listen', () => {
  const alarms = ofType(service, 'AWS::CloudWatch::Alarm');
  for (const alarm of alarms) expect(alarm.Properties['AlarmActions']).toHaveLength(1);
  const names = alarms.map((alarm) => alarm.Properties['AlarmName']);
  expect(names).toEqual(expect.arrayContaining(functionNames.map((name) => `awards-prod-${name}-errors`)));
  for (const machine of ['round', 'application', 'scoring']) {
    const alarm = alarms.find((a) => a.Properties['AlarmName'] === `awards-prod-${machine}-failed`);
    const metrics = JSON.stringify(alarm?.Properties['Metrics']);
    for (const metric of ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted']) {
      expect(metrics).toContain(metric);
    }
  }
  expect(ofType(synthesized(stageNamed('dev')).service, 'AWS::SNS::Topic')).toEqual([]);
});

test.each([
  ['stuck', 'Stuck'],
  ['undelivered', 'Undelivered'],
  ['payee-key', 'PayeeKeyUnavailable'],
])('what is %s rings, under the name and the dimensions that the functions publish', (name, MetricName) => {
  const alarm = ofType(service, 'AWS::CloudWatch::Alarm').find(
    (a) => a.Properties['AlarmName'] === `awards-prod-${name}`,
  );
  expect(alarm?.Properties).toMatchObject({
    Namespace: 'Awards',
    MetricName,
    Dimensions: [
      { Name: 'service', Value: 'awards' },
      { Name: 'stage', Value: 'prod' },
    ],
    Threshold: 0,
    TreatMissingData: 'notBreaching',
  });
});

test('links in mails begin with the domain that is given, or else the API’s own address', () => {
  const { PUBLIC_URL } = functionVariables('notify');
  expect(PUBLIC_URL).toEqual({ 'Fn::If': ['NoPublicUrl', expect.anything(), { Ref: 'PublicUrl' }] });
  expect(service.Parameters).toMatchObject({ PublicUrl: { Default: '' } });
});

test('no secret is a parameter, or stands in an environment: functions are told where it is', () => {
  expect(Object.keys(service.Parameters ?? {}).toSorted()).toEqual(['ChannelHosts', 'MailFrom', 'PublicUrl']);
  for (const [name, fn] of functionsOf(service)) {
    const { Variables } = fn.Properties['Environment'] as { Variables: Record<string, unknown> };
    const suspect = Object.keys(Variables).filter((key) => /SECRET|PASSWORD|SMTP|TOKEN/.test(key));
    // It alone, and of all: the doctor asks it, and nobody else, how they stand.
    const told = name === 'notify' ? SECRET_NAMES.map((secret) => `${secret.toUpperCase()}_SECRET_ARN`) : [];
    expect(suspect.toSorted(), name).toEqual(told);
    for (const key of told)
      expect(String(resolved(Variables[key]))).toMatch(
        new RegExp(`^ExportsOutputRef${key.replace('_SECRET_ARN', '')}Secret`, 'i'),
      );
  }
});

function functionVariables(name: string): Record<string, unknown> {
  const { Environment } = functionsOf(service).get(name)?.Properties ?? {};
  return (Environment as { Variables: Record<string, unknown> }).Variables;
}

test('every dead-letter queue says by its alarm’s name how its letters go back', () => {
  const told = JSON.parse(String(resolved(service.Outputs['DeadLetters']?.Value))) as Record<string, string>[];
  const dead = [...queues].filter(([, queue]) => deadLetterOf(queue) === '').map(([id]) => id);
  expect(told.map((one) => target(one['dead'])).sort()).toEqual(dead.sort());
  const alarms = ofType(service, 'AWS::CloudWatch::Alarm').map((alarm) => alarm.Properties['AlarmName']);
  for (const { name, kind, dead: own, url, functionName } of told) {
    expect(alarms).toContain(`awards-prod-${name}-not-empty`);
    if (kind === 'queue' && !name?.endsWith('Undelivered'))
      expect(deadLetterOf(queues.get(target(url))), name).toBe(target(own));
    if (kind === 'stream' || kind === 'event') expect(functionName, name).toMatch(/Function[0-9A-F]{8}:live$/);
  }
});

test('the outputs name what operators and programs need, among it every dead-letter queue', () => {
  const { DlqUrls, DeadLetters, ...others } = service.Outputs;
  expect(Object.keys(others).sort()).toEqual([
    'ApiUrl',
    'ApplicationMachineArn',
    'BusName',
    'CallFunctionName',
    'InboxQueueUrl',
    'MailQueueUrl',
    'NotifyFunctionName',
    'PayeeFunctionName',
    'ReconcilerFunctionName',
    'RoundMachineArn',
    'ScoringMachineArn',
  ]);
  const dead = [...queues].filter(([, queue]) => deadLetterOf(queue) === '').map(([id]) => id);
  expect(String(resolved(DlqUrls?.Value)).split(',').map(target).sort()).toEqual(dead.sort());
});
