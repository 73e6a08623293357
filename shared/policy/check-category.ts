import type { Category } from '../schemas/basics.ts';
import { checkRubric, type PlacedIndicator } from './check-rubric.ts';
import { type Fault, pathText, repeated } from './faults.ts';
import type { CategoryPolicy, Policy } from './schema.ts';

/** What could be read of one category. */
export interface CategoryParts {
  fields: { [K in keyof CategoryPolicy]?: CategoryPolicy[K] | undefined };
  indicators: readonly PlacedIndicator[];
  /** Whether `indicators` are all there are. */
  complete: boolean;
}

/** Whether one category makes sense: its rubric, and that its rules ask for what its applicants can have. */
export function checkCategory(
  category: Category,
  parts: CategoryParts,
  policy: { panel?: Policy['panel'] | undefined; digitalLevels?: Policy['digitalLevels'] | undefined },
): Fault[] {
  const { fields, indicators, complete } = parts;
  const base = ['categories', category];
  return [
    ...checkRubric(category, indicators, complete, policy.panel?.value.stepTenths),
    ...checkResults(base, parts),
    ...checkTieBreaks(category, base, parts),
    ...checkEligibility(category, base, fields.eligibility, policy.digitalLevels),
    ...checkAward(category, base, fields.award),
    ...repeated(fields.attachments?.value ?? [], (n) => [...base, 'attachments', 'value', n], 'list.repeated'),
  ];
}

function checkResults(base: PropertyKey[], { fields, indicators, complete }: CategoryParts): Fault[] {
  const wanted = fields.resultsIndicator;
  if (!complete || wanted === undefined || indicators.some(([, { code }]) => code === wanted)) return [];
  const message = `没有代码为 ${wanted} 的指标，同分时无从比较成效`;
  return [{ path: pathText([...base, 'resultsIndicator']), code: 'results-indicator.unknown', message }];
}

function checkTieBreaks(category: Category, base: PropertyKey[], parts: CategoryParts): Fault[] {
  const steps = parts.fields.tieBreaks?.value ?? [];
  const path = (n: number) => [...base, 'tieBreaks', 'value', n];
  const enterprise = category === 'benchmark-enterprise';
  const scored = parts.indicators.some(([, { items }]) =>
    items.some((item) => item.by === 'auto' && item.formula === 'digital-level'),
  );
  const impossible = steps.flatMap((step, n) => {
    const fits = {
      'results-indicator': true,
      'digital-level': scored || !parts.complete,
      'served-count': !enterprise,
      'earlier-acceptance': enterprise,
    }[step];
    const message = `本类别没有 ${step} 所比较的数据`;
    return fits ? [] : [{ path: pathText(path(n)), code: 'tie-break.not-for-category', message }];
  });
  return [...repeated(steps, path, 'list.repeated'), ...impossible];
}

function checkEligibility(
  category: Category,
  base: PropertyKey[],
  rule: CategoryPolicy['eligibility'] | undefined,
  levels: Policy['digitalLevels'] | undefined,
): Fault[] {
  const faults: Fault[] = [];
  const says = (field: string, code: string, message: string) =>
    faults.push({ path: pathText([...base, 'eligibility', 'value', field]), code, message });
  const { minLevel, minServed } = rule?.value ?? {};
  if (category === 'benchmark-enterprise') {
    if (minServed !== undefined) says('minServed', 'eligibility.not-for-category', '试点企业没有“服务企业数”');
    const known = levels === undefined || levels.value.thresholds.some(({ level }) => level === minLevel);
    if (minLevel !== undefined && minLevel > 0 && !known) {
      says('minLevel', 'eligibility.level-unknown', `digitalLevels 中没有 ${minLevel} 级的门槛`);
    }
  } else if (minLevel !== undefined) {
    says('minLevel', 'eligibility.not-for-category', '服务商没有数字化水平等级');
  }
  return faults;
}

function checkAward(category: Category, base: PropertyKey[], award: CategoryPolicy['award'] | undefined): Fault[] {
  if (award?.value.kind !== 'share-of-investment') return [];
  const path = [...base, 'award', 'value'];
  const { capFen, roundDownToFen, countedSubsidyKinds } = award.value;
  const faults = repeated(countedSubsidyKinds, (n) => [...path, 'countedSubsidyKinds', n], 'list.repeated');
  if (category !== 'benchmark-enterprise') {
    const message = '按投入比例奖补只适用于有验收投入数额的标杆企业';
    faults.push({ path: pathText([...path, 'kind']), code: 'award.not-for-category', message });
  }
  if (roundDownToFen > capFen) {
    const message = '取整单位大于上限，奖补额恒为零';
    faults.push({ path: pathText([...path, 'roundDownToFen']), code: 'award.rounds-to-nothing', message });
  }
  return faults;
}
