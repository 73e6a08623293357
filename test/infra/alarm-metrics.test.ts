/** Each metric of each alarm can make it ring by itself: also those whose cause no test can bring about, such as a table that throttles. */
import { describe, expect, test } from 'vitest';
import { alarmStates } from '../../infra/local/alarms/alarms.ts';
import { measurementsIn } from '../../infra/local/alarms/emf.ts';
import { createMetrics, type Measurement } from '../../infra/local/alarms/metrics.ts';
import { alarm } from '../../infra/local/resources/alarm.ts';
import { emptyPlan } from '../../infra/local/template/plan.ts';
import { stageNamed } from '../../infra/stages.ts';
import { ofType, resolved, synthesized } from './templates.ts';

const plan = emptyPlan();
for (const { id, Properties } of ofType(synthesized(stageNamed('local')).service, 'AWS::CloudWatch::Alarm')) {
  const name = String(Properties['AlarmName']);
  const known = { logicalId: id, name, arn: '', ref: name, properties: resolved(Properties), world: {} as never };
  alarm.plan(known, plan);
}

/** As a function says it. */
const embedded = ({ namespace: Namespace, name: Name, dimensions, value }: Measurement): string => {
  const CloudWatchMetrics = [{ Namespace, Dimensions: [Object.keys(dimensions)], Metrics: [{ Name }] }];
  return JSON.stringify({ _aws: { Timestamp: 1, CloudWatchMetrics }, ...dimensions, [Name]: value });
};

/** Names of the alarms that ring when nothing but this was measured. */
function ringing(...measured: Measurement[]): string[] {
  const metrics = createMetrics(() => 0);
  for (const one of measured) measurementsIn(embedded(one)).forEach(metrics.add);
  return alarmStates(plan.alarms, metrics).flatMap(({ name, state }) => (state === 'ALARM' ? [name] : []));
}

const sums = plan.alarms.flatMap(({ name, how, threshold, metrics }) =>
  how === 'sum' ? metrics.map(({ metric }) => ({ name, threshold, metric })) : [],
);
describe.each(sums)('$name', ({ name, threshold, metric }) => {
  test(`rings above ${threshold} of ${metric.name} ${Object.values(metric.dimensions).join(' ')}, not at it`, () => {
    expect(ringing({ ...metric, value: threshold })).toEqual([]);
    expect(ringing({ ...metric, value: threshold + 1 })).toEqual([name]);
    // What is another's, such as another stage's, is not its own.
    const other = { ...metric, dimensions: { ...metric.dimensions, another: 'place' } };
    expect(ringing({ ...other, value: threshold + 1 })).toEqual([]);
  });
});

const shares = plan.alarms.filter(({ how }) => how === 'share');
test.each(shares)('$name rings when more than its share fails', ({ name, threshold, metrics }) => {
  const [part, whole] = metrics.map(({ metric }) => metric);
  if (part === undefined || whole === undefined) throw new Error('a share has two parts');
  expect(ringing({ ...part, value: threshold }, { ...whole, value: 100 })).toEqual([]);
  expect(ringing({ ...part, value: threshold + 1 }, { ...whole, value: 100 })).toEqual([name]);
});
