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
  const code = faultOf(tenths, item.points * 10, stepTenths);
  if (code === null) return [];
  const message = {
    'sheet.item-missing': '尚未打分',
    'sheet.not-a-number': '的分值不是数字，或小数多于一位',
    'sheet.out-of-range': `应在 0 至 ${item.points} 分之间`,
    'sheet.off-step': `应以 ${stepTenths / 10} 分为单位`,
  }[code];
  return [{ item: item.code, code, message: `“${item.title}”${message}` }];
}

/** 五(三): why these points cannot stand for an item; null where they can. All in tenths of points. */
function faultOf(
  tenths: number | undefined,
  most: number,
  step: number,
): Exclude<SheetFault['code'], 'sheet.item-unknown'> | null {
  if (tenths === undefined) return 'sheet.item-missing';
  if (!Number.isSafeInteger(tenths)) return 'sheet.not-a-number';
  if (tenths < 0 || tenths > most) return 'sheet.out-of-range';
  return tenths % step === 0 ? null : 'sheet.off-step';
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
  /** Points by formula of each indicator. */
  readonly formulas: readonly Rational[];
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
    const parts = partsOf(sheets, rubric);
    if (parts === null || sheets.length === 0 || twice(sheets)) return refuseUnfit(policy, category, autoItems, given);
    const tenths = totalsOf(parts, rubric.indicators.length);
    const [lowest, highest] = extremes(tenths);
    const dropped = sheets.length >= dropExtremesFrom ? ([lowest, highest] as const) : null;
    const spread = (tenths[highest] ?? 0) - (tenths[lowest] ?? 0);
    const sums = sumsOf(parts, rubric.indicators.length, dropped);
    return { rubric, formulas: formulasOf(rubric, autoItems), sheets, tenths, dropped, sums, spread };
  };
}

/** Points, exact. */
export function totalPoints(tally: Tally): Rational {
  let tenths = 0;
  for (const of of tally.sums) tenths += of;
  return add(formulaPoints(tally), rational(tenths, 10 * kept(tally)));
}

/** Points of one indicator, exact; zero for one the category does not have. */
export function pointsOf(tally: Tally, indicator: string): Rational {
  const { rubric, formulas, sums } = tally;
  const i = rubric.indicators.findIndex(({ code }) => code === indicator);
  return add(formulas[i] ?? ZERO, rational(sums[i] ?? 0, 10 * kept(tally)));
}

function formulaPoints({ formulas }: Tally): Rational {
  let points = ZERO;
  for (const own of formulas) points = add(points, own);
  return points;
}

const kept = ({ sheets, dropped }: Tally): number =>
  sheets.length - (dropped === null ? 0 : dropped[0] === dropped[1] ? 1 : 2);

/** What a sheet is asked for, and where it counts, for applications with the same formula items. */
interface Rubric {
  /** Codes of the formula items. */
  decided: readonly string[];
  /** `auto`: the places of its items among the formula items. */
  indicators: { code: string; auto: number[] }[];
  /** In the order in which the last sheet listed them, for the next one mostly does, too. */
  asked: Asked[];
  /** Tenths of points. */
  step: number;
}

/** `most` in tenths of points; `indicator` is the place among the indicators. */
interface Asked {
  code: string;
  most: number;
  indicator: number;
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

/** Of each sheet the tenths of points by indicator, one sheet after the other; null where `checkSheet` refuses one. */
function partsOf(sheets: Sheets, rubric: Rubric): number[] | null {
  const parts: number[] = [];
  for (const { items } of sheets) {
    if (!listsAsked(items, rubric.asked)) {
      const asked = asListed(items, rubric.asked);
      if (asked === null) return null;
      rubric.asked = asked;
    }
    const from = parts.length;
    for (let i = 0; i < rubric.indicators.length; i += 1) parts.push(0);
    if (!addUp(items, rubric, parts, from)) return null;
  }
  return parts;
}

/** Whether a sheet lists what it is asked for, in this very order. */
function listsAsked(items: SheetItems, asked: readonly Asked[]): boolean {
  let i = 0;
  for (const code in items) {
    if (asked[i]?.code !== code) return false;
    i += 1;
  }
  return i === asked.length;
}

/** What a sheet is asked for in the order in which it lists it; null where it lists anything else. */
function asListed(items: SheetItems, asked: readonly Asked[]): Asked[] | null {
  const listed = Object.keys(items).flatMap((code) => asked.find((one) => one.code === code) ?? []);
  return listsAsked(items, listed) && listed.length === asked.length ? listed : null;
}

/** Adds the items of a sheet that lists what is asked to the parts from there on; false where one does not fit. */
function addUp(items: SheetItems, { asked, step }: Rubric, parts: number[], from: number): boolean {
  let i = 0;
  // In this form of a loop the engine finds each value by its place, without looking for its name.
  for (const code in items) {
    const own = asked[i];
    const tenths = items[code];
    if (own === undefined || tenths === undefined || faultOf(tenths, own.most, step) !== null) return false;
    const at = from + own.indicator;
    parts[at] = (parts[at] ?? 0) + tenths;
    i += 1;
  }
  return true;
}

/** Of each sheet, all indicators together. */
function totalsOf(parts: readonly number[], indicators: number): number[] {
  const totals: number[] = [];
  for (let from = 0; from < parts.length; from += indicators) {
    let all = 0;
    for (let i = from; i < from + indicators; i += 1) all += parts[i] ?? 0;
    totals.push(all);
  }
  return totals;
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

/** Of each indicator, all sheets that count together. */
function sumsOf(parts: readonly number[], indicators: number, dropped: Tally['dropped']): number[] {
  const sums: number[] = [];
  for (let i = 0; i < indicators; i += 1) {
    let all = 0;
    for (let sheet = 0, at = i; at < parts.length; sheet += 1, at += indicators)
      if (dropped === null || (dropped[0] !== sheet && dropped[1] !== sheet)) all += parts[at] ?? 0;
    sums.push(all);
  }
  return sums;
}

function formulasOf({ indicators }: Rubric, autoItems: readonly AutoPoints[]): Rational[] {
  const formulas: Rational[] = [];
  for (const { auto } of indicators) {
    let points = ZERO;
    for (const place of auto) points = add(points, parse(autoItems[place]?.points ?? '0'));
    formulas.push(points);
  }
  return formulas;
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
