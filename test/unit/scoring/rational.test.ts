import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  compare,
  div,
  format,
  mul,
  parse,
  type Rational,
  rational,
  sub,
  sum,
  toFixedHalfUp,
} from '../../../shared/domain/rational.ts';

const fractions = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 6n }))
  .map(([n, d]) => rational(n, d));
const equal = (a: Rational, b: Rational) => compare(a, b) === 0;

describe('rational', () => {
  it('is reduced with a positive denominator', () => {
    expect(rational(6, -4)).toEqual({ n: -3n, d: 2n });
    expect(rational(0, -7)).toEqual({ n: 0n, d: 1n });
  });

  it('refuses what is no fraction', () => {
    expect(() => rational(1, 0)).toThrow(RangeError);
    expect(() => rational(0.5)).toThrow(RangeError);
    expect(() => rational(2 ** 53)).toThrow(RangeError);
    expect(() => div(rational(1), rational(0))).toThrow(RangeError);
    for (const text of ['', '1.5', '1/0', '1/-2', ' 1', '1/2/3', '--1', 'x'])
      expect(() => parse(text)).toThrow(RangeError);
  });

  it.each([
    ['85/1', 2, '85.00'],
    ['1/3', 2, '0.33'],
    ['2/3', 2, '0.67'],
    ['17001/200', 2, '85.01'],
    ['16999/200', 2, '85.00'],
    ['-1/200', 2, '0.00'],
    ['-3/200', 2, '-0.01'],
    ['5/2', 0, '3'],
    ['1/1000', 2, '0.00'],
  ])('shows %s with %i digits as %s', (text, digits, shown) => {
    expect(toFixedHalfUp(parse(text), digits)).toBe(shown);
  });

  it('keeps the laws of arithmetic', () => {
    fc.assert(
      fc.property(fractions, fractions, fractions, (a, b, c) => {
        expect(equal(add(a, b), add(b, a))).toBe(true);
        expect(equal(mul(a, add(b, c)), add(mul(a, b), mul(a, c)))).toBe(true);
        expect(equal(sub(add(a, b), b), a)).toBe(true);
        expect(equal(sum([a, b, c]), add(a, add(b, c)))).toBe(true);
        if (b.n !== 0n) expect(equal(mul(div(a, b), b), a)).toBe(true);
      }),
    );
  });

  it('reads what it writes, one text for one value', () => {
    fc.assert(
      fc.property(fractions, fc.integer({ min: 1, max: 50 }), (a, k) => {
        expect(parse(format(a))).toEqual(a);
        expect(format(rational(a.n * BigInt(k), a.d * BigInt(k)))).toBe(format(a));
      }),
    );
  });

  it('is shown within half a unit of the last digit', () => {
    fc.assert(
      fc.property(fractions, (a) => {
        const shown = toFixedHalfUp(a, 2);
        const back = rational(BigInt(shown.replace('.', '')), 100n);
        const off = sub(back, a);
        expect(compare(off, rational(1, 200))).toBeLessThanOrEqual(0);
        expect(compare(off, rational(-1, 200))).toBe(1);
      }),
    );
  });
});
