import type { Metrics } from '../alarms/metrics.ts';
import { nameOfArn } from '../template/names.ts';
import type { AccessLogPlan, LogFilterPlan } from '../template/plan.ts';

/** What a line of the access log can say of a request here, by the names that a stage's format uses. */
export interface Logged {
  '$context.status': string;
  '$context.httpMethod': string;
}

/**
 * The access log of an HTTP API, as far as somebody reads it here: the filters that count its lines. A line has the fields of the stage's
 * format; what the format does not name, or says of what is not known here, no filter finds.
 */
export function accessLog(plan: AccessLogPlan | undefined, filters: readonly LogFilterPlan[], { add }: Metrics) {
  if (plan === undefined) return () => undefined;
  const own = filters.filter(({ logGroup }) => logGroup === nameOfArn(plan.destinationArn));
  return (logged: Logged): void => {
    const known: Record<string, string> = { ...logged };
    for (const { field, value, metric } of own)
      if (known[plan.format[field] ?? ''] === value) add({ ...metric, value: 1 });
  };
}
