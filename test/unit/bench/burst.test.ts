import { expect, test } from 'vitest';
import { stageNamed } from '../../../infra/stages.ts';
import { Agenda, Bucket } from '../../bench/burst/heap.ts';
import { type Parameters, parametersOf } from '../../bench/burst/parameters.ts';
import { simulate } from '../../bench/burst/simulate.ts';
import { definitionOf, synthesized } from '../../infra/templates.ts';

const { service } = synthesized(stageNamed('prod'));
const parameters = parametersOf(service, definitionOf(service, 'application'), 3000);
const change = (part: { [K in keyof Parameters]?: Partial<Parameters[K]> }): Parameters => ({
  ...parameters,
  queue: { ...parameters.queue, ...part.queue },
  account: { ...parameters.account, ...part.account },
  work: { ...parameters.work, ...part.work },
});

test('what happens comes in the order of time, and of planning within a moment', () => {
  const agenda = new Agenda<string>();
  for (const [at, what] of [
    [3, 'd'],
    [1, 'a'],
    [2, 'b'],
    [2, 'c'],
    [9, 'e'],
  ] as const)
    agenda.plan(at, what);
  const order = [];
  for (let next = agenda.next(); next !== undefined; next = agenda.next()) order.push(next.what);
  expect(order.join('')).toBe('abcde');
});

test('a bucket gives what it has, and more with time', () => {
  const bucket = new Bucket(2, 1);
  expect([bucket.take(0), bucket.take(0), bucket.take(0), bucket.take(1), bucket.take(1)]).toEqual([
    true,
    true,
    false,
    true,
    false,
  ]);
  expect(bucket.wait(1, 3)).toBe(3);
});

test('parameters are the template’s', () => {
  expect(parameters.queue).toEqual({ visibility: 720, maxReceives: 5, batchSize: 1, consumers: 50 });
  expect(parameters.retry).toEqual({ first: 2, rate: 2, attempts: 6, most: 60 });
});

test('nothing is lost in a rush: what cannot be done at once waits', () => {
  const said = simulate(change({ queue: { consumers: 5 } }));
  expect(said).toMatchObject({ done: 3000, dead: 0, failed: 0 });
  expect(Math.max(...said.depths)).toBeGreaterThan(0);
});

test('whatever refuses, every application is done, parked or an execution that failed: none disappears', () => {
  for (const account of [{ startRate: 1, startBucket: 1 }, { tableWrites: 100 }, { others: 995 }, { transitions: 5 }]) {
    const { done, dead, failed } = simulate({ ...change({ account }), applications: 400 });
    expect(done + dead + failed, JSON.stringify(account)).toBe(400);
  }
});

test('a queue that gives up too soon is found out', () => {
  const slow = change({ account: { startRate: 0.05, startBucket: 1 }, queue: { maxReceives: 1 } });
  expect(simulate({ ...slow, applications: 200 }).dead).toBeGreaterThan(0);
});
