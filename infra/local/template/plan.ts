import type { MetricId } from '../alarms/metrics.ts';
import type { ThrottlePlan } from '../http/throttle.ts';
import type { Statement } from '../iam/policy.ts';
import type { BucketConfig } from '../s3/types.ts';
import { plainName } from './names.ts';

/** A symmetric key of KMS. */
export interface KeyPlan {
  keyId: string;
  arn: string;
}

/** A secret of Secrets Manager, whose value comes from elsewhere. */
export interface SecretPlan {
  name: string;
  arn: string;
}

/** A filter of an event source mapping or the pattern of a rule, as JSON. */
export type Pattern = Record<string, unknown>;

export const DEFAULT_BUS = 'default';

export interface TablePlan {
  name: string;
  /** What DynamoDB's CreateTable is told, besides the name. */
  create: Record<string, unknown>;
  streaming: boolean;
  ttlAttribute?: string;
}

export interface BucketPlan {
  name: string;
  config: BucketConfig;
}

export interface QueuePlan {
  name: string;
  arn: string;
  fifo: boolean;
  contentBasedDeduplication: boolean;
  deduplicatePerGroup: boolean;
  /** Seconds. */
  visibilityTimeout: number;
  delaySeconds: number;
  maxMessageBytes: number;
  receiveWaitSeconds: number;
  redrive?: { deadLetterArn: string; maxReceiveCount: number };
}

export interface FunctionPlan {
  name: string;
  arn: string;
  /** Folder with the ESM bundle. */
  codeDir: string;
  /** Module and export, such as `index.handler`. */
  handler: string;
  environment: Record<string, string>;
  memoryMb: number;
  timeoutSeconds: number;
  reservedConcurrency?: number;
  deadLetterArn?: string;
  roleArn: string;
}

/** A second name of a function, `name:alias`. Here it always is the function of this very template: older versions are not kept. */
export interface FunctionAliasPlan {
  functionName: string;
  calledAs: string;
}

/** How asynchronous invocations of a function are retried, and where they end. */
export interface InvokeConfigPlan {
  functionName: string;
  maximumRetryAttempts?: number;
  onFailureArn?: string;
}

export interface QueueMappingPlan {
  kind: 'queue';
  id: string;
  queueArn: string;
  functionName: string;
  batchSize: number;
  windowSeconds: number;
  partialFailures: boolean;
  maximumConcurrency?: number;
}

export interface StreamMappingPlan {
  kind: 'stream';
  id: string;
  tableName: string;
  streamArn: string;
  functionName: string;
  batchSize: number;
  windowSeconds: number;
  partialFailures: boolean;
  bisect: boolean;
  filters: Pattern[];
  /** -1: until the record is gone. */
  maximumRetryAttempts: number;
  /** Seconds; -1: no limit. */
  maximumRecordAge: number;
  parallel: number;
  onFailureArn?: string;
}

export interface RuleTarget {
  arn: string;
  /** A constant instead of the event. */
  input?: string;
  messageGroupId?: string;
  deadLetterArn?: string;
}

export interface RulePlan {
  name: string;
  arn: string;
  bus: string;
  pattern?: Pattern;
  schedule?: string;
  targets: RuleTarget[];
}

export interface StateMachinePlan {
  name: string;
  arn: string;
  definition: string;
  roleArn: string;
}

/** A second ARN of a state machine, by which executions are started. */
export interface MachineAliasPlan {
  arn: string;
  machineArn: string;
}

export interface IntegrationPlan {
  functionName: string;
  timeoutMs: number;
}

export interface RoutePlan {
  /** Such as `GET /a/{b}` or `$default`. */
  key: string;
  /** Key in `integrations`. */
  integration: string;
}

/** What a line of an access log says, by field: `$context.` variables of the HTTP API. */
export interface AccessLogPlan {
  destinationArn: string;
  format: Record<string, string>;
}

/** Counts each line of a log whose field has this value. */
export interface LogFilterPlan {
  logGroup: string;
  field: string;
  value: string;
  metric: MetricId;
}

/** Rings when its metrics together are above the threshold. */
export interface AlarmPlan {
  name: string;
  description: string;
  threshold: number;
  /** The sum of all, or the first's share in the second, in percent. */
  how: 'sum' | 'share';
  metrics: { metric: MetricId; statistic: 'Sum' | 'Maximum'; periodMs: number }[];
}

/** What one assembly asks the local cloud to run. */
export interface Plan {
  tables: TablePlan[];
  buckets: BucketPlan[];
  keys: KeyPlan[];
  secrets: SecretPlan[];
  queues: QueuePlan[];
  functions: FunctionPlan[];
  functionAliases: FunctionAliasPlan[];
  invokeConfigs: InvokeConfigPlan[];
  mappings: (QueueMappingPlan | StreamMappingPlan)[];
  buses: string[];
  rules: RulePlan[];
  stateMachines: StateMachinePlan[];
  alarms: AlarmPlan[];
  machineAliases: MachineAliasPlan[];
  apiId?: string;
  integrations: Map<string, IntegrationPlan>;
  routes: RoutePlan[];
  /** What the policies of each role say, by the role's name. */
  roles: Map<string, Statement[]>;
  /** What the policies of queues, buckets, keys and functions say, by the resource's ARN. */
  resourcePolicies: Map<string, Statement[]>;
  throttle: ThrottlePlan;
  accessLog?: AccessLogPlan;
  logFilters: LogFilterPlan[];
  outputs: Record<string, string>;
}

export function emptyPlan(): Plan {
  return {
    tables: [],
    buckets: [],
    keys: [],
    secrets: [],
    queues: [],
    functions: [],
    functionAliases: [],
    invokeConfigs: [],
    mappings: [],
    buses: [],
    rules: [],
    stateMachines: [],
    alarms: [],
    machineAliases: [],
    integrations: new Map(),
    routes: [],
    roles: new Map(),
    resourcePolicies: new Map(),
    throttle: { routes: {} },
    logFilters: [],
    outputs: {},
  };
}

/** The ARN of a function by what it is called, its alias included. */
export function arnOfFunction({ functions }: Plan, calledAs: string): string {
  const name = plainName(calledAs);
  const own = functions.find((one) => one.name === name);
  return own === undefined ? calledAs : own.arn + calledAs.slice(name.length);
}
