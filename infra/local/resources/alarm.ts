import * as z from 'zod';
import { arn } from '../template/names.ts';
import { defineResource } from './resource.ts';

const STAT = { Namespace: z.string(), MetricName: z.string() };
const DIMENSIONS = z.array(z.strictObject({ Name: z.string(), Value: z.string() })).default([]);
const STATISTIC = z.enum(['Sum', 'Maximum']);
const PERIOD = z.coerce.number().int().min(60);

/** One of several metrics that an expression puts together. */
const MEASURED = z.strictObject({
  Id: z.string(),
  MetricStat: z.strictObject({
    Metric: z.strictObject({ ...STAT, Dimensions: DIMENSIONS }),
    Period: PERIOD,
    Stat: STATISTIC,
  }),
  ReturnData: z.literal(false),
});
const EXPRESSION = z.strictObject({
  Id: z.string(),
  Expression: z.string(),
  Label: z.string().optional(),
  Period: PERIOD.optional(),
  ReturnData: z.literal(true).optional(),
});

const COMMON = {
  AlarmName: z.string().optional(),
  AlarmDescription: z.string().default(''),
  Threshold: z.coerce.number(),
  EvaluationPeriods: z.literal(1),
  ComparisonOperator: z.literal('GreaterThanThreshold'),
  TreatMissingData: z.literal('notBreaching'),
};

/** Of CloudWatch's many kinds of alarms those that the app has: one metric, a sum of some, or a share of one in another in percent. */
export const alarm = defineResource({
  type: 'AWS::CloudWatch::Alarm',
  name: { property: 'AlarmName', limit: 255 },
  // Nobody is called: whoever wants to know looks at the states.
  accepted: ['Tags', 'ActionsEnabled', 'AlarmActions', 'OKActions', 'InsufficientDataActions'],
  properties: z.union([
    z.strictObject({ ...COMMON, ...STAT, Dimensions: DIMENSIONS, Period: PERIOD, Statistic: STATISTIC }),
    z.strictObject({ ...COMMON, Metrics: z.array(z.union([MEASURED, EXPRESSION])).min(3) }),
  ]),
  identity: (name, world) => {
    const own = arn(world.place, 'cloudwatch', `alarm:${name}`);
    return { ref: name, arn: own, attributes: { Arn: own } };
  },
  plan: ({ name, properties }, plan) => {
    const { AlarmDescription: description, Threshold: threshold } = properties;
    if (!('Metrics' in properties)) {
      plan.alarms.push({ name, description, threshold, how: 'sum', metrics: [measured(properties)] });
      return [];
    }
    const expressions = properties.Metrics.filter((one) => 'Expression' in one);
    const metrics = properties.Metrics.filter((one) => 'MetricStat' in one);
    const how = howOf(
      expressions.map(({ Expression }) => Expression),
      metrics.map(({ Id }) => Id),
    );
    if (how === undefined)
      return [`Metrics: the expression ${expressions[0]?.Expression} is not known to the local cloud`];
    const all = metrics.map(({ MetricStat: { Metric, Period, Stat } }) =>
      measured({ ...Metric, Period, Statistic: Stat }),
    );
    plan.alarms.push({ name, description, threshold, how, metrics: all });
    return [];
  },
});

interface Stat {
  Namespace: string;
  MetricName: string;
  Dimensions: { Name: string; Value: string }[];
  Period: number;
  Statistic: 'Sum' | 'Maximum';
}

const measured = ({ Namespace: namespace, MetricName: name, Dimensions, Period, Statistic: statistic }: Stat) => ({
  metric: { namespace, name, dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])) },
  statistic,
  periodMs: Period * 1000,
});

function howOf([expression, ...others]: string[], ids: string[]): 'sum' | 'share' | undefined {
  if (others.length > 0) return undefined;
  // Without FILL, CloudWatch has no sum while any of the metrics has no data: what is counted only when it happens would never ring.
  if (expression === ids.map((id) => `FILL(${id}, 0)`).join(' + ')) return 'sum';
  return ids.length === 2 && expression === `100 * ${ids[0]} / ${ids[1]}` ? 'share' : undefined;
}
