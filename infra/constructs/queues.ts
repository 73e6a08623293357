import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AwardsFunction } from './function.ts';

/** What every queue has: encrypted with the service's own key, TLS only. */
const common = { encryption: sqs.QueueEncryption.SQS_MANAGED, enforceSSL: true } as const;

/**
 * How a dead letter goes back: its body to the queue it was for; to the function that an event was for; by the stream's
 * consumer, which gets the record as it is now; or, where the letter itself names its function, to that one.
 */
export type Origin =
  | { kind: 'queue'; url: string; consumer?: string; tries?: number }
  | { kind: 'event' | 'stream'; functionName: string; consumer: string }
  | { kind: 'invocation' };

/** Where work ends that could not be done. A type of its own: whatever is one gets an alarm, and a way back. */
export class DeadLetterQueue extends sqs.Queue {
  private from: Origin | undefined;

  constructor(scope: Construct, id: string, options: { fifo?: true; removalPolicy?: RemovalPolicy } = {}) {
    // Longer than any queue before it: a standard message keeps the age it had when it was first sent.
    super(scope, id, {
      ...common,
      ...options,
      retentionPeriod: Duration.days(14),
      maxMessageSizeBytes: LARGEST_LETTER_BYTES,
    });
  }

  /** As its alarm is called, without what all alarms begin and end with. */
  get shownName(): string {
    return this.node.path.split('/').slice(1).join('-');
  }

  comesFrom(origin: Origin): void {
    this.from = origin;
  }

  /** @throws Error when nobody has said it: its letters could not be put back */
  get origin(): Origin {
    if (this.from === undefined) throw new Error(`${this.node.path}: where its letters come from is not known`);
    return this.from;
  }
}

const LARGEST_LETTER_BYTES = 256 * 1024;
/** So that each fits into its dead-letter queue together with the reason. */
const LARGEST_MESSAGE_BYTES = LARGEST_LETTER_BYTES - 16 * 1024;

/** A failed message is tried this often: transient trouble passes, poison does not block the queue. */
const MAX_RECEIVES = 5;
/** AWS's rule: a batch that is retried inside the poller must not become visible to another one. */
const VISIBILITY_PER_TIMEOUT = 6;

/** What Lambda's poller does with the role of the function that it feeds. */
const POLLING = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((action) => `sqs:${action}`);

/** A queue for one function of ours, with its dead-letter queue. */
export class WorkQueue extends Construct {
  readonly queue: sqs.Queue;
  /** What its consumer is told. */
  readonly environment: { DEAD_LETTER_URL: string };
  private readonly dead: DeadLetterQueue;
  private readonly visibilitySeconds: number;

  constructor(scope: Construct, id: string, consumerTimeoutSeconds: number) {
    super(scope, id);
    this.dead = new DeadLetterQueue(this, 'Dead');
    this.environment = { DEAD_LETTER_URL: this.dead.queueUrl };
    this.visibilitySeconds = consumerTimeoutSeconds * VISIBILITY_PER_TIMEOUT;
    this.queue = new sqs.Queue(this, 'Queue', {
      ...common,
      visibilityTimeout: Duration.seconds(this.visibilitySeconds),
      retentionPeriod: Duration.days(4),
      maxMessageSizeBytes: LARGEST_MESSAGE_BYTES,
      deadLetterQueue: { queue: this.dead, maxReceiveCount: MAX_RECEIVES },
    });
  }

  /** @throws Error when the function may run too long for this queue */
  deliverTo(fn: AwardsFunction, options: { batchSize: number; maxConcurrency: number }): void {
    if (fn.timeoutSeconds * VISIBILITY_PER_TIMEOUT > this.visibilitySeconds) {
      throw new Error(`${this.node.path}: visibility must be ${VISIBILITY_PER_TIMEOUT} times its consumer's timeout`);
    }
    fn.allow(POLLING, [this.queue.queueArn]);
    fn.live.addEventSource(new SqsEventSource(this.queue, { ...options, reportBatchItemFailures: true }));
    fn.allow(['sqs:SendMessage'], [this.dead.queueArn]);
    this.dead.comesFrom({ kind: 'queue', url: this.queue.queueUrl, consumer: fn.name, tries: MAX_RECEIVES });
  }
}

/** What finance is told to pay; its consumer is the finance office's system, so messages wait as long as they can. */
export class FinanceQueue extends Construct {
  readonly queue: sqs.Queue;
  readonly dead: DeadLetterQueue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const kept = { fifo: true, removalPolicy: RemovalPolicy.RETAIN } as const;
    this.dead = new DeadLetterQueue(this, 'Dead', kept);
    this.queue = new sqs.Queue(this, 'Queue', {
      ...common,
      ...kept,
      // Two equal amounts to one payee are two payments: only the disbursement's id says what is the same.
      contentBasedDeduplication: false,
      visibilityTimeout: Duration.minutes(5),
      // A message that moves to a FIFO dead-letter queue starts its age anew.
      retentionPeriod: Duration.days(14),
      maxMessageSizeBytes: LARGEST_MESSAGE_BYTES,
      deadLetterQueue: { queue: this.dead, maxReceiveCount: MAX_RECEIVES },
    });
    this.dead.comesFrom({ kind: 'queue', url: this.queue.queueUrl, tries: MAX_RECEIVES });
  }
}
