/** Requests per second in the long run, and how many at once. */
export interface RateLimit {
  rate: number;
  burst: number;
}

/** What a stage of an HTTP API lets through: routes with limits of their own, and all others together. */
export interface ThrottlePlan {
  usual?: RateLimit;
  routes: Record<string, RateLimit>;
}

/**
 * Token buckets, as API Gateway has them: a bucket holds as many as may come at once and fills up at the rate. One for each route with
 * limits of its own; the others share one.
 * @param now real time in ms, which never goes back: domain time may stand still, and then no bucket would ever fill
 * @returns whether a request of a route is let through
 */
export function createThrottle(plan: ThrottlePlan, now: () => number): (route: string) => boolean {
  const buckets = new Map(Object.entries(plan.routes).map(([route, limit]) => [route, bucket(limit, now)]));
  const usual = plan.usual ? bucket(plan.usual, now) : () => true;
  return (route) => (buckets.get(route) ?? usual)();
}

function bucket({ rate, burst }: RateLimit, now: () => number): () => boolean {
  let tokens = burst;
  let filled = now();
  return () => {
    const time = now();
    tokens = Math.min(burst, tokens + ((time - filled) / 1000) * rate);
    filled = time;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
