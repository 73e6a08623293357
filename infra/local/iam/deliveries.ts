/** What the services do by themselves is allowed like any call: by the roles they were given, and by resources' policies. */
import type { Place } from '../template/names.ts';
import { arn, plainName, principalOf } from '../template/names.ts';
import { arnOfFunction, type Plan, type QueueMappingPlan, type StreamMappingPlan } from '../template/plan.ts';
import type { Access } from './access.ts';

/** Each gives why it is not allowed; undefined when it is. */
export interface Deliveries {
  /** A rule's event to a queue or a function. */
  byRule(ruleArn: string, targetArn: string): string | undefined;
  byMachine(machineArn: string, functionArn: string): string | undefined;
  /** @param route its key, such as `GET /a/{b}` or `$default` */
  byApi(apiId: string, route: string, functionName: string): string | undefined;
  /** All that a poller needs to read a queue or a stream, with its function's role. */
  byPoller(mapping: QueueMappingPlan | StreamMappingPlan): string | undefined;
  /** What a function failed on, to where it is to be parked. */
  ofFailure(functionName: string, queueArn: string): string | undefined;
  /** A function runs: its environment writes the log. */
  logged(functionName: string): void;
}

const LOG_ACTIONS = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const QUEUE_ACTIONS = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((name) => `sqs:${name}`);
const STREAM_ACTIONS = ['DescribeStream', 'GetRecords', 'GetShardIterator'].map((name) => `dynamodb:${name}`);

export function createDeliveries(access: Access, plan: Plan, place: Place): Deliveries {
  const functions = new Map(plan.functions.map((one) => [one.name, one]));
  const machines = new Map(plan.stateMachines.map((one) => [one.arn, one.roleArn]));
  const roleOf = (calledAs: string): string => functions.get(plainName(calledAs))?.roleArn ?? '';
  const asService = (service: string, action: string, resource: string, sourceArn: string) =>
    access.refusal(principalOf(service), { action, resource, context: { 'aws:SourceArn': sourceArn } });
  const all = (role: string, actions: readonly string[], resource: string): string | undefined =>
    actions.map((action) => access.refusal(role, { action, resource })).find((reason) => reason !== undefined);
  return {
    byRule: (ruleArn, targetArn) => asService('events', sendingTo(targetArn), targetArn, ruleArn),
    byMachine: (machineArn, functionArn) =>
      access.refusal(machines.get(machineArn) ?? '', { action: 'lambda:InvokeFunction', resource: functionArn }),
    byApi: (apiId, route, functionName) => {
      const [method = '', path = ''] = route.split(' ');
      const source = arn(place, 'execute-api', `${apiId}/$default/${path === '' ? route : method + path}`);
      return asService('apigateway', 'lambda:InvokeFunction', arnOfFunction(plan, functionName), source);
    },
    byPoller: (mapping) => {
      const role = roleOf(mapping.functionName);
      if (mapping.kind === 'queue') return all(role, QUEUE_ACTIONS, mapping.queueArn);
      // Its listing has no stream as its resource, but all of the table's.
      access.exercised(role, ['dynamodb:ListStreams']);
      return all(role, STREAM_ACTIONS, mapping.streamArn);
    },
    ofFailure: (functionName, queueArn) =>
      access.refusal(roleOf(functionName), { action: 'sqs:SendMessage', resource: queueArn }),
    logged: (functionName) => access.exercised(roleOf(functionName), LOG_ACTIONS),
  };
}

const sendingTo = (targetArn: string): string =>
  targetArn.split(':')[2] === 'sqs' ? 'sqs:SendMessage' : 'lambda:InvokeFunction';
