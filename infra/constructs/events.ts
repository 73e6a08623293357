/** Events that reach functions: rules into queues, and the table's stream. */
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AwardsFunction } from './function.ts';
import { DeadLetterQueue, type WorkQueue } from './queues.ts';

/** Events that match wait in a queue; one that cannot be delivered there is parked, not gone. */
export class RuleToQueue extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: { bus?: events.EventBus; pattern: events.EventPattern; target: WorkQueue },
  ) {
    super(scope, id);
    const undelivered = new DeadLetterQueue(this, 'Undelivered');
    undelivered.comesFrom({ kind: 'queue', url: props.target.queue.queueUrl });
    new events.Rule(this, 'Rule', {
      ...(props.bus === undefined ? {} : { eventBus: props.bus }),
      eventPattern: props.pattern,
      targets: [{ bind: (rule) => toQueue(rule, props.target.queue, undelivered) }],
    });
  }
}

/** The library's own target would let the rule look the queue up, too. */
function toQueue({ ruleRef }: events.IRuleRef, queue: sqs.Queue, undelivered: sqs.Queue): events.RuleTargetConfig {
  for (const one of [queue, undelivered]) {
    one.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('events')],
        actions: ['sqs:SendMessage'],
        resources: [one.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': ruleRef.ruleArn } },
      }),
    );
  }
  return { arn: queue.queueArn, deadLetterConfig: { arn: undelivered.queueArn } };
}

/** A function that periodically looks after what fell by the wayside. */
export class Schedule extends Construct {
  constructor(scope: Construct, id: string, schedule: events.Schedule, fn: AwardsFunction) {
    super(scope, id);
    const undelivered = new DeadLetterQueue(this, 'Undelivered');
    undelivered.comesFrom({ kind: 'event', functionName: fn.calledAs, consumer: fn.name });
    new events.Rule(this, 'Rule', {
      schedule,
      targets: [new targets.LambdaFunction(fn.live, { deadLetterQueue: undelivered })],
    });
  }
}

/** The table's changes that match, at most 100 at once; what fails to the end is parked with its place in the stream. */
export class StreamConsumer extends Construct {
  /** What the consumer is told. */
  readonly environment: { DEAD_LETTER_URL: string };
  /** Which functions read the stream. */
  readonly consumers: AwardsFunction[] = [];
  private readonly dead: DeadLetterQueue;
  private readonly props: { table: dynamodb.Table; newImage: object };

  constructor(scope: Construct, id: string, props: { table: dynamodb.Table; newImage: object }) {
    super(scope, id);
    this.props = props;
    this.dead = new DeadLetterQueue(this, 'Failed');
    this.environment = { DEAD_LETTER_URL: this.dead.queueUrl };
  }

  /** @throws Error when the table has no stream */
  deliverTo(fn: AwardsFunction): void {
    const { table, newImage } = this.props;
    const stream = table.tableStreamArn;
    if (stream === undefined) throw new Error(`${table.node.path} has no stream`);
    this.consumers.push(fn);
    this.dead.comesFrom({ kind: 'stream', functionName: fn.calledAs, consumer: fn.name });
    fn.allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], [stream]);
    fn.allow(['sqs:SendMessage'], [this.dead.queueArn]);
    fn.allow(['dynamodb:ListStreams'], [`${table.tableArn}/stream/*`]);
    fn.live.addEventSourceMapping('Stream', {
      eventSourceArn: stream,
      startingPosition: lambda.StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      retryAttempts: 10,
      // One bad record must not hold back the others of its batch.
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      filters: [
        lambda.FilterCriteria.filter({
          eventName: lambda.FilterRule.or('INSERT', 'MODIFY'),
          dynamodb: { NewImage: newImage },
        }),
      ],
      onFailure: new SqsDlq(this.dead),
    });
  }
}
