import type { Policy } from '../policy/schema.ts';
import type { Category } from '../schemas/basics.ts';
import { add, compare, format, rational, toFixedHalfUp } from './rational.ts';
import type { AutoPoints } from './scoring/sheet.ts';
import { formulaPoints, pointsOf, type Sheets, type Tally, tallier, totalPoints } from './scoring/tally.ts';

export { checkSheet, type SheetItems } from './scoring/sheet.ts';

export interface Aggregate {
  /** Exact rational, in points; ranks go by this. */
  total: string;
  /** Two decimals, half up, for people. */
  shown: string;
  /** Exact rational points by indicator; they sum up to the total. */
  byIndicator: Record<string, string>;
  /** Each seat's total, formulas included, and whether it was dropped as the highest or lowest. By seat. */
  sheetTotals: { seat: number; points: string; dropped: boolean }[];
  /** Highest less lowest of all valid sheets, exact rational points. */
  spread: string;
  spreadFlag: boolean;
  passed: boolean;
}

/** See `aggregate`. */
export type Scorer = (autoItems: readonly AutoPoints[], sheets: Sheets) => Aggregate;

/**
 * 五(三): the total of one application. With at least `dropExtremesFrom` sheets one highest and one lowest total are left
 * out, otherwise all count; the total is their mean, exact. Among equal totals the lower seat stands as the lower one, so
 * the order in which sheets arrive changes nothing.
 * @throws RangeError without a sheet, with two sheets of one seat, or with a sheet `checkSheet` refuses
 */
export const aggregate = (
  policy: Policy,
  category: Category,
  autoItems: readonly AutoPoints[],
  sheets: Sheets,
): Aggregate => scorer(policy, category)(autoItems, sheets);

/** The same for many applications of a category: the rubric is looked up once for all that have the same formula items. */
export function scorer(policy: Policy, category: Category): Scorer {
  const tally = tallier(policy, category);
  return (autoItems, sheets) => written(policy, tally(autoItems, sheets));
}

/** A tally as it is recorded and shown. */
function written(policy: Policy, tally: Tally): Aggregate {
  const { spreadFlagTenths, passMarkTenths } = policy.scoring.value;
  const { rubric, sheets, tenths, dropped, spread } = tally;
  const [total, formulas] = [totalPoints(tally), formulaPoints(tally)];
  const byIndicator: Aggregate['byIndicator'] = {};
  for (const { code } of rubric.indicators) byIndicator[code] = format(pointsOf(tally, code));
  return {
    total: format(total),
    shown: toFixedHalfUp(total, 2),
    byIndicator,
    sheetTotals: sheets.map(({ seat }, i) => ({
      seat,
      points: format(add(formulas, rational(tenths[i] ?? 0, 10))),
      dropped: dropped?.includes(i) ?? false,
    })),
    spread: format(rational(spread, 10)),
    spreadFlag: spread > spreadFlagTenths,
    passed: compare(total, rational(passMarkTenths, 10)) >= 0,
  };
}
