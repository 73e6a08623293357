import type { Policy } from '../../policy/schema.ts';
import type { Category } from '../../schemas/basics.ts';
import { sheetItems } from '../auto-scores.ts';
import { add, parse, type Rational, rational, ZERO } from '../rational.ts';
import { type AutoPoints, checkSheet, faultOf, type SheetItems } from './sheet.ts';

export type Sheets = readonly { seat: number; items: SheetItems }[];

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
  // One for each list of formula items that was met: registers leave out few of them, so there are few lists.
  const known: Rubric[] = [];
  let parts = new Int32Array();
  return (autoItems, given) => {
    let rubric = known.find((one) => isFor(one, autoItems));
    if (rubric === undefined) {
      rubric = rubricOf(policy, category, autoItems);
      known.push(rubric);
    }
    const sheets = bySeat(given);
    const size = sheets.length * rubric.indicators.length;
    // One for all: nothing of it stays.
    if (parts.length < size) parts = new Int32Array(size);
    if (sheets.length === 0 || twice(sheets) || !addUp(sheets, rubric, parts))
      return refuseUnfit(policy, category, autoItems, given);
    const tenths = totalsOf(sheets.length, rubric.indicators.length, parts);
    const [lowest, highest] = extremes(tenths);
    const dropped = sheets.length >= dropExtremesFrom ? ([lowest, highest] as const) : null;
    const spread = (tenths[highest] ?? 0) - (tenths[lowest] ?? 0);
    const sums = sumsOf(parts, sheets.length, rubric.indicators.length, dropped);
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

export function formulaPoints({ formulas }: Tally): Rational {
  let points = ZERO;
  for (const own of formulas) points = add(points, own);
  return points;
}

/** Nothing is dropped of less than three sheets, so the lowest is not the highest, too. */
const kept = ({ sheets, dropped }: Tally): number => sheets.length - (dropped?.length ?? 0);

/** What a sheet is asked for, and where it counts, for applications with the same formula items. */
interface Rubric {
  /** Codes of the formula items. */
  decided: readonly string[];
  /** `auto`: the places of its items among the formula items. */
  indicators: { code: string; auto: number[] }[];
  /** In the order in which the last sheet listed them, for the next one mostly does, too. */
  asked: Asked[];
}

/** `indicator` is the place among the indicators. */
interface Asked {
  code: string;
  /** Of every number of tenths up to the most of the item whether it may stand there: 1 where `faultOf` finds nothing. */
  fits: Uint8Array;
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
      fits: fitting(points * 10, policy.panel.value.stepTenths),
      indicator: place.get(code) ?? 0,
    })),
  };
}

function isFor({ decided }: Rubric, autoItems: readonly AutoPoints[]): boolean {
  if (decided.length !== autoItems.length) return false;
  for (let i = 0; i < decided.length; i += 1) if (decided[i] !== autoItems[i]?.code) return false;
  return true;
}

const fitting = (most: number, step: number): Uint8Array =>
  Uint8Array.from({ length: most + 1 }, (_, tenths) => Number(faultOf(tenths, most, step) === null));

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

/**
 * Of each sheet the tenths of points by indicator, one sheet after the other, whole.
 * @returns false where `checkSheet` refuses one
 */
function addUp(sheets: Sheets, rubric: Rubric, parts: Int32Array): boolean {
  let from = 0;
  for (const { items } of sheets) {
    if (!addSheet(items, rubric, parts, from)) {
      const asked = asListed(items, rubric.asked);
      if (asked === null) return false;
      rubric.asked = asked;
      if (!addSheet(items, rubric, parts, from)) return false;
    }
    from += rubric.indicators.length;
  }
  return true;
}

/** False where the sheet lists anything but what is asked, in this very order, or where a number does not fit. */
function addSheet(items: SheetItems, { asked, indicators }: Rubric, parts: Int32Array, from: number): boolean {
  for (let i = 0; i < indicators.length; i += 1) parts[from + i] = 0;
  let n = 0;
  // In a loop of this form the engine finds each value by its place, without looking for its name.
  for (const code in items) {
    const own = asked[n];
    const tenths = items[code];
    if (own?.code !== code || typeof tenths !== 'number' || own.fits[tenths] !== 1) return false;
    const at = from + own.indicator;
    parts[at] = (parts[at] ?? 0) + tenths;
    n += 1;
  }
  return n === asked.length;
}

/** What is asked in the order in which a sheet lists it; null where it lists anything else. */
function asListed(items: SheetItems, asked: readonly Asked[]): Asked[] | null {
  const codes = Object.keys(items);
  const listed = codes.flatMap((code) => asked.find((one) => one.code === code) ?? []);
  return codes.length === asked.length && listed.length === asked.length ? listed : null;
}

/** Of each sheet, all indicators together. */
function totalsOf(sheets: number, indicators: number, parts: Int32Array): number[] {
  const totals = new Array<number>(sheets);
  for (let sheet = 0, at = 0; sheet < sheets; sheet += 1) {
    let all = 0;
    for (const end = at + indicators; at < end; at += 1) all += parts[at] ?? 0;
    totals[sheet] = all;
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
function sumsOf(parts: Int32Array, sheets: number, indicators: number, dropped: Tally['dropped']): number[] {
  const sums = new Array<number>(indicators);
  for (let i = 0; i < indicators; i += 1) {
    let all = 0;
    for (let sheet = 0; sheet < sheets; sheet += 1)
      if (dropped === null || (dropped[0] !== sheet && dropped[1] !== sheet)) all += parts[sheet * indicators + i] ?? 0;
    sums[i] = all;
  }
  return sums;
}

function formulasOf({ indicators }: Rubric, autoItems: readonly AutoPoints[]): Rational[] {
  return indicators.map(({ auto }) => {
    let points = ZERO;
    for (const place of auto) points = add(points, parse(autoItems[place]?.points ?? '0'));
    return points;
  });
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
