/** What was measured lately, by CloudWatch's names. */
export interface MetricId {
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
}

export interface Measurement extends MetricId {
  value: number;
}

type Statistic = 'Sum' | 'Maximum';

export interface Metrics {
  /** Something was counted or measured now. */
  add(measurement: Measurement): void;
  /** What can be looked at whenever somebody asks, such as a queue's length. */
  watch(metric: MetricId, look: () => number): void;
  /** Over the last so many milliseconds of domain time; undefined when nothing was measured in them. */
  read(metric: MetricId, statistic: Statistic, periodMs: number): number | undefined;
}

/** As long as the longest period of an alarm, and nothing is kept longer. */
const KEPT_MS = 24 * 60 * 60_000;
/** Measurements of one minute stand together, so that a round of many calls does not fill the memory. */
const BUCKET_MS = 60_000;

interface Bucket {
  /** Domain time of the latest measurement in it, UTC ms. */
  at: number;
  sum: number;
  max: number;
}

/**
 * Metrics in memory, on the domain clock: what was counted before a restart is forgotten, as it would be after an alarm's period.
 * @param now domain time, UTC ms
 */
export function createMetrics(now: () => number): Metrics {
  const counted = new Map<string, Map<number, Bucket>>();
  const watched = new Map<string, () => number>();
  return {
    add: ({ value, ...metric }) => {
      const at = now();
      const buckets = counted.get(keyOf(metric)) ?? new Map<number, Bucket>();
      counted.set(keyOf(metric), buckets);
      const minute = Math.floor(at / BUCKET_MS);
      const bucket = buckets.get(minute);
      if (bucket === undefined) {
        for (const [old, { at: then }] of buckets) if (then < at - KEPT_MS) buckets.delete(old);
        buckets.set(minute, { at, sum: value, max: value });
      } else Object.assign(bucket, { at, sum: bucket.sum + value, max: Math.max(bucket.max, value) });
    },
    watch: (metric, look) => void watched.set(keyOf(metric), look),
    read: (metric, statistic, periodMs) => {
      const look = watched.get(keyOf(metric));
      if (look !== undefined) return look();
      const since = now() - periodMs;
      const seen = [...(counted.get(keyOf(metric))?.values() ?? [])].filter(({ at }) => at > since);
      if (seen.length === 0) return undefined;
      if (statistic === 'Sum') return seen.reduce((sum, bucket) => sum + bucket.sum, 0);
      return Math.max(...seen.map(({ max }) => max));
    },
  };
}

const keyOf = ({ namespace, name, dimensions }: MetricId): string =>
  JSON.stringify([namespace, name, Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))]);
