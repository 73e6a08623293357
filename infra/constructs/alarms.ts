import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { ALARM_KINDS, type AlarmKindName, alarmDescription, type Severity } from './alarm-kinds.ts';
import { StreamConsumer } from './events.ts';
import { AwardsFunction, type Data } from './function.ts';
import { Machine } from './machine.ts';
import { DeadLetterQueue, WorkQueue } from './queues.ts';
import type { Web } from './web.ts';

/** Sums of its metrics, or a share of the first in the second, in percent. */
type Measured = { sum: cloudwatch.Metric[] } | { share: [cloudwatch.Metric, cloudwatch.Metric] };

export interface Rung {
  kind: AlarmKindName;
  name: string;
  metric: cloudwatch.IMetric;
  alarm: cloudwatch.Alarm;
}

/** A function's errors are looked at apart where people see them at once. */
const SEEN_AT_ONCE = 'web';

/**
 * Everything that rings, from ALARM_KINDS. Queues, machines and functions are found, not listed: whoever adds one cannot forget its
 * alarm. Build this last.
 */
export class Alarms extends Construct {
  readonly all: Rung[] = [];
  private readonly stage: Stage;
  private readonly topics: Record<Severity, sns.Topic> | undefined;

  constructor(scope: Construct, id: string, stage: Stage, { web, data }: { web: Web; data: Data }) {
    super(scope, id);
    this.stage = stage;
    this.topics = stage.alarmTopic ? { page: this.topic('Page'), ticket: this.topic('Ticket') } : undefined;
    for (const found of this.node.root.node.findAll()) {
      if (found instanceof DeadLetterQueue) this.deadLetters(found);
      if (found instanceof Machine) this.machine(found);
      if (found instanceof AwardsFunction) this.functionErrors(found);
      if (found instanceof WorkQueue) this.queueAge(found);
      if (found instanceof StreamConsumer) this.streamAge(found);
    }
    const { queue } = data.finance;
    this.ring('finance-age', 'finance-age', { sum: [queue.metricApproximateAgeOfOldestMessage({ statistic: 'max' })] });
    this.pages(web);
    this.throttled(data);
    this.counted();
  }

  private topic(id: string): sns.Topic {
    return new sns.Topic(this, id, { enforceSSL: true });
  }

  private deadLetters(queue: DeadLetterQueue): void {
    const scheduled = ['event', 'invocation'].includes(queue.origin.kind);
    this.ring(scheduled ? 'dead-schedules' : 'dead-letters', `${queue.shownName}-not-empty`, {
      sum: [queue.metricApproximateNumberOfMessagesVisible({ statistic: 'max' })],
    });
  }

  private machine({ machine, node }: Machine): void {
    const ends = [machine.metricFailed(), machine.metricTimedOut(), machine.metricAborted()];
    this.ring('executions', `${node.id}-failed`, { sum: ends.map((metric) => metric.with({ statistic: 'sum' })) });
  }

  /** Of few calls one that fails is much; of many, a few that are tried again are nothing. */
  private functionErrors({ name, lambda }: AwardsFunction): void {
    const share: [cloudwatch.Metric, cloudwatch.Metric] = [lambda.metricErrors(), lambda.metricInvocations()];
    this.ring(name === SEEN_AT_ONCE ? 'page-errors' : 'function-errors', `${name}-errors`, { share });
  }

  private queueAge(queue: WorkQueue): void {
    const name = queue.node.path.split('/').slice(1).join('-');
    const oldest = queue.queue.metricApproximateAgeOfOldestMessage({ statistic: 'max' });
    this.ring('queue-age', `${name}-age`, { sum: [oldest] });
  }

  private streamAge({ consumers }: StreamConsumer): void {
    for (const { name, lambda } of consumers)
      this.ring('stream-age', `${name}-stream-age`, {
        sum: [lambda.metric('IteratorAge', { statistic: 'max' })],
      });
  }

  private pages({ api, refused }: Web): void {
    const share: [cloudwatch.Metric, cloudwatch.Metric] = [api.metricServerError(), api.metricCount()];
    this.ring('page-errors', 'api-errors', { share });
    this.ring('too-many-requests', 'api-throttled', { sum: [refused] });
  }

  /** Functions share one limit with all others of the account, and so do the transitions of state machines. */
  private throttled({ table }: Data): void {
    const account = (namespace: string, metricName: string, dimensionsMap = {}) =>
      new cloudwatch.Metric({ namespace, metricName, dimensionsMap, statistic: 'sum' });
    this.ring('throttled', 'functions-throttled', { sum: [account('AWS/Lambda', 'Throttles')] });
    this.ring('throttled', 'machines-throttled', {
      sum: [account('AWS/States', 'ThrottledEvents', { ServiceMetric: 'StateTransition' })],
    });
    const own = { TableName: table.tableName };
    const places = [own, ...['gsi1', 'gsi2'].map((index) => ({ ...own, GlobalSecondaryIndexName: index }))];
    const sum = places.flatMap((place) =>
      ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) => account('AWS/DynamoDB', name, place)),
    );
    this.ring('throttled', 'table-throttled', { sum });
  }

  /** What functions count themselves: nothing else fails because of it. */
  private counted(): void {
    const own = (name: string, statistic = 'sum') => ({ sum: [ownMetric(this.stage, name, statistic)] });
    this.ring('outbox-lag', 'outbox-lag', own('OutboxLagSeconds', 'max'));
    this.ring('tasks-overdue', 'tasks-overdue', own('TasksOverdue'));
    this.ring('settlement-mismatch', 'settlement-mismatch', own('SettlementMismatch'));
    this.ring('stuck', 'stuck', own('Stuck'));
    this.ring('undelivered', 'undelivered', own('Undelivered'));
    this.ring('payee-key', 'payee-key', own('PayeeKeyUnavailable'));
  }

  /** Rings when it is above what its kind says, within one period. */
  private ring(kind: AlarmKindName, name: string, measured: Measured): void {
    const { severity, threshold, periodMinutes } = ALARM_KINDS[kind];
    const period = Duration.minutes(periodMinutes);
    const metric = expressed(measured, period);
    const alarm = new cloudwatch.Alarm(this, name, {
      alarmName: `awards-${this.stage.name}-${name}`,
      alarmDescription: alarmDescription(kind, severity, this.stage),
      metric,
      threshold,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    if (this.topics !== undefined) alarm.addAlarmAction(new SnsAction(this.topics[severity]));
    this.all.push({ kind, name, metric, alarm });
  }
}

/** What functions count themselves: by stage, for several may share an account. */
export const ownMetric = ({ name: stage }: Stage, metricName: string, statistic: string): cloudwatch.Metric =>
  new cloudwatch.Metric({
    namespace: 'Awards',
    metricName,
    dimensionsMap: { service: 'awards', stage },
    statistic,
  });

function expressed(measured: Measured, period: Duration): cloudwatch.IMetric {
  const metrics = 'sum' in measured ? measured.sum : measured.share;
  const [first] = metrics;
  if (metrics.length === 1 && first !== undefined) return first.with({ period });
  const keys = metrics.map((_, i) => `m${i}`);
  const withStatistic = (metric: cloudwatch.Metric) =>
    'sum' in measured ? metric.with({ period }) : metric.with({ period, statistic: 'sum' });
  return new cloudwatch.MathExpression({
    // What is counted only when it happens is missing otherwise, and a sum of which a part is missing is missing as a whole.
    expression: 'sum' in measured ? keys.map((key) => `FILL(${key}, 0)`).join(' + ') : '100 * m0 / m1',
    usingMetrics: Object.fromEntries(metrics.map((metric, i) => [`m${i}`, withStatistic(metric)])),
    period,
  });
}
