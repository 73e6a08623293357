import { ofType, type Properties, resolved, type Template } from '../../infra/templates.ts';
import { LIMITS } from '../quotas/limits.ts';

/** What the simulation goes by. Seconds. */
export interface Parameters {
  applications: number;
  /** Of the template. */
  queue: { visibility: number; maxReceives: number; batchSize: number; consumers: number };
  /** How a state tries its function again. */
  retry: { first: number; rate: number; attempts: number; most: number };
  /** Of the account and the region. */
  account: {
    concurrency: number;
    /** Taken by everybody else, pages first of all. */
    others: number;
    startBucket: number;
    startRate: number;
    transitions: number;
    tableWrites: number;
    prefixPuts: number;
  };
  /** Measured in a played round, and for durations assumed well above it: a package of a few megabytes over a network. */
  work: {
    intakeSeconds: number;
    coldSeconds: number;
    stepSeconds: number;
    intakeWrites: number;
    stepWrites: number;
    puts: number;
  };
}

/** How often an SDK's client of ours tries. */
const ATTEMPTS = 5;
export const CALL = { attempts: ATTEMPTS, first: 0.1, most: 20 };

const MEASURED = {
  intakeSeconds: 1.5,
  coldSeconds: 1,
  stepSeconds: 0.4,
  /** Units of an accepted package: intake, the letter. */
  intakeWrites: 32,
  /** Units of the qualification and of the district's task, each. */
  stepWrites: 16,
  puts: 12,
};

/** @throws Error when the template has no such thing */
const found = <T>(thing: T | undefined, what: string): T => {
  if (thing === undefined) throw new Error(`the template has no ${what}`);
  return thing;
};

function inboxQueue(service: Template): Parameters['queue'] {
  const queue = found(
    ofType(service, 'AWS::SQS::Queue').find(({ id }) => id.startsWith('IntakeInboxQueue')),
    'inbox queue',
  );
  const mapping = found(
    ofType(service, 'AWS::Lambda::EventSourceMapping').find(
      ({ Properties: { EventSourceArn } }) => resolved(EventSourceArn) === `${queue.id}.Arn`,
    ),
    'consumer of the inbox queue',
  );
  const { VisibilityTimeout, RedrivePolicy } = queue.Properties;
  const { BatchSize, ScalingConfig } = mapping.Properties;
  return {
    visibility: Number(VisibilityTimeout),
    maxReceives: Number((RedrivePolicy as Properties)['maxReceiveCount']),
    batchSize: Number(BatchSize),
    consumers: Number((ScalingConfig as Properties)['MaximumConcurrency']),
  };
}

function retryOf(definition: string): Parameters['retry'] {
  const { States } = JSON.parse(definition) as { States: Record<string, { Retry?: Record<string, number>[] }> };
  const { IntervalSeconds, BackoffRate, MaxAttempts, MaxDelaySeconds } = found(
    States['CheckEligibility']?.Retry?.[0],
    'retries of CheckEligibility',
  );
  return {
    first: Number(IntervalSeconds),
    rate: Number(BackoffRate),
    attempts: Number(MaxAttempts),
    most: Number(MaxDelaySeconds),
  };
}

/** @param definition of the machine `application`, as in the template */
export function parametersOf(service: Template, definition: string, applications: number): Parameters {
  return {
    applications,
    queue: inboxQueue(service),
    retry: retryOf(definition),
    account: {
      concurrency: LIMITS.concurrency.value,
      others: 400,
      startBucket: LIMITS.startBucket.value,
      startRate: LIMITS.startRate.value,
      transitions: LIMITS.transitions.value,
      tableWrites: LIMITS.newTable.value,
      prefixPuts: LIMITS.prefixPuts.value,
    },
    work: MEASURED,
  };
}
