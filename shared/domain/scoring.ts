import type { Policy, SubItem } from '../policy/schema.ts';
import type { Category } from '../schemas/basics.ts';
import { sheetItems } from './auto-scores.ts';
import { add, compare, format, parse, type Rational, rational, toFixedHalfUp, ZERO } from './rational.ts';

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

type Sheets = readonly { seat: number; items: SheetItems }[];
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
  const rubrics = new Map<string, Rubric>();
  return (autoItems, sheets) => {
    const decided = autoItems.map(({ code }) => code).join(' ');
    const rubric = rubrics.get(decided) ?? rubricOf(policy, category, autoItems);
    rubrics.set(decided, rubric);
    return totalOf(policy, rubric, autoItems, sheets, () => refuseUnfit(policy, category, autoItems, sheets));
  };
}

/** What a sheet is asked for, and where it counts, for applications with the same formula items. */
interface Rubric {
  /** `auto`: the places of its items among the formula items. */
  indicators: { code: string; auto: number[] }[];
  /** `most` in tenths of points; `indicator` is the place among the indicators. */
  asked: { code: string; most: number; indicator: number }[];
  step: number;
}

function rubricOf(policy: Policy, category: Category, autoItems: readonly AutoPoints[]): Rubric {
  const decided = autoItems.map(({ code }) => code);
  const { indicators } = policy.categories[category];
  const place = new Map(indicators.flatMap(({ items }, i) => items.map(({ code }) => [code, i])));
  return {
    indicators: indicators.map(({ code, items }) => ({
      code,
      auto: items.map((item) => decided.indexOf(item.code)).filter((i) => i >= 0),
    })),
    asked: sheetItems(policy, category, autoItems).map(({ code, points }) => ({
      code,
      most: points * 10,
      indicator: place.get(code) ?? 0,
    })),
    step: policy.panel.value.stepTenths,
  };
}

/** One sheet's tenths of points, whole: all together. Formula points are the same on every sheet. */
interface Added {
  seat: number;
  items: SheetItems;
  tenths: number;
  dropped: boolean;
}

function totalOf(
  policy: Policy,
  rubric: Rubric,
  autoItems: readonly AutoPoints[],
  sheets: Sheets,
  refuse: () => never,
): Aggregate {
  const { spreadFlagTenths, passMarkTenths } = policy.scoring.value;
  const added = sheets.map((sheet) => addUp(sheet, rubric) ?? refuse()).sort((a, b) => a.seat - b.seat);
  const spread = dropExtremes(policy, added) ?? refuse();
  const sums = sumsOf(rubric, added);
  const kept = added.reduce((count, { dropped }) => count + (dropped ? 0 : 1), 0);
  const byIndicator: Aggregate['byIndicator'] = {};
  let [total, formulas] = [ZERO, ZERO];
  for (const [i, { code, auto }] of rubric.indicators.entries()) {
    const points = autoPoints(auto, autoItems);
    const mean = add(points, rational(sums[i] ?? 0, 10 * kept));
    byIndicator[code] = format(mean);
    total = add(total, mean);
    formulas = add(formulas, points);
  }
  return {
    total: format(total),
    shown: toFixedHalfUp(total, 2),
    byIndicator,
    sheetTotals: added.map(({ seat, tenths, dropped }) => ({
      seat,
      points: format(add(formulas, rational(tenths, 10))),
      dropped,
    })),
    spread: format(rational(spread, 10)),
    spreadFlag: spread > spreadFlagTenths,
    passed: compare(total, rational(passMarkTenths, 10)) >= 0,
  };
}

/** Null for a sheet that `checkSheet` refuses. */
function addUp({ seat, items }: Sheets[number], { asked, step }: Rubric): Added | null {
  let all = 0;
  for (const { code, most } of asked) {
    const tenths = items[code];
    if (tenths === undefined || !Number.isSafeInteger(tenths) || tenths < 0 || tenths > most || tenths % step !== 0)
      return null;
    all += tenths;
  }
  return Object.keys(items).length === asked.length ? { seat, items, tenths: all, dropped: false } : null;
}

/**
 * Marks the lowest and the highest total where there are sheets enough; of equal ones the lower seat is the lower one.
 * @param added by seat
 * @returns highest less lowest, tenths of points; null without a sheet or with two of one seat
 */
function dropExtremes(policy: Policy, added: readonly Added[]): number | null {
  let [lowest, highest] = [added[0], added[0]];
  if (lowest === undefined || highest === undefined) return null;
  for (const [i, one] of added.entries()) {
    if (one.seat === added[i - 1]?.seat) return null;
    if (one.tenths < lowest.tenths) lowest = one;
    if (one.tenths >= highest.tenths) highest = one;
  }
  if (added.length >= policy.scoring.value.dropExtremesFrom) {
    lowest.dropped = true;
    highest.dropped = true;
  }
  return highest.tenths - lowest.tenths;
}

/** Tenths of points of all sheets that count, by indicator. */
function sumsOf({ indicators, asked }: Rubric, added: readonly Added[]): number[] {
  const sums = indicators.map(() => 0);
  for (const { items, dropped } of added) {
    if (dropped) continue;
    for (const { code, indicator } of asked) sums[indicator] = (sums[indicator] ?? 0) + (items[code] ?? 0);
  }
  return sums;
}

function autoPoints(places: readonly number[], autoItems: readonly AutoPoints[]): Rational {
  let points = ZERO;
  for (const place of places) points = add(points, parse(autoItems[place]?.points ?? '0'));
  return points;
}

/** Says what is wrong with sheets that cannot be added up. @throws RangeError */
function refuseUnfit(policy: Policy, category: Category, autoItems: readonly AutoPoints[], sheets: Sheets): never {
  if (sheets.length === 0) throw new RangeError('no score sheet');
  if (new Set(sheets.map(({ seat }) => seat)).size < sheets.length)
    throw new RangeError('two score sheets of one seat');
  for (const { seat, items } of sheets) {
    const faults = checkSheet(policy, category, autoItems, items).map(({ item, code }) => `${code} ${item}`);
    if (faults.length > 0) throw new RangeError(`score sheet of seat ${seat}: ${faults.join(', ')}`);
  }
  throw new RangeError('score sheets that cannot be added up');
}
