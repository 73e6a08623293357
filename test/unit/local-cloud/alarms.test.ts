import { expect, test } from 'vitest';
import { alarmStates } from '../../../infra/local/alarms/alarms.ts';
import { measurementsIn } from '../../../infra/local/alarms/emf.ts';
import { createMetrics } from '../../../infra/local/alarms/metrics.ts';
import { alarm } from '../../../infra/local/resources/alarm.ts';
import { placeOf } from '../../../infra/local/template/names.ts';
import { type AlarmPlan, emptyPlan } from '../../../infra/local/template/plan.ts';

const MINUTE = 60_000;
const START = Date.UTC(2025, 10, 3, 1);
const metric = (name: string) => ({ namespace: 'Awards', name, dimensions: { service: 'awards' } });
const plan = (how: AlarmPlan['how'], threshold: number, ...names: string[]): AlarmPlan => ({
  ...{ name: 'a', description: '', how, threshold },
  metrics: names.map((name) => ({ metric: metric(name), statistic: 'Sum' as const, periodMs: 5 * MINUTE })),
});

test('what was counted rings for one period of domain time, and then is quiet', () => {
  let now = START;
  const metrics = createMetrics(() => now);
  const state = () => alarmStates([plan('sum', 1, 'A', 'B')], metrics)[0];
  expect(state()).toMatchObject({ state: 'OK', value: undefined });
  metrics.add({ ...metric('A'), value: 1 });
  expect(state()).toMatchObject({ state: 'OK', value: 1 });
  now += MINUTE;
  metrics.add({ ...metric('B'), value: 1 });
  metrics.add({ ...metric('C'), value: 100 });
  expect(state()).toMatchObject({ state: 'ALARM', value: 2 });
  now += 4 * MINUTE;
  expect(state()).toMatchObject({ state: 'OK', value: 1 });
  now += MINUTE;
  expect(state()).toMatchObject({ state: 'OK', value: undefined });
});

test('a share is of something, in percent', () => {
  const metrics = createMetrics(() => START);
  const state = () => alarmStates([plan('share', 5, 'Errors', 'Calls')], metrics)[0];
  metrics.add({ ...metric('Errors'), value: 0 });
  metrics.add({ ...metric('Calls'), value: 0 });
  expect(state()).toMatchObject({ state: 'OK', value: undefined });
  metrics.add({ ...metric('Calls'), value: 19 });
  metrics.add({ ...metric('Errors'), value: 1 });
  expect(state()).toMatchObject({ state: 'ALARM', value: 100 / 19 });
  metrics.add({ ...metric('Calls'), value: 1 });
  expect(state()).toMatchObject({ state: 'OK', value: 5 });
});

test('the largest of a period counts where the oldest matters, and what can be looked at is looked at', () => {
  const metrics = createMetrics(() => START);
  let length = 0;
  metrics.watch(metric('Queue'), () => length);
  metrics.add({ ...metric('Age'), value: 900 });
  metrics.add({ ...metric('Age'), value: 30 });
  expect(metrics.read(metric('Age'), 'Maximum', MINUTE)).toBe(900);
  expect(metrics.read(metric('Queue'), 'Maximum', MINUTE)).toBe(0);
  length = 3;
  expect(metrics.read(metric('Queue'), 'Maximum', MINUTE)).toBe(3);
});

test('what functions measure is read from their log lines, whatever else stands there', () => {
  const said = {
    _aws: {
      Timestamp: 1,
      CloudWatchMetrics: [
        {
          Namespace: 'Awards',
          Dimensions: [['service']],
          Metrics: [{ Name: 'Stuck', Unit: 'Count' }, { Name: 'Many' }],
        },
      ],
    },
    ...{ service: 'awards', Stuck: 2, Many: [1, 3] },
  };
  const text = ['{"level":"INFO"}', JSON.stringify(said), 'broken "_aws" {', ''].join('\n');
  expect(measurementsIn(text)).toEqual([
    { ...metric('Stuck'), value: 2 },
    { ...metric('Many'), value: 1 },
    { ...metric('Many'), value: 3 },
  ]);
});

const stat = (Id: string, Stat = 'Sum') => ({
  ...{ Id, ReturnData: false },
  MetricStat: { Metric: { Namespace: 'Awards', MetricName: Id }, Period: 300, Stat },
});
const common = {
  ...{
    Threshold: 0,
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
  },
};
const planned = (properties: Record<string, unknown>) => {
  const place = placeOf('cn-north-1');
  const plan = emptyPlan();
  const known = { ...{ logicalId: 'A', name: 'a', arn: '', ref: 'a' }, properties, world: {} as never };
  return { faults: alarm.plan(known, plan), alarms: plan.alarms, place };
};

test.each([
  ['a sum', 'FILL(m0, 0) + FILL(m1, 0)', 'sum'],
  ['a share', '100 * m0 / m1', 'share'],
])('%s of metrics is understood', (_, Expression, how) => {
  const { faults, alarms } = planned({ ...common, Metrics: [{ Id: 'e', Expression }, stat('m0'), stat('m1')] });
  expect({ faults, how: alarms[0]?.how, count: alarms[0]?.metrics.length }).toEqual({ faults: [], how, count: 2 });
});

test.each([
  ['another expression', { Metrics: [{ Id: 'e', Expression: 'm0 - m1' }, stat('m0'), stat('m1')] }],
  [
    'a sum that is nothing while one of its metrics is',
    { Metrics: [{ Id: 'e', Expression: 'm0 + m1' }, stat('m0'), stat('m1')] },
  ],
  ['a share of a sum', { Metrics: [{ Id: 'e', Expression: '100 * m0 / m1' }, stat('m0'), stat('m1'), stat('m2')] }],
])('%s is refused, not passed over', (_, properties) => {
  const { faults, alarms } = planned({ ...common, ...properties });
  expect(faults).toEqual([expect.stringContaining('is not known to the local cloud')]);
  expect(alarms).toEqual([]);
});

test.each([
  ['an average', { Namespace: 'Awards', MetricName: 'A', Period: 300, Statistic: 'Average' }],
  ['several periods', { Namespace: 'Awards', MetricName: 'A', Period: 300, Statistic: 'Sum', EvaluationPeriods: 3 }],
  [
    'another treatment of no data',
    {
      Metrics: [{ Id: 'e', Expression: 'FILL(m0, 0) + FILL(m1, 0)' }, stat('m0'), stat('m1')],
      TreatMissingData: 'breaching',
    },
  ],
])('%s does not pass the schema', (_, properties) => {
  expect(alarm.properties.safeParse({ ...common, ...properties }).success).toBe(false);
});
