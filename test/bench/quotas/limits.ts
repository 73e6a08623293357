/** Limits of the services that the design touches: defaults of a region outside the three largest, looked up in November 2026. */
export interface Limit {
  service: string;
  what: string;
  value: number;
  unit: string;
  /** Whether AWS raises it on request. */
  raised: boolean;
  /** Page of the service's developer guide. */
  source: string;
}

const KIB = 1024;
const MIB = KIB * KIB;

const LAMBDA = 'lambda/latest/dg/gettingstarted-limits';
const STATES = 'step-functions/latest/dg/service-quotas';
const QUEUES = 'AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-quotas';
const DATABASE = 'amazondynamodb/latest/developerguide/ServiceQuotas';
const EVENTS = 'eventbridge/latest/userguide/eb-quota';

const limit =
  (service: string, source: string) =>
  (what: string, value: number, unit: string, raised = false): Limit => ({
    service,
    source,
    what,
    value,
    unit,
    raised,
  });
const lambda = limit('Lambda', LAMBDA);
const states = limit('Step Functions', STATES);
const queues = limit('SQS', QUEUES);
const database = limit('DynamoDB', DATABASE);

export const LIMITS = {
  concurrency: lambda('executions at once, in an account', 1000, '', true),
  scaling: limit('Lambda', 'lambda/latest/dg/scaling-behavior')(
    'new environments of a function in ten seconds',
    1000,
    '',
  ),
  runtime: lambda('seconds of an invocation', 900, 's'),
  payload: lambda('payload and answer', 6 * MIB, 'bytes'),
  environment: lambda('environment of a function', 4 * KIB, 'bytes'),
  openExecutions: states('open executions', 1_000_000, '', true),
  history: states('events of an execution', 25_000, ''),
  stateData: states('data of a state', 256 * KIB, 'bytes'),
  startBucket: states('StartExecution at once', 800, '', true),
  startRate: states('StartExecution', 150, '/s', true),
  successRate: states('SendTaskSuccess', 300, '/s', true),
  transitions: states('transitions', 800, '/s', true),
  inlineMap: states('iterations of an inline Map at once', 40, ''),
  inFlight: queues('messages in flight, standard', 120_000, ''),
  message: queues('message (1 MB is not everywhere)', 256 * KIB, 'bytes'),
  fifoRate: queues('FIFO messages, ten at a time', 3000, '/s', true),
  item: database('item', 400 * KIB, 'bytes'),
  transaction: database('actions of a transaction', 100, ''),
  partitionWrites: limit('DynamoDB', 'amazondynamodb/latest/developerguide/bp-partition-key-design')(
    'units written to one partition key',
    1000,
    '/s',
  ),
  newTable: limit('DynamoDB', 'amazondynamodb/latest/developerguide/on-demand-capacity-mode')(
    'units written to a new on-demand table; then twice its peak of half an hour ago',
    4000,
    '/s',
  ),
  tableWrites: database('units written to a table', 40_000, '/s', true),
  prefixPuts: limit('S3', 'AmazonS3/latest/userguide/optimizing-performance')('puts under one prefix', 3500, '/s'),
  putEvents: limit('EventBridge', EVENTS)('PutEvents entries', 400, '/s', true),
  eventBytes: limit('EventBridge', EVENTS)('entries of one call', 256 * KIB, 'bytes'),
  apiSeconds: limit('HTTP API', 'apigateway/latest/developerguide/http-api-quotas')('seconds of a request', 30, 's'),
  apiBytes: limit('HTTP API', 'apigateway/latest/developerguide/http-api-quotas')('body', 10 * MIB, 'bytes'),
  keyRate: limit('KMS', 'kms/latest/developerguide/requests-per-second')(
    'GenerateDataKey and Decrypt',
    5500,
    '/s',
    true,
  ),
} as const satisfies Record<string, Limit>;
