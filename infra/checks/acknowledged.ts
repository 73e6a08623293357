/** What the rule packs find and stays, each with its reason. One that matches nothing any more is refused: remove it. */
import { CfnEventInvokeConfig } from 'aws-cdk-lib/aws-lambda';
import { AwardsFunction } from '../constructs/function.ts';
import { DeadLetterQueue } from '../constructs/queues.ts';
import { partitionOf, type Stage } from '../stages.ts';
import type { Acknowledgement } from './rule-packs.ts';

export function acknowledged(stage: Stage): Acknowledgement[] {
  return [...secrets, ...queues, ...permissions, ...tracing(stage), ...pages(stage)];
}

const isDeadLetterQueue: Acknowledgement['at'] = (resource) => resource instanceof DeadLetterQueue;
const isFunction: Acknowledgement['at'] = (resource) => resource.node.scope instanceof AwardsFunction;

const hasFailureDestination: Acknowledgement['at'] = ({ node: { scope } }) =>
  scope instanceof AwardsFunction &&
  scope.node.children.some((child) => child instanceof CfnEventInvokeConfig && child.destinationConfig !== undefined);
const isRoleOfFunction: Acknowledgement['at'] = ({ node }) => node.scope?.node.scope instanceof AwardsFunction;

const queues: Acknowledgement[] = [
  {
    rule: 'Serverless-SQSRedrivePolicy',
    at: isDeadLetterQueue,
    reason: 'It is where work ends that failed: each has an alarm, and a way back by `awards redrive`.',
  },
  {
    rule: 'AwsSolutions-SQS3',
    at: isDeadLetterQueue,
    reason:
      'It is a dead-letter queue, of a rule, a stream or a function: the rule sees only those that another queue names.',
  },
  {
    rule: 'Serverless-LambdaDLQ',
    at: hasFailureDestination,
    reason:
      'Failed invocations go to the function’s own on-failure destination, which tells the error too; without one this does not hold.',
  },
  {
    rule: 'Serverless-LambdaEventSourceMappingDestination',
    at: ['Workflow/starter', 'Intake/intake', 'Publishing/notify', 'Publishing/settlement'].map(
      (fn) => `Service/${fn}/Live/SqsEventSource`,
    ),
    reason: 'A mapping from a queue has no such destination: the queue itself has its dead-letter queue.',
  },
];

const secrets: Acknowledgement[] = [
  {
    rule: 'AwsSolutions-SMG4',
    at: ['mail', 'robot', 'sms'].map((name) => `Data/${name[0]?.toUpperCase()}${name.slice(1)}Secret`),
    reason:
      'The other side gives these out, and no function can have a new one from there: `awards secrets set` rotates them, and functions see it within minutes.',
  },
];

const OBJECTS = 'Below that prefix keys are made of ids that are not known when the stack is deployed.';
const evidence = (...prefixes: string[]) => prefixes.map((prefix) => `Resource::<Evidence.Arn>/${prefix}*`);

const permissions: Acknowledgement[] = [
  {
    rule: 'AwsSolutions-IAM5',
    found: evidence(''),
    at: [
      'Intake/intake',
      ...['call', 'due', 'reconciler'].map((fn) => `Operations/${fn}`),
      ...['notify', 'settlement'].map((fn) => `Publishing/${fn}`),
      'Web/web',
      ...['aggregate', 'close', 'confirm', 'eligibility', 'notice', 'panels', 'plan', 'rank', 'seal'].map(
        (fn) => `Workflow/${fn}`,
      ),
      ...['task-escalate', 'task-open'].map((fn) => `Workflow/${fn}`),
    ].map((fn) => `Service/${fn}/Role`),
    reason:
      'Objects are read by keys that records tell, with hashes in them; only the intake may write beside its own prefix.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    found: ['Resource::<Inbox.Arn>/*'],
    at: ['Service/Intake/intake/Role', 'Service/Web/web/Role'],
    reason: 'Each upload has a key of its own: the pages sign for it, the intake reads it.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    found: evidence('registers/', 'scans/', 'notices/', 'objections/'),
    at: ['Service/Web/web/Role'],
    reason: OBJECTS,
  },
  { rule: 'AwsSolutions-IAM5', found: evidence('evidence/'), at: ['Service/Intake/intake/Role'], reason: OBJECTS },
  { rule: 'AwsSolutions-IAM5', found: evidence('policies/'), at: ['Service/Operations/call/Role'], reason: OBJECTS },
  { rule: 'AwsSolutions-IAM5', found: evidence('roots/'), at: ['Service/Workflow/seal/Role'], reason: OBJECTS },
  { rule: 'AwsSolutions-IAM5', found: evidence('draws/'), at: ['Service/Workflow/panels/Role'], reason: OBJECTS },
  { rule: 'AwsSolutions-IAM5', found: evidence('notices/'), at: ['Service/Workflow/notice/Role'], reason: OBJECTS },
  {
    rule: 'AwsSolutions-IAM5',
    found: ['Resource::<Table.Arn>/stream/*'],
    at: ['Service/Publishing/publisher/Role', 'Service/Workflow/task-settle/Role'],
    reason: 'ListStreams has no narrower resource: a stream’s label is the time it was switched on.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    found: ['application', 'round', 'scoring'].map(
      (name) => `Resource::arn:*:states:*:<AWS::AccountId>:execution:<Workflow${name}Machine.Name>:*`,
    ),
    at: ['Service/Operations/reconciler/Role'],
    reason: 'The executions of these three machines, by names that are ids of rounds and applications.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    found: ['Resource::*'],
    at: ['application', 'round', 'scoring'].map((name) => `Service/Workflow/${name}/Machine/Role`),
    reason: 'Log delivery of Step Functions: these actions have no narrower resource.',
  },
];

/** By the stage: see `tracing` in `infra/stages.ts`. */
function tracing(stage: Stage): Acknowledgement[] {
  const machines = ['application', 'round', 'scoring'].map((name) => `Service/Workflow/${name}/Machine`);
  if (stage.tracing === 'active') {
    const reason = 'X-Ray’s actions have no narrower resource.';
    return [{ rule: 'AwsSolutions-IAM5', found: ['Resource::*'], at: isRoleOfFunction, reason }];
  }
  const reason =
    partitionOf(stage.region) === 'aws-cn'
      ? 'X-Ray for functions is not there in China.'
      : 'Switched off for this stage; executions keep their history, and each step is logged.';
  return [
    { rule: 'Serverless-LambdaTracing', at: isFunction, reason },
    { rule: 'AwsSolutions-SF2', at: machines, reason },
    { rule: 'Serverless-StepFunctionStateMachineXray', at: machines, reason },
  ];
}

const isRoute: Acknowledgement['at'] = ({ node }) => /-Service\/Web\/(Pages|Guarded)\/Api\//.test(node.path);

function pages(stage: Stage): Acknowledgement[] {
  const everyone =
    'Pages for everybody, and for who came by a link: the function itself looks at session and task, for each request.';
  const open: Acknowledgement[] = [{ rule: 'AwsSolutions-APIG4', at: isRoute, reason: everyone }];
  return stage.waf === 'regional' ? [...open, ...guarded(stage, everyone)] : open;
}

/** Of the REST API behind WAF. */
function guarded(stage: Stage, everyone: string): Acknowledgement[] {
  const api = 'Service/Web/Guarded/Api';
  const only = `${api}/DeploymentStage.${stage.name}`;
  const acknowledgements: Acknowledgement[] = [
    { rule: 'AwsSolutions-COG4', at: isRoute, reason: everyone },
    {
      rule: 'AwsSolutions-APIG2',
      at: [api],
      reason: 'Requests are checked by the function, which answers with a page that says what to mend.',
    },
    {
      rule: 'AwsSolutions-APIG6',
      at: [only],
      reason:
        'What the API itself logs has paths in it, and a link’s path is its secret; there are access logs without them.',
    },
    {
      rule: 'AwsSolutions-IAM4',
      at: [`${api}/CloudWatchRole`],
      reason: 'The role of API Gateway for the logs of the whole account, as AWS asks for it.',
    },
  ];
  const xray = 'Switched off for this stage.';
  return stage.tracing === 'active'
    ? acknowledgements
    : [...acknowledgements, { rule: 'Serverless-APIGWXrayEnabled', at: [only], reason: xray }];
}
