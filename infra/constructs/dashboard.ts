import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { ALARM_KINDS, RUNBOOKS } from './alarm-kinds.ts';
import { type Alarms, ownMetric } from './alarms.ts';
import { AwardsFunction, type Data } from './function.ts';
import { Machine } from './machine.ts';
import { WorkQueue } from './queues.ts';
import type { Web } from './web.ts';

const WIDTH = 24;
const HALF = WIDTH / 2;
const HEIGHT = 6;
/** Mails and payments come in waves; finer than this is noise. */
const period = Duration.minutes(5);

/** What one looks at first: what rings, the way of events from upload to payment, and the money. Of the same parts as the alarms. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, stage: Stage, parts: { alarms: Alarms; web: Web; data: Data }) {
    super(scope, id);
    const { alarms, web, data } = parts;
    const found = this.node.root.node.findAll();
    const own = (...names: string[]) => names.map((name) => ownMetric(stage, name, 'sum'));
    const board = new cloudwatch.Dashboard(this, 'Board', {
      dashboardName: `awards-${stage.name}`,
      defaultInterval: Duration.days(1),
    });
    board.addWidgets(heading(stage));
    board.addWidgets(ringing(alarms, 'page', '立即处理 Look now'), ringing(alarms, 'ticket', '当天处理 Look today'));
    board.addWidgets(
      graph(
        '申报漏斗 Packages',
        own('PackageAccepted', 'Package-refused', 'Package-duplicate', 'Package-late', 'Package-closed'),
      ),
      graph('通知 Letters', own('MailSent', 'Undelivered', 'RemindedEarly', 'TasksOverdue')),
    );
    board.addWidgets(...queues(found.filter((one) => one instanceof WorkQueue)));
    board.addWidgets(
      graph('流程 Executions', executions(found.filter((one) => one instanceof Machine))),
      graph('资金 Money', [
        ...own('DisbursementPaid', 'DisbursementFailed', 'DisbursementCancelled', 'SettlementMismatch'),
        data.finance.queue.metricApproximateNumberOfMessagesVisible({
          statistic: 'max',
          label: '财政未取 waiting for finance',
        }),
      ]),
    );
    const functions = found.filter((one) => one instanceof AwardsFunction);
    board.addWidgets(
      graph(
        '函数错误 Errors of functions',
        functions.map(({ name, lambda }) => lambda.metricErrors({ label: name })),
      ),
      graph('函数耗时 Duration of functions, p95 ms', durations(functions)),
    );
    board.addWidgets(
      graph('页面 Requests', [
        web.api.metricCount(),
        web.api.metricClientError(),
        web.api.metricServerError(),
        web.refused,
      ]),
      graph('页面耗时 Latency of pages, ms', [
        web.api.metricLatency({ statistic: 'p50', label: 'p50' }),
        web.api.metricLatency({ statistic: 'p95', label: 'p95' }),
      ]),
    );
  }
}

function heading({ name, runbookUrl = '' }: Stage): cloudwatch.IWidget {
  const [english, chinese] = RUNBOOKS.map((file) => `${runbookUrl}${file}`);
  const markdown = `# 评选系统 awards ${name}\n告警之后怎么办：[运行手册](${chinese})　What to do when something rings: [runbook](${english})`;
  return new cloudwatch.TextWidget({ markdown, width: WIDTH, height: 2 });
}

const ringing = ({ all }: Alarms, severity: string, title: string): cloudwatch.IWidget =>
  new cloudwatch.AlarmStatusWidget({
    title,
    width: HALF,
    height: HEIGHT,
    alarms: all.filter(({ kind }) => ALARM_KINDS[kind].severity === severity).map(({ alarm }) => alarm),
  });

const graph = (title: string, left: cloudwatch.IMetric[]): cloudwatch.IWidget =>
  new cloudwatch.GraphWidget({ title, left, period, width: HALF, height: HEIGHT, liveData: false });

function queues(all: WorkQueue[]): cloudwatch.IWidget[] {
  const named = all.map(({ queue, node }) => ({ queue, label: node.path.split('/').slice(1).join('-') }));
  return [
    graph(
      '队列 Messages that wait',
      named.map(({ queue, label }) => queue.metricApproximateNumberOfMessagesVisible({ statistic: 'max', label })),
    ),
    graph(
      '队列等待 Age of the oldest, s',
      named.map(({ queue, label }) => queue.metricApproximateAgeOfOldestMessage({ statistic: 'max', label })),
    ),
  ];
}

const executions = (machines: Machine[]): cloudwatch.Metric[] =>
  machines.flatMap(({ machine, node: { id } }) => [
    machine.metricStarted({ label: `${id} started` }),
    machine.metricSucceeded({ label: `${id} succeeded` }),
    machine.metricFailed({ label: `${id} failed` }),
  ]);

/** Those that people wait for, or that take long. */
const WATCHED = ['web', 'intake', 'notify', 'rank', 'panels', 'reconciler'];
const durations = (functions: AwardsFunction[]): cloudwatch.Metric[] =>
  functions
    .filter(({ name }) => WATCHED.includes(name))
    .map(({ name, lambda }) => lambda.metricDuration({ statistic: 'p95', label: name }));
