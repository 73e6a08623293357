import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  compare,
  div,
  floor,
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
    expect(rational(6, -4)).toEqual({ n: -3, d: 2 });
    expect(rational(0, -7)).toEqual({ n: 0, d: 1 });
  });

  it('refuses what is no fraction', () => {
    expect(() => rational(1, 0)).toThrow(RangeError);
    expect(() => rational(0.5)).toThrow(RangeError);
    expect(() => rational(2 ** 53)).toThrow(RangeError);
    expect(() => div(rational(1), rational(0))).toThrow(RangeError);
    expect(() => rational(1, 0)).toThrow('a fraction with denominator zero');
    expect(() => rational(10n ** 40n, 0n)).toThrow('a fraction with denominator zero');
    expect(() => rational(0.5)).toThrow('not a safe integer: 0.5');
    expect(() => parse('x/2')).toThrow('not a fraction: "x/2"');
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
    [`${10n ** 20n}/3`, 2, '33333333333333333333.33'],
    [`${-(10n ** 20n)}/3`, 2, '-33333333333333333333.33'],
    // Safe integers whose double is not: a rounding of the machine would show in the last place.
    [`${2n ** 53n - 1n}/${2n ** 52n + 1n}`, 2, '2.00'],
    ['9007199254740991/7', 2, '1286742750677284.43'],
    ['90071992547409/2000', 2, '45035996273.70'],
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
        if (compare(b, rational(0)) !== 0) expect(equal(mul(div(a, b), b), a)).toBe(true);
      }),
    );
  });

  it('reads what it writes, one text for one value', () => {
    fc.assert(
      fc.property(fractions, fc.integer({ min: 1, max: 50 }), (a, k) => {
        expect(parse(format(a))).toEqual(a);
        expect(format(rational(BigInt(a.n) * BigInt(k), BigInt(a.d) * BigInt(k)))).toBe(format(a));
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

  /** Parts around the bounds of safe integers too, where numbers end and bigints begin. */
  const parts = fc.oneof(
    fc.bigInt({ min: -1000n, max: 1000n }),
    fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
    fc.bigInt({ min: 2n ** 53n - 5n, max: 2n ** 53n + 5n }),
    fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
  );
  const pairs = fc.tuple(
    parts,
    parts.filter((d) => d !== 0n),
  );
  const plain = (n: bigint, d: bigint): string => {
    const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
    const divisor = gcd(n < 0n ? -n : n, d < 0n ? -d : d) * (d < 0n ? -1n : 1n);
    return d / divisor === 1n ? `${n / divisor}` : `${n / divisor}/${d / divisor}`;
  };

  it('is exact whatever the size of its parts, and has one form for one value', () => {
    fc.assert(
      fc.property(pairs, pairs, ([an, ad], [bn, bd]) => {
        const [a, b] = [rational(an, ad), rational(bn, bd)];
        expect(format(add(a, b))).toBe(plain(an * bd + bn * ad, ad * bd));
        expect(format(sub(a, b))).toBe(plain(an * bd - bn * ad, ad * bd));
        expect(format(mul(a, b))).toBe(plain(an * bn, ad * bd));
        if (bn !== 0n) expect(format(div(a, b))).toBe(plain(an * bd, ad * bn));
        expect(parse(format(a))).toEqual(a);
        expect(sub(add(a, b), b)).toEqual(a);
        const difference = (an * bd - bn * ad) * ad * bd;
        expect(compare(a, b)).toBe(difference < 0n ? -1 : Number(difference > 0n));
        expect(floor(a)).toBe(an / ad - (an % ad !== 0n && an < 0n !== ad < 0n ? 1n : 0n));
        expect(typeof a.n === 'number').toBe(
          format(a)
            .split('/')
            .every((part) => Number.isSafeInteger(Number(part))),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('is compared and added exactly where a product of safe integers is not safe any more', () => {
    const most = 2n ** 53n - 1n;
    const safe = fc.bigInt({ min: most - 50n, max: most });
    fc.assert(
      fc.property(safe, safe, safe, safe, (an, ad, bn, bd) => {
        const difference = an * bd - bn * ad;
        const [a, b] = [rational(an, ad), rational(bn, bd)];
        expect(compare(a, b)).toBe(difference < 0n ? -1 : Number(difference > 0n));
        expect(format(add(a, b))).toBe(plain(an * bd + bn * ad, ad * bd));
        expect(format(mul(a, b))).toBe(plain(an * bn, ad * bd));
      }),
    );
  });

  it.each([
    // A product that is not safe any more, and a sum that would be.
    ['3002399751580331', '-2/3', '9007199254740991/3'],
    // Numerators whose difference is safe, and whose sum is not.
    ['9007199254740991/11', '9007199254740990/11', '18014398509481981/11'],
  ])('%s and %s are %s', (a, b, total) => {
    expect(format(add(parse(a), parse(b)))).toBe(total);
  });

  it('knows one zero only', () => {
    expect(Object.is(mul(rational(-5), rational(0)).n, 0)).toBe(true);
    expect(Object.is(rational(0, -7).n, 0)).toBe(true);
  });
});
