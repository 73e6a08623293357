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
  const tally = tallier(policy, category);
  return (autoItems, sheets) => written(policy, tally(autoItems, sheets));
}

/** The sheets of one application added up, and nothing written yet: what a ranking of many needs. */
export interface Tally {
  readonly rubric: Rubric;
  readonly autoItems: readonly AutoPoints[];
  /** By seat; of each the tenths of points, whole, formulas apart. */
  readonly sheets: Sheets;
  readonly tenths: readonly number[];
  /** Places of the sheets that are left out; null where all count. */
  readonly dropped: readonly [lowest: number, highest: number] | null;
  /** Of the sheets that count, tenths of points by indicator. */
  readonly sums: readonly number[];
  /** Highest less lowest, tenths of points. */
  readonly spread: number;
}

/** Adds up as `aggregate` does, many applications of a category. @throws RangeError as it does */
export function tallier(
  policy: Policy,
  category: Category,
): (autoItems: readonly AutoPoints[], sheets: Sheets) => Tally {
  const { dropExtremesFrom } = policy.scoring.value;
  let rubric = rubricOf(policy, category, []);
  return (autoItems, given) => {
    // Most have the formula items of the one before.
    if (!isFor(rubric, autoItems)) rubric = rubricOf(policy, category, autoItems);
    const sheets = bySeat(given);
    const tenths = sheets.map(({ items }) => addUp(items, rubric));
    if (sheets.length === 0 || twice(sheets) || tenths.includes(UNFIT)) refuseUnfit(policy, category, autoItems, given);
    const [lowest, highest] = extremes(tenths);
    const dropped = sheets.length >= dropExtremesFrom ? ([lowest, highest] as const) : null;
    const spread = (tenths[highest] ?? 0) - (tenths[lowest] ?? 0);
    return { rubric, autoItems, sheets, tenths, dropped, sums: sumsOf(rubric, sheets, dropped), spread };
  };
}

/** Points, exact. */
export function totalPoints(tally: Tally): Rational {
  const { rubric, autoItems, sums } = tally;
  let [tenths, formulas] = [0, ZERO];
  for (const of of sums) tenths += of;
  for (const { auto } of rubric.indicators) formulas = add(formulas, autoPoints(auto, autoItems));
  return add(formulas, rational(tenths, 10 * kept(tally)));
}

const kept = ({ sheets, dropped }: Tally): number =>
  sheets.length - (dropped === null ? 0 : dropped[0] === dropped[1] ? 1 : 2);

/** Points of one indicator, exact; zero for one the category does not have. */
export function pointsOf(tally: Tally, indicator: string): Rational {
  const { rubric, autoItems, sums } = tally;
  const i = rubric.indicators.findIndex(({ code }) => code === indicator);
  return add(autoPoints(rubric.indicators[i]?.auto ?? [], autoItems), rational(sums[i] ?? 0, 10 * kept(tally)));
}

/** What a sheet is asked for, and where it counts, for applications with the same formula items. */
interface Rubric {
  /** Codes of the formula items. */
  decided: readonly string[];
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
    decided,
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

function isFor({ decided }: Rubric, autoItems: readonly AutoPoints[]): boolean {
  if (decided.length !== autoItems.length) return false;
  for (let i = 0; i < decided.length; i += 1) if (decided[i] !== autoItems[i]?.code) return false;
  return true;
}

/** A tally as it is recorded and shown. */
function written(policy: Policy, tally: Tally): Aggregate {
  const { spreadFlagTenths, passMarkTenths } = policy.scoring.value;
  const { rubric, autoItems, sheets, tenths, dropped, sums, spread } = tally;
  const sheetsKept = kept(tally);
  const byIndicator: Aggregate['byIndicator'] = {};
  let [total, formulas] = [ZERO, ZERO];
  for (const [i, { code, auto }] of rubric.indicators.entries()) {
    const points = autoPoints(auto, autoItems);
    const mean = add(points, rational(sums[i] ?? 0, 10 * sheetsKept));
    byIndicator[code] = format(mean);
    total = add(total, mean);
    formulas = add(formulas, points);
  }
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

/** Seats come in their order, mostly. */
function bySeat(sheets: Sheets): Sheets {
  for (let i = 1; i < sheets.length; i += 1)
    if ((sheets[i - 1]?.seat ?? 0) > (sheets[i]?.seat ?? 0)) return [...sheets].sort((a, b) => a.seat - b.seat);
  return sheets;
}

function twice(sheets: Sheets): boolean {
  for (let i = 1; i < sheets.length; i += 1) if (sheets[i - 1]?.seat === sheets[i]?.seat) return true;
  return false;
}

/** In place of the sum of a sheet that `checkSheet` refuses. */
const UNFIT = -1;

/** Tenths of points, whole. */
function addUp(items: SheetItems, { asked, step }: Rubric): number {
  let all = 0;
  for (const { code, most } of asked) {
    const tenths = items[code];
    if (tenths === undefined || !Number.isSafeInteger(tenths) || tenths < 0 || tenths > most || tenths % step !== 0)
      return UNFIT;
    all += tenths;
  }
  let given = 0;
  for (const _ in items) given += 1;
  return given === asked.length ? all : UNFIT;
}

/** Places of the lowest and the highest; of equal ones the earlier, which is the lower seat, is the lower one. */
function extremes(tenths: readonly number[]): [lowest: number, highest: number] {
  let [lowest, highest] = [0, 0];
  for (let i = 1; i < tenths.length; i += 1) {
    const own = tenths[i] ?? 0;
    if (own < (tenths[lowest] ?? 0)) lowest = i;
    if (own >= (tenths[highest] ?? 0)) highest = i;
  }
  return [lowest, highest];
}

/** Tenths of points of all sheets that count, by indicator. */
function sumsOf({ indicators, asked }: Rubric, sheets: Sheets, dropped: Tally['dropped']): number[] {
  const sums = indicators.map(() => 0);
  for (let i = 0; i < sheets.length; i += 1) {
    const items = sheets[i]?.items;
    if (items === undefined || dropped?.[0] === i || dropped?.[1] === i) continue;
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
