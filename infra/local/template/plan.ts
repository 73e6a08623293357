import type { ThrottlePlan } from '../http/throttle.ts';
import type { BucketConfig } from '../s3/types.ts';

/** A symmetric key of KMS. */
export interface KeyPlan {
  keyId: string;
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
}

/** How asynchronous invocations of a function are retried, and where they end. */
export interface InvokeConfigPlan {
  functionName: string;
  maximumRetryAttempts?: number;
  onFailureArn?: string;
}

export interface QueueMappingPlan {
  kind: 'queue';
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

/** What one assembly asks the local cloud to run. */
export interface Plan {
  tables: TablePlan[];
  buckets: BucketPlan[];
  keys: KeyPlan[];
  queues: QueuePlan[];
  functions: FunctionPlan[];
  invokeConfigs: InvokeConfigPlan[];
  mappings: (QueueMappingPlan | StreamMappingPlan)[];
  buses: string[];
  rules: RulePlan[];
  stateMachines: StateMachinePlan[];
  apiId?: string;
  integrations: Map<string, IntegrationPlan>;
  routes: RoutePlan[];
  throttle: ThrottlePlan;
  outputs: Record<string, string>;
}

export function emptyPlan(): Plan {
  return {
    tables: [],
    buckets: [],
    keys: [],
    queues: [],
    functions: [],
    invokeConfigs: [],
    mappings: [],
    buses: [],
    rules: [],
    stateMachines: [],
    integrations: new Map(),
    routes: [],
    throttle: { routes: {} },
    outputs: {},
  };
}
