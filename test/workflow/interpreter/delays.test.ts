import { expect, test } from 'vitest';
import { retryFor } from '../../../infra/local/sfn/errors.ts';

test('the delay grows by the rate up to its maximum, and jitter takes a part of it', () => {
  const rule = { ErrorEquals: ['A'], IntervalSeconds: 3, BackoffRate: 2, MaxAttempts: 5, MaxDelaySeconds: 20 };
  const delays = [0, 1, 2, 3, 4, 5].map((used) => retryFor([rule], [used], 'A', () => 0.5)?.delaySeconds);
  expect(delays).toEqual([3, 6, 12, 20, 20, undefined]);
  expect(retryFor([{ ...rule, JitterStrategy: 'FULL' }], [], 'A', () => 0.5)?.delaySeconds).toBe(1.5);
  expect(retryFor([{ ErrorEquals: ['States.ALL'] }], [0], 'States.DataLimitExceeded', () => 0)).toBeUndefined();
});
