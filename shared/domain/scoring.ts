import type { CategoryPolicy, Policy, SubItem } from '../policy/schema.ts';
import type { Category } from '../schemas/basics.ts';
import { sheetItems } from './auto-scores.ts';
import {
  add,
  compare,
  div,
  format,
  parse,
  type Rational,
  rational,
  sub,
  sum,
  toFixedHalfUp,
  ZERO,
} from './rational.ts';

/** One expert's points: tenths of points by sub-item code. */
export type SheetItems = Readonly<Record<string, number>>;

/** A sub-item scored by formula, as recorded: exact rational points. */
interface AutoPoints {
  code: string;
  points: string;
}

export interface SheetFault {
  /** Sub-item that is meant. */
  item: string;
  code: 'sheet.item-missing' | 'sheet.item-unknown' | 'sheet.not-a-number' | 'sheet.out-of-range' | 'sheet.off-step';
  message: string;
}

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

/**
 * 五(三): whether a score sheet is complete and within bounds; every fault at once. An item that a formula decided is
 * unknown to a sheet.
 */
export function checkSheet(
  policy: Policy,
  category: Category,
  autoItems: readonly AutoPoints[],
  items: SheetItems,
): SheetFault[] {
  const asked = sheetItems(policy, category, autoItems);
  const known = new Set(asked.map(({ code }) => code));
  const unknown = Object.keys(items).filter((code) => !known.has(code));
  return [
    ...asked.flatMap((item) => checkItem(policy, item, Object.hasOwn(items, item.code) ? items[item.code] : undefined)),
    ...unknown.map(
      (item): SheetFault => ({ item, code: 'sheet.item-unknown', message: `评分表中没有 ${item} 这一项` }),
    ),
  ];
}

function checkItem(policy: Policy, item: SubItem, tenths: number | undefined): SheetFault[] {
  const { stepTenths } = policy.panel.value;
  const says = (code: SheetFault['code'], message: string): SheetFault[] => [
    { item: item.code, code, message: `“${item.title}”${message}` },
  ];
  if (tenths === undefined) return says('sheet.item-missing', '尚未打分');
  if (!Number.isSafeInteger(tenths)) return says('sheet.not-a-number', '的分值不是数字，或小数多于一位');
  if (tenths < 0 || tenths > item.points * 10) return says('sheet.out-of-range', `应在 0 至 ${item.points} 分之间`);
  if (tenths % stepTenths !== 0) return says('sheet.off-step', `应以 ${stepTenths / 10} 分为单位`);
  return [];
}

/**
 * 五(三): the total of one application. With at least `dropExtremesFrom` sheets one highest and one lowest total are left
 * out, otherwise all count; the total is their mean, exact. Among equal totals the lower seat stands as the lower one, so
 * the order in which sheets arrive changes nothing.
 * @throws RangeError without a sheet, with two sheets of one seat, or with a sheet `checkSheet` refuses
 */
export function aggregate(
  policy: Policy,
  category: Category,
  autoItems: readonly AutoPoints[],
  sheets: readonly { seat: number; items: SheetItems }[],
): Aggregate {
  refuseUnfit(policy, category, autoItems, sheets);
  const { dropExtremesFrom, spreadFlagTenths, passMarkTenths } = policy.scoring.value;
  const rubric = policy.categories[category].indicators;
  const ranked = sheets
    .map(({ seat, items }) => {
      const byIndicator = rubric.map((indicator) => indicatorPoints(indicator, autoItems, items));
      return { seat, byIndicator, total: sum(byIndicator) };
    })
    .sort((a, b) => compare(a.total, b.total) || a.seat - b.seat);
  const kept = sheets.length >= dropExtremesFrom ? ranked.slice(1, -1) : ranked;
  const means = rubric.map(({ code }, i) => [code, mean(kept.map((sheet) => sheet.byIndicator[i] ?? ZERO))] as const);
  const total = sum(means.map(([, points]) => points));
  const spread = sub(ranked.at(-1)?.total ?? ZERO, ranked[0]?.total ?? ZERO);
  return {
    total: format(total),
    shown: toFixedHalfUp(total, 2),
    byIndicator: Object.fromEntries(means.map(([code, points]) => [code, format(points)])),
    sheetTotals: ranked
      .toSorted((a, b) => a.seat - b.seat)
      .map((sheet) => ({ seat: sheet.seat, points: format(sheet.total), dropped: !kept.includes(sheet) })),
    spread: format(spread),
    spreadFlag: compare(spread, rational(spreadFlagTenths, 10)) > 0,
    passed: compare(total, rational(passMarkTenths, 10)) >= 0,
  };
}

function refuseUnfit(
  policy: Policy,
  category: Category,
  autoItems: readonly AutoPoints[],
  sheets: readonly { seat: number; items: SheetItems }[],
): void {
  if (sheets.length === 0) throw new RangeError('no score sheet');
  if (new Set(sheets.map(({ seat }) => seat)).size < sheets.length)
    throw new RangeError('two score sheets of one seat');
  for (const { seat, items } of sheets) {
    const faults = checkSheet(policy, category, autoItems, items).map(({ item, code }) => `${code} ${item}`);
    if (faults.length > 0) throw new RangeError(`score sheet of seat ${seat}: ${faults.join(', ')}`);
  }
}

function indicatorPoints(
  indicator: CategoryPolicy['indicators'][number],
  autoItems: readonly AutoPoints[],
  items: SheetItems,
): Rational {
  return indicator.items.reduce((points, { code }) => {
    const auto = autoItems.find((item) => item.code === code);
    return add(points, auto === undefined ? rational(items[code] ?? 0, 10) : parse(auto.points));
  }, ZERO);
}

const mean = (values: readonly Rational[]): Rational => div(sum(values), rational(values.length));
