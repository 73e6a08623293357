/**
 * What the China partition does not have. CDK synthesizes it without a word and CloudFormation there refuses it, or takes it and nothing
 * happens. So templates for China are read for each of these, and a template with one is refused.
 *
 * Two things that no template shows: whoever opens an API there needs an ICP filing, for the API without an IAM authorizer as for a domain of
 * one's own; and dead letters are put back by our own command, because SQS's redrive is not there.
 */
import { readFileSync } from 'node:fs';
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';

/** How something shows in a template: a resource of a type; or one whose property is there, or has such a value (as JSON). */
interface Sign {
  type: RegExp;
  property?: readonly string[];
  value?: RegExp;
  /** Leaving the property out means the same. */
  alsoWithout?: true;
}

export interface Lacking {
  what: string;
  instead: string;
  signs: readonly Sign[];
  source: string;
  /** When the source was read. */
  read: string;
}

/** AWS's own list of differences, a page per service. */
const page = (service: string) => `https://docs.amazonaws.cn/en_us/aws/latest/userguide/${service}.html`;
const read = '2026-11-29';
const mapping = /^AWS::Lambda::EventSourceMapping$/;
const fn = /^AWS::Lambda::Function$/;
const policies = /^AWS::IAM::(Policy|ManagedPolicy|Role)$/;

export const LACKING: readonly Lacking[] = [
  {
    what: 'function URLs',
    instead: 'use an API of API Gateway',
    signs: [{ type: /^AWS::Lambda::Url$/ }],
    source: page('lambda'),
    read,
  },
  {
    what: 'X-Ray for functions',
    instead: 'set the stage’s tracing to off',
    signs: [{ type: fn, property: ['TracingConfig', 'Mode'], value: /"Active"/ }],
    source: page('lambda'),
    read,
  },
  {
    what: 'functions on arm64 (neither announced nor listed)',
    instead: 'set the stage’s architecture to x86_64',
    signs: [{ type: fn, property: ['Architectures'], value: /"arm64"/ }],
    // Layers of AWS's own for China are for x86_64 only.
    source: 'https://github.com/aws/aws-lambda-web-adapter/pull/271',
    read,
  },
  {
    what: 'tags, metrics and provisioned pollers of event source mappings',
    instead: 'leave them out',
    signs: ['Tags', 'MetricsConfig', 'ProvisionedPollerConfig'].map((name) => ({ type: mapping, property: [name] })),
    source: page('lambda'),
    read,
  },
  {
    what: 'a bucket as destination of failed events',
    instead: 'send them to a queue',
    signs: [
      { type: mapping, property: ['DestinationConfig'], value: /:s3:::/ },
      { type: /^AWS::Lambda::EventInvokeConfig$/, property: ['DestinationConfig'], value: /:s3:::/ },
    ],
    source: page('lambda'),
    read,
  },
  {
    what: 'bundles of functions under a key of one’s own, and the detection of loops',
    instead: 'leave them out',
    signs: [
      { type: fn, property: ['Code', 'SourceKMSKeyArn'] },
      { type: fn, property: ['RecursiveLoop'] },
    ],
    source: page('lambda'),
    read,
  },
  {
    what: 'the metrics of asynchronous invocations',
    instead: 'watch the queue of failed invocations',
    signs: [{ type: /^AWS::CloudWatch::(Alarm|Dashboard)$/, value: /AsyncEvent(sReceived|Age|sDropped)/ }],
    source: page('lambda'),
    read,
  },
  {
    what: 'SES',
    instead: 'send mail by SMTP',
    signs: [{ type: /^AWS::SES::/ }, { type: policies, value: /"ses:/ }],
    source: page('endpoints-Beijing'),
    read,
  },
  {
    what: 'text messages, push to phones and data protection of SNS',
    instead: 'send text messages by a gateway of their own',
    signs: [
      { type: /^AWS::SNS::Subscription$/, property: ['Protocol'], value: /"(sms|application)"/ },
      { type: /^AWS::SNS::Topic$/, property: ['DataProtectionPolicy'] },
    ],
    source: page('sns'),
    read,
  },
  {
    what: 'putting dead letters back by SQS itself',
    instead: 'use `awards redrive`',
    signs: [
      { type: /^AWS::SQS::Queue$/, property: ['RedriveAllowPolicy'] },
      { type: policies, value: /"sqs:\w*MessageMoveTask/ },
    ],
    source: page('sqs'),
    read,
  },
  {
    what: 'user pools of Cognito, and authorizers by them',
    instead: 'let functions look at sessions themselves',
    signs: [
      { type: /^AWS::Cognito::UserPool/ },
      { type: /^AWS::ApiGateway::Authorizer$/, property: ['Type'], value: /"COGNITO_USER_POOLS"/ },
    ],
    source: page('cognito'),
    read,
  },
  {
    what: 'APIs and domains at the edge',
    instead: 'make them REGIONAL',
    signs: [
      {
        type: /^AWS::ApiGateway::(RestApi|DomainName)$/,
        property: ['EndpointConfiguration', 'Types'],
        value: /"EDGE"/,
        alsoWithout: true,
      },
    ],
    source: page('api-gateway'),
    read,
  },
  {
    what: 'portals of API Gateway',
    instead: 'leave them out',
    signs: [{ type: /^AWS::ApiGatewayV2::Portal/ }],
    source: page('api-gateway'),
    read,
  },
  {
    what: 'HTTP tasks of Step Functions',
    instead: 'call a function',
    signs: [{ type: /^AWS::StepFunctions::StateMachine$/, value: /states:::http:/ }],
    source: page('step-functions'),
    read,
  },
  {
    what: 'WAF before anything global, Shield and Firewall Manager',
    instead: 'use a web ACL of scope REGIONAL',
    signs: [{ type: /^AWS::WAFv2::/, property: ['Scope'], value: /"CLOUDFRONT"/ }, { type: /^AWS::(Shield|FMS)::/ }],
    source: page('waf'),
    read,
  },
  {
    what: 'targeted bot control of WAF',
    instead: 'use the level COMMON',
    signs: [{ type: /^AWS::WAFv2::WebACL$/, value: /"InspectionLevel":"TARGETED"/ }],
    source: page('waf'),
    read,
  },
  {
    what: 'origin access control, functions and key value stores of CloudFront',
    instead: 'serve pages by the API',
    signs: [{ type: /^AWS::CloudFront::(OriginAccessControl|Function|KeyValueStore)$/ }],
    source: 'https://github.com/awslabs/aws-solutions-constructs/issues/1050',
    read,
  },
  {
    what: 'CloudTrail Lake',
    instead: 'write a trail into a bucket',
    signs: [{ type: /^AWS::CloudTrail::EventDataStore$/ }],
    source: 'https://docs.aws.amazon.com/config/latest/developerguide/cloudtrail-event-data-store-multi-region.html',
    read,
  },
  {
    what: 'malware protection of GuardDuty',
    instead: 'set the stage’s malwareScan to clamd://host:port, or none',
    signs: [
      { type: /^AWS::GuardDuty::MalwareProtectionPlan$/ },
      { type: fn, property: ['Environment', 'Variables', 'MALWARE_SCAN'], value: /"guardduty"/ },
    ],
    source: 'https://docs.aws.amazon.com/config/latest/developerguide/guardduty-malware-protection-enabled.html',
    read,
  },
];

/** Names of the other partition: its ARNs, and addresses of its services. Principals such as `lambda.amazonaws.com` are the same in both. */
const FOREIGN = /arn:aws:[\w:/.*-]*|https:\/\/[\w.*-]*amazonaws\.com(?![\w.])/g;

interface Template {
  Resources?: Record<string, { Type: string; Properties?: unknown }>;
}

export interface Found {
  /** Logical id. */
  resource: string;
  what: string;
  instead: string;
  source: string;
}

/** What of a template China does not have; empty when nothing. */
export function lackingInChina({ Resources = {} }: Template): Found[] {
  return Object.entries(Resources).flatMap(([resource, { Type, Properties = {} }]) => {
    const lacking = LACKING.filter(({ signs }) => signs.some((sign) => shows(sign, Type, Properties)));
    const foreign = [...new Set(JSON.stringify(Properties).match(FOREIGN))];
    return [
      ...lacking.map(({ what, instead, source }) => ({ resource, what, instead, source })),
      ...foreign.map((name) => ({
        resource,
        what: name,
        instead: 'let the stack make the name: Stack.formatArn, urlSuffix',
        source: page('general-info'),
      })),
    ];
  });
}

function shows({ type, property = [], value, alsoWithout }: Sign, actual: string, properties: unknown): boolean {
  if (!type.test(actual)) return false;
  let at: unknown = properties;
  for (const name of property) at = typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined;
  if (at === undefined) return alsoWithout === true;
  return value === undefined || value.test(JSON.stringify(at));
}

/** Refuses templates with what China does not have. */
export class ChinaCheck implements IPolicyValidationPlugin {
  readonly name = 'China';

  validate({ stackTemplates }: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = stackTemplates.flatMap(({ templatePath }) =>
      lackingInChina(JSON.parse(readFileSync(templatePath, 'utf8')) as Template).map((found) =>
        violation(found, templatePath),
      ),
    );
    return { success: violations.length === 0, violations };
  }
}

function violation({ resource, what, instead, source }: Found, templatePath: string): PolicyViolation {
  return {
    ruleName: 'not-in-china',
    description: `China does not have: ${what}`,
    fix: `${instead}. See ${source}`,
    severity: 'error',
    violatingResources: [{ resourceLogicalId: resource, templatePath, locations: ['Properties'] }],
  };
}
