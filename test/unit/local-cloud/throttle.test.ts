import { expect, test } from 'vitest';
import { createThrottle } from '../../../infra/local/http/throttle.ts';

test('a bucket lets through what it holds, and then as much as flows in', () => {
  let now = 0;
  const lets = createThrottle({ usual: { rate: 2, burst: 3 }, routes: {} }, () => now);
  const of = (count: number) => Array.from({ length: count }, () => lets('GET /a')).filter(Boolean).length;
  expect(of(5)).toBe(3);
  now = 499;
  expect(of(5)).toBe(0);
  now = 500;
  expect(of(5)).toBe(1);
  now = 60_000;
  expect(of(5)).toBe(3);
});

test('a route with limits of its own has its own bucket, and the others share one', () => {
  const plan = { usual: { rate: 1, burst: 2 }, routes: { 'POST /code/send': { rate: 1, burst: 1 } } };
  const lets = createThrottle(plan, () => 0);
  expect(['POST /code/send', 'POST /code/send', '$default', 'GET /a', '$default'].map(lets)).toEqual([
    true,
    false,
    true,
    true,
    false,
  ]);
});

test('where nothing is said, everything goes through', () => {
  const lets = createThrottle({ routes: {} }, () => 0);
  expect(Array.from({ length: 100 }, () => lets('$default'))).not.toContain(false);
});
