import type { Category } from '../schemas/basics.ts';
import { ascending, type Fault, pathText, repeated } from './faults.ts';
import type { AutoSubItem, Indicator, SubItem } from './schema.ts';

/** An indicator with its place in the category's list. */
export type PlacedIndicator = readonly [index: number, indicator: Indicator];

/**
 * Whether a category's rubric adds up.
 * @param indicators those that could be read
 * @param complete whether these are all; only then can the sum of 100 be judged
 * @param stepTenths step of score sheets, where it could be read
 */
export function checkRubric(
  category: Category,
  indicators: readonly PlacedIndicator[],
  complete: boolean,
  stepTenths: number | undefined,
): Fault[] {
  const base = ['categories', category, 'indicators'];
  const sum = indicators.reduce((total, [, indicator]) => total + indicator.points, 0);
  const items = indicators.flatMap(([i, indicator]) =>
    indicator.items.map((item, k) => ({ path: [...base, i, 'items', k], item })),
  );
  return [
    ...(complete && sum !== 100
      ? [{ path: pathText(base), code: 'rubric.not-100', message: `各指标分值合计 ${sum} 分，应为 100 分` }]
      : []),
    ...indicators.flatMap(([i, indicator]) => checkIndicatorSum([...base, i, 'points'], indicator)),
    ...repeated(
      indicators.map(([, indicator]) => indicator.code),
      (n) => [...base, indicators[n]?.[0] ?? n, 'code'],
      'indicator.code-repeated',
    ),
    ...repeated(
      items.map(({ item }) => item.code),
      (n) => [...(items[n]?.path ?? base), 'code'],
      'item.code-repeated',
    ),
    ...items.flatMap(({ path, item }) => checkItem(category, path, item, stepTenths)),
  ];
}

function checkIndicatorSum(path: PropertyKey[], indicator: Indicator): Fault[] {
  const sum = indicator.items.reduce((total, item) => total + item.points, 0);
  if (sum === indicator.points) return [];
  const message = `“${indicator.title}”为 ${indicator.points} 分，其下各项合计 ${sum} 分，应相等`;
  return [{ path: pathText(path), code: 'indicator.points-not-sum', message }];
}

function checkItem(category: Category, path: PropertyKey[], item: SubItem, stepTenths: number | undefined): Fault[] {
  const faults = item.by === 'auto' ? checkAutoItem(category, path, item) : [];
  const byExperts = item.by === 'expert' || item.missing === 'expert';
  if (byExperts && stepTenths !== undefined && (item.points * 10) % stepTenths !== 0) {
    const message = `${item.points} 分不是打分单位（${stepTenths / 10} 分）的整数倍，专家打不出满分`;
    faults.push({ path: pathText([...path, 'points']), code: 'item.step-misfit', message });
  }
  return faults;
}

function checkAutoItem(category: Category, path: PropertyKey[], item: AutoSubItem): Fault[] {
  const faults: Fault[] = [];
  const says = (part: string, code: string, message: string) =>
    faults.push({ path: pathText([...path, part]), code, message });
  const owner = FORMULA_APPLICANT[item.formula];
  if (owner !== undefined && (owner === 'enterprise') !== (category === 'benchmark-enterprise')) {
    says('formula', 'item.formula-not-for-category', `公式 ${item.formula} 所用的名单里没有本类别的申报主体`);
  }
  if (!inOrder(item)) says('params', 'item.params-order', '各档应按先后次序排列，条件和分值依次变化');
  const most = mostTenths(item);
  if (most !== null && most !== item.points * 10) {
    says('points', 'item.formula-points', `公式最多得 ${most / 10} 分，此项为 ${item.points} 分，应相等`);
  }
  return faults;
}

/** Formulas that read a register in which only enterprises, or only the enterprises a provider served, have rows. */
const FORMULA_APPLICANT: Partial<Record<AutoSubItem['formula'], 'enterprise' | 'provider'>> = {
  'digital-level': 'enterprise',
  'investment-bands': 'enterprise',
  'level-gain': 'enterprise',
  'acceptance-batch': 'enterprise',
  'served-count': 'provider',
  'acceptance-pass-rate': 'provider',
};

/** Most that the formula can give, in tenths; null where it is the item's points by definition. */
function mostTenths(item: AutoSubItem): number | null {
  switch (item.formula) {
    case 'digital-level':
      return item.params.scoreTenths + item.params.scenarioTenths;
    case 'investment-bands':
      return Math.max(...item.params.bands.map((band) => band.tenths));
    case 'level-gain':
      return Math.max(...item.params.steps.map((step) => step.tenths));
    case 'acceptance-batch':
      return Math.max(...item.params.byBatchTenths, item.params.laterTenths);
    case 'served-count':
      return item.params.eachMoreTenths > 0
        ? Math.max(item.points * 10, item.params.baseTenths)
        : item.params.baseTenths;
    default:
      return null;
  }
}

function inOrder(item: AutoSubItem): boolean {
  switch (item.formula) {
    case 'investment-bands': {
      const { bands } = item.params;
      return (
        ascending(bands.map((band) => band.fromFen)) &&
        ascending(
          bands.map((band) => band.tenths),
          true,
        )
      );
    }
    case 'level-gain': {
      const { steps } = item.params;
      return (
        ascending(steps.map((step) => step.gain)) &&
        ascending(
          steps.map((step) => step.tenths),
          true,
        )
      );
    }
    case 'acceptance-batch':
      return ascending([item.params.laterTenths, ...item.params.byBatchTenths.toReversed()], true);
    default:
      return true;
  }
}
