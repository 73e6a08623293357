import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { AwardsFunction } from './function.ts';
import { Machine } from './machine.ts';
import { DeadLetterQueue } from './queues.ts';

const period = Duration.minutes(5);

/**
 * An alarm for every dead-letter queue, state machine and function of the app. They are found, not listed: whoever
 * adds one cannot forget its alarm. Build this last.
 */
export class Alarms extends Construct {
  private readonly stage: Stage;
  private readonly topic: sns.Topic | undefined;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.stage = stage;
    this.topic = stage.alarmTopic ? new sns.Topic(this, 'Topic', { enforceSSL: true }) : undefined;
    for (const found of this.node.root.node.findAll()) {
      if (found instanceof DeadLetterQueue) this.deadLetters(found);
      if (found instanceof Machine) this.machine(found);
      if (found instanceof AwardsFunction) this.functionErrors(found);
    }
    this.counted('stuck', 'Stuck', 'An execution was started again as often as is sensible and still ends.');
    this.counted(
      'undelivered',
      'Undelivered',
      'Somebody’s letter, message or code was refused for good; the console says whose.',
    );
    this.counted(
      'payee-key',
      'PayeeKeyUnavailable',
      'An account was not taken, because its key was not there; the winner was asked to try again.',
    );
  }

  private deadLetters(queue: DeadLetterQueue): void {
    this.alarm(`${queue.shownName}-not-empty`, 'Work that failed to the end waits for somebody.', [
      queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'max' }),
    ]);
  }

  private machine({ machine, node }: Machine): void {
    this.alarm(`${node.id}-failed`, 'An execution ended without a decision.', [
      machine.metricFailed({ period, statistic: 'sum' }),
      machine.metricTimedOut({ period, statistic: 'sum' }),
      machine.metricAborted({ period, statistic: 'sum' }),
    ]);
  }

  private functionErrors(fn: AwardsFunction): void {
    this.alarm(`${fn.name}-errors`, 'The function failed, or ran out of time; it is tried again.', [
      fn.lambda.metricErrors({ period, statistic: 'sum' }),
    ]);
  }

  /** What functions count themselves: nothing else fails because of it. */
  private counted(name: string, metricName: string, description: string): void {
    const dimensionsMap = { service: 'awards' };
    this.alarm(name, description, [
      new cloudwatch.Metric({ namespace: 'Awards', metricName, dimensionsMap, period, statistic: 'sum' }),
    ]);
  }

  /** Rings when the sum of the metrics is not 0. */
  private alarm(name: string, description: string, metrics: cloudwatch.Metric[]): void {
    const [first] = metrics;
    const keys = metrics.map((_, i) => `m${i}`);
    const metric =
      metrics.length === 1 && first !== undefined
        ? first
        : new cloudwatch.MathExpression({
            expression: keys.join(' + '),
            usingMetrics: Object.fromEntries(metrics.map((m, i) => [`m${i}`, m])),
            period,
          });
    const alarm = new cloudwatch.Alarm(this, name, {
      alarmName: `awards-${this.stage.name}-${name}`,
      alarmDescription: description,
      metric,
      threshold: 0,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    if (this.topic !== undefined) alarm.addAlarmAction(new SnsAction(this.topic));
  }
}
