import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestFirst, placesOf } from '../../../shared/domain/ranking/places.ts';
import { part, unparted } from '../../../shared/domain/ranking/standing.ts';
import { type Rational, rational } from '../../../shared/domain/rational.ts';

const MOST = Number.MAX_SAFE_INTEGER;
/** As points are: they have a common fraction, and few of them lie between the least and the best. */
const points = fc
  .tuple(fc.integer({ min: -60, max: 3000 }), fc.constantFrom(1, 2, 3, 40, 600))
  .map(([n, d]) => rational(n, d));
/** Close to each other at either end of the safe integers, where one more unit, or a common fraction, leaves them. */
const brink = fc
  .tuple(fc.constantFrom(1, -1), fc.integer({ min: 0, max: 6 }), fc.constantFrom(1, 2, 3))
  .map(([sign, off, d]) => rational(sign * (MOST - off), d));
/** Two next to each other are one double. */
const beyond = fc
  .tuple(fc.bigInt({ min: 0n, max: 4n }), fc.constantFrom(1n, 3n))
  .map(([n, d]) => rational(10n ** 20n + n, d));
/** Without a common fraction that is safe. */
const odd = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom(9973, 9967, 94_906_249, MOST))
  .map(([n, d]) => rational(n, d));
const unknown = fc.constant(null);
const lists = fc.oneof(
  ...[points, brink, beyond, odd].map((one) => fc.array(fc.oneof(one, unknown), { maxLength: 30 })),
  fc.array(fc.oneof(points, brink, beyond, odd, unknown), { maxLength: 30 }),
);
const sign = (n: number): number => Math.sign(n);

describe('places of values', () => {
  it('put any two of them as comparing them does, and leave none out', () => {
    fc.assert(
      fc.property(lists, (values) => {
        const { places, count } = placesOf(values);
        for (const [i, x] of values.entries())
          for (const [j, y] of values.entries())
            expect(sign((places[i] ?? 0) - (places[j] ?? 0))).toBe(bestFirst(x, y));
        expect(new Set(places)).toEqual(new Set(Array.from({ length: count }, (_, place) => place)));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [1, [0, 1, 2]],
    [-1, [2, 1, 0]],
  ])('are told apart where a multiple of their common fraction is no double (× %i)', (factor, expected) => {
    // In sixths 2⁵³ + 1, which would be rounded to the second one, 2⁵³, and 2⁵³ − 2, the only safe one.
    const parts = [[3_002_399_751_580_331, 2] as const, [2 ** 52, 3] as const, [2 ** 53 - 2, 6] as const];
    expect([...placesOf(parts.map(([n, d]) => rational(factor * n, d))).places]).toEqual(expected);
  });
});

describe('a list that is parted step by step', () => {
  const few = fc.oneof(fc.constantFrom(rational(1), rational(4, 3), rational(10n ** 20n, 3n)), unknown);
  const rows = fc.array(fc.tuple(few, few, few), { maxLength: 25 });
  type Row = readonly (Rational | null)[];
  const firstApart = (a: Row, b: Row): number => a.findIndex((value, step) => bestFirst(value, b[step] ?? null) !== 0);

  it('stands as sorting by all steps would put it, equals as they came, and says which step parts neighbours', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const standing = unparted<number>(all.length);
        for (const step of [0, 1, 2]) part(standing, step, all, (row) => row[step] ?? null);
        const byHand = all
          .map((row, i) => ({ row, i }))
          .sort((a, b) => {
            const step = firstApart(a.row, b.row);
            return step < 0 ? a.i - b.i : bestFirst(a.row[step] ?? null, b.row[step] ?? null);
          });
        expect([...standing.sorted]).toEqual(byHand.map(({ i }) => i));
        for (const [at, { row }] of byHand.entries()) {
          const above = byHand[at - 1];
          if (above === undefined) continue;
          const step = firstApart(above.row, row);
          expect(standing.apart[at]).toBe(step < 0 ? null : step);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('reads a step only of who is equal to somebody still', () => {
    const read: string[] = [];
    const standing = unparted<string>(3);
    const list = ['a', 'b', 'c'];
    part(standing, 'first', list, (one) => rational(one === 'b' ? 2 : 1));
    part(standing, 'second', list, (one) => {
      read.push(one);
      return rational(one.charCodeAt(0));
    });
    expect(read).toEqual(['a', 'c']);
    expect([[...standing.sorted], standing.apart]).toEqual([
      [1, 2, 0],
      [null, 'first', 'second'],
    ]);
  });
});
