import type { Metrics } from '../alarms/metrics.ts';
import type { FunctionPlan } from '../template/plan.ts';
import type { InvocationResult } from './invocation.ts';

/** How many invocations of a function may run at once, where that is reserved; all others are refused, as Lambda does it. */
export interface Concurrency {
  has(name: string): boolean;
  reserved(name: string): number | undefined;
  /** Until the next start, which reads the template again; undefined lifts it, 0 switches the function off. */
  reserve(name: string, limit: number | undefined): void;
  /** One more runs: call the result when it has ended. Undefined when it is refused, which is counted. */
  enter(name: string): (() => void) | undefined;
}

export const THROTTLED: InvocationResult & { ok: false } = {
  ok: false,
  throttled: true,
  error: { errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' },
};

export function createConcurrency(plans: readonly FunctionPlan[], { add }: Metrics): Concurrency {
  const limits = new Map(plans.map(({ name, reservedConcurrency }) => [name, reservedConcurrency]));
  const running = new Map<string, number>();
  const change = (name: string, by: 1 | -1): void => void running.set(name, (running.get(name) ?? 0) + by);
  return {
    has: (name) => limits.has(name),
    reserved: (name) => limits.get(name),
    reserve: (name, limit) => void limits.set(name, limit),
    enter: (name) => {
      if ((running.get(name) ?? 0) >= (limits.get(name) ?? Number.POSITIVE_INFINITY)) {
        const throttle = { namespace: 'AWS/Lambda', name: 'Throttles', value: 1 };
        add({ ...throttle, dimensions: { FunctionName: name } });
        // Over all functions of the account, too.
        add({ ...throttle, dimensions: {} });
        return undefined;
      }
      change(name, 1);
      return () => change(name, -1);
    },
  };
}
