import { describe, expect, test } from 'vitest';
import { BAD_RATES, type Decided, FAULT_TITLES, FAULTS, type Rates } from '../../../infra/local/weather/faults.ts';
import { Weather } from '../../../infra/local/weather/weather.ts';

const ASKED = 4000;
const CALM = Object.fromEntries(Object.keys(BAD_RATES).map((name) => [name, 0])) as Rates;
type Thrown = Exclude<Decided, 'invocation.died'>;
const SHARES = Object.keys(BAD_RATES) as Decided[];
const answers = (weather: Weather, fault: Thrown, about: string) =>
  Array.from({ length: ASKED }, () => weather.throws(fault, about));

describe('bad weather', () => {
  test('of one seed is the same in every run, whatever was asked in between', () => {
    const first = new Weather('a');
    const alone = answers(first, 'event.doubled', 'inbox');
    const second = new Weather('a');
    const mixed = alone.map((_, i) => {
      if (i % 3 === 0) second.throws('event.doubled', 'mail');
      if (i % 5 === 0) second.invocation('intake', 'front');
      return second.throws('event.doubled', 'inbox');
    });
    expect(mixed).toEqual(alone);
    expect(answers(new Weather('b'), 'event.doubled', 'inbox')).not.toEqual(alone);
  });

  test('is another for another thing', () => {
    const weather = new Weather('a');
    expect(answers(weather, 'event.doubled', 'inbox')).not.toEqual(answers(weather, 'event.doubled', 'mail'));
  });

  test.each(SHARES.filter((fault) => fault !== 'invocation.died' && fault !== 'stream.replayed'))(
    '%s befalls about its share, and each is counted',
    (fault) => {
      const weather = new Weather('share');
      const hit = answers(weather, fault, 'something').filter(Boolean).length;
      const expected = ASKED * BAD_RATES[fault];
      expect(Math.abs(hit - expected)).toBeLessThan(5 * Math.sqrt(expected) + 1);
      expect(weather.thrown()).toEqual(hit === 0 ? {} : { [fault]: hit });
    },
  );

  test('a stream begins anew only once', () => {
    const weather = new Weather('a', { rates: { ...CALM, 'stream.replayed': 1 } });
    expect(answers(weather, 'stream.replayed', 'publisher').filter(Boolean)).toHaveLength(1);
    expect(weather.throws('stream.replayed', 'settle')).toBe(true);
  });

  test('an invocation ends as its seed says, at its first requests, before or after one', () => {
    const planned = (seed: string) => {
      const weather = new Weather(seed);
      return Array.from({ length: ASKED }, () => weather.invocation('intake', 'front'));
    };
    const all = planned('a');
    expect(planned('a')).toEqual(all);
    const ends = all.flatMap(({ end }) => (end === undefined ? [] : [end]));
    const died = ends.filter(({ how }) => how === 'died').length;
    expect(Math.abs(died - ASKED * BAD_RATES['invocation.died'])).toBeLessThan(60);
    expect(new Set(ends.map(({ side }) => side))).toEqual(new Set(['before', 'after']));
    expect(new Set(ends.map(({ atCall }) => atCall))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8]));
  });

  test('amounts stay within their bounds', () => {
    const weather = new Weather('a');
    const amounts = Array.from({ length: ASKED }, () => weather.amount('event.delayed', 'inbox', 0.05, 0.4));
    expect(Math.min(...amounts)).toBeGreaterThanOrEqual(0.05);
    expect(Math.max(...amounts)).toBeLessThan(0.4);
    expect(new Set(amounts).size).toBeGreaterThan(ASKED / 2);
  });

  test('every fault has words for people, each its own', () => {
    expect(Object.keys(FAULT_TITLES).sort()).toEqual([...FAULTS].sort());
    expect(new Set(Object.values(FAULT_TITLES)).size).toBe(FAULTS.length);
  });
});
