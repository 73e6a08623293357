import * as z from 'zod';
import { defineResource } from './resource.ts';

/** Such as `{ $.status = "429" }`. */
const PATTERN = /^\{ *\$\.(\w+) *= *"([^"]*)" *\}$/;

/** Counts the lines of a log that say something. Of logs here only the HTTP API's access log is one of lines with fields. */
export const metricFilter = defineResource({
  type: 'AWS::Logs::MetricFilter',
  accepted: ['FilterName'],
  properties: z.strictObject({
    LogGroupName: z.string(),
    FilterPattern: z.string(),
    MetricTransformations: z.tuple([
      z.strictObject({ MetricNamespace: z.string(), MetricName: z.string(), MetricValue: z.literal('1') }),
    ]),
  }),
  identity: (name) => ({ ref: name, arn: name, attributes: {} }),
  plan: ({ properties: { LogGroupName, FilterPattern, MetricTransformations } }, plan) => {
    const [, field, value] = PATTERN.exec(FilterPattern) ?? [];
    if (field === undefined || value === undefined)
      return [`FilterPattern: ${FilterPattern} is not known to the local cloud`];
    const [{ MetricNamespace: namespace, MetricName: name }] = MetricTransformations;
    plan.logFilters.push({ logGroup: LogGroupName, field, value, metric: { namespace, name, dimensions: {} } });
    return [];
  },
});
