import type { Policy } from '../policy/schema.ts';
import type { SheetContent } from '../schemas/records.ts';
import type { Aggregate, SheetItems } from './scoring.ts';

/** A sheet as it counts, with what it said at first where it was revised. */
interface Sheet extends SheetContent {
  first?: SheetContent | undefined;
}

/**
 * 五(三) 复核打分, a proposal of ours where the plan says nothing: whose sheets are looked at once more. Nobody's while they lie
 * as close together as the policy wants, or where it wants no second look; else everybody's, so that nobody is told whose
 * sheet is the odd one.
 * @param first what the sheets came to at first
 */
export const seatsAskedAgain = (
  { scoring }: Pick<Policy, 'scoring'>,
  first: Pick<Aggregate, 'spreadFlag' | 'sheetTotals'>,
): number[] =>
  scoring.value.secondLook === undefined || !first.spreadFlag ? [] : first.sheetTotals.map(({ seat }) => seat);

/** What an expert handed in at first, whether it was revised or not. */
export const firstOf = ({ first, pointsByItem, comment, comments, submittedAt }: Sheet): SheetContent =>
  first ?? { pointsByItem, comment, comments, submittedAt };

/**
 * 五(三) 复核打分: the sheet with another content, which counts from now on; what was handed in first stays with it. Whoever
 * stands by its sheet, or says nothing in time, changes nothing.
 */
export const revise = <T extends Sheet>(sheet: T, revised: SheetContent): T & { first: SheetContent } => ({
  ...sheet,
  ...firstOf(revised),
  first: firstOf(sheet),
});

/** Whether two sheets give the same points everywhere. */
export const samePoints = (a: SheetItems, b: SheetItems): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([code, tenths]) => b[code] === tenths);

/** Where a panel's points for one item lie, tenths of points; the median of an even number of sheets is the mean of the middle two. */
export interface ItemSummary {
  code: string;
  lowest: number;
  median: number;
  highest: number;
}

/**
 * With fewer sheets these figures would be the other experts' own: of three sheets an expert who knows one of them could read
 * off the other two.
 */
export const SUMMARY_FROM = 4;

/**
 * What an expert may see of the panel's first sheets: lowest, median and highest by item, each item for itself, so that no
 * column of figures is one person's. Nothing of totals, seats and remarks, nor of who has revised meanwhile. Null for a panel
 * that is too small to stay unknown.
 */
export function panelSummary(sheets: readonly SheetItems[]): ItemSummary[] | null {
  const [one] = sheets;
  if (one === undefined || sheets.length < SUMMARY_FROM) return null;
  return Object.keys(one).map((code) => {
    const points = sheets.map((items) => items[code] ?? 0).toSorted((a, b) => a - b);
    const at = (place: number) => points[place] ?? 0;
    const half = points.length / 2;
    return {
      code,
      lowest: at(0),
      median: (at(Math.ceil(half) - 1) + at(Math.floor(half))) / 2,
      highest: at(points.length - 1),
    };
  });
}
