import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sheetItems } from '../../../shared/domain/auto-scores.ts';
import { add, div, format, parse, type Rational, rational, sum } from '../../../shared/domain/rational.ts';
import { aggregate, checkSheet, type SheetItems, scorer } from '../../../shared/domain/scoring.ts';
import { qingdao } from './pilots.ts';

const CATEGORY = 'benchmark-enterprise';
const { indicators } = qingdao.categories[CATEGORY];
const formulaItems = indicators.flatMap(({ items }) => items).filter(({ by }) => by === 'auto');

/** Also such as no register gives, which leave the safe integers as soon as they are added up. */
const points = fc.constantFrom('0', '12', '853/40', '31/3', '1/9007199254740881', '9007199254740991/9007199254740847');
const autos = fc
  .subarray(formulaItems.map(({ code }) => code))
  .chain((codes) =>
    fc
      .array(points, { minLength: codes.length, maxLength: codes.length })
      .map((all) => codes.map((code, i) => ({ code, points: all[i] ?? '0' }))),
  );
const askedOf = (auto: { code: string }[]) => sheetItems(qingdao, CATEGORY, auto);
/** Each sheet in an order of its own. */
const sheetOf = (auto: { code: string }[]) => {
  const asked = askedOf(auto);
  return fc
    .tuple(
      fc.shuffledSubarray(asked, { minLength: asked.length }),
      fc.array(fc.nat(20), { minLength: asked.length, maxLength: asked.length }),
    )
    .map(
      ([order, given]): SheetItems =>
        Object.fromEntries(order.map((item, i) => [item.code, ((given[i] ?? 0) * 5) % (item.points * 10 + 5)])),
    );
};
const applications = autos.chain((auto) =>
  fc.array(sheetOf(auto), { minLength: 1, maxLength: 7 }).map((all) => ({
    auto,
    sheets: all.map((items, i) => ({ seat: i + 1, items })),
  })),
);
type Application = { auto: { code: string; points: string }[]; sheets: { seat: number; items: SheetItems }[] };

/** 五(三), item by item and sheet by sheet, in fractions only. */
function plainly({ auto, sheets }: Application): { total: Rational; byIndicator: Record<string, Rational> } {
  const totalOf = ({ items }: { items: SheetItems }): number => Object.values(items).reduce((a, b) => a + b, 0);
  const ordered = sheets.toSorted((a, b) => totalOf(a) - totalOf(b) || a.seat - b.seat);
  const counting = sheets.length >= qingdao.scoring.value.dropExtremesFrom ? ordered.slice(1, -1) : ordered;
  const byIndicator = Object.fromEntries(
    indicators.map(({ code, items }) => {
      const own = new Set(items.map((item) => item.code));
      const given = counting.flatMap((sheet) => Object.entries(sheet.items)).filter(([item]) => own.has(item));
      const mean = div(sum(given.map(([, tenths]) => rational(tenths, 10))), rational(counting.length));
      return [code, sum([mean, ...auto.filter((item) => own.has(item.code)).map((item) => parse(item.points))])];
    }),
  );
  return { total: Object.values(byIndicator).reduce(add), byIndicator };
}

describe('sheets added up', () => {
  it('come to what adding fractions item by item comes to, in whatever order each sheet lists its items', () => {
    const score = scorer(qingdao, CATEGORY);
    fc.assert(
      fc.property(fc.array(applications, { maxLength: 4 }), (all) => {
        for (const one of all) {
          const { total, byIndicator } = plainly(one);
          const scored = score(one.auto, one.sheets);
          expect(scored.total).toBe(format(total));
          expect(scored.byIndicator).toEqual(
            Object.fromEntries(Object.entries(byIndicator).map(([code, own]) => [code, format(own)])),
          );
          // One application after the other, as alone.
          expect(scored).toEqual(aggregate(qingdao, CATEGORY, one.auto, one.sheets));
        }
      }),
    );
  });

  it('are refused exactly where one of them has a fault', () => {
    const asked = askedOf([]);
    const full: SheetItems = Object.fromEntries(asked.map(({ code, points: most }) => [code, most * 10]));
    const odd = fc.oneof(
      fc.integer({ min: -10, max: 260 }),
      fc.constantFrom(4.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 2 ** 32, -0),
      // A text would be joined to what is added up.
      fc.constant(JSON.parse('"50"') as number),
    );
    const change = fc.record({
      set: fc.dictionary(fc.constantFrom(...asked.map(({ code }) => code), 'charm', 'constructor'), odd, {
        maxKeys: 3,
      }),
      without: fc.subarray(
        asked.map(({ code }) => code),
        { maxLength: 1 },
      ),
    });
    const score = scorer(qingdao, CATEGORY);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const sheets = changes.map(({ set, without }, i) => ({
          seat: i + 1,
          items: Object.fromEntries(Object.entries({ ...full, ...set }).filter(([code]) => !without.includes(code))),
        }));
        const faults = sheets.map(({ items }) => checkSheet(qingdao, CATEGORY, [], items));
        const first = faults.findIndex((own) => own.length > 0);
        if (first < 0) expect(score([], sheets).sheetTotals).toHaveLength(sheets.length);
        else
          expect(() => score([], sheets)).toThrow(
            `score sheet of seat ${first + 1}: ${faults[first]?.map(({ item, code }) => `${code} ${item}`).join(', ')}`,
          );
      }),
      { numRuns: 500 },
    );
  });
});
