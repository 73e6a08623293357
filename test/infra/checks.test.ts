/** What synthesis refuses, and that it refuses nothing of ours. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, CfnResource, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, test } from 'vitest';
import { acknowledged } from '../../infra/checks/acknowledged.ts';
import { LACKING, lackingInChina } from '../../infra/checks/china.ts';
import { type Acknowledgement, RulePacks } from '../../infra/checks/rule-packs.ts';
import { STAGE_NAMES, stageNamed } from '../../infra/stages.ts';
import { synthesized } from './templates.ts';

const dev = stageNamed('dev');

function serviceOf(app: App): Stack {
  const [found] = app.node.findAll().filter((node) => Stack.isStack(node) && node.node.id.endsWith('-Service'));
  if (!Stack.isStack(found)) throw new Error('no service stack');
  return found;
}
/** What the checks say to an app that was changed. */
function refusal(change: (service: Stack) => void, stage = dev): string {
  try {
    synthesized(stage, (app) => change(serviceOf(app)));
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

const everywhere = STAGE_NAMES.flatMap((name) => ['eu-west-1', 'cn-north-1'].map((region) => [name, region] as const));
test.each(everywhere)('nothing is found in the stage %s in %s that is not acknowledged', (name, region) => {
  expect(() => synthesized(stageNamed(name, { region }))).not.toThrow();
});

test('nobody acknowledges anything elsewhere', () => {
  const infra = join(import.meta.dirname, '..', '..', 'infra');
  const files = readdirSync(infra, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(100);
  for (const file of files)
    expect(readFileSync(join(infra, file), 'utf8'), file).not.toMatch(/\.acknowledge(Warning)?\(/);
});

describe('AWS’s rule packs refuse', () => {
  test('a bucket that is open to plain HTTP and logs nothing', () => {
    const told = refusal((service) => void new CfnBucket(service, 'Careless'));
    for (const rule of ['AwsSolutions-S1', 'AwsSolutions-S10']) expect(told).toContain(rule);
    expect(told).toContain('Careless');
  });

  test('a queue without a dead-letter queue that takes plain HTTP', () => {
    const told = refusal((service) => void new CfnQueue(service, 'Careless'));
    for (const rule of ['AwsSolutions-SQS3', 'AwsSolutions-SQS4', 'Serverless-SQSRedrivePolicy'])
      expect(told).toContain(rule);
  });

  test('a right to everything, also for a function that has an acknowledged one', () => {
    const told = refusal((service) => {
      const role = service.node.findChild('Intake').node.findChild('intake').node.findChild('Role');
      if (!(role instanceof Role)) throw new Error('the intake has no role');
      role.addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
    });
    expect(told).toContain('Service/Intake/intake/Role: Action::s3:*');
    expect(told).toContain('Service/Intake/intake/Role: Resource::*');
  });

  test('a function whose failed invocations go nowhere', () => {
    const told = refusal((service) => {
      service.node.findChild('Intake').node.findChild('intake').node.tryRemoveChild('Events');
    });
    expect(told).toContain('Serverless-LambdaDLQ');
  });
});

describe('an acknowledgement is refused', () => {
  let app: App | undefined;
  synthesized(dev, (made) => {
    app = made;
  });
  const refused = (acknowledgements: Acknowledgement[]) => {
    if (app === undefined) throw new Error('no app');
    const context = { appConstruct: app, templatePaths: [], stackTemplates: [] };
    const { violations, success } = new RulePacks(dev, acknowledgements).validate(context);
    expect(success).toBe(violations.length === 0);
    return violations.map(({ ruleName, description }) => `${ruleName}: ${description}`);
  };
  const ours = acknowledged(dev);
  const reason = 'Because.';

  test('not when each is needed', () => {
    expect(refused(ours)).toEqual([]);
  });

  test('when its rule finds nothing, by a wrong name for one', () => {
    const more = { rule: 'AwsSolutions-IAM55', at: ['Service/Web/web/Role'], reason };
    expect(refused([...ours, more])).toEqual([expect.stringContaining('AwsSolutions-IAM55: Because.')]);
  });

  test('when one of its resources has nothing to acknowledge, or one of the things found is not there', () => {
    const [first, ...others] = ours.filter(({ found }) => found?.includes('Resource::<Inbox.Arn>/*'));
    if (first === undefined || typeof first.at === 'function') throw new Error('the inbox is not acknowledged');
    expect(others).toEqual([]);
    const rest = ours.filter((one) => one !== first);
    const wider = { ...first, at: [...first.at, 'Service/Publishing/notify/Role'] };
    expect(refused([...rest, wider])).toEqual([expect.stringContaining('Service/Publishing/notify/Role')]);
    const more = { ...first, found: [...(first.found ?? []), 'Action::s3:*'] };
    expect(refused([...rest, more])).toEqual([expect.stringContaining('Action::s3:*')]);
  });

  test('and what it was for is refused when it is gone', () => {
    const without = ours.filter(({ rule }) => rule !== 'AwsSolutions-APIG4');
    const told = refused(without);
    expect(told).toHaveLength(Object.keys(dev.routeThrottle).length + 1);
    for (const one of told) expect(one).toMatch(/^AwsSolutions-APIG4: .*Service\/Web\/Pages\/Api/);
  });
});

describe('CloudFormation’s own schemas refuse', () => {
  test.each([
    ['a property that there is not', { Color: 'red' }],
    ['a value that is not allowed', { BillingMode: 'FREE' }],
    ['a value of another type', { DeletionProtectionEnabled: 'perhaps' }],
  ])('%s', (_, properties) => {
    const told = refusal((service) => {
      const keys = { KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] };
      const attributes = { AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }] };
      const options = { type: 'AWS::DynamoDB::Table', properties: { ...keys, ...attributes, ...properties } };
      new CfnResource(service, 'Wrong', options);
    });
    expect(told).toContain(Object.keys(properties)[0]);
    expect(told).toContain('CloudFormation Validate');
  });
});

describe('a template for China with', () => {
  const { data, service } = synthesized(stageNamed('cn-prod'));
  const queue = { deadLetterTargetArn: 'x' };
  const samples: [string, object][] = [
    ['AWS::Lambda::Url', {}],
    ['AWS::Lambda::Function', { TracingConfig: { Mode: 'Active' } }],
    ['AWS::Lambda::Function', { Architectures: ['arm64'] }],
    ['AWS::Lambda::Function', { Code: { SourceKMSKeyArn: 'x' } }],
    ['AWS::Lambda::Function', { RecursiveLoop: 'Allow' }],
    ['AWS::Lambda::Function', { Environment: { Variables: { MALWARE_SCAN: 'guardduty' } } }],
    ['AWS::Lambda::EventSourceMapping', { Tags: [] }],
    ['AWS::Lambda::EventSourceMapping', { MetricsConfig: {} }],
    ['AWS::Lambda::EventSourceMapping', { ProvisionedPollerConfig: {} }],
    ['AWS::Lambda::EventSourceMapping', { DestinationConfig: { OnFailure: { Destination: 'arn:aws-cn:s3:::x' } } }],
    ['AWS::Lambda::EventInvokeConfig', { DestinationConfig: { OnFailure: { Destination: 'arn:aws-cn:s3:::x' } } }],
    ['AWS::CloudWatch::Alarm', { Metrics: [{ MetricStat: { Metric: { MetricName: 'AsyncEventAge' } } }] }],
    ['AWS::CloudWatch::Dashboard', { DashboardBody: '{"metrics":[["AWS/Lambda","AsyncEventsDropped"]]}' }],
    ['AWS::SES::EmailIdentity', {}],
    ['AWS::IAM::Policy', { PolicyDocument: { Statement: [{ Action: 'ses:SendEmail' }] } }],
    ['AWS::IAM::Policy', { PolicyDocument: { Statement: [{ Action: ['sqs:StartMessageMoveTask'] }] } }],
    ['AWS::SNS::Subscription', { Protocol: 'sms' }],
    ['AWS::SNS::Topic', { DataProtectionPolicy: {} }],
    ['AWS::SQS::Queue', { RedriveAllowPolicy: queue }],
    ['AWS::Cognito::UserPool', {}],
    ['AWS::ApiGateway::Authorizer', { Type: 'COGNITO_USER_POOLS' }],
    ['AWS::ApiGateway::RestApi', {}],
    ['AWS::ApiGateway::DomainName', { EndpointConfiguration: { Types: ['EDGE'] } }],
    ['AWS::ApiGatewayV2::Portal', {}],
    [
      'AWS::StepFunctions::StateMachine',
      { DefinitionString: { 'Fn::Join': ['', ['arn:', 'x', ':states:::http:invoke']] } },
    ],
    ['AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT' }],
    ['AWS::WAFv2::WebACL', { Rules: [{ AWSManagedRulesBotControlRuleSet: { InspectionLevel: 'TARGETED' } }] }],
    ['AWS::Shield::Protection', {}],
    ['AWS::CloudFront::OriginAccessControl', {}],
    ['AWS::CloudFront::Function', {}],
    ['AWS::CloudTrail::EventDataStore', {}],
    ['AWS::GuardDuty::MalwareProtectionPlan', {}],
    ['AWS::S3::BucketPolicy', { PolicyDocument: { Statement: [{ Resource: 'arn:aws:s3:::awards' }] } }],
    ['AWS::Lambda::Function', { Environment: { Variables: { URL: 'https://sqs.cn-north-1.amazonaws.com/1/q' } } }],
  ];
  const withOne = (Type: string, Properties: object) => ({
    Resources: { ...data.Resources, ...service.Resources, Strange: { Type, Properties } },
  });

  test('nothing of that is not refused', () => {
    expect(lackingInChina(data)).toEqual([]);
    expect(lackingInChina(service)).toEqual([]);
    expect(lackingInChina(withOne('AWS::SNS::Subscription', { Protocol: 'email' }))).toEqual([]);
    const addresses = { a: 'https://sqs.cn-north-1.amazonaws.com.cn/1/q', b: 'lambda.amazonaws.com' };
    expect(lackingInChina(withOne('AWS::Lambda::Function', addresses))).toEqual([]);
  });

  test.each(samples)('%s %o is refused', (type, properties) => {
    const found = lackingInChina(withOne(type, properties));
    expect(found).toEqual([expect.objectContaining({ resource: 'Strange' })]);
  });

  test('each of the things that are lacking is refused above, says where that is written, and what to do instead', () => {
    const found = samples.flatMap(([type, properties]) => lackingInChina(withOne(type, properties)));
    const refused = new Set(found.map(({ what }) => what));
    for (const { what, instead, source, read } of LACKING) {
      expect(refused, what).toContain(what);
      expect(instead.length).toBeGreaterThan(5);
      expect(source).toMatch(/^https:\/\/(docs\.amazonaws\.cn|docs\.aws\.amazon\.com|github\.com)\//);
      expect(read).toMatch(/^20\d\d-\d\d-\d\d$/);
    }
  });

  test('one of them does not synthesize', () => {
    const told = refusal(
      (stack) =>
        void new CfnResource(stack, 'Url', {
          type: 'AWS::SNS::Subscription',
          properties: { Protocol: 'sms', TopicArn: 'x' },
        }),
      stageNamed('cn-prod'),
    );
    expect(told).toContain('China does not have: text messages');
    expect(told).toContain('docs.amazonaws.cn');
  });
});
